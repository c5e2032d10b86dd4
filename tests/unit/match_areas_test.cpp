// SPDX-License-Identifier: MIT
#include "match/areas.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "match_samples.h"

namespace bdf::match {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Wkts = std::vector<std::string>;

constexpr GeometricOptions options{0.05, 10, 500};

std::string box(double x, double y, double width, double height) {
  const auto at = [](double px, double py) {
    return std::to_string(px) + " " + std::to_string(py);
  };
  return "POLYGON ((" + at(x, y) + ", " + at(x + width, y) + ", " + at(x + width, y + height) +
         ", " + at(x, y + height) + ", " + at(x, y) + "))";
}

GeometricMatches areas(const Wkts& a, const Wkts& b, int threads = 2) {
  return match_areas(shapes_from(a), shapes_from(b), Matching{options, {}, threads});
}

std::multiset<std::string> links(const Wkts& a, const Wkts& b) {
  return as_text(areas(a, b).accepted);
}

TEST(MatchAreas, SplitAndMerged) {
  const Wkts whole{box(0, 0, 200, 100)};
  const Wkts parts{box(0, 0, 80, 100), box(80, 0, 120, 100)};
  EXPECT_THAT(links(whole, parts), ElementsAre("0 = 0,1 pieces"));
  EXPECT_THAT(links(parts, whole), ElementsAre("0,1 = 0 pieces"));
}

TEST(MatchAreas, SplitWithABoundaryThatWasMoved) {
  EXPECT_THAT(links({box(0, 0, 200, 100)}, {box(2, 1, 80, 98), box(82, 1, 116, 98)}),
              ElementsAre("0 = 0,1 pieces_nearby"));
}

TEST(MatchAreas, RecutAnotherWay) {
  EXPECT_THAT(links({box(0, 0, 100, 200), box(100, 0, 100, 200)},
                    {box(0, 0, 200, 100), box(0, 100, 200, 100)}),
              ElementsAre("0,1 = 0,1 pieces"));
}

TEST(MatchAreas, ABoundaryBetweenNeighboursThatMovedLinksThemNot) {
  EXPECT_THAT(links({box(0, 0, 100, 100), box(100, 0, 100, 100)},
                    {box(0, 0, 101, 100), box(101, 0, 99, 100)}),
              ElementsAre("0 = 0 same_course", "1 = 1 same_course"));
}

TEST(MatchAreas, ANarrowHedgeRedrawnAside) {
  EXPECT_THAT(links({box(0, 0, 120, 4)}, {box(1, 5, 120, 4)}), ElementsAre("0 = 0 same_course"));
  EXPECT_THAT(links({box(0, 0, 120, 4)}, {box(0, 40, 120, 4)}), IsEmpty());
}

TEST(MatchAreas, WhatLiesBesideItIsNotIt) {
  EXPECT_THAT(links({box(0, 0, 80, 15)}, {box(0, 15, 80, 15)}), IsEmpty());
  EXPECT_THAT(links({box(0, 0, 120, 4)}, {box(0, 12, 120, 4)}), IsEmpty());
}

TEST(MatchAreas, DoubleHedgesAreNotTakenForOneAnother) {
  const Wkts two{box(0, 0, 120, 4), box(0, 10, 120, 4)};
  const Wkts redrawn{box(1, 1.5, 119, 4), box(1, 11, 120, 4)};
  EXPECT_THAT(links(two, redrawn), ElementsAre("0 = 0 same_course", "1 = 1 same_course"));
  EXPECT_THAT(links(two, {redrawn[1]}), ElementsAre("1 = 0 same_course"));
}

TEST(MatchAreas, SmallWoodsInsideALargeOneAreNotIt) {
  const Wkts large{box(0, 0, 400, 400)};
  const Wkts with_small{box(1, 0, 400, 399), box(50, 50, 30, 30), box(200, 200, 40, 30)};
  EXPECT_THAT(links(large, with_small), ElementsAre("0 = 0 same_course"));
  EXPECT_THAT(links(with_small, large), ElementsAre("0 = 0 same_course"));
  EXPECT_THAT(links(with_small, {box(0, 0, 400, 400), box(51, 50, 30, 30)}),
              ElementsAre("0 = 0 same_course", "1 = 1 same_course"));
}

TEST(MatchAreas, OverlappingOnOneSideAndDuplicates) {
  EXPECT_THAT(links({box(0, 0, 100, 100)}, {box(0, 0, 100, 101), box(0, 0, 100, 101)}), IsEmpty());
  EXPECT_THAT(links({box(0, 0, 100, 100), box(50, 0, 100, 100)},
                    {box(1, 0, 100, 100), box(51, 0, 100, 100)}),
              ElementsAre("0 = 0 same_course", "1 = 1 same_course"));
}

TEST(MatchAreas, APairIsToldOnce) {
  const auto found = areas({box(0, 0, 100, 100), box(500, 0, 90, 90), box(800, 0, 90, 90)},
                           {box(45, 0, 100, 100), box(500, 0, 90, 90), box(800, 0, 90, 90)});
  EXPECT_THAT(as_text(found.accepted),
              ElementsAre("0 = 0 in_part", "1 = 1 same_geometry", "2 = 2 same_geometry"));
  for (const auto& link : found.accepted) EXPECT_THAT(link.pairs, SizeIs(1));
}

TEST(MatchAreas, InvalidRingsAndNoAreaEndInWhatTheyHaveInCommon) {
  const std::string bow_tie = "POLYGON ((0 0, 100 100, 100 0, 0 100, 0 0))";
  const std::string flat = "POLYGON ((0 0, 100 0, 50 0, 0 0))";
  const std::string spot = "POLYGON ((5 5, 5 5, 5 5, 5 5))";
  const Wkts hostile{bow_tie,
                     flat,
                     spot,
                     "POLYGON EMPTY",
                     "POLYGON ((0 0, 50 0, 50 50, 0 50, 0 0), (0 0, 90 0, 90 90, 0 90, 0 0))",
                     "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((0 0, 9 0, 9 9, 0 0)))"};
  for (const auto& one : hostile)
    for (const auto& other : hostile) {
      const auto there = as_text(areas({one}, {other}).accepted);
      EXPECT_LE(there.size(), 1U);
      auto back = areas({other}, {one}).accepted;
      for (auto& link : back) std::swap(link.a, link.b);
      EXPECT_EQ(there, as_text(back)) << one << other;
    }
}

/// A coverage of rectangles: rows of the same height, cut at random; edited ones are merged with
/// the next, cut in two, left out or shaken.
class Coverage {
 public:
  explicit Coverage(unsigned seed) : random_(seed) {}

