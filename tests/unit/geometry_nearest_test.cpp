// SPDX-License-Identifier: MIT
#include "geometry/nearest.h"

#include <gtest/gtest.h>

#include "geometry/wkb.h"
#include "geometry/wkt.h"

namespace bdf::geometry {
namespace {

Geometry shape(const std::string& wkt) { return *decode_wkb(wkb_from_wkt(wkt)).geometry; }

TEST(Nearest, IsTheLeastDistance) {
  EXPECT_EQ(nearest_distance(shape("LINESTRING (0 0, 10 0)"), shape("POINT (4 3)")), 3);
  EXPECT_EQ(nearest_distance(shape("LINESTRING (0 0, 10 0)"), shape("LINESTRING (5 -1, 5 1)")), 0);
}

TEST(Nearest, AreasAreFilled) {
  const auto area = shape("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))");
  EXPECT_EQ(nearest_distance(area, shape("POINT (4 4)")), 0);
}

TEST(Nearest, IsNotToldOfWhatIsEmptyOrBroken) {
  EXPECT_FALSE(nearest_distance(Geometry{}, shape("POINT (4 4)")));
  auto open = shape("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))");
  open.xy.back() = 5;
  EXPECT_FALSE(nearest_distance(open, shape("POINT (20 4)")));
}

}  // namespace
}  // namespace bdf::geometry
