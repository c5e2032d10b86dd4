// SPDX-License-Identifier: MIT
// Hedges that are held twice, as lines and as areas: bdf match --doubles, bdf validate.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "../unit/geometry_polygons.h"
#include "geometry/measure.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "jobs/validate.h"
#include "support/desk.h"
#include "support/json_schema.h"
#include "support/plain_layer.h"

namespace bdf::tests {
namespace {

using nlohmann::json;
using support::Sql;
using Lines = std::vector<std::string>;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Metres from a place in Lambert-93.
std::string at(double x, double y) {
  return std::to_string(900000 + x) + ' ' + std::to_string(6500000 + y);
}
std::string line(double x, double y, double length) {
  return "LINESTRING (" + at(x, y) + ", " + at(x + length, y) + ")";
}
/// Ten metres wide, around such a line.
std::string strip(double x, double y, double length) {
  return "POLYGON ((" + at(x, y - 5) + ", " + at(x + length, y - 5) + ", " + at(x + length, y + 5) +
         ", " + at(x, y + 5) + ", " + at(x, y - 5) + "))";
}

class Doubles : public testing::Test {
 protected:
  /// H1 in Z1; H2 and H3 in Z2; Z3 alone; H4 in a wood.
  void SetUp() override {
    PlainLayer zones{plain_schema("zone_de_vegetation", "POLYGON"), {}};
    zones.schema.columns = {{"cleabs", ColumnType::text, "TEXT"},
                            {"nature", ColumnType::text, "TEXT"}};
    zones.rows = {zone("Z1", "Haie", strip(0, 0, 100)), zone("Z2", "Haie", strip(0, 100, 100)),
                  zone("Z3", "Haie", strip(0, 200, 100)), zone("Z4", "Bois", strip(0, 300, 100))};
    PlainLayer hedges{plain_schema("haie", "LINESTRING"), {}};
    hedges.schema.columns = {{"cleabs", ColumnType::text, "TEXT"}};
    hedges.rows = {hedge("H1", line(0, 0, 100)), hedge("H2", line(0, 100, 40)),
                   hedge("H3", line(40, 100, 60)), hedge("H4", line(0, 300, 100))};
    write_geopackage(desk_ / "both.gpkg", {zones, hedges});
  }
  static PlainRow zone(const std::string& key, const std::string& nature, const std::string& wkt) {
    return {{}, Blob{geometry::wkb_from_wkt(wkt)}, {key, nature}};
  }
  static PlainRow hedge(const std::string& key, const std::string& wkt) {
    return {{}, Blob{geometry::wkb_from_wkt(wkt)}, {key}};
  }
  [[nodiscard]] Ran match(const Lines& more) const {
    Lines call{"match", "--doubles", desk_ / "both.gpkg"};
    call.insert(call.end(), more.begin(), more.end());
    return support::bdf(call);
  }
  /// The theme with another word on doubles.
  [[nodiscard]] std::string theme(const std::string& doubles) const {
    const auto path = desk_ / "theme.yaml";
    std::ofstream(path) << "name: t\nversion: 1\nschema: bdtopo\ntolerance: 0.05\n"
                           "layers: {zone_de_vegetation: {doubles: "
                        << doubles << "}, haie: {}}\n";
    return path;
  }
  /// "HELD_TWICE zone_de_vegetation: message" of what is told of doubles.
  [[nodiscard]] Lines validated(const std::string& theme, const std::string& file) const {
    const auto ran = support::bdf({"validate", "--theme", theme, "--json", file});
    const auto schema = support::schema_of("finding");
    std::istringstream lines(ran.out);
    Lines told;
    for (std::string text; std::getline(lines, text);) {
      const auto finding = json::parse(text);
      const auto code = finding["code"].get<std::string>();
      if (code != "HELD_TWICE" && code != "DOUBLE_ALONE") continue;
      EXPECT_THAT(support::violations(finding, schema), IsEmpty());
      EXPECT_EQ(finding["level"], "INFO");
      told.push_back(code + ' ' + finding["layer"].get<std::string>() + ": " +
                     finding["message"].get<std::string>());
    }
    return told;
  }
  support::Desk desk_;
};

TEST_F(Doubles, AreListedLinkByLink) {
  const auto ran = match({"--theme", "vegetation", "--out", desk_ / "links.csv"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("zone_de_vegetation/haie: 2 links (1 1:1, 1 1:n), 0 doubtful; "
                                 "alone: 1 of A, 1 of B"));
  EXPECT_EQ(text_of(desk_ / "links.csv"),
            "layer,a_id,b_id,relation,confidence,a_share,b_share,reason\n"
            "zone_de_vegetation/haie,Z1,H1,1:1,1,1,1,runs_inside\n"
            "zone_de_vegetation/haie,Z2,H2,1:n,1,0.4,1,runs_inside\n"
            "zone_de_vegetation/haie,Z2,H3,1:n,1,0.6,1,runs_inside\n"
            "zone_de_vegetation/haie,Z3,,1:0,,,,unmatched\n"
            "zone_de_vegetation/haie,,H4,0:1,,,,unmatched\n");
  EXPECT_THAT(Sql(desk_ / "links.gpkg").rows("SELECT a_id, b_id, doubtful FROM link"),
              ElementsAre("Z1|H1|0", "Z2|H2|0", "Z2|H3|0"));
}

TEST_F(Doubles, ItIsTheThemeThatSaysWhichHolds) {
  std::ofstream(desk_ / "lines.yaml")
      << "name: t\nversion: 1\nschema: bdtopo\nlayers: {zone_de_vegetation: {}, haie: {doubles: "
         "{layer: zone_de_vegetation, that: {nature: Haie}, as: kept}}}\n";
  ASSERT_EQ(match({"--theme", desk_ / "lines.yaml", "--out", desk_ / "links.csv"}).code, 0);
  EXPECT_THAT(text_of(desk_ / "links.csv"),
              HasSubstr("haie/zone_de_vegetation,H1,Z1,1:1,1,1,1,runs_inside\n"
                        "haie/zone_de_vegetation,H2,Z2,n:1,1,1,0.4,runs_inside\n"
                        "haie/zone_de_vegetation,H3,Z2,n:1,1,1,0.6,runs_inside\n"
                        "haie/zone_de_vegetation,H4,,1:0,,,,unmatched\n"
                        "haie/zone_de_vegetation,,Z3,0:1,,,,unmatched\n"));
}

TEST_F(Doubles, WhatCannotBeAskedIsRefused) {
  const auto out = desk_ / "links.csv";
  const auto both = (desk_ / "both.gpkg").string();
  EXPECT_THAT(match({"--theme", "hydro", "--out", out}).err,
              HasSubstr("says of no layer that it doubles another one"));
  EXPECT_EQ(match({"--theme", "hydro", "--out", out}).code, 2);
  const auto alone =
      support::bdf({"match", "--theme", "vegetation", "--doubles", both + "::haie", "--out", out});
  EXPECT_EQ(alone.code, 3) << alone.err;
  EXPECT_EQ(match({both, "--theme", "vegetation", "--out", out}).code, 2);
  EXPECT_EQ(match({"--theme", "vegetation", "--explain", "Z1", "H1"}).code, 2);
  EXPECT_THAT(support::bdf({"match", both, "--out", out}).err, HasSubstr("--doubles FILE"));
  EXPECT_THAT(match({"--theme", "vegetation", "--out", desk_ / "both.csv"}).err,
              HasSubstr("both.gpkg"));
}

TEST_F(Doubles, OneLineStandsForAsManyAsItTells) {
  jobs::ValidationJob job;
  job.theme = theme("{layer: haie, when: {nature: Haie}, as: reported}");
  job.file = (desk_ / "both.gpkg").string();
  for (const auto& finding : jobs::validate(job).findings)
    EXPECT_EQ(finding.flaws, finding.code == "HELD_TWICE" ? 2U : 1U) << finding.code;
}

TEST_F(Doubles, ValidateTellsInOneLine) {
  const auto both = (desk_ / "both.gpkg").string();
  EXPECT_THAT(validated(theme("{layer: haie, when: {nature: Haie}, as: reported}"), both),
              ElementsAre("HELD_TWICE zone_de_vegetation: 2 features are in “haie”, too (bdf "
                          "match --doubles): Z1, Z2"));
  EXPECT_THAT(validated("vegetation", both),
              ElementsAre("DOUBLE_ALONE zone_de_vegetation: 1 of 3 features that should double "
                          "one of “haie” runs along none (bdf match --doubles): Z3"));
  Sql(both).execute("DELETE FROM zone_de_vegetation WHERE cleabs = 'Z3'");
  EXPECT_THAT(validated("vegetation", both), IsEmpty());
}

TEST_F(Doubles, ThemeCheckTellsThem) {
  const auto ran = support::bdf({"theme", "check", "vegetation"});
  EXPECT_THAT(ran.out, HasSubstr("doubles haie where nature is Haie: kept beside it"));
  const auto checked = json::parse(support::bdf({"theme", "check", "--json", "vegetation"}).out);
  EXPECT_EQ(checked["layers"][0]["doubles"],
            (json{{"layer", "haie"}, {"when", {{"nature", "Haie"}}}, {"as", "kept"}}));
}

/// Licence Ouverte 2.0 (IGN).
class RealDoubles : public testing::Test {
 protected:
  void SetUp() override {
    const auto folder = support::real_data("bdtopo_v3_redon35236");
    if (!folder) GTEST_SKIP() << "NOT TESTED: the real data are not installed";
    const auto file = (desk_ / "redon.gpkg").string();
    support::ogr2ogr({file, (*folder / "HAIE.shp").string(), "-nln", "haie"});
    support::ogr2ogr({"-update", file, (*folder / "ZONE_DE_VEGETATION.shp").string(), "-nln",
                      "zone_de_vegetation", "-nlt", "MULTIPOLYGON"});
    const auto ran = support::bdf(
        {"match", "--theme", "vegetation", "--doubles", file, "--out", desk_ / "links.csv"});
    told_ = ran.out + ran.err;
    zones_ = read("zone_de_vegetation", "nature = 'Haie'");
    hedges_ = read("haie", "1");
  }
  struct Shape {
    std::string key;
    Geometry geometry;
    geometry::GeosGeometry geos;
  };
  [[nodiscard]] std::vector<Shape> read(const std::string& layer, const std::string& where) const {
    std::set<std::string> keys;
    for (auto& key : Sql(desk_ / "redon.gpkg").rows("SELECT ID FROM " + layer + " WHERE " + where))
      keys.insert(std::move(key));
    std::vector<Shape> shapes;
    const auto table = read_layer(desk_ / "redon.gpkg", layer);
    const auto id = *table.schema.find("ID");
    for (const auto& row : table.rows) {
      const auto key = to_text(view_of(row.values[id]));
      if (!keys.contains(key)) continue;
      auto decoded = *geometry::geometry_of(view_of(row.geometry));
      auto geos = geometry::to_geos(decoded);
      shapes.push_back({key, std::move(decoded), std::move(geos)});
    }
    return shapes;
  }
  /// The length of a hedge within an area, as GEOS measures it.
  static double common_length(const Shape& zone, const Shape& hedge) {
    const auto box_a = *box_of(zone.geometry);
    const auto box_b = *box_of(hedge.geometry);
    if (!meet(box_a, box_b)) return 0;
    GEOSGeometry* common = GEOSIntersection_r(geometry::geos(), zone.geos.get(), hedge.geos.get());
    double length = 0;
    GEOSLength_r(geometry::geos(), common, &length);
    GEOSGeom_destroy_r(geometry::geos(), common);
    return length;
  }
  support::Desk desk_;
  std::string told_;
  std::vector<Shape> zones_, hedges_;
};

TEST_F(RealDoubles, AreThoseThatRunInside) {
  EXPECT_THAT(told_, HasSubstr("186 links (86 1:1, 90 1:n, 5 n:1, 5 n:m), 30 doubtful; alone: 242 "
                               "of A, 200 of B"));
  const auto links = text_of(desk_ / "links.csv");
  std::size_t inside = 0;
  std::size_t linked = 0;
  for (const auto& zone : zones_)
    for (const auto& hedge : hedges_) {
      const double common = common_length(zone, hedge);
      const double share = common / geometry::length_of(hedge.geometry);
      const auto row = links.find("," + zone.key + "," + hedge.key + ",");
      const bool found =
          row != std::string::npos &&
          links.substr(row, links.find('\n', row) - row).find("doubtful") == std::string::npos;
      inside += share > 0.95;
      linked += found;
      if (share > 0.95) {
        EXPECT_TRUE(found) << zone.key << ' ' << hedge.key;
      }
      if (found) {
        EXPECT_TRUE(common > 15 || share > 0.8) << zone.key << ' ' << hedge.key;
      }
    }
  EXPECT_GT(inside, 400U);
  EXPECT_GT(linked, inside);
}

}  // namespace
}  // namespace bdf::tests
