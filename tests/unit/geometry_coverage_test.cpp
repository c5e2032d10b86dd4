// SPDX-License-Identifier: MIT
#include "geometry/coverage.h"

#include <gmock/gmock.h>

#include <limits>
#include <vector>

#include "geometry_samples.h"

namespace bdf::geometry {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

std::vector<double> shares(const char* whole, const std::vector<const char*>& others,
                           double distance = 1) {
  std::vector<Geometry> geometries;
  for (const auto* other : others) geometries.push_back(from_wkt(other));
  std::vector<const Geometry*> pointers;
  for (const auto& geometry : geometries) pointers.push_back(&geometry);
  return covered_shares(from_wkt(whole), pointers, distance);
}

TEST(CoveredShares, OfALineAddUpToTheWhole) {
  EXPECT_THAT(
      shares("LINESTRING (0 0, 100 0)", {"LINESTRING (0 0, 30 0)", "LINESTRING (30 0, 100 0)"}),
      ElementsAre(DoubleNear(0.3, 0.01), DoubleNear(0.7, 0.01)));
}

TEST(CoveredShares, OfALineThatRunsAsideEndWithTheDistance) {
  EXPECT_THAT(shares("LINESTRING (0 0, 100 0)", {"LINESTRING (50 0.9, 0 0.9)"}),
              ElementsAre(DoubleNear(0.5, 0.01)));
  EXPECT_THAT(shares("LINESTRING (0 0, 100 0)", {"LINESTRING (50 1.1, 0 1.1)"}), ElementsAre(0));
}

TEST(CoveredShares, GoToTheNearest) {
  EXPECT_THAT(shares("LINESTRING (0 0, 100 0)",
                     {"LINESTRING (0 0.5, 100 0.5)", "LINESTRING (0 0.2, 100 0.2)"}),
              ElementsAre(0, DoubleNear(1, 1e-9)));
}

TEST(CoveredShares, OfAnAreaAreItsParts) {
  EXPECT_THAT(shares("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))",
                     {"POLYGON ((0 0, 4 0, 4 10, 0 10, 0 0))",
                      "POLYGON ((4 0, 20 0, 20 5, 4 5, 4 0))", "LINESTRING (0 0, 10 10)"}),
              ElementsAre(DoubleNear(0.4, 1e-9), DoubleNear(0.3, 1e-9), 0));
}

TEST(CoveredShares, OfAPoint) {
  EXPECT_THAT(shares("POINT (0 0)", {"POINT (3 0)", "POINT (0.5 0)"}), ElementsAre(0, 1));
}

TEST(CoveredShares, OfWhatIsEmptyOrNoNumberAreNone) {
  EXPECT_THAT(shares("LINESTRING EMPTY", {"LINESTRING (0 0, 1 0)"}), ElementsAre(0));
  EXPECT_THAT(shares("LINESTRING (0 0, 1 0)", {"LINESTRING EMPTY"}), ElementsAre(0));
  auto line = from_wkt("LINESTRING (0 0, 1 0)");
  const auto other = line;
  const std::vector<const Geometry*> others{&other};
  line.xy[0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(covered_shares(line, others, 1), ElementsAre(0));
}

}  // namespace
}  // namespace bdf::geometry
