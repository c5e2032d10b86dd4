// SPDX-License-Identifier: MIT
#include "jobs/common_crs.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/message.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "io/crs.h"

namespace bdf::jobs {
namespace {

class CommonCrsTest : public ::testing::Test {
 protected:
  CommonCrsTest() {
    set_language("en");
    rules_.territories = rules::load_territories("bdtopo");
  }

  static Schema in(const std::string& crs) {
    Schema schema;
    schema.layer = "river";
    schema.geometry_column = "geom";
    schema.crs = io::crs_named(crs);
    return schema;
  }
  /// Local and reference in these systems, around a point of the local one's.
  CommonCrs common(const std::string& local, const std::string& reference, double x, double y) {
    local_ = in(local);
    reference_ = in(reference);
    const ThreeWay<LayerPlace> layers{
        {}, {&local_, "a.gpkg", Box{x, y, x, y}}, {&reference_, "b.gpkg", std::nullopt}};
    return common_crs(layers, rules_);
  }
  std::string refusal(const std::string& local, const std::string& reference, double x, double y) {
    try {
      static_cast<void>(common(local, reference, x, y));
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

  CrsRules rules_;
  Schema local_, reference_;
};

TEST_F(CommonCrsTest, TheSameProjectedSystemIsKept) {
  for (const char* crs : {"EPSG:2154", "EPSG:3945", "EPSG:5490"}) {
    const auto same = common(crs, crs, 0, 0);
    EXPECT_TRUE(io::same_crs(same.crs, io::crs_named(crs)));
    EXPECT_EQ(same.territory, "");
    EXPECT_FALSE(same.ways.local || same.ways.reference || same.ways.ancestor);
  }
}

TEST_F(CommonCrsTest, OtherwiseItIsTheTerritorys) {
  const auto mixed = common("EPSG:3945", "EPSG:2154", 1700000, 4200000);
  EXPECT_EQ(mixed.crs.code, 2154);
  EXPECT_EQ(mixed.territory, "FXX");
  ASSERT_TRUE(mixed.ways.local);
  EXPECT_FALSE(mixed.ways.reference || mixed.ways.ancestor);
  EXPECT_EQ(mixed.ways.local->description.accuracy, 0);
  const auto degrees = common("EPSG:4326", "EPSG:4326", 55.5, -21.1);
  EXPECT_EQ(degrees.crs.code, 2975);
  EXPECT_EQ(degrees.territory, "REU");
  EXPECT_TRUE(degrees.ways.local && degrees.ways.reference);
}

TEST_F(CommonCrsTest, TheTerritorysOwnOperationIsTaken) {
  const auto islands = common("EPSG:4559", "EPSG:5490", 672500, 1790000);
  EXPECT_EQ(islands.territory, "GLP");
  EXPECT_NE(islands.ways.local->description.name.find("EPSG:5495"), std::string::npos);
  EXPECT_EQ(islands.ways.local->description.accuracy, 0.1);
  const auto north = common("EPSG:4559", "EPSG:5490", 495000, 2000000);
  EXPECT_EQ(north.territory, "MAF");
  EXPECT_NE(north.ways.local->description.name.find("EPSG:5496"), std::string::npos);
}

TEST_F(CommonCrsTest, ProjsOperationIsTakenWhereNoneIsDeclared) {
  const auto old = common("EPSG:2973", "EPSG:5490", 700000, 1620000);
  EXPECT_EQ(old.territory, "MTQ");
  EXPECT_NE(old.ways.local->description.name.find("Martinique 1938 to RGAF09"), std::string::npos);
}

TEST_F(CommonCrsTest, ATerritoryMayBeNamed) {
  rules_.territory = "974";
  EXPECT_EQ(common("EPSG:4326", "EPSG:2975", 0, 0).territory, "REU");
  rules_.territory = "099";
  EXPECT_NE(refusal("EPSG:4326", "EPSG:2975", 0, 0).find("099"), std::string::npos);
}

TEST_F(CommonCrsTest, APlaceOutsideAllTerritoriesIsRefused) {
  const auto message = refusal("EPSG:4326", "EPSG:2154", 13.4, 52.5);
  for (const char* part : {"a.gpkg", "river", "13.40", "52.50", "--territory"})
    EXPECT_NE(message.find(part), std::string::npos) << message;
  local_ = in("EPSG:4326");
  EXPECT_THROW(static_cast<void>(common_crs({{}, {&local_, "a.gpkg", std::nullopt}, {}}, rules_)),
               InputError);
}

TEST_F(CommonCrsTest, BallparkIsRefusedUnlessAskedFor) {
  rules_.territory = "FXX";
  const auto message = refusal("EPSG:2970", "EPSG:2154", 0, 0);
  EXPECT_NE(message.find("a.gpkg, layer “river”"), std::string::npos) << message;
  EXPECT_NE(message.find("ballpark"), std::string::npos) << message;
  rules_.allow_ballpark = true;
  EXPECT_TRUE(common("EPSG:2970", "EPSG:2154", 0, 0).ways.local->description.ballpark);
}

TEST_F(CommonCrsTest, WithoutTerritoriesTheSystemsMustBeTheSame) {
  rules_.territories.clear();
  EXPECT_EQ(common("EPSG:4326", "EPSG:4326", 0, 0).crs.code, 4326);
  const auto message = refusal("EPSG:2154", "EPSG:4326", 0, 0);
  for (const char* part : {"a.gpkg", "b.gpkg", "EPSG:2154", "EPSG:4326", "territories"})
    EXPECT_NE(message.find(part), std::string::npos) << message;
}

TEST_F(CommonCrsTest, LayersWithoutGeometriesHaveNone) {
  local_.layer = "list";
  const auto none = common_crs({{}, {&local_, "a.gpkg", std::nullopt}, {}}, rules_);
  EXPECT_FALSE(io::is_defined(none.crs) || none.ways.local);
}

TEST_F(CommonCrsTest, TablesGoThereAndGeometriesComeBack) {
  const auto way = common("EPSG:4171", "EPSG:2154", 3, 46.5);
  FeatureTable table;
  table.schema = local_;
  constexpr std::size_t rows = 39999;  // several pieces
  const auto wkb = geometry::wkb_from_wkt("LINESTRING Z (3 46.5 7, 3 47 8)");
  for (std::size_t row = 0; row < rows; ++row) {
    table.fids.push_back(static_cast<std::int64_t>(row));
    if (row % 3 == 0) table.geometries.push_back(BlobView{wkb});
    if (row % 3 == 1) table.geometries.push_back(Null{});
    if (row % 3 == 2) table.geometries.push_back(BlobView{"none"});
  }
  auto same = table;
  to_common(same, way, Side::reference, 2);
  EXPECT_EQ(same.schema.crs.code, 4171);
  to_common(table, way, Side::local, 2);
  EXPECT_EQ(table.schema.crs.code, 2154);
  ASSERT_EQ(table.geometries.size(), rows);
  EXPECT_EQ(table.geometries[rows - 3], table.geometries[0]);
  EXPECT_EQ(table.geometries[1], ValueView(Null{}));
  EXPECT_EQ(table.geometries[2], ValueView(BlobView{"none"}));
  const auto moved = std::get<BlobView>(table.geometries[0]).bytes;
  EXPECT_NEAR(geometry::xy_of_wkb(moved)->at(0), 700000, 0.001);
  crs::Transform transform(way.ways.local->operation);
  EXPECT_NEAR(geometry::xy_of_wkb(back(moved, transform))->at(1), 46.5, 1e-9);
}

TEST_F(CommonCrsTest, AFeatureThatCannotBeTransformedIsNamed) {
  const auto way = common("EPSG:4171", "EPSG:2154", 3, 46.5);
  FeatureTable table;
  table.schema = local_;
  table.fids = {7};
  const auto wkb = geometry::wkb_from_wkt("POINT (3 95)");
  table.geometries.push_back(BlobView{wkb});
  try {
    to_common(table, way, Side::local, 1);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("layer “river”, fid 7"), std::string::npos);
  }
}

}  // namespace
}  // namespace bdf::jobs
