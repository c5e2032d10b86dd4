// SPDX-License-Identifier: MIT
#include "geometry/adapt.h"

#include <gtest/gtest.h>

#include <string>

#include "geometry/wkb.h"
#include "geometry/wkt.h"

namespace bdf::geometry {
namespace {

Geometry read(const std::string& wkt) { return decode_wkb(wkb_from_wkt(wkt)).geometry.value(); }
std::string text(const Geometry& geometry) { return to_wkt(encode_wkb(geometry)); }
std::string lifted(const std::string& flat, const std::string& model) {
  return text(with_z_of(read(flat), read(model), 0.05));
}

TEST(WithZOf, AVertexOfTheModelsHasItsAltitude) {
  EXPECT_EQ(lifted("LINESTRING (0 0, 10 0)", "LINESTRING Z (0 0 5, 10.04 0 3)"),
            text(read("LINESTRING Z (0 0 5, 10 0 3)")));
}

TEST(WithZOf, APlaceBetweenTwoOfTheModelsHasTheAltitudeThere) {
  EXPECT_EQ(lifted("LINESTRING (5 0, 10 0)", "LINESTRING Z (0 0 6, 10 0 2)"),
            text(read("LINESTRING Z (5 0 4, 10 0 2)")));
}

TEST(WithZOf, BetweenTwoItFallsEvenly) {
  EXPECT_EQ(lifted("LINESTRING (0 0, 5 0, 10 0)", "LINESTRING Z (0 0 6, 10 0 2)"),
            text(read("LINESTRING Z (0 0 6, 5 0 4, 10 0 2)")));
}

TEST(WithZOf, BeyondThemItStaysLevel) {
  EXPECT_EQ(lifted("LINESTRING (0 0, 10 0, 20 0)", "LINESTRING Z (0 0 6, 10 0 2)"),
            text(read("LINESTRING Z (0 0 6, 10 0 2, 20 0 2)")));
}

TEST(WithZOf, ALineThatWasMovedKeepsItsFall) {
  EXPECT_EQ(lifted("LINESTRING (0 20, 5 20, 10 20)", "LINESTRING Z (0 0 6, 10 0 2)"),
            text(read("LINESTRING Z (0 20 6, 5 20 4, 10 20 2)")));
}

TEST(WithZOf, WhereNothingIsKnownItStaysFlat) {
  EXPECT_EQ(lifted("POINT (0 20)", "POINT Z (0 0 6)"), text(read("POINT (0 20)")));
  EXPECT_EQ(lifted("LINESTRING (0 0, 1 1)", "LINESTRING (0 0, 1 1)"),
            text(read("LINESTRING (0 0, 1 1)")));
}

TEST(WithGapsFilled, EachPathByItself) {
  EXPECT_EQ(text(with_gaps_filled(read("MULTILINESTRING Z ((0 0 6, 5 0 nan, 10 0 2, 11 0 nan), "
                                       "(0 9 nan, 1 9 nan))"))),
            text(read("MULTILINESTRING Z ((0 0 6, 5 0 4, 10 0 2, 11 0 2), (0 9 nan, 1 9 nan))")));
  EXPECT_EQ(text(with_gaps_filled(read("LINESTRING (0 0, 1 1)"))),
            text(read("LINESTRING (0 0, 1 1)")));
}

TEST(Reversed, TurnsEachPartAndItsAltitudes) {
  EXPECT_EQ(text(reversed(read("MULTILINESTRING Z ((0 0 1, 1 0 2), (2 0 3, 3 0 4, 4 0 5))"))),
            text(read("MULTILINESTRING Z ((4 0 5, 3 0 4, 2 0 3), (1 0 2, 0 0 1))")));
}

TEST(AsDeclared, WrapsASinglePartAndUnwrapsIt) {
  EXPECT_EQ(text(as_declared(read("POINT (1 2)"), "MULTIPOINT")), text(read("MULTIPOINT ((1 2))")));
  EXPECT_EQ(text(as_declared(read("MULTIPOINT ((1 2))"), "POINT")), text(read("POINT (1 2)")));
}

}  // namespace
}  // namespace bdf::geometry
