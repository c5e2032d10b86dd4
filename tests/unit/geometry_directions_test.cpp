// SPDX-License-Identifier: MIT
#include "geometry/directions.h"

#include <gtest/gtest.h>

#include <limits>
#include <numeric>

#include "geometry/form.h"
#include "geometry_polygons.h"
#include "geometry_samples.h"

namespace bdf::geometry {
namespace {

constexpr double pi = std::numbers::pi;

TEST(MeanDirection, IsThatFromEndToEnd) {
  EXPECT_NEAR(mean_direction(from_wkt("LINESTRING (0 0, 5 0, 5 5)")).value(), pi / 4, 1e-12);
  EXPECT_NEAR(mean_direction(from_wkt("LINESTRING (0 0, -5 0)")).value(), pi, 1e-12);
  EXPECT_EQ(mean_direction(from_wkt("LINESTRING (0 0, 5 0, 5 5, 0 0)")), std::nullopt);
  EXPECT_EQ(mean_direction(from_wkt("LINESTRING EMPTY")), std::nullopt);
  EXPECT_EQ(mean_direction(from_wkt("POINT (1 1)")), std::nullopt);
}

TEST(MeanOrientation, HasNoSense) {
  const auto there = from_wkt("LINESTRING (0 0, 10 1, 20 0)");
  const auto back = from_wkt("LINESTRING (20 0, 10 1, 0 0)");
  EXPECT_NEAR(angle_between_directions(there, back).value(), pi, 1e-12);
  EXPECT_NEAR(angle_between_orientations(there, back).value(), 0, 1e-12);
  EXPECT_NEAR(angle_between_orientations(there, from_wkt("LINESTRING (0 20, 0 0)")).value(), pi / 2,
              1e-12);
  EXPECT_EQ(mean_orientation(from_wkt("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))")), std::nullopt);
}

TEST(AngleBetween, GoesRoundTheShorterWay) {
  const auto a = from_wkt("LINESTRING (0 0, -10 1)");
  const auto b = from_wkt("LINESTRING (0 0, -10 -1)");
  EXPECT_NEAR(angle_between_directions(a, b).value(), 2 * std::atan2(1, 10), 1e-12);
  EXPECT_NEAR(angle_between_orientations(a, b).value(), 2 * std::atan2(1, 10), 1e-12);
}

TEST(AngleHistogram, OfASquare) {
  const auto square = from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))");
  const auto histogram = angle_histogram(square, 4);
  ASSERT_EQ(histogram.size(), 4U);
  for (const double bin : histogram) EXPECT_NEAR(bin, 0.25, 1e-12);
  const auto finer = angle_histogram(square, 8);
  EXPECT_NEAR(finer[0], 0.25, 1e-12);
  EXPECT_NEAR(finer[1], 0, 1e-12);
}

TEST(AngleHistogram, DoesNotDependOnTheWayRingsAreDrawn) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    RandomPolygons random(seed);
    const auto polygon = random.polygon();
    const auto one = angle_histogram(polygon, 16);
    if (one.empty()) continue;
    EXPECT_NEAR(std::accumulate(one.begin(), one.end(), 0.0), 1, 1e-9);
    EXPECT_NEAR(circular_distance(one, angle_histogram(turned_round(polygon), 16)).value(), 0,
                1e-9);
  }
}

TEST(AngleHistogram, OfNothingIsEmpty) {
  EXPECT_TRUE(angle_histogram(from_wkt("POLYGON EMPTY"), 8).empty());
  EXPECT_TRUE(angle_histogram(from_wkt("POINT (1 1)"), 8).empty());
  auto nowhere = from_wkt("LINESTRING (0 0, 1 1)");
  nowhere.xy[0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(angle_histogram(nowhere, 8).empty());
}

TEST(CircularDistance, GrowsWithTheTurnUpToTheOppositeDirection) {
  const auto triangle = from_wkt("POLYGON ((0 0, 10 0, 1 2, 0 0))");
  const auto histogram = angle_histogram(triangle, 32);
  double last = 0;
  for (const double turn : {0.1, 0.2, 0.4, 0.8, 1.6, 3.1}) {
    auto turned = triangle;
    for (std::size_t i = 0; i < turned.xy.size(); i += 2) {
      turned.xy[i] = triangle.xy[i] * std::cos(turn) - triangle.xy[i + 1] * std::sin(turn);
      turned.xy[i + 1] = triangle.xy[i] * std::sin(turn) + triangle.xy[i + 1] * std::cos(turn);
    }
    const double distance = circular_distance(histogram, angle_histogram(turned, 32)).value();
    EXPECT_LE(distance, turn / pi + 1e-9);
    if (turn < 1) {
      EXPECT_GT(distance, last);
    }
    last = distance;
  }
}

TEST(CircularDistance, ByHand) {
  EXPECT_DOUBLE_EQ(circular_distance({1, 0, 0, 0}, {0, 0, 1, 0}).value(), 1);
  EXPECT_DOUBLE_EQ(circular_distance({1, 0, 0, 0}, {0, 0, 0, 1}).value(), 0.5);
  EXPECT_DOUBLE_EQ(circular_distance({0.5, 0.5, 0, 0}, {0.5, 0.5, 0, 0}).value(), 0);
  EXPECT_EQ(circular_distance({}, {}), std::nullopt);
  EXPECT_EQ(circular_distance({1}, {0.5, 0.5}), std::nullopt);
}

TEST(Form, ByHand) {
  const auto square = from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))");
  const auto strip = from_wkt("POLYGON ((0 0, 100 0, 100 1, 0 1, 0 0))");
  EXPECT_NEAR(compactness(square), pi / 4, 1e-12);
  EXPECT_LT(compactness(strip), 0.05);
  EXPECT_NEAR(elongation(square), 0, 1e-9);
  EXPECT_GT(elongation(strip), 0.95);
  EXPECT_NEAR(elongation(from_wkt("LINESTRING (6000000 0, 6000007 7)")), 1, 1e-3);
  EXPECT_DOUBLE_EQ(length_ratio(from_wkt("LINESTRING (0 0, 4 0)"), square), 0.1);
  EXPECT_DOUBLE_EQ(area_ratio(square, strip), 1);
}

TEST(Form, OfNothingIsNone) {
  const auto square = from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))");
  auto nowhere = square;
  nowhere.xy[2] = std::numeric_limits<double>::quiet_NaN();
  for (const auto& none : {nowhere, from_wkt("POLYGON EMPTY"), from_wkt("POINT (1 1)")}) {
    EXPECT_EQ(compactness(none), 0);
    EXPECT_EQ(elongation(none), 0);
    EXPECT_EQ(length_ratio(none, square), 0);
    EXPECT_EQ(length_ratio(square, none), 0);
    EXPECT_EQ(area_ratio(square, none), 0);
  }
}

}  // namespace
}  // namespace bdf::geometry
