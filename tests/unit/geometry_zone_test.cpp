// SPDX-License-Identifier: MIT
#include "geometry/zone.h"

#include <gtest/gtest.h>

#include "geometry_samples.h"

namespace bdf {
namespace {

Geometry read(const char* wkt) { return geometry::from_wkt(wkt); }

geometry::Zone square(double margin = 0) {
  return {read("POLYGON ((0 0, 100 0, 100 100, 0 100, 0 0))"), margin};
}

TEST(Zone, MeetsWhatIsInsideAndWhatTouchesItsBoundary) {
  EXPECT_TRUE(square().meets(read("POINT (50 50)")));
  EXPECT_TRUE(square().meets(read("POINT (100 50)")));
  EXPECT_FALSE(square().meets(read("POINT (100.001 50)")));
  EXPECT_TRUE(square().meets(read("LINESTRING (-50 50, 150 50)")));
  EXPECT_TRUE(square().meets(read("POLYGON ((100 0, 200 0, 200 100, 100 100, 100 0))")));
}

TEST(Zone, ReachesAsFarAsItsMargin) {
  EXPECT_TRUE(square(10).meets(read("POINT (109.9 50)")));
  EXPECT_FALSE(square(10).meets(read("POINT (110.1 50)")));
  // Round its corners: no farther there than along its sides.
  EXPECT_FALSE(square(10).meets(read("POINT (108 108)")));
}

TEST(Zone, AHoleIsOutside) {
  const geometry::Zone ring(
      read("POLYGON ((0 0, 100 0, 100 100, 0 100, 0 0), (20 20, 80 20, 80 80, 20 80, 20 20))"), 0);
  EXPECT_FALSE(ring.meets(read("POINT (50 50)")));
  EXPECT_TRUE(ring.meets(read("LINESTRING (50 50, 90 50)")));
}

TEST(Zone, TellsTheShareByLengthAreaAndNumber) {
  EXPECT_DOUBLE_EQ(square().share_of(read("LINESTRING (80 50, 160 50)")), 0.25);
  EXPECT_DOUBLE_EQ(square().share_of(read("POLYGON ((50 0, 250 0, 250 100, 50 100, 50 0))")), 0.25);
  EXPECT_DOUBLE_EQ(square().share_of(read("MULTIPOINT (1 1, 2 2, 200 200, 300 300)")), 0.5);
  EXPECT_DOUBLE_EQ(square().share_of(read("LINESTRING (10 10, 90 90)")), 1);
  EXPECT_DOUBLE_EQ(square().share_of(read("LINESTRING (200 200, 300 300)")), 0);
}

TEST(Zone, AnAreaThatCrossesItselfIsMadeValid) {
  const geometry::Zone tie(read("POLYGON ((0 0, 100 100, 100 0, 0 100, 0 0))"), 10);
  EXPECT_TRUE(tie.meets(read("POINT (5 50)")));
  EXPECT_TRUE(tie.meets(read("POINT (105 50)")));
  EXPECT_FALSE(tie.meets(read("POINT (120 50)")));
}

TEST(Zone, WhatIsEmptyIsNowhere) {
  EXPECT_FALSE(square().meets(Geometry{}));
  EXPECT_EQ(square().share_of(Geometry{}), 0);
}

}  // namespace
}  // namespace bdf
