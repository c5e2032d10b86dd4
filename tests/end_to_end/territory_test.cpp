// SPDX-License-Identifier: MIT
// Versions of one layer in different coordinate systems, in the métropole and overseas: the way
// there and back is no edit, and an edit arrives where it belongs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "support/desk.h"

namespace bdf::tests {
namespace {

using nlohmann::json;
using support::Sql;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A place in the territory's own system, and an older or another system that is used there.
struct Place {
  const char* territory;
  const char* own;
  const char* other;
  int x, y;
};
void PrintTo(const Place& place, std::ostream* out) {
  *out << place.territory << '_' << std::string(place.other).substr(5);
}

class Territory : public testing::TestWithParam<Place> {
 protected:
  void SetUp() override {
    const auto& place = GetParam();
    json features = json::array();
    for (int i = 0; i < 30; ++i) {
      const int y = place.y + 40 * i;
      features.push_back(
          {{"type", "Feature"},
           {"properties",
            {{"cleabs", "TRON_EAU00000020000000" + std::to_string(10 + i)},
             {"persistance", "Permanent"}}},
           {"geometry",
            {{"type", "LineString"},
             {"coordinates", {{place.x, y}, {place.x + 50, y + 7}, {place.x + 120, y}}}}}});
    }
    std::ofstream(desk_ / "place.geojson")
        << json{{"type", "FeatureCollection"}, {"features", features}}.dump();
    support::ogr2ogr(
        {desk_ / "own.gpkg", desk_ / "place.geojson", "-nln", layer_, "-a_srs", place.own});
    support::ogr2ogr({desk_ / "other.gpkg", desk_ / "own.gpkg", "-t_srs", place.other});
  }

  Ran sync(const std::string& ancestor, const std::string& local, const std::string& reference) {
    return support::bdf({"sync", "--theme", "hydro", "--json", "--quiet", "--ancestor",
                         desk_ / ancestor, "--local", desk_ / local, "--reference",
                         desk_ / reference, "--out", desk_ / "out", "--overwrite"});
  }

  support::Desk desk_;
  std::string layer_ = "troncon_hydrographique";
};

TEST_P(Territory, AnotherSystemIsNoEdit) {
  for (const auto& [ancestor, local, reference] :
       {std::array{"own.gpkg", "other.gpkg", "own.gpkg"},
        std::array{"other.gpkg", "own.gpkg", "other.gpkg"}}) {
    const auto ran = sync(ancestor, local, reference);
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(json::parse(ran.out).at("layers").at(0).at("outcomes"), (json{{"unchanged", 30}}));
  }
}

TEST_P(Territory, AMoveInTheReferenceArrivesInLocalsSystem) {
  std::filesystem::copy_file(desk_ / "own.gpkg", desk_ / "newer.gpkg");
  Sql(desk_ / "newer.gpkg")
      .execute("UPDATE " + layer_ + " SET geom = (SELECT geom FROM " + layer_ +
               " WHERE fid = 2) WHERE fid = 1");
  const auto ran = sync("own.gpkg", "other.gpkg", "newer.gpkg");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(Sql(desk_ / "out/update.gpkg").rows("SELECT bdf_op FROM " + layer_),
              ElementsAre("update"));
  EXPECT_THAT(Sql(desk_ / "out/contribution.gpkg").rows("SELECT bdf_op FROM " + layer_), IsEmpty());
  support::ogr2ogr(
      {desk_ / "back.gpkg", desk_ / "out/merged.gpkg", layer_, "-t_srs", GetParam().own});
  EXPECT_NEAR(static_cast<double>(Sql(desk_ / "back.gpkg")
                                      .number("SELECT CAST(round(miny) AS INTEGER) FROM rtree_" +
                                              layer_ + "_geom WHERE id = 1")),
              GetParam().y + 40, 1);
}

INSTANTIATE_TEST_SUITE_P(Everywhere, Territory,
                         testing::Values(Place{"FXX", "EPSG:2154", "EPSG:3945", 903000, 6450000},
                                         Place{"FXX", "EPSG:2154", "EPSG:4326", 903000, 6450000},
                                         Place{"FXX", "EPSG:2154", "EPSG:4171", 1200000, 6100000},
                                         Place{"GLP", "EPSG:5490", "EPSG:4326", 660000, 1790000},
                                         Place{"MTQ", "EPSG:5490", "EPSG:4326", 710000, 1620000},
                                         Place{"GUF", "EPSG:2972", "EPSG:4326", 300000, 500000},
                                         Place{"REU", "EPSG:2975", "EPSG:4326", 340000, 7660000},
                                         Place{"MYT", "EPSG:4471", "EPSG:4326", 515000, 8585000},
                                         Place{"SPM", "EPSG:4467", "EPSG:4326", 555000, 5200000},
                                         Place{"BLM", "EPSG:5490", "EPSG:4326", 515000, 1980000},
                                         Place{"MAF", "EPSG:5490", "EPSG:4326", 490000, 2000000}),
                         [](const auto& place) { return testing::PrintToString(place.param); });

/// Nord de Guerre, of a triangulation that nobody has tied to today's: PROJ can only guess.
TEST(Ballpark, IsRefusedUnlessAskedFor) {
  const support::Desk desk;
  const auto write = [&](const std::string& crs, const std::string& line) {
    std::ofstream(desk / (crs + ".csv"))
        << "cleabs,WKT\nTRON_EAU0000002000000001,\"LINESTRING (" << line << ")\"\n";
    support::ogr2ogr({desk / (crs + ".gpkg"), desk / (crs + ".csv"), "-nln",
                      "troncon_hydrographique", "-a_srs", "EPSG:" + crs});
  };
  write("27500", "500000 300000,500100 300000");
  write("2154", "876000 6937000,876100 6937000");
  const std::vector<std::string> call{
      "sync",        "--theme",          "hydro", "--local",   desk / "27500.gpkg",
      "--reference", desk / "2154.gpkg", "--out", desk / "out"};
  const auto refused = support::bdf(call);
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("ballpark"));
  auto asked = call;
  asked.emplace_back("--allow-ballpark");
  EXPECT_LE(support::bdf(asked).code, 1);
}

}  // namespace
}  // namespace bdf::tests
