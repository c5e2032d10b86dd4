// SPDX-License-Identifier: MIT
#include "match/alongside.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <utility>

#include "match_samples.h"

namespace bdf::match {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

using Wkts = std::vector<std::string>;

std::vector<Alongside> beside(const Wkts& a, const Wkts& b, double radius = 10) {
  const auto shapes_a = shapes_from(a);
  const auto shapes_b = shapes_from(b);
  return alongside(Courses(shapes_a), Courses(shapes_b), {radius, radius / 2}, 2);
}

Alongside only(const Wkts& a, const Wkts& b) {
  const auto pairs = beside(a, b);
  EXPECT_THAT(pairs, SizeIs(1));
  return pairs.empty() ? Alongside{} : pairs[0];
}

const Wkts line{"LINESTRING (0 0, 200 0)"};

TEST(Alongside, ParallelOnesAreBesideOneAnotherAllAlong) {
  const auto pair = only(line, {"LINESTRING (0 4, 100 4, 200 4)"});
  EXPECT_TRUE(pair.beside);
  EXPECT_FALSE(pair.reversed);
  EXPECT_NEAR(pair.mean_distance, 4, 1e-9);
  EXPECT_NEAR(pair.greatest_distance, 4, 1e-9);
  EXPECT_NEAR(pair.from_a, 0, 3);
  EXPECT_NEAR(pair.to_a, 200, 3);
  EXPECT_NEAR(pair.along_a, 200, 6);
  EXPECT_NEAR(pair.along_b, 200, 6);
  EXPECT_NEAR(pair.passed_a, 200, 6);
}

TEST(Alongside, OneThatRunsTheOtherWayIsReversed) {
  const auto pair = only(line, {"LINESTRING (200 4, 0 4)"});
  EXPECT_TRUE(pair.reversed);
  EXPECT_NEAR(pair.along_a, 200, 6);
  EXPECT_NEAR(pair.mean_distance, 4, 1e-9);
}

TEST(Alongside, APartIsToldWhereItLies) {
  const auto pair = only(line, {"LINESTRING (120 3, 60 3)"});
  EXPECT_NEAR(pair.from_a, 60, 5);
  EXPECT_NEAR(pair.to_a, 120, 5);
  EXPECT_NEAR(pair.along_a, 60, 5);
  EXPECT_NEAR(pair.from_b, 0, 5);
  EXPECT_NEAR(pair.to_b, 60, 5);
  EXPECT_TRUE(pair.reversed);
}

TEST(Alongside, LinesThatCrossPassLittleOfOneAnother) {
  const auto pair = only(line, {"LINESTRING (100 -80, 100 80)"});
  EXPECT_NEAR(pair.along_a, 20, 5);
  EXPECT_LT(pair.passed_a, 0.2 * pair.along_a);
  EXPECT_LT(pair.passed_b, 0.2 * pair.along_b);
}

TEST(Alongside, LinesEndToEndAreNotBeside) {
  EXPECT_FALSE(only(line, {"LINESTRING (200 0, 400 0)"}).beside);
  EXPECT_FALSE(only(line, {"LINESTRING (203 4, 400 4)"}).beside);
}

TEST(Alongside, WhatLiesApartIsNone) {
  EXPECT_THAT(beside(line, {"LINESTRING (0 11, 200 11)"}), IsEmpty());
  EXPECT_THAT(beside(line, {}), IsEmpty());
  EXPECT_THAT(beside(line, {"LINESTRING EMPTY"}), IsEmpty());
}

TEST(Alongside, PairsAreOrderedByAAndThenB) {
  const Wkts two{"LINESTRING (0 0, 200 0)", "LINESTRING (0 2, 200 2)"};
  const auto pairs = beside(two, two);
  ASSERT_THAT(pairs, SizeIs(4));
  for (std::uint32_t i = 0; i < 4; ++i) {
    EXPECT_EQ(pairs[i].a, i / 2);
    EXPECT_EQ(pairs[i].b, i % 2);
  }
}

TEST(Alongside, WithoutLengthIsNearAndNoMore) {
  const auto pair = only(line, {"LINESTRING (50 2, 50 2)"});
  EXPECT_EQ(pair.along_b, 0);
  EXPECT_GE(pair.mean_distance, 2);
  EXPECT_LE(pair.mean_distance, 10);
}

Wkts random_lines(unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> step(-20, 20);
  std::uniform_real_distribution<double> start(0, 300);
  Wkts lines;
  for (int i = 0; i < 30; ++i) {
    double x = start(random);
    double y = start(random);
    std::string wkt = "LINESTRING (" + std::to_string(x) + " " + std::to_string(y);
    for (int k = 0; k < 12; ++k) {
      x += step(random);
      y += step(random);
      wkt += ", " + std::to_string(x) + " " + std::to_string(y);
    }
    lines.push_back(wkt + ")");
  }
  return lines;
}

TEST(Alongside, IsTheSameWhenSidesAreSwapped) {
  std::size_t count = 0;
  for (unsigned seed = 0; seed < 20; ++seed) {
    const auto one = random_lines(2 * seed);
    const auto other = random_lines(2 * seed + 1);
    const auto there = beside(one, other);
    auto back = beside(other, one);
    std::sort(back.begin(), back.end(), [](const Alongside& i, const Alongside& j) {
      return std::pair(i.b, i.a) < std::pair(j.b, j.a);
    });
    ASSERT_EQ(there.size(), back.size());
    count += there.size();
    for (std::size_t i = 0; i < there.size(); ++i) {
      EXPECT_EQ(there[i].a, back[i].b);
      EXPECT_EQ(there[i].b, back[i].a);
      EXPECT_EQ(there[i].from_a, back[i].from_b);
      EXPECT_EQ(there[i].to_a, back[i].to_b);
      EXPECT_EQ(there[i].along_a, back[i].along_b);
      EXPECT_EQ(there[i].passed_b, back[i].passed_a);
      EXPECT_EQ(there[i].mean_distance, back[i].mean_distance);
      EXPECT_EQ(there[i].greatest_distance, back[i].greatest_distance);
      EXPECT_EQ(there[i].reversed, back[i].reversed);
      EXPECT_EQ(there[i].beside, back[i].beside);
    }
  }
  EXPECT_GT(count, 300U);
}

}  // namespace
}  // namespace bdf::match
