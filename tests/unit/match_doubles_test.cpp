// SPDX-License-Identifier: MIT
#include "match/doubles.h"

#include <gmock/gmock.h>

#include <cmath>

#include "match_samples.h"

namespace bdf::match {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Wkts = std::vector<std::string>;

const std::string strip = "POLYGON ((0 0, 100 0, 100 10, 0 10, 0 0))";
const std::string axis = "LINESTRING (0 5, 100 5)";

Doubles doubles(const Wkts& areas, const Wkts& lines) {
  return find_doubles(shapes_from(areas), shapes_from(lines), {0.5, 2, 0.8, 1});
}

/// Accepted ones as "0 = 1,2", areas first; doubtful ones behind "? ".
std::vector<std::string> links(const Wkts& areas, const Wkts& lines) {
  std::vector<std::string> texts;
  for (const auto& found : doubles(areas, lines).links)
    texts.push_back((found.doubtful ? "? " : "") + joined(found.link.a) + " = " +
                    joined(found.link.b));
  return texts;
}

LinkedPair only_pair(const Wkts& areas, const Wkts& lines) {
  const auto found = doubles(areas, lines);
  EXPECT_THAT(found.links, SizeIs(1));
  if (found.links.empty()) return {};
  EXPECT_THAT(found.links[0].link.pairs, SizeIs(1));
  return found.links[0].link.pairs[0];
}

/// A vertex every 10 cm, a centimetre to either side.
std::string densified(double length) {
  std::string text = "LINESTRING (0 5";
  for (int i = 1; i <= static_cast<int>(length * 10); ++i)
    text += ", " + std::to_string(i / 10.0) + (i % 2 == 0 ? " 5" : " 5.01");
  return text + ")";
}

TEST(Doubles, TheAxisOfAStripIsIt) {
  const auto pair = only_pair({strip}, {axis});
  EXPECT_DOUBLE_EQ(pair.share_a, 1);
  EXPECT_DOUBLE_EQ(pair.share_b, 1);
  EXPECT_EQ(pair.on_b, (Stretch{0, 1}));
}

TEST(Doubles, HowFarBesideTheMiddle) {
  const auto beside = [](const std::string& line) {
    const auto found = lines_in_areas(shapes_from({line}), shapes_from({strip}), {0.5, 2, 0.8, 1});
    EXPECT_THAT(found.pairs, SizeIs(1));
    return found.pairs.empty() ? -1 : found.pairs[0].beside;
  };
  EXPECT_DOUBLE_EQ(beside(axis), 0);
  EXPECT_DOUBLE_EQ(beside("LINESTRING (100 7.5, 0 7.5)"), 0.5);
  EXPECT_DOUBLE_EQ(beside("LINESTRING (0 0, 100 0)"), 1);
}

TEST(Doubles, VerticesSayNothing) {
  const auto pair = only_pair({strip}, {densified(100)});
  EXPECT_THAT(pair.share_a, DoubleNear(1, 0.01));
  EXPECT_THAT(pair.share_b, DoubleNear(1, 0.01));
}

TEST(Doubles, LinesMayBeOnEitherSide) {
  const auto found = find_doubles(shapes_from({axis}), shapes_from({strip}), {0.5, 2, 0.8, 1});
  ASSERT_THAT(found.links, SizeIs(1));
  EXPECT_EQ(found.links[0].link.reason, LinkReason::runs_inside);
  EXPECT_EQ(found.links[0].link.pairs[0].on_a, (Stretch{0, 1}));
}

TEST(Doubles, AnAngleIsNoObstacle) {
  const auto pair = only_pair({"POLYGON ((0 0, 100 0, 100 80, 90 80, 90 10, 0 10, 0 0))"},
                              {"LINESTRING (0 5, 95 5, 95 80)"});
  EXPECT_THAT(pair.share_a, DoubleNear(1, 0.03));
  EXPECT_DOUBLE_EQ(pair.share_b, 1);
}

TEST(Doubles, APartOfEitherIsTold) {
  const auto pair = only_pair({strip}, {"LINESTRING (40 5, 160 5)"});
  EXPECT_THAT(pair.share_a, DoubleNear(0.6, 0.02));
  EXPECT_THAT(pair.share_b, DoubleNear(0.5, 0.02));
  EXPECT_THAT(pair.on_b.to, DoubleNear(0.5, 0.02));
}

TEST(Doubles, WhatCrossesAStripIsAnotherHedge) {
  EXPECT_THAT(links({strip}, {"LINESTRING (50 -40, 50 50)"}), IsEmpty());
  EXPECT_THAT(links({strip}, {"LINESTRING (20 -40, 80 50)"}), IsEmpty());
  EXPECT_THAT(links({strip}, {axis, "LINESTRING (50 -40, 50 50)"}), ElementsAre("0 = 0"));
}

TEST(Doubles, WhatEndsInAStripIsAnotherHedge) {
  EXPECT_THAT(links({strip}, {"LINESTRING (50 5, 50 50)", "LINESTRING (99 5, 140 5)"}), IsEmpty());
}

TEST(Doubles, ALineBesideAStripWithinTheTolerance) {
  EXPECT_THAT(links({strip}, {"LINESTRING (0 10.4, 100 10.4)"}), ElementsAre("0 = 0"));
  EXPECT_THAT(links({strip}, {"LINESTRING (0 -0.4, 100 -0.4)"}), ElementsAre("0 = 0"));
  EXPECT_THAT(links({strip}, {"LINESTRING (0 10, 100 10)"}), ElementsAre("0 = 0"));
  EXPECT_THAT(links({strip}, {"LINESTRING (0 10.6, 100 10.6)"}), IsEmpty());
}

TEST(Doubles, SeveralLinesInOneStrip) {
  const auto found = doubles({strip}, {"LINESTRING (0 5, 60 5)", "LINESTRING (60 5, 100 5)"}).links;
  ASSERT_THAT(found, SizeIs(1));
  const auto& link = found[0].link;
  EXPECT_EQ(relation_of(link), "1:n");
  ASSERT_THAT(link.pairs, SizeIs(2));
  EXPECT_THAT(link.pairs[0].share_a, DoubleNear(0.6, 0.01));
  EXPECT_THAT(link.pairs[1].share_a, DoubleNear(0.4, 0.01));
  EXPECT_THAT(link.share_a, DoubleNear(1, 0.01));
}

TEST(Doubles, OneLineInSeveralStrips) {
  const std::string beyond = "POLYGON ((104 0, 200 0, 200 10, 104 10, 104 0))";
  const auto found = doubles({strip, beyond}, {"LINESTRING (0 5, 200 5)"}).links;
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(relation_of(found[0].link), "n:1");
  EXPECT_THAT(found[0].link.share_b, DoubleNear(0.98, 0.01));
  EXPECT_THAT(found[0].link.confidence, DoubleNear(1, 0.01));
}

TEST(Doubles, ARingWithItsHole) {
  const Wkts ring{
      "POLYGON ((0 0, 100 0, 100 100, 0 100, 0 0), (10 10, 10 90, 90 90, 90 10, 10 10))"};
  const auto pair = only_pair(ring, {"LINESTRING (5 5, 95 5, 95 95, 5 95, 5 5)"});
  EXPECT_THAT(pair.share_a, DoubleNear(1, 0.05));
  EXPECT_DOUBLE_EQ(pair.share_b, 1);
  EXPECT_THAT(links(ring, {"LINESTRING (20 50, 80 50)"}), IsEmpty());
  EXPECT_THAT(links(ring, {"LINESTRING (-50 50, 150 50)"}), IsEmpty());
}

TEST(Doubles, PartsOfBothCount) {
  const auto pair = only_pair(
      {"MULTIPOLYGON (((0 0, 40 0, 40 10, 0 10, 0 0)), ((60 0, 100 0, 100 10, 60 10, 60 0)))"},
      {"MULTILINESTRING ((0 5, 40 5), (60 5, 100 5))"});
  EXPECT_THAT(pair.share_a, DoubleNear(1, 0.01));
  EXPECT_DOUBLE_EQ(pair.share_b, 1);
}

/// Three times as long inside as wide, and a good part of neither.
TEST(Doubles, AShortStretchIsDoubtful) {
  EXPECT_THAT(links({strip}, {"LINESTRING (70 5, 300 5)"}), ElementsAre("? 0 = 0"));
  EXPECT_THAT(links({strip}, {"LINESTRING (40 5, 300 5)"}), ElementsAre("0 = 0"));
}

TEST(Doubles, WhatIsNeitherLineNorAreaIsNothing) {
  EXPECT_THAT(links({strip, "POINT (50 5)", "POLYGON EMPTY"}, {"LINESTRING EMPTY"}), IsEmpty());
  EXPECT_THAT(links({strip}, {strip}), IsEmpty());
  EXPECT_THAT(links({}, {axis}), IsEmpty());
}

/// Half a million kilometres would be as many places as no memory holds.
TEST(Doubles, ALineWithoutEndIsLookedAtInSomePlaces) {
  EXPECT_THAT(links({strip}, {"LINESTRING (0 5, 20000000 5)"}), IsEmpty());
  EXPECT_THAT(links({strip}, {"LINESTRING (0 5, 500000000 5)"}), IsEmpty());
}

TEST(Doubles, ALineInAHeapOfAreasIsCrowded) {
  const Wkts heap(1200, strip);
  EXPECT_THAT(doubles(heap, {axis}).crowded_b, ElementsAre(0));
}

}  // namespace
}  // namespace bdf::match
