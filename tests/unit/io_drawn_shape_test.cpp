// SPDX-License-Identifier: MIT
#include "io/drawn_shape.h"

#include <gtest/gtest.h>

#include "geometry/wkt.h"

namespace bdf::io {
namespace {

/// What is made of a shape that stood there as `before` and stands there as `now`.
std::string drawn(const std::string& before, const std::string& now,
                  ConflictKind kind = ConflictKind::geometry) {
  Conflict conflict;
  conflict.kind = kind;
  conflict.values = {"LINESTRING (9 9, 8 8)", before, "LINESTRING (7 7, 8 8)"};
  return drawn_shape(conflict, geometry::wkb_from_wkt(now));
}

TEST(DrawnShape, OnlyAnotherOneIsDrawn) {
  EXPECT_EQ(drawn("LINESTRING (0 0, 1 0)", "LINESTRING (0 0, 1 0)"), "");
  EXPECT_EQ(drawn("LINESTRING (0 0, 1 0)", "LINESTRING (0 0, 1 0.001)"),
            "LINESTRING (0 0, 1 0.001)");
  EXPECT_EQ(drawn("LINESTRING (0 0, 1 0)", "LINESTRING (0 0, 5 5)", ConflictKind::attribute), "");
}

TEST(DrawnShape, WhereLocalHasNoneTheReferencesIsChanged) {
  Conflict conflict;
  conflict.kind = ConflictKind::geometry;
  conflict.values.reference = "POINT (1 2)";
  EXPECT_EQ(drawn_shape(conflict, geometry::wkb_from_wkt("POINT (1 2)")), "");
  EXPECT_EQ(drawn_shape(conflict, geometry::wkb_from_wkt("POINT (1 3)")), "POINT (1 3)");
}

TEST(DrawnShape, AVertexThatWasAddedGetsAnAltitude) {
  EXPECT_EQ(drawn("LINESTRING Z (0 0 6, 10 0 2)", "LINESTRING Z (0 0 6, 5 0 nan, 10 0 2)"),
            "LINESTRING Z (0 0 6, 5 0 4, 10 0 2)");
}

TEST(DrawnShape, AVertexThatHadNoAltitudeGetsNone) {
  EXPECT_EQ(drawn("LINESTRING Z (0 0 6, 5 0 nan, 10 0 2)", "LINESTRING Z (0 0 6, 5 0 nan, 10 1 2)"),
            geometry::to_wkt(geometry::wkb_from_wkt("LINESTRING Z (0 0 6, 5 0 nan, 10 1 2)")));
}

}  // namespace
}  // namespace bdf::io
