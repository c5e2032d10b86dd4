// SPDX-License-Identifier: MIT
#include "geometry/carried.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "geometry/alike.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"

namespace bdf::geometry {
namespace {

Geometry read(const std::string& wkt) { return *decode_wkb(wkb_from_wkt(wkt)).geometry; }

const std::string strip = "POLYGON ((0 0, 100 0, 100 10, 0 10, 0 0))";

/// Rounded to a millimetre; "none" where it cannot be carried.
std::string carry(const std::string& area, const std::string& before, const std::string& after,
                  const std::vector<std::string>& held = {}) {
  std::vector<Geometry> lines;
  lines.reserve(held.size());
  for (const auto& line : held) lines.push_back(read(line));
  std::vector<const Geometry*> pointers;
  pointers.reserve(held.size());
  for (const auto& line : lines) pointers.push_back(&line);
  auto moved = carried(read(area), {read(before), read(after)}, pointers, 0.05);
  if (!moved) return "none";
  for (auto& one : moved->xy) one = std::round(one * 1000) / 1000 + 0.0;
  return to_wkt(encode_wkb(*moved));
}

TEST(Carried, AlongALineThatHasMovedAsAWhole) {
  EXPECT_EQ(carry(strip, "LINESTRING (0 5, 100 5)", "LINESTRING (3 25, 103 25)"),
            "POLYGON ((3 20, 103 20, 103 30, 3 30, 3 20))");
}

TEST(Carried, AlongALineThatHasTurnedAsAWhole) {
  EXPECT_EQ(carry(strip, "LINESTRING (0 5, 50 5, 100 5)", "LINESTRING (5 0, 5 50, 5 100)"),
            "POLYGON ((10 0, 10 100, 0 100, 0 0, 10 0))");
}

TEST(Carried, OtherVerticesOnTheSameCourseAreNothing) {
  for (const auto* const after :
       {"LINESTRING (0 5, 30 5, 100 5)", "LINESTRING (100 5, 0 5)", "LINESTRING (0 5, 100 5.04)"})
    EXPECT_EQ(carry(strip, "LINESTRING (0 5, 60 5, 100 5)", after), strip) << after;
}

TEST(Carried, NorIsAVertexThatWasAddedToALineThatHasMoved) {
  for (const auto* const after :
       {"LINESTRING (3 25, 40 25, 103 25)", "LINESTRING (103 25, 40 25, 3 25)"})
    EXPECT_EQ(carry(strip, "LINESTRING (0 5, 70 5, 100 5)", after),
              "POLYGON ((3 20, 103 20, 103 30, 3 30, 3 20))")
        << after;
}

TEST(Carried, AVertexInTheMiddleBendsTheOutline) {
  EXPECT_EQ(carry(strip, "LINESTRING (0 5, 50 5, 100 5)", "LINESTRING (0 5, 50 25, 100 5)"),
            "POLYGON ((0 0, 50 19.615, 100 0, 100 10, 50 30.385, 0 10, 0 0))");
}

TEST(Carried, SoDoesOneThatIsNew) {
  EXPECT_EQ(carry(strip, "LINESTRING (0 5, 100 5)", "LINESTRING (0 5, 50 25, 100 5)"),
            "POLYGON ((0 0, 50 19.615, 100 0, 100 10, 50 30.385, 0 10, 0 0))");
}

/// Where the ring begins and which way it and the lines run says nothing.
TEST(Carried, StartsAndDirectionsSayNothing) {
  const auto expected = read("POLYGON ((0 0, 50 19.615, 100 0, 100 10, 50 30.385, 0 10, 0 0))");
  for (const auto* const ring : {"POLYGON ((100 10, 0 10, 0 0, 100 0, 100 10))",
                                 "POLYGON ((0 10, 100 10, 100 0, 0 0, 0 10))"})
    for (const auto* const before : {"LINESTRING (0 5, 50 5, 100 5)", "LINESTRING (100 5, 0 5)"}) {
      const auto moved = carry(ring, before, "LINESTRING (100 5, 50 25, 0 5)");
      ASSERT_NE(moved, "none");
      const auto shape = read(moved);
      EXPECT_TRUE(alike(shape, expected, 0.01)) << moved;
    }
}

TEST(Carried, AVertexOfTheOutlineElsewhereGoesAlong) {
  EXPECT_EQ(carry("POLYGON ((25 0, 100 0, 100 10, 0 10, 0 0, 25 0))",
                  "LINESTRING (0 5, 50 5, 100 5)", "LINESTRING (0 5, 50 25, 100 5)"),
            "POLYGON ((25 9.807, 50 19.615, 100 0, 100 10, 50 30.385, 0 10, 0 0, 25 9.807))");
}

TEST(Carried, TheCapGoesWithTheEnd) {
  EXPECT_EQ(carry("POLYGON ((-2 0, 102 0, 102 10, -2 10, -2 0))", "LINESTRING (0 5, 100 5)",
                  "LINESTRING (0 5, 150 5)"),
            "POLYGON ((-2 0, 152 0, 152 10, -2 10, -2 0))");
  EXPECT_EQ(carry(strip, "LINESTRING (0 5, 100 5)", "LINESTRING (0 5, 70 5)"),
            "POLYGON ((0 0, 70 0, 70 10, 0 10, 0 0))");
  EXPECT_EQ(carry(strip, "LINESTRING (0 5, 100 5)", "LINESTRING (-40 5, 100 5)"),
            "POLYGON ((-40 0, 100 0, 100 10, -40 10, -40 0))");
}

/// The end turns with the line, and the outline keeps to it around the corner.
TEST(Carried, WhatIsAddedToALineMayTurn) {
  for (const auto* const area :
       {"POLYGON ((0 0, 100 0, 100 10, 0 10, 0 0))", "POLYGON ((0 0, 104 0, 104 10, 0 10, 0 0))"}) {
    const auto moved = carry(area, "LINESTRING (0 5, 100 5)", "LINESTRING (0 5, 100 5, 100 65)");
    ASSERT_NE(moved, "none");
    const auto shape = read(moved);
    EXPECT_EQ(shape.vertex_count(), 7U) << moved;
    EXPECT_TRUE(moved.starts_with("POLYGON ((0 0, 105 0, 105 6")) << moved;
  }
}

TEST(Carried, WhatIsFarFromTheChangeStaysToTheLastBit) {
  const auto area = read(
      "POLYGON ((0.1 0.1, 33.3 0.2, 66.6 0.3, 100 0, 100 10, 66.7 9.9, 33.4 9.8, 0.2 9.7, 0.1 "
      "0.1))");
  const auto moved = carried(
      area,
      {read("LINESTRING (0 5, 60 5, 80 5, 100 5)"), read("LINESTRING (0 5, 60 5, 80 9, 100 5)")},
      {}, 0.05);
  ASSERT_TRUE(moved);
  EXPECT_EQ(std::vector<double>(moved->xy.begin(), moved->xy.begin() + 4),
            std::vector<double>(area.xy.begin(), area.xy.begin() + 4));
  EXPECT_EQ(std::vector<double>(moved->xy.end() - 6, moved->xy.end()),
            std::vector<double>(area.xy.end() - 6, area.xy.end()));
  EXPECT_GT(moved->vertex_count(), area.vertex_count());
}

TEST(Carried, AnotherLineHoldsWhatIsNearer) {
  EXPECT_EQ(carry("POLYGON ((0 0, 100 0, 100 10, 0 10, 0 0))", "LINESTRING (60 5, 100 5)",
                  "LINESTRING (60 5, 100 7)", {"LINESTRING (0 5, 60 5)"}),
            "POLYGON ((0 0, 60 0, 100.25 2.006, 99.75 11.994, 60 10, 0 10, 0 0))");
}

TEST(Carried, HolesAndPartsGoAlong) {
  EXPECT_EQ(carry("MULTIPOLYGON (((0 0, 60 0, 60 10, 0 10, 0 0), (10 1, 10 2, 20 2, 10 1)), ((70 "
                  "0, 100 0, 100 10, 70 10, 70 0)))",
                  "LINESTRING (0 5, 100 5)", "LINESTRING (0 15, 100 15)"),
            "MULTIPOLYGON (((0 10, 60 10, 60 20, 0 20, 0 10), (10 11, 10 12, 20 12, 10 11)), ((70 "
            "10, 100 10, 100 20, 70 20, 70 10)))");
}

TEST(Carried, AltitudesStayAndNewOnesAreInterpolated) {
  EXPECT_EQ(carry("POLYGON Z ((0 0 1, 100 0 3, 100 10 3, 0 10 1, 0 0 1))",
                  "LINESTRING (0 5, 50 5, 100 5)", "LINESTRING (0 5, 50 25, 100 5)"),
            "POLYGON Z ((0 0 1, 50 19.615 2, 100 0 3, 100 10 3, 50 30.385 2, 0 10 1, 0 0 1))");
}

TEST(Carried, NotWhereTheOutlineWouldCrossItself) {
  EXPECT_EQ(carry(strip, "LINESTRING (0 5, 50 5, 100 5)", "LINESTRING (0 5, 50 30.3850, 3 5)"),
            "none");
  EXPECT_EQ(carry(strip, "LINESTRING (0 5, 100 5)", "LINESTRING (0 5, 100 5, 4 7)"), "none");
}

TEST(Carried, NotAlongWhatIsClosedOrOfSeveralParts) {
  EXPECT_EQ(carry(strip, "LINESTRING (0 5, 100 5)", "LINESTRING (0 5, 100 5, 50 60, 0 5)"), "none");
  EXPECT_EQ(carry(strip, "LINESTRING (0 5, 100 5)", "MULTILINESTRING ((0 9, 50 9), (60 9, 100 9))"),
            "none");
}

}  // namespace
}  // namespace bdf::geometry
