// SPDX-License-Identifier: MIT
#include "io/styles.h"

#include <gtest/gtest.h>

#include "geometry/wkt.h"
#include "io/geometry_kinds.h"
#include "io/geopackage.h"
#include "table_definitions.h"

namespace bdf::io {
namespace {

constexpr const char* time = "2026-11-24T01:00:00Z";

class StylesTest : public ::testing::Test {
 protected:
  StylesTest() { create_geopackage(database_); }

  /// All rows of a query, their values joined by `|`.
  std::vector<std::string> rows(const std::string& sql) {
    std::vector<std::string> found;
    for (auto select = database_.prepare(sql); select.step();) {
      std::string row;
      for (int i = 0; i < select.column_count(); ++i) row += (i > 0 ? "|" : "") + select.text(i);
      found.push_back(row);
    }
    return found;
  }

  Schema layer_of(const std::string& type) {
    Schema schema;
    schema.layer = "place";
    schema.geometry_column = "geom";
    schema.geometry_type = type;
    return create_layer(database_, schema);
  }

  void add_shape(const Schema& layer, const char* wkt) {
    const auto wkb = geometry::wkb_from_wkt(wkt);
    FeatureWriter(database_, layer, {}).add(std::nullopt, {}, BlobView{wkb});
  }

  tests::TestFolder folder_;
  Database database_ = Database::open_output(folder_.file("styled.gpkg"));
};

using Rows = std::vector<std::string>;

TEST_F(StylesTest, TableIsAsDefinedAndListed) {
  add_styles(database_, {}, time);
  auto defined = tests::defined_in_schemas(folder_, "layer_styles.sql");
  EXPECT_EQ(tests::columns_of(database_, "layer_styles"),
            tests::columns_of(defined, "layer_styles"));
  EXPECT_EQ(rows("SELECT table_name, data_type, last_change FROM gpkg_contents"),
            Rows{"layer_styles|attributes|2026-11-24T01:00:00.000Z"});
}

TEST_F(StylesTest, StyleIsTheDefaultOfItsLayer) {
  add_styles(database_, {{"river", "geom", "<qgis/>"}}, time);
  EXPECT_EQ(rows("SELECT f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
                 "styleName, styleQML, useAsDefault, update_time FROM layer_styles"),
            Rows{"||river|geom|river|<qgis/>|1|2026-11-24T01:00:00.000Z"});
}

TEST_F(StylesTest, AnyStyleOfTheUserIsKept) {
  add_styles(database_, {}, time);
  database_.execute("INSERT INTO layer_styles (f_table_name, styleQML) VALUES ('River', 'theirs')");
  add_styles(database_, {{"river", "geom", "ours"}, {"lake", "geom", "ours"}}, time);
  add_styles(database_, {{"lake", "geom", "other"}}, time);
  EXPECT_EQ(rows("SELECT f_table_name, styleQML FROM layer_styles ORDER BY id"),
            (Rows{"River|theirs", "lake|ours"}));
}

TEST_F(StylesTest, TableWithOtherColumnsIsLeft) {
  database_.execute("CREATE TABLE layer_styles (name TEXT, style TEXT)");
  database_.execute("INSERT INTO layer_styles VALUES ('river', 'blue')");
  add_styles(database_, {{"river", "geom", "ours"}}, time);
  EXPECT_EQ(rows("SELECT * FROM layer_styles"), Rows{"river|blue"});
}

TEST_F(StylesTest, TableThatAsksForMoreIsLeft) {
  database_.execute(
      "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, f_table_catalog TEXT, f_table_schema "
      "TEXT, f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, "
      "useAsDefault "
      "BOOLEAN, update_time TEXT, office TEXT NOT NULL)");
  add_styles(database_, {{"river", "geom", "ours"}}, time);
  EXPECT_TRUE(rows("SELECT * FROM layer_styles").empty());
}

TEST_F(StylesTest, ListedTableThatIsGoneIsMadeAnew) {
  database_.execute(
      "INSERT INTO gpkg_contents (table_name, data_type, last_change) VALUES ('layer_styles', "
      "'attributes', '2020-01-01T00:00:00.000Z')");
  add_styles(database_, {{"river", "geom", "ours"}}, time);
  EXPECT_EQ(rows("SELECT styleQML FROM layer_styles"), Rows{"ours"});
}

TEST_F(StylesTest, DeclaredKindCounts) {
  EXPECT_EQ(geometry_kinds(database_, layer_of("MultiCurve")), std::vector{GeometryKind::line});
}

TEST_F(StylesTest, KindsOfAnyGeometryAreThoseThatAreThere) {
  const auto layer = layer_of("GEOMETRY");
  EXPECT_EQ(declared_kind(layer), std::nullopt);
  EXPECT_TRUE(geometry_kinds(database_, layer).empty());
  add_shape(layer, "MULTIPOLYGON Z (((0 0 1, 1 0 1, 1 1 1, 0 0 1)))");
  add_shape(layer, "POINT (1 2)");
  add_shape(layer, "GEOMETRYCOLLECTION (LINESTRING (0 0, 1 1))");
  EXPECT_EQ(geometry_kinds(database_, layer),
            (std::vector{GeometryKind::point, GeometryKind::polygon}));
}

}  // namespace
}  // namespace bdf::io
