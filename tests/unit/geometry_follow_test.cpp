// SPDX-License-Identifier: MIT
#include "geometry/follow.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "geometry/validity.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "geometry_samples.h"

namespace bdf::geometry {
namespace {

constexpr double tolerance = 0.05;

struct Case {
  const char* why;
  const char* before;
  const char* after;
  const char* geometry;
  const char* followed;  ///< "stays" where nothing is to move
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.why; }

std::string result_of(const char* geometry, const std::vector<Redrawn>& redrawn) {
  const auto result = followed(from_wkt(geometry), redrawn, {}, tolerance);
  return result ? to_wkt(encode_wkb(*result)) : "stays";
}

const Case cases[] = {
    {"an end on an end", "LINESTRING (0 0, 100 0)", "LINESTRING (0 0, 100 4)",
     "LINESTRING (100 0, 110 0, 120 0, 200 0)", "LINESTRING (100 4, 110 3, 120 2, 200 0)"},
    {"no farther than the displacement fades", "LINESTRING (0 0, 100 0)", "LINESTRING (0 0, 100 1)",
     "LINESTRING (100 0, 105 0, 110 0, 200 0)", "LINESTRING (100 1, 105 0.5, 110 0, 200 0)"},
    {"a short one fades before its far end", "LINESTRING (0 0, 100 0)", "LINESTRING (0 0, 100 4)",
     "LINESTRING (100 0, 105 0, 110 0)", "LINESTRING (100 4, 105 2, 110 0)"},
    {"an end on a vertex in the middle", "LINESTRING (0 0, 50 0, 100 0)",
     "LINESTRING (0 0, 50 -6, 100 0)", "LINESTRING (50 100, 50 0)", "LINESTRING (50 100, 50 -6)"},
    {"an end on a segment that went aside", "LINESTRING (0 0, 100 0)",
     "LINESTRING (0 0, 20 -10, 80 -10, 100 0)", "LINESTRING (50 90, 50 0)",
     "LINESTRING (50 90, 50 -10)"},
    {"what moved elsewhere", "LINESTRING (0 0, 50 0, 100 0)", "LINESTRING (0 5, 50 0, 100 0)",
     "LINESTRING (80 90, 80 0)", "stays"},
    {"what is touched nowhere", "LINESTRING (0 0, 50 0, 100 0)", "LINESTRING (0 5, 50 5, 100 5)",
     "LINESTRING (80 90, 80 1)", "stays"},
    {"what was lengthened still passes", "LINESTRING (0 0, 100 0)",
     "LINESTRING (0 0, 100 0, 150 0)", "LINESTRING (100 0, 100 50)", "stays"},
    {"what was lengthened without a vertex there", "LINESTRING (0 0, 100 0)",
     "LINESTRING (0 0, 120 0)", "LINESTRING (100 0, 100 50)", "stays"},
    {"what was joined to another and moved", "LINESTRING (0 0, 100 0)",
     "LINESTRING (0 0, 100 6, 200 0)", "LINESTRING (100 0, 100 120)",
     "LINESTRING (100 6, 100 120)"},
    {"a vertex in the middle of a line", "LINESTRING (100 90, 100 0)", "LINESTRING (100 90, 80 0)",
     "LINESTRING (0 0, 100 0, 200 0)", "stays"},
    {"an end that still stands on a vertex", "LINESTRING (0 0, 100 0)",
     "LINESTRING (0 0, 100 0.02)", "LINESTRING (100 0, 200 0)", "LINESTRING (100 0.02, 200 0)"},
    {"a nudge within the tolerance", "LINESTRING (0 0, 50 9, 100 0)",
     "LINESTRING (0 0, 50 30, 100 0.02)", "LINESTRING (100 0, 200 0)",
     "LINESTRING (100 0.02, 200 0)"},
    {"both ends", "LINESTRING (0 0, 0 100)", "LINESTRING (2 0, 4 100)",
     "LINESTRING (0 0, 50 0, 50 100, 0 100)", "LINESTRING (2 0, 50 0, 50 100, 4 100)"},
    {"drawn the other way round", "LINESTRING (0 0, 100 0)", "LINESTRING (100 4, 0 0)",
     "LINESTRING (100 0, 200 0)", "LINESTRING (100 4, 200 0)"},
    {"altitudes", "LINESTRING Z (0 0 10, 100 0 5)", "LINESTRING Z (0 0 10, 100 10 7)",
     "LINESTRING Z (100 0 5, 150 0 4, 300 0 1)", "LINESTRING Z (100 10 7, 150 5 5, 300 0 1)"},
    {"altitudes alone", "LINESTRING Z (0 0 10, 100 0 5)", "LINESTRING Z (0 0 10, 100 0 6)",
     "LINESTRING Z (100 0 5, 150 0 4)", "LINESTRING Z (100 0 6, 150 0 4)"},
    {"an altitude above the ground", "LINESTRING Z (0 0 10, 50 0 10, 100 0 10)",
     "LINESTRING Z (0 0 10, 50 5 12, 100 0 10)", "LINESTRING Z (50 0 11, 50 -200 1)",
     "LINESTRING Z (50 5 13, 50 -200 1)"},
    {"one without altitudes", "LINESTRING Z (0 0 10, 100 0 5)", "LINESTRING Z (0 0 10, 100 10 7)",
     "LINESTRING (100 0, 300 0)", "LINESTRING (100 10, 300 0)"},
    {"a node", "LINESTRING Z (0 0 10, 100 0 5)", "LINESTRING Z (0 0 10, 100 10 7)",
     "POINT Z (100 0 5)", "POINT Z (100 10 7)"},
    {"a detail beside a vertex", "LINESTRING (0 0, 100 0)", "LINESTRING (0 7, 100 7)",
     "POINT (30 0)", "POINT (30 7)"},
    {"an area on a shore", "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))",
     "POLYGON ((0 0, 14 0, 14 10, 0 10, 0 0))", "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))",
     "POLYGON ((0 0, 14 0, 14 10, 0 10, 0 0))"},
    {"a larger area on a shore", "POLYGON ((0 0, 10 0, 10 5, 10 10, 0 10, 0 0))",
     "POLYGON ((0 0, 10 0, 14 4, 14 6, 10 10, 0 10, 0 0))",
     "POLYGON ((-50 0, 10 0, 10 5, 10 10, -50 10, -50 0))",
     "POLYGON ((10 0, 14 4, 14 6, 10 10, -50 10, -50 0, 10 0))"},
    {"a neighbour of more than it on a shore", "POLYGON ((0 0, 10 0, 10 10, 5 10, 0 10, 0 0))",
     "POLYGON ((0 0, 10 0, 10 10, 5 14, 0 10, 0 0))",
     "POLYGON ((10 0, 30 0, 30 10, 10 10, 5 10, 0 10, 0 0, 10 0))",
     "POLYGON ((0 0, 10 0, 30 0, 30 10, 10 10, 5 14, 0 10, 0 0))"},
};

class Follow : public testing::TestWithParam<Case> {};
TEST_P(Follow, GoesWithWhatItTouched) {
  const auto& one = GetParam();
  EXPECT_EQ(result_of(one.geometry, {{{from_wkt(one.before)}, {from_wkt(one.after)}}}),
            one.followed);
}
INSTANTIATE_TEST_SUITE_P(Lines, Follow, testing::ValuesIn(cases));

TEST(Follow, WhatWasCutAndMoved) {
  const std::vector<Redrawn> redrawn{
      {{from_wkt("LINESTRING (0 0, 100 0)")},
       {from_wkt("LINESTRING (0 0, 40 5)"), from_wkt("LINESTRING (40 5, 80 5, 100 0)")}}};
  EXPECT_EQ(result_of("LINESTRING (60 90, 60 0)", redrawn), "LINESTRING (60 90, 60 5)");
}

/// The stream was cut: what ended where it ended meets the rest of it.
TEST(Follow, NotWhatStandsOnSomethingElse) {
  const std::vector<Redrawn> redrawn{
      {{from_wkt("LINESTRING (0 0, 100 0)")}, {from_wkt("LINESTRING (0 0, 60 0)")}}};
  const auto ditch = from_wkt("LINESTRING (100 0, 100 90)");
  EXPECT_EQ(torn_places(ditch, redrawn, {}, tolerance), (std::vector<Point>{{100, 0}}));
  EXPECT_TRUE(followed(ditch, redrawn, {}, tolerance));
  EXPECT_FALSE(followed(ditch, redrawn, {from_wkt("LINESTRING (60 0, 100 0)")}, tolerance));
}

/// Between what moved by 4 and what stayed.
TEST(Follow, FadesBetweenTwoThings) {
  const std::vector<Redrawn> redrawn{
      {{from_wkt("LINESTRING (0 -50, 0 0)")}, {from_wkt("LINESTRING (3 -50, 0 4)")}},
      {{from_wkt("LINESTRING (20 -50, 20 0)")}, {from_wkt("LINESTRING (25 -50, 20 0)")}}};
  EXPECT_EQ(result_of("LINESTRING (0 0, 10 0, 20 0, 30 0)", redrawn),
            "LINESTRING (0 4, 10 2, 20 0, 30 0)");
}

TEST(Follow, NeverMakesALineOfOnePoint) {
  EXPECT_FALSE(
      followed(from_wkt("LINESTRING (100 0, 110 0)"),
               {{{from_wkt("LINESTRING (0 0, 100 0)")}, {from_wkt("LINESTRING (0 1, 110 0)")}}}, {},
               tolerance));
}

/// Three ends meet, and one of them is 2 cm off: the two others stay together.
TEST(Follow, NoNoiseThatPartsOthers) {
  const std::vector<Redrawn> redrawn{
      {{from_wkt("LINESTRING (0 0, 100 0)")}, {from_wkt("LINESTRING (0 0, 100 0.02)")}}};
  const auto third = from_wkt("LINESTRING (100 0, 100 -90)");
  EXPECT_FALSE(followed(from_wkt("LINESTRING (100 0, 200 0)"), redrawn, {third}, tolerance));
}

/// Local has led the end to (100 8), the reference has left it at (100 0), and that stands.
TEST(Follow, NotBackToWhereOneSideHasMovedItFrom) {
  const auto was = from_wkt("LINESTRING (100 90, 100 0)");
  const auto guest = from_wkt("LINESTRING (0 0, 100 8)");
  const auto led = from_wkt("LINESTRING (100 90, 100 8)");
  EXPECT_TRUE(followed(guest, {{{led}, {was}}}, {}, tolerance));
  EXPECT_FALSE(followed(guest, {{{led}, {was}, {was}}}, {}, tolerance));
}

/// Fading would draw the line over itself: only the end goes.
TEST(Follow, NeverCrossesItself) {
  const char* hairpin = "LINESTRING (0 0, 30 0, 30 1, 1 1)";
  const std::vector<Redrawn> redrawn{
      {{from_wkt("LINESTRING (-50 0, 0 0)")}, {from_wkt("LINESTRING (-50 0, 0 20)")}}};
  const auto result = followed(from_wkt(hairpin), redrawn, {}, tolerance);
  EXPECT_TRUE(!result || is_simple(*result));
}

}  // namespace
}  // namespace bdf::geometry
