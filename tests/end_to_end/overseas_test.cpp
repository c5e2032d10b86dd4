// SPDX-License-Identifier: MIT
// The vegetation of La Réunion and Guyane: natures that the métropole has not, in their own
// systems.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "support/desk.h"

namespace bdf::tests {
namespace {

using nlohmann::json;
using support::Sql;
using Lines = std::vector<std::string>;
using testing::ElementsAre;
using testing::IsEmpty;

struct Place {
  const char* territory;
  const char* crs;
  int x, y;
};
void PrintTo(const Place& place, std::ostream* out) { *out << place.territory; }

std::string area_key(int i) { return "ZONEVEGE000000020000000" + std::to_string(i); }
std::string hedge_key(int i) { return "HAIELINE000000020000000" + std::to_string(i); }

struct Area {
  std::string key, nature, xy;  ///< corners as "x y,x y", in metres from the place
};
struct Hedge {
  std::string key, xy;
};
struct Map {
  std::vector<Area> areas;
  std::vector<Hedge> hedges;
};

/// A mangrove beside a plantation of bananas, cane and coconut palms above them; a hedge apart.
Map country() {
  return {{{area_key(1), "Mangrove", "0 0,100 0,100 50,100 100,0 100,0 0"},
           {area_key(2), "Bananeraie", "100 0,200 0,200 100,100 100,100 50,100 0"},
           {area_key(3), "Canne à sucre", "0 100,100 100,100 200,0 200,0 100"},
           {area_key(4), "Cocoteraie", "100 100,200 100,200 200,100 200,100 100"},
           {area_key(5), "Haie", "300 0,310 0,310 100,300 100,300 0"}},
          {{hedge_key(1), "305 0,305 100"}}};
}

class Overseas : public testing::TestWithParam<Place> {
 protected:
  std::string write(const std::string& name, const Map& map) {
    const auto file = (desk_ / (name + ".gpkg")).string();
    std::ofstream areas(desk_ / "areas.csv");
    areas << "cleabs,nature,wkt\n";
    for (const auto& area : map.areas)
      areas << area.key << ',' << area.nature << ",\"MULTIPOLYGON (((" << placed(area.xy)
            << ")))\"\n";
    areas.close();
    std::ofstream hedges(desk_ / "hedges.csv");
    hedges << "cleabs,wkt\n";
    for (const auto& hedge : map.hedges)
      hedges << hedge.key << ",\"LINESTRING (" << placed(hedge.xy) << ")\"\n";
    hedges.close();
    load(file, "areas.csv", "zone_de_vegetation", "MULTIPOLYGON");
    load(file, "hedges.csv", "haie", "LINESTRING");
    return file;
  }
  Ran sync(const std::string& ancestor, const std::string& local, const std::string& reference,
           const std::string& out) {
    return support::bdf({"sync", "--theme", "vegetation", "--territory", GetParam().territory,
                         "--json", "--quiet", "--ancestor", ancestor, "--local", local,
                         "--reference", reference, "--out", desk_ / out});
  }
  [[nodiscard]] Lines rows(const std::string& file, const std::string& sql) const {
    return Sql(desk_ / file).rows(sql);
  }
  support::Desk desk_;

