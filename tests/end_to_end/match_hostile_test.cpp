// SPDX-License-Identifier: MIT
// bdf match on files that hold what nobody would draw.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "geometry/wkt.h"
#include "support/desk.h"
#include "support/json_schema.h"
#include "support/plain_layer.h"

namespace bdf::tests {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

using Wkts = std::vector<std::string>;

std::string at(double x, double y) {
  return std::to_string(900000 + x) + " " + std::to_string(6500000 + y);
}

std::string square(double x, double y, double side) {
  return "POLYGON ((" + at(x, y) + ", " + at(x + side, y) + ", " + at(x + side, y + side) + ", " +
         at(x, y + side) + ", " + at(x, y) + "))";
}

class MatchOfStrangeData : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& layer, const Wkts& wkts) const {
    PlainLayer plain{plain_schema(layer, "GEOMETRY"), {}};
    plain.schema.columns = {{"cleabs", ColumnType::text, "TEXT(24)"}};
    std::int64_t fid = 0;
    for (const auto& wkt : wkts) {
      const Value geometry = wkt.empty() ? Value{Null{}} : Value{Blob{geometry::wkb_from_wkt(wkt)}};
      plain.rows.push_back({++fid, geometry, {"K" + std::to_string(fid)}});
    }
    write_geopackage(desk_ / name, {plain});
  }
  void write_both(const std::string& layer, const Wkts& a, const Wkts& b) const {
    write("a.gpkg", layer, a);
    write("b.gpkg", layer, b);
  }
  [[nodiscard]] std::vector<std::string> call(const std::vector<std::string>& more) const {
    std::vector<std::string> call{"match",          "--theme",           theme_,
                                  desk_ / "a.gpkg", desk_ / "b.gpkg",    "--ignore-ids",
                                  "--out",          desk_ / "links.csv", "--overwrite"};
    call.insert(call.end(), more.begin(), more.end());
    return call;
  }
  [[nodiscard]] std::string told(const std::vector<std::string>& more = {}) const {
    const auto ran = support::bdf(call(more));
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.out;
  }

  support::Desk desk_;
  std::string theme_ = "hydro";
};

TEST_F(MatchOfStrangeData, TellsHowManyWereNotCompared) {
  Wkts star;
  Wkts turned;
  for (int i = 0; i < 1000; ++i) {
    const double angle = i * 2 * 3.14159265358979 / 1000;
    const auto ray = [&](double by) {
      return "LINESTRING (" + at(0, 0) + ", " +
             at(40 * std::cos(angle + by), 40 * std::sin(angle + by)) + ")";
    };
    star.push_back(ray(0));
    turned.push_back(ray(0.001));
  }
  star.push_back("LINESTRING (" + at(5000, 0) + ", " + at(5100, 0) + ")");
  write_both("troncon_hydrographique", star, turned);
  EXPECT_EQ(
      told(),
      "troncon_hydrographique: 0 links, 0 doubtful; alone: 1001 of A, 1000 of B\n"
      "troncon_hydrographique: not compared, since too many lie in the same place: 1000 of A, "
      "1000 of B\n");
  const auto said = json::parse(told({"--json"}));
  EXPECT_EQ(said.at("layers").at(0).at("a_crowded"), 1000);
  EXPECT_THAT(support::violations(said, support::schema_of("match")), ElementsAre());
  auto french = call({"--lang", "fr"});
  french.insert(french.begin(), BDF_COMMAND);
  EXPECT_THAT(tests::run(french).out, HasSubstr("non comparés, car trop d'objets sont au même "
                                                "endroit : 1000 de A, 1000 de B"));
}

TEST_F(MatchOfStrangeData, PointsOnOneSpotAreNotComparedAndTheOthersAre) {
  Wkts points(5000, "POINT (" + at(0, 0) + ")");
  points.push_back("MULTIPOINT (" + at(500, 0) + ")");
  auto other = points;
  other.back() = "POINT (" + at(501, 0) + ")";
  write_both("detail_hydrographique", points, other);
  EXPECT_EQ(told(),
            "detail_hydrographique: 1 link (1 1:1), 0 doubtful; alone: 5000 of A, 5000 of B\n"
            "detail_hydrographique: not compared, since too many lie in the same place: 5000 of A, "
            "5000 of B\n");
}

TEST_F(MatchOfStrangeData, AreasAllOverOneAnother) {
  theme_ = "vegetation";
  Wkts areas;
  Wkts other;
  for (int i = 0; i < 2000; ++i) {
    areas.push_back(square(i * 0.01, 0, 100));
    other.push_back(square(0, i * 0.01 + 0.005, 100));
  }
  write_both("zone_de_vegetation", areas, other);
  EXPECT_THAT(told(), HasSubstr("2000 of A, 2000 of B\nzone_de_vegetation: not compared"));
}

TEST_F(MatchOfStrangeData, OneAreaOverVeryManyAndOneNextToNothing) {
  theme_ = "vegetation";
  Wkts small;
  for (int i = 0; i < 10'000; ++i) small.push_back(square(i % 100 * 10, i / 100 * 10, 10));
  write_both("zone_de_vegetation", {square(0, 0, 1000), square(5000, 0, 10)}, small);
  EXPECT_EQ(told(), "zone_de_vegetation: 1 link (1 1:n), 0 doubtful; alone: 1 of A, 0 of B\n");
}

TEST_F(MatchOfStrangeData, WhatIsNoPlaceOrNoAreaHarmsNothing) {
  theme_ = "vegetation";
  const Wkts strange{square(0, 0, 100),
                     "POLYGON ((nan 0, 100 0, 100 nan, nan 0))",
                     "POLYGON ((1e300 0, 1e308 0, 0 1e300, 1e300 0))",
                     "POLYGON ((" + at(0, 0) + ", " + at(0, 0) + ", " + at(0, 0) + "))",
                     "POLYGON EMPTY",
                     ""};
  auto other = strange;
  other[0] = square(1, 0, 100);
  write_both("zone_de_vegetation", strange, other);
  const auto said = told();
  EXPECT_THAT(said, HasSubstr("zone_de_vegetation: "));
  EXPECT_THAT(said, Not(HasSubstr("not compared")));
}

}  // namespace
}  // namespace bdf::tests
