// SPDX-License-Identifier: MIT
#include "match/outlines.h"

#include <gmock/gmock.h>

#include <bit>

#include "match_samples.h"

namespace bdf::match {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

using Wkts = std::vector<std::string>;

std::vector<OutlinePair> near(const Wkts& a, const Wkts& b, double radius = 5) {
  const auto shapes_a = shapes_from(a);
  const auto shapes_b = shapes_from(b);
  return outline_pairs(Courses(shapes_a), Courses(shapes_b), radius, 2);
}

std::string strip(double x, double y, double length, double width = 4) {
  const auto at = [](double px, double py) {
    return std::to_string(px) + " " + std::to_string(py);
  };
  return "POLYGON ((" + at(x, y) + ", " + at(x + length, y) + ", " + at(x + length, y + width) +
         ", " + at(x, y + width) + ", " + at(x, y) + "))";
}

TEST(OutlinePairs, AStripDrawnAsideIsNearAllAround) {
  const auto pairs = near({strip(0, 0, 100)}, {strip(0, 3, 100)});
  ASSERT_THAT(pairs, SizeIs(1));
  EXPECT_EQ(std::popcount(pairs[0].near_a), outline_parts);
  EXPECT_EQ(std::popcount(pairs[0].near_b), outline_parts);
  EXPECT_GT(pairs[0].mean_distance, 0.5);
  EXPECT_LT(pairs[0].mean_distance, 3.01);
}

TEST(OutlinePairs, AHalfIsNearHalf) {
  const auto pairs = near({strip(0, 0, 100)}, {strip(0, 0, 50)});
  ASSERT_THAT(pairs, SizeIs(1));
  EXPECT_NEAR(std::popcount(pairs[0].near_a), outline_parts / 2, 4);
  EXPECT_EQ(std::popcount(pairs[0].near_b), outline_parts);
}

TEST(OutlinePairs, TheHalvesOfOneAreNearOtherPartsOfIt) {
  const auto pairs = near({strip(0, 0, 100)}, {strip(0, 0, 45), strip(55, 0, 45)}, 2);
  ASSERT_THAT(pairs, SizeIs(2));
  EXPECT_EQ(pairs[0].near_a & pairs[1].near_a, 0U);
}

TEST(OutlinePairs, WhatLiesApartOrHasNoOutlineIsNone) {
  EXPECT_THAT(near({strip(0, 0, 100)}, {strip(0, 10, 100)}), IsEmpty());
  EXPECT_THAT(near({strip(0, 0, 100)}, {"POLYGON EMPTY"}), IsEmpty());
  EXPECT_THAT(near({}, {strip(0, 0, 1)}), IsEmpty());
}

TEST(OutlinePairs, AreOrderedAndTheSameWhenSidesAreSwapped) {
  const Wkts a{strip(0, 0, 80), strip(0, 6, 90), strip(50, 3, 60)};
  const Wkts b{strip(5, 2, 60), strip(40, 5, 80)};
  const auto there = near(a, b);
  const auto back = near(b, a);
  ASSERT_THAT(there, SizeIs(6));
  ASSERT_THAT(back, SizeIs(6));
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(there[i].a, i / 2);
    EXPECT_EQ(there[i].b, i % 2);
    const auto& mirrored = back[i % 2 * 3 + i / 2];
    EXPECT_EQ(there[i].near_a, mirrored.near_b);
    EXPECT_EQ(there[i].near_b, mirrored.near_a);
    EXPECT_DOUBLE_EQ(there[i].mean_distance, mirrored.mean_distance);
  }
}

}  // namespace
}  // namespace bdf::match
