// SPDX-License-Identifier: MIT
#include "geometry/validity.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "base/message.h"
#include "geometry_samples.h"

namespace bdf::geometry {
namespace {

std::string reason(const char* wkt) { return why_invalid(from_wkt(wkt)).value_or("valid"); }

TEST(Validity, AcceptsWhatIsValid) {
  for (const char* wkt :
       {"POINT (1 2)", "POINT EMPTY", "LINESTRING Z (0 0 nan, 1 1 2)", "LINESTRING (0 0, 0 0, 1 1)",
        "MULTIPOINT (1 1, 1 1)", "POLYGON ((0 0, 9 0, 9 9, 0 0), (4 1, 5 1, 5 2, 4 1))",
        "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 7 5, 7 7, 5 5)))", "MULTIPOLYGON EMPTY",
        "LINESTRING (0 0, 2 2, 2 0, 0 2)"}) {
    EXPECT_EQ(reason(wkt), "valid") << wkt;
  }
}

TEST(Validity, SaysWhyAndWhere) {
  set_language("en");
  EXPECT_EQ(reason("LINESTRING (0 0, nan 1)"),
            "vertex 2 has a coordinate that is no finite number");
  EXPECT_EQ(reason("POINT (inf 1)"), "vertex 1 has a coordinate that is no finite number");
  EXPECT_EQ(reason("LINESTRING Z (0 0 1, 1 1 inf)"), "vertex 2 has an infinite Z");
  EXPECT_EQ(reason("MULTILINESTRING ((0 0, 1 1), (3.5 4, 3.5 4))"),
            "a line with fewer than two distinct vertices, at 3.5 4");
  EXPECT_EQ(reason("LINESTRING (1 1)"), "a line with fewer than two distinct vertices, at 1 1");
  EXPECT_EQ(reason("POLYGON ((0 0, 1 0, 1 1))"), "a ring is not closed, at 0 0");
  EXPECT_EQ(reason("POLYGON ((0 0, 1 0, 0 0))"), "a ring with fewer than four vertices, at 0 0");
  EXPECT_EQ(reason("POLYGON ((0 0))"), "a ring with fewer than four vertices, at 0 0");
  EXPECT_EQ(reason("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"), "self-intersection, at 1 1");
  EXPECT_EQ(reason("POLYGON ((0 0, 9 0, 9 9, 0 0), (20 1, 21 1, 21 2, 20 1))"),
            "a hole lies outside its shell, at 20 1");
  EXPECT_EQ(reason("MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((4 1, 5 1, 5 2, 4 1)))"),
            "a part lies inside another, at 4 1");
  EXPECT_NE(reason("POLYGON ((0 0, 1 1, 0 0, 1 1, 0 0))"), "valid");
}

TEST(Validity, NamesTheDefectAsJtsDoes) {
  const auto code = [](const char* wkt) {
    const auto invalidity = invalidity_of(from_wkt(wkt));
    return invalidity ? std::string(invalidity->code) : "valid";
  };
  EXPECT_EQ(code("POINT (inf 1)"), "INVALID_COORDINATE");
  EXPECT_EQ(code("LINESTRING (1 1, 1 1)"), "TOO_FEW_POINTS");
  EXPECT_EQ(code("POLYGON ((0 0, 1 0, 1 1))"), "RING_NOT_CLOSED");
  EXPECT_EQ(code("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"), "SELF_INTERSECTION");
  EXPECT_EQ(code("POLYGON ((0 0, 9 0, 9 9, 0 0), (20 1, 21 1, 21 2, 20 1))"), "HOLE_OUTSIDE_SHELL");
  EXPECT_EQ(code("MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((4 1, 5 1, 5 2, 4 1)))"), "NESTED_SHELLS");
  EXPECT_EQ(code("POLYGON ((0 0, 1 0, 1 1, 0 0))"), "valid");
  EXPECT_EQ(invalidity_of(from_wkt("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"))->place, (Point{1, 1}));
}

TEST(Simplicity, IsAboutLinesThatCross) {
  EXPECT_TRUE(is_simple(from_wkt("LINESTRING (0 0, 1 1, 2 0)")));
  EXPECT_TRUE(is_simple(from_wkt("LINESTRING (0 0, 1 1, 2 0, 0 0)"))) << "a closed line";
  EXPECT_FALSE(is_simple(from_wkt("LINESTRING (0 0, 2 2, 2 0, 0 2)")));
  EXPECT_FALSE(is_simple(from_wkt("MULTILINESTRING ((0 0, 2 2), (2 0, 0 2))")));
  EXPECT_FALSE(is_simple(from_wkt("MULTIPOINT (1 1, 1 1)")));
  EXPECT_FALSE(is_simple(from_wkt("LINESTRING (1 1, 1 1)")));
  EXPECT_FALSE(is_simple(from_wkt("LINESTRING (1 1, nan 1)")));
  EXPECT_TRUE(is_simple(from_wkt("LINESTRING EMPTY")));
}

TEST(Validity, AnyRandomGeometryHasAnAnswerInAnyThread) {
  const auto ask = [](unsigned seed) {
    Samples samples(seed);
    for (int i = 0; i < 500; ++i) {
      const Geometry g = samples.geometry();
      static_cast<void>(why_invalid(g));
      static_cast<void>(is_simple(g));
    }
  };
  std::vector<std::thread> threads;
  for (unsigned seed = 7; seed < 9; ++seed) threads.emplace_back(ask, seed);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace bdf::geometry
