// SPDX-License-Identifier: MIT
#include "match/geometric.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "match_samples.h"

namespace bdf::match {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Wkts = std::vector<std::string>;

constexpr GeometricOptions options{0.05, 10, 500};

GeometricMatches matched(const Wkts& a, const Wkts& b) {
  const Sample side_a(a);
  const Sample side_b(b);
  return match_by_geometry(side_a.unlinked(), side_b.unlinked(), options, 2);
}

void expect_none(const Wkts& a, const Wkts& b) {
  EXPECT_THAT(as_text(matched(a, b).accepted), IsEmpty());
  EXPECT_THAT(as_text(matched(b, a).accepted), IsEmpty());
}

TEST(MatchByGeometry, TheSameAndUniqueIsCertain) {
  const auto found = matched({"LINESTRING (0 0, 100 0)", "LINESTRING (0 500, 100 500)"},
                             {"LINESTRING (0 500, 50 500, 100 500.01)"});
  EXPECT_THAT(as_text(found.accepted), ElementsAre("1 = 0 same_geometry"));
  EXPECT_EQ(found.accepted.front().confidence, 1);
  EXPECT_THAT(found.doubtful, IsEmpty());
}

TEST(MatchByGeometry, AReversedLineIsLinkedAndSaidToBe) {
  EXPECT_THAT(as_text(matched({"LINESTRING (0 0, 100 0)"}, {"LINESTRING (100 0, 0 0)"}).accepted),
              ElementsAre("0 = 0 same_geometry reversed"));
  EXPECT_THAT(as_text(matched({"LINESTRING (0 0, 100 0)"}, {"LINESTRING (100 4, 0 3)"}).accepted),
              ElementsAre("0 = 0 same_course reversed"));
}

TEST(MatchByGeometry, NearAllAlongAndAloneIsTheSameTheLessSurelyTheFarther) {
  const auto near = matched({"LINESTRING (0 0, 100 0)"}, {"LINESTRING (0 2, 50 1, 100 2)"});
  const auto farther = matched({"LINESTRING (0 0, 100 0)"}, {"LINESTRING (0 9, 50 8, 100 9)"});
  EXPECT_THAT(as_text(near.accepted), ElementsAre("0 = 0 same_course"));
  EXPECT_THAT(as_text(farther.accepted), ElementsAre("0 = 0 same_course"));
  EXPECT_GT(near.accepted.front().confidence, farther.accepted.front().confidence);
  EXPECT_GT(farther.accepted.front().confidence, 0.5);
}

TEST(MatchByGeometry, TwoCandidatesAreNone) {
  const Wkts two{"LINESTRING (0 3, 100 3)", "LINESTRING (0 -4, 100 -4)"};
  expect_none({"LINESTRING (0 0, 100 0)"}, two);
  EXPECT_THAT(as_text(matched({"LINESTRING (0 0, 100 0)"}, two).doubtful),
              ElementsAre("0 = 0,1 several_alike"));
}

TEST(MatchByGeometry, ARivalThatIsClearlyFartherIsNone) {
  EXPECT_THAT(as_text(matched({"LINESTRING (0 0, 100 0)"},
                              {"LINESTRING (0 3, 100 3)", "LINESTRING (0 -9, 100 -9)"})
                          .accepted),
              ElementsAre("0 = 0 same_course"));
}

TEST(MatchByGeometry, ExactDuplicatesAreNone) {
  const std::string line = "LINESTRING (0 0, 100 0)";
  expect_none({line}, {line, line});
  expect_none({line, line}, {line, line});
}

TEST(MatchByGeometry, AnotherLengthIsTheSameTheLessSurelyTheLessIsInCommon) {
  const auto confidence = [](const std::string& other) {
    const auto found = matched({"LINESTRING (0 0, 100 0)"}, {other});
    EXPECT_THAT(as_text(found.accepted), testing::SizeIs(1));
    return found.accepted.front().confidence;
  };
  const double most = confidence("LINESTRING (0 0, 75 0)");
  const double half = confidence("LINESTRING (0 0, 50 0)");
  const double tenth = confidence("LINESTRING (0 0, 10 0)");
  EXPECT_LT(half, most);
  EXPECT_LT(tenth, half);
}

TEST(MatchByGeometry, ALineIsNoArea) {
  expect_none({"LINESTRING (0 0, 100 0)"}, {"POLYGON ((0 0, 100 0, 100 1, 0 0))"});
}

TEST(MatchByGeometry, WhatSharesAPartOfItsCourseIsSaidToDoNoMore) {
  EXPECT_THAT(as_text(matched({"LINESTRING (0 0, 100 0, 100 100, 0 100)"},
                              {"LINESTRING (0 -200, 100 0, 100 100, 300 300)"})
                          .accepted),
              ElementsAre("0 = 0 in_part"));
}

TEST(MatchByGeometry, LinesThatCrossOrFollowOneAnotherAreNone) {
  expect_none({"LINESTRING (0 0, 100 0)"}, {"LINESTRING (50 -80, 50 80)"});
  expect_none({"LINESTRING (0 0, 100 0)"}, {"LINESTRING (100 0, 200 0)"});
  expect_none({"LINESTRING (0 0, 100 0)"}, {"LINESTRING (100 0, 180 70)"});
}

const Wkts halves{"LINESTRING (0 0, 60 0)", "LINESTRING (60 0, 100 0)"};

TEST(MatchByGeometry, PiecesThatAreTheWholeAreLinkedToIt) {
  EXPECT_THAT(as_text(matched({"LINESTRING (0 0, 100 0)"}, halves).accepted),
              ElementsAre("0 = 0,1 pieces"));
  EXPECT_THAT(as_text(matched(halves, {"LINESTRING (0 0, 100 0)"}).accepted),
              ElementsAre("0,1 = 0 pieces"));
}

TEST(MatchByGeometry, PiecesWhoseCutWasMovedAreStillIt) {
  const auto found =
      matched({"LINESTRING (0 0, 100 0)"}, {"LINESTRING (0 0, 60 3)", "LINESTRING (60 3, 100 0)"});
  EXPECT_THAT(as_text(found.accepted), ElementsAre("0 = 0,1 pieces_nearby"));
  EXPECT_LT(found.accepted.front().confidence, 1);
}

TEST(MatchByGeometry, PiecesWithAGapAreItInPart) {
  const auto found =
      matched({"LINESTRING (0 0, 100 0)"}, {"LINESTRING (0 0, 40 0)", "LINESTRING (60 0, 100 0)"});
  EXPECT_THAT(as_text(found.accepted), ElementsAre("0 = 0,1 in_part"));
  EXPECT_NEAR(found.accepted.front().share_a, 0.8, 0.05);
  EXPECT_EQ(found.accepted.front().share_b, 1);
}

TEST(MatchByGeometry, PiecesOneOfWhichIsThereTwiceAreDoubtful) {
  auto three = halves;
  three.push_back(halves[1]);
  expect_none({"LINESTRING (0 0, 100 0)"}, three);
}

TEST(MatchByGeometry, ATributaryThatEndsOnTheLineIsNoRival) {
  const Wkts network{"LINESTRING (0 0, 100 0)", "LINESTRING (50 80, 50 0)"};
  EXPECT_THAT(
      as_text(matched(network, {"LINESTRING (50 80, 51 0)", "LINESTRING (0 1, 100 0)"}).accepted),
      ElementsAre("0 = 1 same_course", "1 = 0 same_course"));
}

TEST(MatchByGeometry, AreasTheSameCutNearAndOverlapping) {
  const std::string square = "POLYGON ((0 0, 100 0, 100 100, 0 100, 0 0))";
  const std::string left = "POLYGON ((0 0, 40 0, 40 100, 0 100, 0 0))";
  const std::string right = "POLYGON ((40 0, 100 0, 100 100, 40 100, 40 0))";
  const std::string drawn = "POLYGON ((2 1, 99 3, 98 99, 1 98, 2 1))";
  EXPECT_THAT(
      as_text(matched({square}, {"POLYGON ((100 100, 0 100, 0 0, 100 0, 100 100))"}).accepted),
      ElementsAre("0 = 0 same_geometry"));
  EXPECT_THAT(as_text(matched({square}, {left, right}).accepted), ElementsAre("0 = 0,1 pieces"));
  EXPECT_THAT(as_text(matched({square}, {drawn}).accepted), ElementsAre("0 = 0 same_course"));
  EXPECT_THAT(as_text(matched({square}, {left}).accepted), ElementsAre("0 = 0 in_part"));
  EXPECT_THAT(as_text(matched({square}, {drawn, left}).accepted), ElementsAre("0 = 0 same_course"));
}

TEST(MatchByGeometry, PointsByDistance) {
  EXPECT_THAT(as_text(matched({"POINT (0 0)", "POINT (100 0)"}, {"POINT (103 4)"}).accepted),
              ElementsAre("1 = 0 same_course"));
  EXPECT_THAT(as_text(matched({"POINT (0 0)"}, {"POINT (2 0)", "POINT (0 9)"}).accepted),
              ElementsAre("0 = 0 same_course"));
  expect_none({"POINT (0 0)"}, {"POINT (3 0)", "POINT (0 4)"});
  expect_none({"POINT (0 0)"}, {"POINT (0 14)"});
}

TEST(MatchByGeometry, WhatCannotBeReadIsNeitherLinkedNorTold) {
  Sample a({"POINT (0 0)"});
  a.add(Blob{"no wkb"});
  a.add(Null{});
  Sample b({"POINT EMPTY"});
  b.add(Blob{"no wkb"});
  const auto found = match_by_geometry(a.unlinked(), b.unlinked(), options, 1);
  EXPECT_THAT(found.accepted, IsEmpty());
  EXPECT_THAT(found.doubtful, IsEmpty());
}

TEST(MatchByGeometry, IsOffWhereNoDistanceIsGiven) {
  const Sample one({"POINT (0 0)"});
  EXPECT_THAT(match_by_geometry(one.unlinked(), one.unlinked(), {0.05, 0, 0}, 1).accepted,
              IsEmpty());
}

// ---- laws
// --------------------------------------------------------------------------------------

/// A crooked raster of lines, some of them cut, doubled, shaken, reversed or left out.
class Network {
 public:
  explicit Network(unsigned seed) : random_(seed) {}