 private:
  void load(const std::string& file, const std::string& table, const std::string& layer,
            const std::string& type) {
    Lines call{file,     desk_ / table,
               "-nln",   layer,
               "-nlt",   type,
               "-a_srs", GetParam().crs,
               "-oo",    "GEOM_POSSIBLE_NAMES=wkt",
               "-oo",    "KEEP_GEOM_COLUMNS=NO"};
    if (std::filesystem::exists(file)) call.insert(call.begin(), "-update");
    support::ogr2ogr(call);
  }
  static std::string placed(const std::string& xy) {
    std::istringstream corners(xy);
    std::string text;
    for (std::string corner; std::getline(corners, corner, ',');) {
      std::istringstream numbers(corner);
      double x = 0;
      double y = 0;
      numbers >> x >> y;
      text += (text.empty() ? "" : ", ") + std::to_string(GetParam().x + x) + ' ' +
              std::to_string(GetParam().y + y);
    }
    return text;
  }
};

TEST_P(Overseas, TwoKeepOneVegetation) {
  auto local = country();
  local.areas[0].xy = "0 0,100 0,110 50,100 100,0 100,0 0";
  local.areas[1].xy = "100 0,200 0,200 100,100 100,110 50,100 0";
  local.areas.push_back({"", "Mangrove", "0 -50,100 -50,100 0,0 0,0 -50"});
  auto edition = country();
  edition.areas[2].nature = "Bananeraie";
  edition.areas[3].key = area_key(8);
  edition.hedges.push_back({hedge_key(2), "400 0,400 100"});
  const auto ancestor = write("ancestor", country());
  const auto reference = write("reference", edition);

  const auto first = sync(ancestor, write("local", local), reference, "out");
  ASSERT_EQ(first.code, 0) << first.err << first.out;
  EXPECT_EQ(json::parse(first.out).at("finding_counts").at("by_code"),
            (json{{"key_missing", 1}, {"matched_by_geometry", 1}}));
  EXPECT_THAT(rows("out/merged.gpkg", "SELECT cleabs, nature FROM zone_de_vegetation ORDER BY fid"),
              ElementsAre(area_key(1) + "|Mangrove", area_key(2) + "|Bananeraie",
                          area_key(3) + "|Bananeraie", area_key(8) + "|Cocoteraie",
                          area_key(5) + "|Haie", "|Mangrove"));
  EXPECT_THAT(rows("out/merged.gpkg", "SELECT cleabs FROM haie ORDER BY fid"),
              ElementsAre(hedge_key(1), hedge_key(2)));
  EXPECT_THAT(rows("out/contribution.gpkg",
                   "SELECT bdf_op, bdf_changed FROM zone_de_vegetation ORDER BY bdf_op, bdf_id"),
              ElementsAre(testing::StartsWith("insert|"), "update|{\"geometry\":\"offered\"}",
                          "update|{\"geometry\":\"offered\"}"));
  EXPECT_THAT(rows("out/contribution.gpkg", "SELECT bdf_op FROM haie"), IsEmpty());

  const auto merged = (desk_ / "out/merged.gpkg").string();
  const auto second = sync(reference, merged, reference, "again");
  ASSERT_EQ(second.code, 0) << second.err;
  EXPECT_THAT(rows("again/update.gpkg", "SELECT bdf_id FROM zone_de_vegetation"), IsEmpty());
}

/// The natures are known, and the places lie in the territory.
TEST_P(Overseas, TheDataAreInOrder) {
  const auto ran =
      support::bdf({"validate", "--theme", "vegetation", "--json", write("country", country())});
  EXPECT_EQ(ran.code, 0);
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) {
    const auto finding = json::parse(line);
    const auto code = finding["code"].get<std::string>();
    const bool columns = code.starts_with("TABLE_MISSING");
    EXPECT_TRUE(columns || code == "VALIDATOR_INFO") << line;
  }
}

/// The same piece of land, drawn by two people who call its crop differently and know no key.
TEST_P(Overseas, CropsAreOneLand) {
  auto theirs = country();
  for (auto& area : theirs.areas) area.key.clear();
  theirs.areas[2] = {"", "Bananeraie", "1 101,101 101,101 202,1 201,1 101"};
  const auto ran =
      support::bdf({"match", "--theme", "vegetation", "--layer", "zone_de_vegetation",
                    write("a", country()), write("b", theirs), "--out", desk_ / "links.csv"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, testing::HasSubstr("5 links (5 1:1), 0 doubtful")) << ran.out;
}

INSTANTIATE_TEST_SUITE_P(Territories, Overseas,
                         testing::Values(Place{"REU", "EPSG:2975", 340000, 7660000},
                                         Place{"GUF", "EPSG:2972", 300000, 500000}),
                         [](const auto& one) { return one.param.territory; });

}  // namespace
}  // namespace bdf::tests
