// SPDX-License-Identifier: MIT
#include "index/box_grid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace bdf::index {
namespace {

using Numbers = std::vector<std::uint32_t>;

Numbers by_looking_at_all(const std::vector<Box>& boxes, const Box& box) {
  Numbers found;
  for (std::uint32_t i = 0; i < boxes.size(); ++i) {
    const auto& b = boxes[i];
    if (b.min_x <= box.max_x && box.min_x <= b.max_x && b.min_y <= box.max_y &&
        box.min_y <= b.max_y)
      found.push_back(i);
  }
  return found;
}

class Boxes {
 public:
  explicit Boxes(unsigned seed) : random_(seed) {}

  /// On a coarse raster, so that many borders touch.
  Box one(double extent, double size) {
    const double x = std::floor(upto(extent));
    const double y = std::floor(upto(extent));
    return {x, y, x + std::floor(upto(size)), y + std::floor(upto(size))};
  }
  std::vector<Box> several(std::size_t n, double extent, double size) {
    std::vector<Box> boxes;
    for (std::size_t i = 0; i < n; ++i) boxes.push_back(one(extent, i % 37 == 0 ? extent : size));
    return boxes;
  }

 private:
  double upto(double most) { return std::uniform_real_distribution<double>(0, most)(random_); }
  std::mt19937 random_;
};

TEST(BoxGrid, FindsWhatLookingAtAllFinds) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    Boxes random(seed);
    const auto boxes = random.several(1 + seed * 17, 1000, seed % 2 == 0 ? 5 : 200);
    const BoxGrid grid(boxes);
    for (int i = 0; i < 50; ++i) {
      const auto asked = random.one(1200, i % 3 == 0 ? 900 : 20);
      EXPECT_EQ(grid.meeting(asked), by_looking_at_all(boxes, asked)) << "seed " << seed;
    }
  }
}

TEST(BoxGrid, AVeryLargeBoxAmongSmallOnesIsFoundOnce) {
  Boxes random(7);
  auto boxes = random.several(5000, 10000, 2);
  boxes.push_back({0, 0, 10000, 10000});
  const BoxGrid grid(boxes);
  EXPECT_EQ(grid.meeting({1, 1, 9000, 9000}), by_looking_at_all(boxes, {1, 1, 9000, 9000}));
}

TEST(BoxGrid, PointsOnOneSpotAndOnOneLineAreFound) {
  const BoxGrid spot(std::vector<Box>(3, Box{5, 5, 5, 5}));
  EXPECT_EQ(spot.meeting({5, 5, 5, 5}), (Numbers{0, 1, 2}));
  EXPECT_TRUE(spot.meeting({6, 5, 7, 5}).empty());
  const BoxGrid line(std::vector<Box>{{0, 1, 0, 1}, {9, 1, 9, 1}});
  EXPECT_EQ(line.meeting({8, 0, 10, 2}), (Numbers{1}));
}

TEST(BoxGrid, WhatIsNoBoxMeetsNothing) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const BoxGrid grid(std::vector<Box>{{0, 0, 1, 1}, {nan, 0, 1, 1}, {2, 2, 1, 1}});
  EXPECT_EQ(grid.meeting({-9, -9, 9, 9}), (Numbers{0}));
  EXPECT_TRUE(grid.meeting({0, 0, nan, 1}).empty());
  EXPECT_TRUE(BoxGrid(std::vector<Box>{}).meeting({0, 0, 1, 1}).empty());
}

TEST(BoxGrid, FindsNoMoreThanWasAskedFor) {
  Boxes random(11);
  const auto boxes = random.several(2000, 300, 20);
  const BoxGrid grid(boxes);
  Numbers found{7};
  for (int i = 0; i < 100; ++i) {
    const auto asked = random.one(300, 60);
    const auto all = by_looking_at_all(boxes, asked);
    for (const std::size_t most : {std::size_t{0}, all.size() / 2, all.size(), all.size() + 9}) {
      const bool complete = grid.meeting(asked, most, found);
      EXPECT_EQ(complete, all.size() <= most);
      EXPECT_EQ(found.size(), std::min(most, all.size()));
      if (complete) {
        EXPECT_EQ(found, all);
      }
      std::sort(found.begin(), found.end());
      EXPECT_TRUE(std::includes(all.begin(), all.end(), found.begin(), found.end()));
    }
  }
}

TEST(BoxGrid, AskingForFewAmongVeryManyLooksAtFew) {
  const BoxGrid grid(std::vector<Box>(300'000, Box{5, 5, 6, 6}));
  Numbers found;
  for (int i = 0; i < 300'000; ++i) EXPECT_FALSE(grid.meeting({5, 5, 5, 5}, 8, found));
  EXPECT_EQ(found.size(), 8U);
}

TEST(BoxGrid, OneBoxMayHaveNoEnd) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const BoxGrid grid(std::vector<Box>{{0, 0, 1, 1}, {-infinity, 0, infinity, 1}, {5, 5, 6, 6}});
  EXPECT_EQ(grid.meeting({0.5, 0.5, 0.6, 0.6}), (Numbers{0, 1}));
  EXPECT_EQ(grid.meeting({-infinity, -infinity, infinity, infinity}), (Numbers{0, 1, 2}));
  EXPECT_EQ(BoxGrid(std::vector<Box>{{infinity, 0, infinity, 1}}).meeting({0, 0, 1, 1}),
            (Numbers{}));
}

}  // namespace
}  // namespace bdf::index