  Wkts lines(bool edited) {
    Wkts lines;
    for (int row = 0; row < 8; ++row)
      for (int column = 0; column < 8; ++column) add_line(column * 60, row * 25, edited, lines);
    return lines;
  }

 private:
  int upto(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
  static std::string point(double x, double y) {
    return std::to_string(x) + ' ' + std::to_string(y);
  }
  void add_line(int x, int y, bool edited, Wkts& lines) {
    const int edit = edited ? upto(9) : 9;
    const double shift = edit < 4 ? upto(12) : 0;
    const auto from = point(x, y + shift);
    const auto middle = point(x + 25, y + 8 + shift);
    const auto to = point(x + 60, y + shift);
    if (edit == 4) return;
    if (edit == 5) {
      lines.push_back("LINESTRING (" + from + ", " + middle + ")");
      lines.push_back("LINESTRING (" + to + ", " + middle + ")");
      return;
    }
    const auto line =
        edit == 3 ? to + ", " + middle + ", " + from : from + ", " + middle + ", " + to;
    lines.push_back("LINESTRING (" + line + ")");
    if (edit == 6) lines.push_back("LINESTRING (" + line + ")");
  }

  std::mt19937 random_;
};

/// The other way round, and with each side's rows renumbered.
std::vector<Link> renumbered(std::vector<Link> links, const std::vector<std::uint32_t>& of_a,
                             const std::vector<std::uint32_t>& of_b) {
  for (auto& link : links) {
    for (auto& row : link.a) row = of_a[row];
    for (auto& row : link.b) row = of_b[row];
    std::sort(link.a.begin(), link.a.end());
    std::sort(link.b.begin(), link.b.end());
  }
  return links;
}

std::vector<Link> mirrored(std::vector<Link> links) {
  for (auto& link : links) std::swap(link.a, link.b);
  return links;
}

TEST(MatchByGeometry, DependsNeitherOnOrderNorOnWhichSideIsCalledA) {
  std::size_t links = 0;
  for (unsigned seed = 0; seed < 30; ++seed) {
    Network network(seed);
    const auto a = network.lines(true);
    const auto b = network.lines(true);
    const auto found = matched(a, b);
    links += found.accepted.size();
    EXPECT_EQ(as_text(found.accepted), as_text(mirrored(matched(b, a).accepted))) << seed;
    EXPECT_EQ(as_text(found.doubtful), as_text(mirrored(matched(b, a).doubtful))) << seed;

    std::vector<std::uint32_t> order(a.size());
    std::iota(order.begin(), order.end(), std::uint32_t{0});
    std::mt19937 random(seed);
    std::shuffle(order.begin(), order.end(), random);
    Wkts shuffled;
    for (const auto row : order) shuffled.push_back(a[row]);
    std::vector<std::uint32_t> same(b.size());
    std::iota(same.begin(), same.end(), std::uint32_t{0});
    const auto again = matched(shuffled, b);
    EXPECT_EQ(as_text(found.accepted), as_text(renumbered(again.accepted, order, same))) << seed;
    EXPECT_EQ(as_text(found.doubtful), as_text(renumbered(again.doubtful, order, same))) << seed;
  }
  EXPECT_GT(links, 500U);
}

}  // namespace
}  // namespace bdf::match