  Wkts areas(bool edited) {
    Wkts areas;
    for (int row = 0; row < 8; ++row) {
      double x = 0;
      while (x < 600) {
        double width = row % 3 == 0 ? 25 : 80;
        const int edit = edited ? upto(9) : 9;
        if (edit == 0) width *= 2;
        add(x, row * 60, width, edit, areas);
        x += width;
      }
    }
    return areas;
  }

 private:
  int upto(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
  void add(double x, double y, double width, int edit, Wkts& areas) {
    const double shake = edit == 1 ? upto(60) / 10.0 : 0;
    if (edit == 2) return;
    if (edit == 3) {
      areas.push_back(box(x, y, width / 3, 60));
      areas.push_back(box(x + width / 3, y, width * 2 / 3, 60));
    } else {
      areas.push_back(box(x + shake, y + shake, width, 60));
    }
    if (edit == 4) areas.push_back(areas.back());
  }

  std::mt19937 random_;
};

TEST(MatchAreas, DependsNeitherOnOrderNorThreadsNorOnWhichSideIsCalledA) {
  std::size_t count = 0;
  for (unsigned seed = 0; seed < 30; ++seed) {
    Coverage coverage(seed);
    const auto a = coverage.areas(true);
    const auto b = coverage.areas(true);
    const auto there = areas(a, b, 1);
    auto back = areas(b, a, 4);
    for (auto* some : {&back.accepted, &back.doubtful})
      for (auto& link : *some) std::swap(link.a, link.b);
    EXPECT_EQ(as_text(there.accepted), as_text(back.accepted)) << seed;
    EXPECT_EQ(as_text(there.doubtful), as_text(back.doubtful)) << seed;
    auto reversed = b;
    std::reverse(reversed.begin(), reversed.end());
    auto again = areas(a, reversed, 3);
    for (auto* some : {&again.accepted, &again.doubtful})
      for (auto& link : *some) {
        for (auto& row : link.b) row = static_cast<std::uint32_t>(b.size()) - 1 - row;
        std::sort(link.b.begin(), link.b.end());
      }
    EXPECT_EQ(as_text(there.accepted), as_text(again.accepted)) << seed;
    EXPECT_EQ(as_text(there.doubtful), as_text(again.doubtful)) << seed;
    count += there.accepted.size();
  }
  EXPECT_GT(count, 1000U);
}

}  // namespace
}  // namespace bdf::match
