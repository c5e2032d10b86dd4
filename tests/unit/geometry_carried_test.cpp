// SPDX-License-Identifier: MIT
#include "geometry/carried.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "geometry/wkb.h"
#include "geometry/wkt.h"

namespace bdf::geometry {
namespace {

Geometry read(const std::string& wkt) { return *decode_wkb(wkb_from_wkt(wkt)).geometry; }

const std::string strip = "POLYGON ((0 0, 50 0, 100 0, 100 10, 50 10, 0 10, 0 0))";

std::string carried(const std::string& area,
                    const std::vector<std::pair<std::string, std::string>>& lines) {
  std::vector<MovedLine> moved;
  for (const auto& [before, after] : lines) moved.push_back({read(before), read(after)});
  return to_wkt(encode_wkb(carried_along(read(area), moved, 0.05)));
}

TEST(Carried, AlongALineThatHasMovedAsAWhole) {
  EXPECT_EQ(carried(strip, {{"LINESTRING (0 5, 100 5)", "LINESTRING (3 25, 103 25)"}}),
            "POLYGON ((3 20, 53 20, 103 20, 103 30, 53 30, 3 30, 3 20))");
}

TEST(Carried, WhereOneVertexHasMovedTheRestStays) {
  EXPECT_EQ(carried(strip, {{"LINESTRING (0 5, 50 5, 100 5)", "LINESTRING (0 5, 50 15, 100 5)"}}),
            "POLYGON ((0 0, 50 10, 100 0, 100 10, 50 20, 0 10, 0 0))");
}

TEST(Carried, AlongAStretchWithMoreVertices) {
  EXPECT_EQ(carried(strip, {{"LINESTRING (0 5, 100 5)", "LINESTRING (0 5, 0 15, 100 15, 100 5)"}}),
            "POLYGON ((0 0, 50 10, 100 0, 100 10, 50 20, 0 10, 0 0))");
}

TEST(Carried, TheNearestLineSays) {
  EXPECT_EQ(carried(strip, {{"LINESTRING (0 5, 60 5)", "LINESTRING (0 5, 60 5)"},
                            {"LINESTRING (60 5, 100 5)", "LINESTRING (60 7, 100 7)"}}),
            "POLYGON ((0 0, 50 0, 100 2, 100 12, 50 10, 0 10, 0 0))");
}

TEST(Carried, WithLinesOfAnotherNumberOfPartsOrNoneNothingMoves) {
  EXPECT_EQ(
      carried(strip, {{"LINESTRING (0 5, 100 5)", "MULTILINESTRING ((0 9, 50 9), (60 9, 100 9))"}}),
      strip);
  EXPECT_EQ(carried(strip, {}), strip);
}

}  // namespace
}  // namespace bdf::geometry
