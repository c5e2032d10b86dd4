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

/// Both sides have drawn the first reach anew, and nothing decides.
TEST_P(Territory, AConflictIsSeenAndDrawnInLocalsSystem) {
  const auto& place = GetParam();
  std::ofstream(desk_ / "shared.yaml")
      << "name: shared\nversion: 1\nschema: bdtopo\nlayers: {" << layer_ << ": {}}\n";
  const auto draw = [&](const std::string& name, int end) {
    std::ofstream(desk_ / (name + ".csv"))
        << "cleabs,wkt\nTRON_EAU0000002000000010,\"LINESTRING (" << place.x << ' ' << place.y
        << ", " << place.x + 60 << ' ' << place.y + end << ")\"\n";
    support::ogr2ogr({desk_ / (name + ".own.gpkg"), desk_ / (name + ".csv"), "-nln", layer_,
                      "-a_srs", place.own, "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo",
                      "KEEP_GEOM_COLUMNS=NO"});
    support::ogr2ogr(
        {desk_ / (name + ".gpkg"), desk_ / (name + ".own.gpkg"), "-t_srs", place.other});
  };
  draw("a", 0);
  draw("l", 20);
  draw("r", -20);
  draw("drawn", 5);
  const auto ran = support::bdf({"sync", "--theme", desk_ / "shared.yaml", "--ancestor",
                                 desk_ / "a.own.gpkg", "--local", desk_ / "l.gpkg", "--reference",
                                 desk_ / "r.own.gpkg", "--out", desk_ / "out"});
  ASSERT_EQ(ran.code, 1) << ran.err;
  const auto x_of = [&](const std::string& file, const std::string& layer) {
    Sql sql(desk_ / file);
    return std::stod(
        sql.value("SELECT max_x FROM gpkg_contents WHERE table_name = '" + layer + "'"));
  };
  const double centimetre = std::string(place.other) == "EPSG:3945" ? 0.01 : 1e-7;
  EXPECT_NEAR(x_of("out/conflicts.gpkg", "conflict"), x_of("l.gpkg", layer_), centimetre);
  EXPECT_NEAR(x_of("out/conflicts.gpkg", "conflict_reference"), x_of("r.gpkg", layer_), centimetre);

  const auto decided = support::bdf({"resolve", desk_ / "out", "--geometry",
                                     desk_ / "drawn.own.gpkg", "--where", "kind = 'geometry'"});
  EXPECT_EQ(decided.code, 0) << decided.err;
  support::ogr2ogr({desk_ / "back.gpkg", desk_ / "out/merged.gpkg", layer_, "-t_srs", place.own});
  EXPECT_NEAR(
      std::stod(Sql(desk_ / "back.gpkg")
                    .value("SELECT max_y FROM gpkg_contents WHERE table_name = '" + layer_ + "'")),
      place.y + 5, 0.02);
  // The decision says what was drawn, in local's coordinates, and comes to the same once more.
  const auto file = support::bytes_below(desk_ / "out")["resolutions.json"];
  EXPECT_THAT(file, HasSubstr("\"resolution\": \"value\""));
  std::ofstream(desk_ / "decisions.json") << file;
  const auto again =
      support::bdf({"sync", "--theme", desk_ / "shared.yaml", "--ancestor", desk_ / "a.own.gpkg",
                    "--local", desk_ / "l.gpkg", "--reference", desk_ / "r.own.gpkg", "--out",
                    desk_ / "again", "--resolutions", desk_ / "decisions.json"});
  EXPECT_EQ(again.code, 0) << again.err << again.out;
  EXPECT_EQ(support::bytes_below(desk_ / "again")["resolutions.json"], file);
  EXPECT_THAT(support::differences(desk_ / "out/merged.gpkg", desk_ / "again/merged.gpkg", layer_),
              IsEmpty());
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
