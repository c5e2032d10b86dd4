// SPDX-License-Identifier: MIT
#include "geometry/redrawn_parts.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "geometry/wkb.h"
#include "geometry/wkt.h"

namespace bdf::geometry {
namespace {

using testing::ElementsAre;

Geometry wkt(const char* text) { return *decode_wkb(wkb_from_wkt(text)).geometry; }

std::vector<std::string> redrawn(const char* before, const char* after,
                                 const std::vector<const char*>& parts, double distance = 5) {
  std::vector<Geometry> cut;
  for (const auto* part : parts) cut.push_back(wkt(part));
  const auto now = redrawn_parts({wkt(before), wkt(after)}, cut, 0.05, distance);
  std::vector<std::string> texts;
  if (now)
    for (const auto& part : *now) texts.push_back(to_wkt(encode_wkb(part)));
  return texts;
}

TEST(RedrawnParts, OfALineHaveWhatWasMovedInEach) {
  EXPECT_THAT(redrawn("LINESTRING(0 0,10 0,20 0,30 0)", "LINESTRING(0 0,10 2,20 0,30 0)",
                      {"LINESTRING(0 0,10 0,20 0)", "LINESTRING(20 0,30 0)"}),
              ElementsAre("LINESTRING (0 0, 10 2, 20 0)", "LINESTRING (20 0, 30 0)"));
}

TEST(RedrawnParts, KeepAMarkBetweenTwoVertices) {
  EXPECT_THAT(redrawn("LINESTRING(0 0,10 0,30 0)", "LINESTRING(0 0,10 2,30 0)",
                      {"LINESTRING(0 0,5 0)", "LINESTRING(5 0,10 0,30 0)"}, 5)
                  .size(),
              2);
  EXPECT_THAT(redrawn("LINESTRING(0 0,10 0,20 0,40 0)", "LINESTRING(0 2,10 0,20 0,40 0)",
                      {"LINESTRING(0 0,10 0,20 0,30 0)", "LINESTRING(30 0,40 0)"}),
              ElementsAre("LINESTRING (0 2, 10 0, 20 0, 30 0)", "LINESTRING (30 0, 40 0)"));
}

TEST(RedrawnParts, StandInAnyOrder) {
  EXPECT_THAT(redrawn("LINESTRING(0 0,10 0,20 0,30 0)", "LINESTRING(0 0,10 2,20 0,30 0)",
                      {"LINESTRING(20 0,30 0)", "LINESTRING(0 0,10 0,20 0)"}),
              ElementsAre("LINESTRING (20 0, 30 0)", "LINESTRING (0 0, 10 2, 20 0)"));
}

TEST(RedrawnParts, AreNoneWhereThePartsAreNotTheWhole) {
  EXPECT_THAT(redrawn("LINESTRING(0 0,10 0,20 0,30 0)", "LINESTRING(0 0,10 2,20 0,30 0)",
                      {"LINESTRING(0 0,10 0,20 0)", "LINESTRING(20 0,25 0)"}),
              ElementsAre());
  EXPECT_THAT(redrawn("LINESTRING(0 0,10 0,20 0,30 0)", "LINESTRING(0 0,10 2,20 0,30 0)",
                      {"LINESTRING(0 0,10 0,20 0)", "LINESTRING(20 0,25 1,30 0)"}),
              ElementsAre());
}

TEST(RedrawnParts, AreNoneWhereTheMarkHasGoneTooFar) {
  const char* before = "LINESTRING(0 0,10 0,20 0,30 0)";
  const char* after = "LINESTRING(0 0,10 3,20 3,30 0)";
  EXPECT_THAT(redrawn(before, after, {"LINESTRING(0 0,10 0)", "LINESTRING(10 0,20 0,30 0)"}, 5),
              ElementsAre("LINESTRING (0 0, 10 3)", "LINESTRING (10 3, 20 3, 30 0)"));
  EXPECT_THAT(redrawn(before, after, {"LINESTRING(0 0,10 0)", "LINESTRING(10 0,20 0,30 0)"}, 2),
              ElementsAre());
}

TEST(RedrawnParts, OfAnAreaHaveTheirStretchesOfTheOutline) {
  EXPECT_THAT(
      redrawn("POLYGON((0 0,10 0,20 0,20 10,10 10,0 10,0 0))",
              "POLYGON((0 0,10 0,20 0,22 5,20 10,10 10,0 10,0 0))",
              {"POLYGON((0 0,10 0,10 10,0 10,0 0))", "POLYGON((10 0,20 0,20 10,10 10,10 0))"}),
      ElementsAre("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))",
                  "POLYGON ((10 0, 20 0, 22 5, 20 10, 10 10, 10 0))"));
}

TEST(RedrawnParts, OfAnAreaAreNoneWhereTheyWouldNotMakeItUp) {
  EXPECT_THAT(
      redrawn("POLYGON((0 0,20 0,20 10,0 10,0 0))", "POLYGON((0 0,20 0,20 10,0 10,0 0))",
              {"POLYGON((0 0,10 0,10 10,0 10,0 0))", "POLYGON((11 0,20 0,20 10,11 10,11 0))"}),
      ElementsAre());
}

/// As much ground in all, and a notch where nobody has drawn one.
TEST(RedrawnParts, OfAnAreaAreNoneWhereTheCutEndsInWhatWasMoved) {
  EXPECT_THAT(redrawn("POLYGON((0 0,480 0,520 0,1000 0,1000 1000,0 1000,0 0))",
                      "POLYGON((0 0,480 -5,520 -5,1000 0,1000 1000,0 1000,0 0))",
                      {"POLYGON((0 0,480 0,500 0,500 1000,0 1000,0 0))",
                       "POLYGON((500 0,520 0,1000 0,1000 1000,500 1000,500 0))"}),
              ElementsAre());
}

}  // namespace
}  // namespace bdf::geometry
