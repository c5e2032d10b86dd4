// SPDX-License-Identifier: MIT
#include "match/implausible.h"

#include <gtest/gtest.h>

namespace bdf::match {
namespace {

constexpr double far = 500;
constexpr Box here{0, 0, 100, 20};

TEST(TooFarApart, BeyondTheDistanceAndBeyondTheirSize) {
  EXPECT_TRUE(too_far_apart(here, Box{601, 0, 700, 20}, far));
  EXPECT_FALSE(too_far_apart(here, Box{599, 0, 700, 20}, far));
  EXPECT_TRUE(too_far_apart(here, Box{500, 420, 600, 440}, far));
}

TEST(TooFarApart, NotAMoveAsEditionsMakeThem) {
  EXPECT_FALSE(too_far_apart(here, Box{349, 0, 449, 20}, far));
}

TEST(TooFarApart, NotALongObjectThatLiesNextToItsOldPlace) {
  EXPECT_FALSE(too_far_apart(here, Box{0, 600, 800, 900}, far));
  EXPECT_TRUE(too_far_apart(here, Box{0, 900, 800, 1000}, far));
}

TEST(TooFarApart, NotWhatOverlapsOrHasNoGeometryOrWhereTheTestIsOff) {
  EXPECT_FALSE(too_far_apart(here, Box{50, 10, 9000, 9000}, far));
  EXPECT_FALSE(too_far_apart(here, std::nullopt, far));
  EXPECT_FALSE(too_far_apart(here, Box{9000, 9000, 9001, 9001}, 0));
}

}  // namespace
}  // namespace bdf::match
