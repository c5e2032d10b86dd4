// SPDX-License-Identifier: MIT
#include "match/points.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "match/exact.h"
#include "match_samples.h"

namespace bdf::match {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Wkts = std::vector<std::string>;

constexpr GeometricOptions options{0.05, 10, 500};

std::string point(double x, double y) {
  return "POINT (" + std::to_string(x) + " " + std::to_string(y) + ")";
}

GeometricMatches points(const Wkts& a, const Wkts& b) {
  return match_points(shapes_from(a), shapes_from(b), Matching{options, {}, 2});
}

TEST(MatchPoints, EachToItsOwn) {
  EXPECT_THAT(as_text(points({point(0, 0), point(50, 0)}, {point(51, 0), point(1, 0)}).accepted),
              ElementsAre("0 = 1 same_course", "1 = 0 same_course"));
}

/// a0's nearest is b0, which is a1's alone: all together is best with a0 = b1.
TEST(MatchPoints, ANearestNeighbourGivesWayToTheWhole) {
  const auto found = points({point(0, 0), point(6, 0)}, {point(4, 0), point(-5, 0)});
  auto all = as_text(found.accepted);
  EXPECT_FALSE(all.contains("0 = 0 same_course"));
}

TEST(MatchPoints, AChainOfThemKeepsItsOrder) {
  Wkts a;
  Wkts b;
  for (int i = 0; i < 20; ++i) {
    a.push_back(point(i * 20, 0));
    b.push_back(point(i * 20 + 3, 1));
  }
  const auto found = points(a, b);
  ASSERT_THAT(found.accepted, SizeIs(20));
  for (const auto& link : found.accepted) EXPECT_EQ(link.a, link.b);
}

TEST(MatchPoints, WhatIsTooFarOrEmptyIsNone) {
  EXPECT_THAT(points({point(0, 0)}, {point(20, 0)}).accepted, IsEmpty());
  EXPECT_THAT(points({"POINT EMPTY"}, {"POINT EMPTY"}).accepted, IsEmpty());
  EXPECT_THAT(points({}, {point(0, 0)}).accepted, IsEmpty());
}

TEST(MatchPoints, DependsNeitherOnOrderNorOnWhichSideIsCalledA) {
  std::size_t count = 0;
  for (unsigned seed = 0; seed < 30; ++seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> place(0, 150);
    std::normal_distribution<double> shake(0, 2);
    Wkts a;
    Wkts b;
    for (int i = 0; i < 60; ++i) {
      const double x = place(random);
      const double y = place(random);
      if (i % 7 > 0) a.push_back(point(x, y));
      if (i % 5 > 0) b.push_back(point(x + shake(random), y + shake(random)));
    }
    const auto there = as_text(points(a, b).accepted);
    auto back = points(b, a).accepted;
    for (auto& link : back) std::swap(link.a, link.b);
    EXPECT_EQ(there, as_text(back)) << seed;
    count += there.size();
  }
  EXPECT_GT(count, 300U);
}

TEST(MatchPoints, SeveralPointsOfAFeatureStandInTheirMiddle) {
  const Wkts several{"MULTIPOINT (0 0, 100 0)", "MULTIPOINT (0 50)"};
  const Wkts other{"MULTIPOINT (101 0, 1 0)", "POINT (0 51)", "POINT (100 0)"};
  EXPECT_THAT(as_text(points(several, other).accepted),
              ElementsAre("0 = 0 same_course", "1 = 1 same_course"));
  EXPECT_THAT(as_text(points(other, several).accepted),
              ElementsAre("0 = 0 same_course", "1 = 1 same_course"));
}

/// So close that each has a few hundred around it; and still each is nearest to itself.
TEST(MatchPoints, WhatIsDenseIsToldApartByWhatIsNearest) {
  std::mt19937 random(2);
  std::uniform_real_distribution<double> shake(-0.05, 0.05);
  Wkts a;
  Wkts b;
  for (int i = 0; i < 3000; ++i) {
    const double x = i % 60 * 1.2;
    const double y = i / 60 * 1.2;
    a.push_back(point(x, y));
    b.push_back(point(x + shake(random), y + shake(random)));
  }
  const auto found = points(a, b);
  ASSERT_THAT(found.accepted, SizeIs(3000));
  for (const auto& link : found.accepted) EXPECT_EQ(link.a, link.b);
}

TEST(MatchPoints, ACrowdIsNotCompared) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> place(0, 5);
  Wkts crowd;
  for (int i = 0; i < 2000; ++i) crowd.push_back(point(place(random), place(random)));
  crowd.push_back(point(1000, 0));
  auto other = crowd;
  std::reverse(other.begin(), other.end());
  const auto found = points(crowd, other);
  EXPECT_THAT(as_text(found.accepted), ElementsAre("2000 = 0 same_geometry"));
  EXPECT_THAT(found.crowded_a, SizeIs(2000));
  EXPECT_THAT(found.crowded_b, SizeIs(2000));
}

}  // namespace
}  // namespace bdf::match
