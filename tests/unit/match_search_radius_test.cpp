// SPDX-License-Identifier: MIT
#include "match/search_radius.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "match_samples.h"

namespace bdf::match {
namespace {

constexpr double usual = 10;
constexpr double most = 40;

struct Ground {
  std::size_t lines = 400;
  double width = 10'000;
};

/// Lines of some hundred metres here and there; each second side's end lies up to `off` away, along
/// each axis.
std::vector<std::string> lines(const Ground& ground, double off, unsigned seed = 42) {
  std::mt19937 random(seed);
  std::mt19937 shaking(7);
  std::uniform_real_distribution<double> place(0, ground.width);
  std::uniform_real_distribution<double> length(-200, 200);
  std::uniform_real_distribution<double> shake(-off, off);
  std::vector<std::string> wkts;
  for (std::size_t i = 0; i < ground.lines; ++i) {
    const double x = place(random);
    const double y = place(random);
    const double to_x = x + length(random);
    const double to_y = y + length(random);
    const auto at = [&](double px, double py) {
      return std::to_string(px + shake(shaking)) + " " + std::to_string(py + shake(shaking));
    };
    wkts.push_back("LINESTRING (" + at(x, y) + ", " + at(to_x, to_y) + ")");
  }
  return wkts;
}

double radius(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return search_radius(shapes_from(a), shapes_from(b), usual, most, 2);
}

TEST(SearchRadius, IsTheUsualOneWhereBothAreDrawnAlike) {
  EXPECT_EQ(radius(lines({}, 0), lines({}, 0)), usual);
  EXPECT_EQ(radius(lines({}, 0), lines({}, 4)), usual);
}

TEST(SearchRadius, FollowsHowRoughlyTheyAreDrawn) {
  const auto rough = radius(lines({}, 0), lines({}, 16));
  EXPECT_GT(rough, 16);
  EXPECT_LT(rough, 32);
  EXPECT_EQ(radius(lines({}, 0), lines({}, 60)), most);
}

TEST(SearchRadius, OfAFewOfThemIsTheSame) {
  auto few = lines({}, 16);
  few.resize(40);
  EXPECT_NEAR(radius(lines({}, 0), few), radius(lines({}, 0), lines({}, 16)), 6);
}

TEST(SearchRadius, IsTheUsualOneWhereThereAreFew) {
  EXPECT_EQ(radius({"LINESTRING (0 0, 90 0)"}, {"LINESTRING (0 25, 90 25)"}), usual);
  EXPECT_EQ(radius(lines({15}, 0), lines({15}, 16)), usual);
}

TEST(SearchRadius, IsNotMisledByARaster) {
  for (const double spacing : {60, 80, 120, 200}) {
    std::mt19937 random(9);
    std::normal_distribution<double> noise(0, 10);
    const auto points = [&](bool shaken) {
      std::vector<std::string> wkts;
      for (int i = 0; i < 225; ++i)
        wkts.push_back("POINT (" + std::to_string(i % 15 * spacing + (shaken ? noise(random) : 0)) +
                       " " + std::to_string(i / 15 * spacing + (shaken ? noise(random) : 0)) + ")");
      return wkts;
    };
    EXPECT_GT(radius(points(false), points(true)), 2 * usual) << spacing;
  }
}

TEST(SearchRadius, IsTheUsualOneWhereNothingIsTheSame) {
  EXPECT_EQ(radius(lines({}, 0, 1), lines({}, 0, 2)), usual);
  EXPECT_EQ(radius(lines({400, 1500}, 0, 1), lines({400, 1500}, 0, 2)), usual);
  EXPECT_EQ(radius(lines({}, 0), {}), usual);
  EXPECT_EQ(radius({}, {}), usual);
}

TEST(SearchRadius, EndsWhereChanceBringsThingsNear) {
  const Ground crowded{2000, 1500};
  EXPECT_LE(radius(lines(crowded, 0), lines(crowded, 16)), usual);
}

TEST(SearchRadius, DependsOnNoOrder) {
  auto a = lines({5000, 30'000}, 0);
  auto b = lines({5000, 30'000}, 16);
  const double one = radius(a, b);
  EXPECT_GT(one, usual);
  EXPECT_EQ(radius(b, a), one);
  std::reverse(a.begin(), a.end());
  std::rotate(b.begin(), b.begin() + 1234, b.end());
  EXPECT_EQ(radius(a, b), one);
}

}  // namespace
}  // namespace bdf::match
