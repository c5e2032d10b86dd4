// SPDX-License-Identifier: MIT
// GEOS measures from vertex to vertex; densified lines bring it near to what is exact.
#include "geometry/hausdorff.h"

#include <gtest/gtest.h>

#include "geometry/closeness.h"
#include "geometry/frechet.h"
#include "geometry/geos.h"
#include "geometry_lines.h"
#include "geometry_samples.h"

namespace bdf::geometry {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double geos_hausdorff(const Geometry& a, const Geometry& b) {
  double distance = 0;
  EXPECT_EQ(GEOSHausdorffDistance_r(geos(), to_geos(a).get(), to_geos(b).get(), &distance), 1);
  return distance;
}

TEST(Hausdorff, IsGeossOnDenseRandomLines) {
  constexpr double step = 0.03;
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    const auto a = random_line(random, 2 + static_cast<int>(seed % 9));
    const auto b = random_line(random, 2 + static_cast<int>(seed % 13));
    const double dense = geos_hausdorff(densified(a, step), densified(b, step));
    const double exact = hausdorff(a, b);
    EXPECT_GE(exact, dense - 1e-7) << seed;
    EXPECT_LE(exact, dense + step / 2) << seed;
    EXPECT_DOUBLE_EQ(exact, std::max(directed_hausdorff(a, b), directed_hausdorff(b, a)));
  }
}

TEST(Hausdorff, AgreesWithTheTestOfCloseness) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    const auto a = random_line(random, 8);
    const auto b = random_line(random, 12);
    const double distance = directed_hausdorff(a, b);
    EXPECT_TRUE(lies_along(a, b, distance + 1e-6)) << seed;
    EXPECT_FALSE(lies_along(a, b, distance - 1e-6)) << seed;
  }
}

TEST(Hausdorff, LooksBetweenVertices) {
  const auto chord = from_wkt("LINESTRING (0 0, 10 0)");
  const auto detour = from_wkt("LINESTRING (0 0, 0 10, 10 10, 10 0)");
  EXPECT_NEAR(directed_hausdorff(chord, detour), 5, 1e-7);
  EXPECT_NEAR(directed_hausdorff(detour, chord), 10, 1e-7);
}

TEST(Hausdorff, OfACourseWithOtherVerticesIsNone) {
  const auto sparse = from_wkt("LINESTRING (652000 6861000, 652300 6861000, 652301 6862300)");
  EXPECT_NEAR(hausdorff(sparse, densified(sparse, 0.37)), 0, 1e-6);
  EXPECT_DOUBLE_EQ(hausdorff(sparse, sparse), 0);
}

TEST(Hausdorff, GivesUpBeyondALimit) {
  const auto a = from_wkt("LINESTRING (0 0, 100 0)");
  const auto b = from_wkt("LINESTRING (0 3, 50 5, 100 3)");
  EXPECT_NEAR(hausdorff(a, b, 5.1), 5, 1e-6);
  EXPECT_EQ(hausdorff(a, b, 4.9), infinity);
}

TEST(Hausdorff, OfPolygonsIsThatOfTheirOutlines) {
  const auto square = from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))");
  const auto holed = from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (4 4, 6 4, 6 6, 4 6, 4 4))");
  EXPECT_DOUBLE_EQ(directed_hausdorff(square, holed), 0);
  EXPECT_NEAR(directed_hausdorff(holed, square), 4, 1e-7);
}

TEST(Hausdorff, IsInfiniteForNothingAndForWhatIsNoNumber) {
  const auto line = from_wkt("LINESTRING (0 0, 10 0)");
  const auto nothing = from_wkt("LINESTRING EMPTY");
  auto nowhere = line;
  nowhere.xy[2] = std::numeric_limits<double>::quiet_NaN();
  auto beyond = line;
  beyond.xy[2] = 1e200;
  for (const auto& other : {nothing, nowhere, beyond}) {
    EXPECT_EQ(hausdorff(line, other), infinity);
    EXPECT_EQ(hausdorff(other, line), infinity);
    EXPECT_EQ(mean_distance(distances_along(line, other, 1)), infinity);
    EXPECT_EQ(partial_distance(distances_along(other, line, 1), 0.5), infinity);
  }
  EXPECT_DOUBLE_EQ(hausdorff(from_wkt("POINT (0 0)"), from_wkt("POINT (3 4)")), 5);
}

TEST(MeanDistance, IsWeightedByLength) {
  const auto axis = from_wkt("LINESTRING (0 0, 100 0)");
  EXPECT_NEAR(mean_distance(distances_along(from_wkt("LINESTRING (0 2, 100 2)"), axis, 1)), 2,
              1e-12);
  EXPECT_NEAR(mean_distance(distances_along(from_wkt("LINESTRING (0 0, 100 4)"), axis, 1)), 2,
              1e-3);
  const auto mostly_near = from_wkt("LINESTRING (0 1, 1 1, 2 1, 3 1, 90 1, 90 11)");
  EXPECT_NEAR(mean_distance(distances_along(mostly_near, axis, 0.5)), (90 * 1 + 10 * 6) / 100.0,
              1e-12);
  EXPECT_NEAR(mean_distance(distances_along(from_wkt("MULTIPOINT (0 1, 5 3)"), axis, 1)), 2, 1e-12);
}

TEST(PartialDistance, LeavesOutWhatRunsElsewhere) {
  const auto axis = from_wkt("LINESTRING (0 0, 100 0)");
  const auto strays = from_wkt("LINESTRING (0 1, 90 1, 90 11)");
  const auto samples = distances_along(strays, axis, 0.1);
  EXPECT_NEAR(partial_distance(samples, 0.5), 1, 1e-9);
  EXPECT_NEAR(partial_distance(samples, 0.9), 1, 1e-9);
  EXPECT_NEAR(partial_distance(samples, 0.95), 6, 0.1);
  EXPECT_NEAR(partial_distance(samples, 1), 11, 0.1);
}

TEST(PartialDistance, OfAllIsNearlyTheHausdorffDistance) {
  constexpr double step = 0.01;
  for (unsigned seed = 0; seed < 50; ++seed) {
    std::mt19937 random(seed);
    const auto a = random_line(random, 6);
    const auto b = random_line(random, 9);
    EXPECT_NEAR(partial_distance(distances_along(a, b, step), 1), directed_hausdorff(a, b), step)
        << seed;
  }
}

TEST(BoundaryDistance, OfAPolygonAndOneAround) {
  const auto inner = from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))");
  const auto outer = from_wkt("POLYGON ((-1 -1, 11 -1, 11 11, -1 11, -1 -1))");
  const auto distance = boundary_distance(inner, outer, 0.01);
  EXPECT_NEAR(distance.greatest, std::sqrt(2), 1e-7);
  EXPECT_GT(distance.mean, 1);
  EXPECT_LT(distance.mean, 1.05);
  EXPECT_DOUBLE_EQ(boundary_distance(inner, inner, 1).mean, 0);
}

}  // namespace
}  // namespace bdf::geometry
