// SPDX-License-Identifier: MIT
#include "geometry/frechet.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "geometry/geos.h"
#include "geometry_lines.h"
#include "geometry_samples.h"

namespace bdf::geometry {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double geos_frechet(const Geometry& a, const Geometry& b) {
  double distance = 0;
  EXPECT_EQ(GEOSFrechetDistance_r(geos(), to_geos(a).get(), to_geos(b).get(), &distance), 1);
  return distance;
}

Geometry reversed(const Geometry& line) {
  Geometry back = line;
  for (std::size_t i = 0; i < line.vertex_count(); ++i) {
    const std::size_t j = line.vertex_count() - 1 - i;
    back.xy[2 * i] = line.xy[2 * j];
    back.xy[2 * i + 1] = line.xy[2 * j + 1];
  }
  return back;
}

TEST(Frechet, IsGeossInTheBetterDirection) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    const auto a = densified(random_line(random, 2 + static_cast<int>(seed % 9)), 0.7);
    const auto b = densified(random_line(random, 2 + static_cast<int>(seed % 13)), 0.9);
    const double same = geos_frechet(a, b);
    const double opposite = geos_frechet(a, reversed(b));
    const auto found = discrete_frechet(a, b);
    EXPECT_NEAR(found.distance, std::min(same, opposite), 1e-12) << seed;
    EXPECT_EQ(found.reversed, opposite < same) << seed;
    EXPECT_NEAR(discrete_frechet(a, b, found.distance).distance, found.distance, 0) << seed;
    EXPECT_EQ(discrete_frechet(a, b, found.distance * 0.999).distance, infinity) << seed;
  }
}

TEST(Frechet, SeesTheOrderThatTheHausdorffDistanceDoesNot) {
  const auto straight = densified(from_wkt("LINESTRING (0 0, 100 0)"), 1);
  const auto to_and_fro = densified(from_wkt("LINESTRING (0 0, 80 0, 20 0, 100 0)"), 1);
  EXPECT_NEAR(discrete_frechet(straight, to_and_fro).distance, 30, 1);
}

TEST(Frechet, OfALineDrawnBackwards) {
  const auto line = from_wkt("LINESTRING (0 0, 10 0, 20 5)");
  const auto found = discrete_frechet(line, reversed(line));
  EXPECT_DOUBLE_EQ(found.distance, 0);
  EXPECT_TRUE(found.reversed);
  EXPECT_FALSE(discrete_frechet(line, line).reversed);
}

TEST(Frechet, IsInfiniteForWhatIsNoSingleLine) {
  const auto line = from_wkt("LINESTRING (0 0, 10 0)");
  auto nowhere = line;
  nowhere.xy[2] = std::numeric_limits<double>::quiet_NaN();
  for (const auto& other : {nowhere, from_wkt("LINESTRING EMPTY"), from_wkt("POINT (0 0)"),
                            from_wkt("MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))")}) {
    EXPECT_EQ(discrete_frechet(line, other).distance, infinity);
    EXPECT_EQ(discrete_frechet(other, line).distance, infinity);
  }
}

TEST(Densified, HasNoSegmentLongerThanTheStep) {
  const auto dense = densified(from_wkt("MULTILINESTRING ((0 0, 10 0), (0 5, 1 5, 1 7.5))"), 2.5);
  EXPECT_EQ(dense.rings, (std::vector<std::uint32_t>{0, 5, 8}));
  EXPECT_EQ(dense.xy, (std::vector<double>{0, 0, 2.5, 0, 5, 0, 7.5, 0, 10, 0, 0, 5, 1, 5, 1, 7.5}));
}

}  // namespace
}  // namespace bdf::geometry
