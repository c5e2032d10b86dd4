// SPDX-License-Identifier: MIT
// GEOS overlays polygons; the area under pairs of edges must be that of the overlay.
#include "geometry/overlap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "geometry/measure.h"
#include "geometry_polygons.h"
#include "geometry_samples.h"

namespace bdf::geometry {
namespace {

double area_of_box(const Geometry& geometry) {
  const auto box = box_of(geometry).value_or(Box{});
  return (box.max_x - box.min_x) * (box.max_y - box.min_y);
}

void expect_as_geos(const Geometry& a, const Geometry& b, double relative = 1e-9) {
  const double smaller = std::min(area_of_box(a), area_of_box(b));
  const double common = common_area(a, b);
  EXPECT_NEAR(common, geos_common_area(a, b), relative * smaller);
  EXPECT_NEAR(common, common_area(b, a), 1e-12 * smaller);
  EXPECT_NEAR(common, common_area(turned_round(a), b), 1e-12 * smaller);
}

TEST(CommonArea, IsGeossOnRandomPolygons) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(seed);
    RandomPolygons random(seed);
    const auto a = random.polygon();
    expect_as_geos(a, random.polygon());
  }
}

TEST(CommonArea, IsGeossFarFromTheOrigin) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    RandomPolygons random(seed);
    const Point lambert{652000.25, 6861000.75};
    const auto a = scaled(random.polygon(), 100, lambert);
    expect_as_geos(a, scaled(random.polygon(), 100, lambert));
  }
}

TEST(CommonArea, HasNoUnit) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    RandomPolygons random(seed);
    const auto a = random.polygon();
    const auto b = random.polygon();
    const double common = common_area(a, b);
    for (const double factor : {1e-6, 1e9})
      EXPECT_NEAR(common_area(scaled(a, factor, {}), scaled(b, factor, {})) / factor / factor,
                  common, 1e-11 * area_of_box(a));
  }
}

TEST(CommonArea, OfEqualAreasIsTheirArea) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    RandomPolygons random(seed);
    const auto a = random.polygon();
    EXPECT_NEAR(common_area(a, a), area_of(a), 1e-12 * area_of_box(a)) << seed;
  }
}

TEST(CommonArea, OfAreasThatShareEdgesIsThatOfTheirInteriors) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    RandomPolygons random(seed);
    const auto a = random.polygon();
    const auto b = random.polygon();
    const auto in_a = to_geos(a);
    const auto in_b = to_geos(b);
    const auto rest = from_geos(GeosGeometry(GEOSDifference_r(geos(), in_a.get(), in_b.get())));
    EXPECT_NEAR(common_area(rest, b), 0, 1e-9 * area_of_box(a));
    EXPECT_NEAR(common_area(rest, a), area_of(rest), 1e-9 * area_of_box(a));
  }
}

TEST(CommonArea, ByHand) {
  const auto square = from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))");
  const auto left = from_wkt("POLYGON ((0 0, 4 0, 4 10, 0 10, 0 0))");
  const auto right = from_wkt("POLYGON ((4 0, 10 0, 10 10, 4 10, 4 0))");
  const auto holed = from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 8 2, 8 8, 2 8, 2 2))");
  const auto in_the_hole = from_wkt("POLYGON ((2 2, 8 2, 8 8, 2 8, 2 2))");
  const auto two =
      from_wkt("MULTIPOLYGON (((1 1, 2 1, 2 2, 1 2, 1 1)), ((7 7, 9 7, 9 9, 7 9, 7 7)))");
  EXPECT_DOUBLE_EQ(common_area(square, left), 40);
  EXPECT_DOUBLE_EQ(common_area(left, right), 0);
  EXPECT_DOUBLE_EQ(common_area(holed, in_the_hole), 0);
  EXPECT_DOUBLE_EQ(common_area(holed, square), 64);
  EXPECT_DOUBLE_EQ(common_area(two, square), 5);
  EXPECT_DOUBLE_EQ(common_area(two, holed), 4);
  EXPECT_DOUBLE_EQ(common_area(square, from_wkt("POLYGON ((10 10, 20 10, 20 20, 10 10))")), 0);
}

