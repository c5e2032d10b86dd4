// SPDX-License-Identifier: MIT
#include "package/map_sketch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <regex>
#include <sstream>

#include "support/package_facts.h"

namespace bdf::package {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The corners of all paths of a class, as an SVG reader finds them.
std::vector<Point> corners_of(const std::string& svg, const std::string& kind) {
  const std::regex path("<path class=\"" + kind + "\"[^>]* d=\"([^\"]*)\"");
  std::vector<Point> corners;
  for (std::sregex_iterator i(svg.begin(), svg.end(), path), end; i != end; ++i) {
    const std::string data = (*i)[1];
    const std::regex token("[mlz]|-?[0-9]+");
    Point at{0, 0};
    Point first{0, 0};
    char command = 'm';
    bool starts = true;
    for (std::sregex_iterator j(data.begin(), data.end(), token), none; j != none; ++j) {
      const auto word = j->str();
      if (word == "m" || word == "l" || word == "z") {
        command = word[0];
        starts = command == 'm';
        if (command == 'z') at = first;
        continue;
      }
      at.x += std::stod(word);
      at.y += std::stod((++j)->str());
      if (starts) first = at;
      starts = false;
      corners.push_back(at);
    }
  }
  return corners;
}

MapLayer line(std::vector<double> xy) {
  MapLayer layer{"line", GeometryKind::line, std::move(xy), {0}};
  layer.paths.push_back(layer.xy.size() / 2);
  return layer;
}

TEST(MapSketch, IsNorthUpAndTrueToScale) {
  const auto corners =
      corners_of(map_sketch({line({0, 0, 40'000, 0, 40'000, 20'000})}, "map"), "line");
  ASSERT_EQ(corners.size(), 3U);
  EXPECT_LT(corners[0].x, corners[1].x);
  EXPECT_GT(corners[1].y, corners[2].y);  // y goes down
  EXPECT_NEAR((corners[1].x - corners[0].x) / (corners[1].y - corners[2].y), 2, 0.01);
}

TEST(MapSketch, SimplifiesWithinItsTolerance) {
  std::vector<double> xy;
  for (int i = 0; i <= 10'000; ++i)
    xy.insert(xy.end(), {static_cast<double>(i), 2000 * std::sin(i / 1000.0)});
  const auto corners = corners_of(map_sketch({line(xy)}, "map"), "line");
  EXPECT_LT(corners.size(), 200U);
  EXPECT_GT(corners.size(), 20U);
  const double scale = (corners.back().x - corners.front().x) / 10'000;
  for (const auto& at : corners) {
    const double x = (at.x - corners.front().x) / scale;
    EXPECT_NEAR((corners.front().y - at.y) / scale, 2000 * std::sin(x / 1000), 20);
  }
}

TEST(MapSketch, NeverGrowsBeyondItsLimit) {
  for (const std::size_t limit : {300'000U, 20'000U, 500U}) {
    const auto svg = map_sketch(tests::sample_map(20'000), "map", limit);
    EXPECT_LT(svg.size(), limit + 2000);
    EXPECT_GT(svg.size(), limit / 4);  // and is as fine as that allows
  }
}

TEST(MapSketch, ShowsTheSmallestThings) {
  auto layers = tests::sample_map(1);
  layers.push_back(line({820'000, 6'400'000, 820'000.1, 6'400'000.1}));
  layers.push_back(line({960'000, 6'540'000, 960'000, 6'540'001}));
  const auto svg = map_sketch(layers, "map");
  EXPECT_THAT(svg, HasSubstr("var(--m3)"));
  EXPECT_THAT(svg, HasSubstr("var(--m4)"));
}

TEST(MapSketch, GivesAScaleInMetresAndNoneInDegrees) {
  EXPECT_THAT(map_sketch({line({0, 0, 40'000, 0})}, "map"), HasSubstr(">10 km</text>"));
  EXPECT_THAT(map_sketch({line({0, 0, 700, 0})}, "map"), HasSubstr(">200 m</text>"));
  EXPECT_THAT(map_sketch({line({5, 45, 6, 46})}, "map"), Not(HasSubstr(" km</text>")));
}

TEST(MapSketch, PassesOverWhatIsNoPlace) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_EQ(map_sketch({}, "map"), "");
  EXPECT_EQ(map_sketch({line({nan, 0, 0, infinite, 1e13, 0})}, "map"), "");
  const auto svg = map_sketch({line({nan, nan, 1000, 1000, 1e300, 0, 2000, 2000})}, "map");
  EXPECT_EQ(corners_of(svg, "line").size(), 2U);
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_NE(map_sketch({line({7, 7})}, "map"), "");
}

TEST(MapSketch, KeepsTheLastCornerOfARingThatIsNotClosed) {
  MapLayer layer{"area", GeometryKind::polygon, {0, 0, 1000, 0, 1000, 1000, 0, 1000}, {0, 4}};
  EXPECT_EQ(corners_of(map_sketch({layer}, "map"), "area").size(), 4U);
  layer.xy.insert(layer.xy.end(), {0, 0});
  layer.paths.back() = 5;
  EXPECT_EQ(corners_of(map_sketch({layer}, "map"), "area").size(), 4U);
}

TEST(MapSketch, LabelsAreText) {
  const auto svg = map_sketch({line({0, 0, 1, 1})}, tests::hostile_text);
  EXPECT_THAT(svg, Not(HasSubstr("<script")));
  EXPECT_THAT(svg, HasSubstr("&lt;script&gt;"));
}

TEST(MapShapes, LeaveOutWhatNoMapShows) {
  Geometry geometry;
  geometry.kind = GeometryKind::line;
  geometry.xy = {0, 0, 0.5, 0, 1, 0, 1.2, 0, 3, 0, 10, 10, 10.1, 10};
  geometry.rings = {0, 5, 7};
  geometry.parts = {0, 1, 2};
  MapLayer layer;
  add_shape(layer, geometry, 1);
  EXPECT_THAT(layer.xy, testing::ElementsAre(0, 0, 1, 0, 3, 0, 10, 10));
  EXPECT_THAT(layer.paths, testing::ElementsAre(0, 3, 4));
  geometry.xy.assign(14, std::numeric_limits<double>::quiet_NaN());
  add_shape(layer, geometry, 1);
  EXPECT_THAT(layer.paths, testing::ElementsAre(0, 3, 4));
  EXPECT_GT(grain_of({0, 0, 40'000, 10}), 1);
}

}  // namespace
}  // namespace bdf::package
