// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <limits>
#include <regex>

#include "report/map.h"
#include "unit/report_samples.h"

namespace bdf::report {
namespace {

const Value nothing = Null{};

Place place_at(const Value& wkb) {
  return {{"", wkb_of(view_of(wkb)), ""}, "a place", "", "", true};
}

std::size_t marks(const std::string& map) {
  const std::regex circle("<circle");
  return static_cast<std::size_t>(
      std::distance(std::sregex_iterator(map.begin(), map.end(), circle), std::sregex_iterator()));
}

Value point(double x, double y) {
  Geometry geometry;
  geometry.xy = {x, y};
  geometry.rings = geometry.parts = {0, 1};
  return Blob{geometry::encode_wkb(geometry)};
}

TEST(ReportMap, IsNoneWithoutPositions) {
  EXPECT_EQ(map_of({}, "map"), "");
  EXPECT_EQ(map_of({place_at(nothing)}, "map"), "");
  const Value broken = Blob{"\x01\x02"};
  EXPECT_EQ(map_of({place_at(broken)}, "map"), "");
}

TEST(ReportMap, DrawsNorthUpAndWithinItsFrame) {
  const Value line = samples::line({1000, 0, 2000, 500});
  const auto map = map_of({place_at(line)}, "map");
  EXPECT_NE(map.find("viewBox=\"0 0 900 470\""), std::string::npos) << map;
  EXPECT_NE(map.find("d=\"M20.0 450.0L880.0 20.0\""), std::string::npos) << map;
}

TEST(ReportMap, ShowsASinglePointInTheMiddle) {
  const Value here = point(900000, 6500000);
  const auto map = map_of({place_at(here)}, "map");
  EXPECT_NE(map.find("cx=\"450.0\" cy=\"80.0\""), std::string::npos) << map;
}

TEST(ReportMap, KeepsATallMapWithinItsFrame) {
  const Value low = point(0, 0);
  const Value high = point(0, 5000);
  const auto map = map_of({place_at(low), place_at(high)}, "map");
  EXPECT_NE(map.find("cy=\"20.0\""), std::string::npos) << map;
  EXPECT_EQ(map.find("cy=\"-"), std::string::npos) << map;
}

TEST(ReportMap, MarksPlacesThatCoverEachOtherOnce) {
  const Value here = point(0, 0);
  const Value there = point(10, 0);
  EXPECT_EQ(marks(map_of({place_at(here), place_at(here), place_at(there)}, "map")), 2U);
}

TEST(ReportMap, LeavesOutWhatCannotBeSeen) {
  std::vector<double> xy;
  for (int i = 0; i <= 100000; ++i) xy.insert(xy.end(), {i / 100.0, 0.0});
  const Value line = samples::line(xy);
  EXPECT_LT(map_of({place_at(line)}, "map").size(), 20000U);
}

TEST(ReportMap, SkipsVerticesThatAreOnNoMap) {
  constexpr auto nan = std::numeric_limits<double>::quiet_NaN();
  constexpr auto inf = std::numeric_limits<double>::infinity();
  const Value line = samples::line({0, 0, nan, 5, 1e300, 5, 10, inf, 10, 5});
  const auto map = map_of({place_at(line)}, "map");
  EXPECT_EQ(map.find("nan"), std::string::npos) << map;
  EXPECT_EQ(map.find("inf"), std::string::npos) << map;
  EXPECT_NE(map.find("L880.0 20.0"), std::string::npos) << map;
}

}  // namespace
}  // namespace bdf::report
