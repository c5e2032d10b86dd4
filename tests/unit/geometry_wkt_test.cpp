// SPDX-License-Identifier: MIT
#include "geometry/wkt.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/message.h"
#include "geometry/measure.h"
#include "geometry/wkb.h"
#include "geometry_samples.h"

namespace bdf::geometry {
namespace {

std::string complaint(std::string_view wkt) {
  try {
    static_cast<void>(wkb_from_wkt(wkt));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Wkt, WritesBackWhatItReads) {
  for (const char* wkt :
       {"POINT (1.5 -2)", "POINT Z EMPTY", "LINESTRING Z (0 0 nan, 1e+300 0.1 2)", "POLYGON EMPTY",
        "POLYGON ((0 0, 4 0, 4 3, 0 0), (1 1, 2 1, 2 2, 1 1))", "MULTIPOINT ((1 2), (3 4))",
        "MULTIPOINT (EMPTY, (3 4))", "MULTIPOLYGON Z (((0 0 1, 4 0 1, 4 3 1, 0 0 1)))",
        "GEOMETRYCOLLECTION (POINT (1 2), GEOMETRYCOLLECTION EMPTY, MULTILINESTRING ((0 0, 1 1)))",
        "MULTICURVE ZM (COMPOUNDCURVE ZM ((0 0 1 2, 1 1 1 2), CIRCULARSTRING ZM (1 1 1 2, 2 2 1 2, "
        "3 1 1 2)), (5 5 5 5, 6 6 6 6))",
        "MULTISURFACE (CURVEPOLYGON (CIRCULARSTRING (0 0, 2 0, 0 0)), ((5 5, 6 5, 6 6, 5 5)))"}) {
    EXPECT_EQ(to_wkt(wkb_from_wkt(wkt)), wkt);
  }
}

TEST(Wkt, KeepsEveryBitOfACoordinate) {
  Samples samples(6);
  for (int i = 0; i < 500; ++i) {
    const std::string wkb = encode_wkb(samples.shaken(samples.geometry(), 0.1));
    ASSERT_EQ(wkb_from_wkt(to_wkt(wkb)), wkb) << to_wkt(wkb);
  }
}

TEST(Wkt, TakesOtherPeoplesHabits) {
  EXPECT_EQ(to_wkt(wkb_from_wkt(" linestringZ(0 0 1,1 1 2) ")), "LINESTRING Z (0 0 1, 1 1 2)");
  EXPECT_EQ(to_wkt(wkb_from_wkt("MultiPointZM(0 0 1 2)")), "MULTIPOINT ZM ((0 0 1 2))");
  EXPECT_EQ(to_wkt(wkb_from_wkt("MULTIPOINT (1 2, 3 4)")), "MULTIPOINT ((1 2), (3 4))");
  EXPECT_EQ(to_wkt(wkb_from_wkt("MULTIPOINT (POINT (1 2))")), "MULTIPOINT ((1 2))");
  EXPECT_EQ(to_wkt(wkb_from_wkt("Point M\n(1 2\t3)")), "POINT M (1 2 3)");
}

TEST(Wkt, SaysWhatIsWrongAndWhere) {
  set_language("en");
  EXPECT_EQ(complaint("LINE (0 0, 1 1)"), "WKT, character 1: \"LINE\" is no geometry type");
  EXPECT_EQ(complaint(""), "WKT, character 1: \"\" is no geometry type");
  EXPECT_EQ(complaint("POINT (1)"), "WKT, character 9: a vertex of POINT has 2 numbers");
  EXPECT_EQ(complaint("POINT (1 2 3)"), "WKT, character 13: a vertex of POINT has 2 numbers");
  EXPECT_EQ(complaint("POINT (a b)"), "WKT, character 8: a number is expected");
  EXPECT_EQ(complaint("POINT (1e999 0)"), "WKT, character 8: this number is out of range");
  EXPECT_EQ(complaint("POINT (1 2"), "WKT, character 11: \")\" is expected");
  EXPECT_EQ(complaint("POINT 1 2"), "WKT, character 7: \"(\" is expected");
  EXPECT_EQ(complaint("POINT (1 2) x"), "WKT, character 13: the geometry ends before this");
  EXPECT_EQ(complaint(std::string_view("POINT (1 2)\0", 12)),
            "WKT, character 12: the geometry ends before this");
  EXPECT_EQ(complaint("MULTIPOINT (LINESTRING (0 0, 1 1))"),
            "WKT, character 13: MULTIPOINT cannot hold LINESTRING");
  EXPECT_EQ(complaint("GEOMETRYCOLLECTION Z (POINT (0 0))"),
            "WKT, character 23: GEOMETRYCOLLECTION Z cannot hold POINT");
  EXPECT_EQ(complaint("GEOMETRYCOLLECTION ((0 0))"),
            "WKT, character 21: a geometry type is expected");
}

TEST(Wkt, RefusesEndlessNesting) {
  std::string wkt;
  for (int i = 0; i < 100000; ++i) wkt += "GEOMETRYCOLLECTION (";
  EXPECT_NE(complaint(wkt).find("nested too deep"), std::string::npos);
}

TEST(Wkt, WritesMalformedBytesInHexadecimal) { EXPECT_EQ(to_wkt("\1\xAB"), "01AB"); }

TEST(DescribeGeometry, IsForPeople) {
  set_language("en");
  const auto said = [](const char* wkt) { return describe(wkb_from_wkt(wkt)); };
  EXPECT_EQ(said("LINESTRING Z (0 0 1, 30 40 1)"), "LINESTRING Z, 2 vertices, length 50.0");
  EXPECT_EQ(said("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (1 1, 2 1, 2 2, 1 2, 1 1))"),
            "POLYGON, 10 vertices, area 99.0");
  EXPECT_EQ(said("POINT (1 2)"), "POINT, 1 vertex");
  EXPECT_EQ(said("MULTIPOINT EMPTY"), "MULTIPOINT, empty");
  EXPECT_EQ(said("CIRCULARSTRING (0 0, 1 1, 2 0)"), "CIRCULARSTRING, 3 vertices");
  EXPECT_EQ(describe("?"), "unreadable geometry of 1 byte");
}

TEST(Measure, IsPlanar) {
  EXPECT_EQ(length_of(from_wkt("MULTILINESTRING ((0 0, 3 4), (0 0, 0 1, 0 2))")), 7);
  EXPECT_EQ(length_of(from_wkt("POINT (1 1)")), 0);
  EXPECT_EQ(area_of(from_wkt("MULTIPOLYGON (((0 0, 0 1, 1 1, 1 0, 0 0)), ((5 5, 7 5, 7 7, 5 5)))")),
            3);
  EXPECT_EQ(area_of(from_wkt("LINESTRING (0 0, 1 0, 1 1, 0 0)")), 0);
  EXPECT_EQ(area_of(from_wkt("POLYGON EMPTY")), 0);
}

}  // namespace
}  // namespace bdf::geometry
