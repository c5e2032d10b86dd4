// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "jobs/describe.h"
#include "unit/io_fixture.h"

namespace bdf::jobs {
namespace {

class Describe : public io::IoTest {
 protected:
  void SetUp() override {
    io::IoTest::SetUp();
    set_language("en");
    auto database = io::Database::open_output(path());
    io::create_geopackage(database);
    auto schema = io::river_schema();
    schema.columns = {{"cleabs", ColumnType::text, "TEXT(24)"},
                      {"width", ColumnType::real, "REAL"}};
    schema = io::create_layer(database, schema);
    database.execute("INSERT INTO troncon (cleabs) VALUES ('T1')");
    io::create_spatial_index(database, schema);
    database.execute("CREATE TABLE notes (id INTEGER); CREATE VIEW seen AS SELECT 1");
  }

  [[nodiscard]] std::filesystem::path path() const { return file("a.gpkg"); }
};

TEST_F(Describe, TellsWhatALayerHolds) {
  const auto found = describe_geopackage(path(), "");
  ASSERT_EQ(found.layers.size(), 1U);
  const auto& layer = found.layers.front();
  EXPECT_EQ(layer.features, 1U);
  EXPECT_TRUE(layer.spatial_index);
  EXPECT_FALSE(layer.extent);
  EXPECT_EQ(layer.schema.columns.size(), 2U);
  EXPECT_EQ(found.other_tables, std::vector<std::string>{"notes"});
  EXPECT_EQ(found.views, std::vector<std::string>{"seen"});
}

TEST_F(Describe, NamesAMissingLayer) {
  EXPECT_EQ(describe_geopackage(path(), "TRONCON").layers.size(), 1U);
  EXPECT_THROW(static_cast<void>(describe_geopackage(path(), "lake")), InputError);
}

TEST_F(Describe, TellsWhatASyncWrote) {
  {
    auto database = io::Database::open_output(path());
    io::SyncStamp stamp;
    stamp.theme = "generic";
    stamp.reference_edition = "2026-09";
    io::write_stamp(database, stamp);
    Conflict conflict;
    conflict.id = std::string(32, 'a');
    conflict.layer = "troncon";
    io::write_pending(database, {conflict});
  }
  const auto found = describe_geopackage(path(), "");
  ASSERT_TRUE(found.stamp);
  EXPECT_EQ(found.stamp->reference_edition, "2026-09");
  EXPECT_EQ(found.open_conflicts, 1U);
  EXPECT_NE(description_as_text(found).find("1 conflict to decide, 0 proposals waiting\n"),
            std::string::npos);
}

TEST_F(Describe, SpeaksToPeople) {
  auto found = describe_geopackage(path(), "");
  found.name = "a.gpkg";
  EXPECT_EQ(description_as_text(found),
            "a.gpkg\n"
            "troncon: 1 feature\n"
            "  geometry: geom, LINESTRING\n"
            "  coordinate system: EPSG:2154\n"
            "  spatial index: yes\n"
            "  primary key: fid\n"
            "  columns:\n"
            "    cleabs  TEXT(24)\n"
            "    width   REAL\n"
            "other tables: notes\n"
            "views, never read: seen\n");
}

TEST_F(Describe, SpeaksToPrograms) {
  const auto json = nlohmann::json::parse(description_as_json(describe_geopackage(path(), "")));
  const auto& layer = json["layers"][0];
  EXPECT_EQ(layer["features"], 1);
  EXPECT_EQ(layer["crs"], "EPSG:2154");
  EXPECT_TRUE(layer["extent"].is_null());
  EXPECT_EQ(layer["columns"][0]["type"], "TEXT(24)");
  EXPECT_TRUE(json["sync"].is_null());
  EXPECT_TRUE(json["changeset"].is_null());
}

}  // namespace
}  // namespace bdf::jobs