TEST(CommonArea, OfLargeAreasIsTheSameInPieces) {
  RandomPolygons random(7);
  const auto a = random.star({0, 0}, 1000, 4000);
  const auto b = random.star({300, 200}, 1000, 3000);
  expect_as_geos(a, b);
  const PreparedArea large(a);
  for (int i = 0; i < 500; ++i) {
    const Point centre{random.between(-1100, 1100), random.between(-1100, 1100)};
    const auto small = random.star(centre, random.between(1, 60), 3 + random.upto(20));
    EXPECT_NEAR(common_area(large, PreparedArea(small)), geos_common_area(a, small),
                1e-9 * area_of_box(small));
  }
}

TEST(CommonArea, OfAComb) {
  std::vector<double> xy;
  for (int tooth = 0; tooth < 150; ++tooth)
    xy.insert(xy.end(), {5.0 * tooth, 1000, 5.0 * tooth + 2, 1, 5.0 * tooth + 3, 1000});
  xy.insert(xy.end(), {748, 0, 0, 0, xy[0], xy[1]});
  const auto comb = one_ring(xy);
  RandomPolygons random(1);
  for (int i = 0; i < 20; ++i)
    expect_as_geos(comb, random.star({random.between(0, 700), random.between(0, 1000)}, 300, 30));
  auto flipped = comb;
  for (std::size_t i = 0; i < xy.size(); i += 2) std::swap(flipped.xy[i], flipped.xy[i + 1]);
  expect_as_geos(comb, flipped);
}

TEST(CommonArea, OfWhatIsNoAreaIsNone) {
  const auto square = from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))");
  auto nowhere = square;
  nowhere.xy[4] = std::numeric_limits<double>::quiet_NaN();
  auto endless = square;
  endless.xy[4] = std::numeric_limits<double>::infinity();
  for (const auto& other :
       {nowhere, endless, from_wkt("POLYGON EMPTY"), from_wkt("LINESTRING (0 0, 10 10)"),
        from_wkt("POINT (5 5)"), from_wkt("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))")}) {
    EXPECT_DOUBLE_EQ(common_area(other, square), 0);
    EXPECT_DOUBLE_EQ(common_area(square, other), 0);
  }
}

TEST(CommonArea, OfAreasBeyondTheRangeOfSquaresIsAFiniteNumber) {
  const auto square = from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))");
  const auto huge = scaled(square, 1e300, {-1e300, -1e300});
  EXPECT_GE(common_area(huge, square), 0);
  EXPECT_LE(common_area(huge, square), 100);
  EXPECT_FALSE(std::isnan(common_area(huge, huge)));
}

TEST(CommonArea, OfInvalidAreasStaysWithinTheSmallerOne) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    Samples samples(seed);
    RandomPolygons random(seed);
    std::vector<double> xy;
    for (int i = 0; i < 1000; ++i) xy.push_back(samples.upto(100));
    const auto tangle = one_ring(std::move(xy));
    const auto star = random.star({50, 50}, 50, 30);
    const double common = common_area(tangle, star);
    EXPECT_GE(common, 0);
    EXPECT_LE(common, std::min(area_of(tangle), area_of(star)));
  }
}

TEST(Overlap, MeasuresAreSharesOfTheAreas) {
  const PreparedArea square(from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))"));
  const PreparedArea quarter(from_wkt("POLYGON ((0 0, 5 0, 5 5, 0 5, 0 0))"));
  const auto overlap = overlap_of(square, quarter);
  EXPECT_DOUBLE_EQ(overlap.dice(), 0.4);
  EXPECT_DOUBLE_EQ(overlap.smaller_overlap(), 1);
  EXPECT_DOUBLE_EQ(overlap.surface_distance(), 0.75);
}

TEST(Overlap, OfEqualDisjointAndNoAreas) {
  const PreparedArea square(from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))"));
  const PreparedArea elsewhere(from_wkt("POLYGON ((20 0, 30 0, 30 10, 20 0))"));
  const PreparedArea none(from_wkt("POLYGON EMPTY"));
  EXPECT_DOUBLE_EQ(overlap_of(square, square).dice(), 1);
  EXPECT_DOUBLE_EQ(overlap_of(square, square).surface_distance(), 0);
  for (const auto& overlap :
       {overlap_of(square, elsewhere), overlap_of(square, none), overlap_of(none, none)}) {
    EXPECT_DOUBLE_EQ(overlap.dice(), 0);
    EXPECT_DOUBLE_EQ(overlap.smaller_overlap(), 0);
    EXPECT_DOUBLE_EQ(overlap.surface_distance(), 1);
  }
}

}  // namespace
}  // namespace bdf::geometry
