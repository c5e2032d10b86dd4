// SPDX-License-Identifier: MIT
// GEOS measures distances of points; closeness must agree with a dense row of them.
#include "geometry/closeness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "geometry/geos.h"
#include "geometry_lines.h"
#include "geometry_samples.h"

namespace bdf::geometry {
namespace {

/// The greatest distance from b of points that stand closely along a, by GEOS.
double sampled_distance(const Geometry& a, const Geometry& b) {
  constexpr int steps = 200;
  const auto target = to_geos(b);
  double greatest = 0;
  for (std::size_t i = 0; i + 1 < a.vertex_count(); ++i)
    for (int step = 0; step <= steps; ++step) {
      const double t = static_cast<double>(step) / steps;
      const GeosGeometry point(
          GEOSGeom_createPointFromXY_r(geos(), a.xy[2 * i] + t * (a.xy[2 * i + 2] - a.xy[2 * i]),
                                       a.xy[2 * i + 1] + t * (a.xy[2 * i + 3] - a.xy[2 * i + 1])));
      double distance = 0;
      GEOSDistance_r(geos(), point.get(), target.get(), &distance);
      greatest = std::max(greatest, distance);
    }
  return greatest;
}

TEST(LiesAlong, AgreesWithGeosOnRandomLines) {
  constexpr double step = 0.08;  // samples stand at most this far apart
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    const auto a = random_line(random, 2 + static_cast<int>(seed % 4));
    const auto b = random_line(random, 2 + static_cast<int>(seed % 7));
    const double distance = sampled_distance(a, b);
    EXPECT_TRUE(lies_along(a, b, distance + step)) << seed;
    EXPECT_FALSE(lies_along(a, b, distance - 1e-6)) << seed;
  }
}

TEST(LiesAlong, LooksBetweenVertices) {
  const auto chord = from_wkt("LINESTRING (0 0, 10 0)");
  const auto detour = from_wkt("LINESTRING (0 0, 0 10, 10 10, 10 0)");
  EXPECT_FALSE(lies_along(chord, detour, 4.9));
  EXPECT_TRUE(lies_along(chord, detour, 5));
  const auto order = from_wkt("LINESTRING (0 0, 10 0, 10 10, 0 10)");
  const auto other_order = from_wkt("LINESTRING (0 0, 10 10, 10 0, 0 10)");
  EXPECT_FALSE(same_course(order, other_order, 1));
}

TEST(LiesAlong, APieceLiesAlongTheWholeAndNotTheOtherWay) {
  const auto whole = from_wkt("LINESTRING (0 0, 100 0)");
  const auto piece = from_wkt("LINESTRING (80 0.5, 20 0.5)");
  EXPECT_TRUE(lies_along(piece, whole, 0.5));
  EXPECT_FALSE(lies_along(piece, whole, 0.49));
  EXPECT_FALSE(lies_along(whole, piece, 10));
}

TEST(LiesAlong, VerticesOnTheWaySayNothing) {
  const auto sparse = from_wkt("LINESTRING (0 0, 30 0, 30 30)");
  const auto dense = from_wkt("LINESTRING (30 30, 30 11, 30 0, 17 0, 3 0, 0 0)");
  EXPECT_TRUE(same_course(sparse, dense, 1e-9));
  EXPECT_TRUE(same_course(sparse, sparse, 0));
}

TEST(LiesAlong, PolygonsCountAsTheirBoundaries) {
  const auto square = from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))");
  const auto holed = from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (4 4, 6 4, 6 6, 4 4))");
  EXPECT_TRUE(lies_along(square, holed, 0.01));
  EXPECT_FALSE(lies_along(holed, square, 1));
}

TEST(LiesAlong, PointsAndNothing) {
  const auto point = from_wkt("POINT (1 1)");
  EXPECT_TRUE(same_course(point, from_wkt("POINT (1 2)"), 1));
  EXPECT_FALSE(same_course(point, from_wkt("POINT (1 2)"), 0.9));
  EXPECT_FALSE(lies_along(point, from_wkt("POINT EMPTY"), 1e9));
  EXPECT_FALSE(lies_along(from_wkt("POINT EMPTY"), point, 1e9));
}

TEST(Deviation, IsGeossDiscreteHausdorffDistance) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    std::mt19937 random(seed);
    const auto a = random_line(random, 5);
    const auto b = random_line(random, 8);
    double expected = 0;
    GEOSHausdorffDistance_r(geos(), to_geos(a).get(), to_geos(b).get(), &expected);
    EXPECT_NEAR(deviation_of(a, b), expected, 1e-9);
  }
}

}  // namespace
}  // namespace bdf::geometry
