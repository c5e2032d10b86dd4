// SPDX-License-Identifier: MIT
#include "geometry/linear_reference.h"

#include <gtest/gtest.h>

#include <cmath>

#include "geometry/measure.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"

namespace bdf::geometry {
namespace {

Geometry line(const std::string& wkt) { return *decode_wkb(wkb_from_wkt(wkt)).geometry; }
std::string wkt(const Geometry& geometry) { return to_wkt(encode_wkb(geometry)); }

std::vector<const Geometry*> pointers(const std::vector<Geometry>& geometries) {
  std::vector<const Geometry*> found;
  for (const auto& geometry : geometries) found.push_back(&geometry);
  return found;
}

TEST(LinearReference, OnlyOnePathOfSomeLengthHasPositions) {
  EXPECT_TRUE(is_one_path(line("LINESTRING (0 0, 1 0)")));
  EXPECT_TRUE(is_one_path(line("MULTILINESTRING ((0 0, 1 0))")));
  EXPECT_FALSE(is_one_path(line("MULTILINESTRING ((0 0, 1 0), (2 0, 3 0))")));
  EXPECT_FALSE(is_one_path(line("LINESTRING (0 0, 0 0)")));
  EXPECT_FALSE(is_one_path(line("POLYGON ((0 0, 1 0, 1 1, 0 0))")));
}

TEST(LinearReference, APositionIsWhereThePlaceIsNearest) {
  const auto bent = line("LINESTRING (0 0, 10 0, 10 10)");
  EXPECT_EQ(position_on(bent, {4, 1}, 0), 4);
  EXPECT_EQ(position_on(bent, {10, 0}, 0), 10);
  EXPECT_EQ(position_on(bent, {12, 7}, 0), 17);
  EXPECT_EQ(position_on(bent, {-5, 0}, 0), 0);
}

TEST(LinearReference, APlaceThatTheLinePassesTwiceIsTheOneExpected) {
  const auto ring = line("LINESTRING (0 0, 10 0, 10 10, 0 10, 0 0)");
  EXPECT_EQ(position_on(ring, {0, 0}, 1), 0);
  EXPECT_EQ(position_on(ring, {0, 0}, 39), 40);
}

TEST(LinearReference, CutsOutWithTheVerticesBetween) {
  const auto bent = line("LINESTRING Z (0 0 0, 10 0 10, 10 10 20)");
  EXPECT_EQ(wkt(cut_out(bent, {4, 16}, 0.01)), "LINESTRING Z (4 0 4, 10 0 10, 10 6 16)");
  EXPECT_EQ(wkt(cut_out(bent, {0, 10}, 0.01)), "LINESTRING Z (0 0 0, 10 0 10)");
  EXPECT_EQ(wkt(cut_out(bent, {9.995, 20.001}, 0.01)), "LINESTRING Z (10 0 10, 10 10 20)");
}

TEST(LinearReference, ALineIsSharedOutWhereTheOthersMeet) {
  const auto whole = line("LINESTRING (0 0, 100 0)");
  const std::vector<Geometry> others{line("LINESTRING (60 0, 100 0)"),
                                     line("LINESTRING (0 1, 60 1)")};
  const auto spans = shared_out(whole, pointers(others), 5);
  EXPECT_EQ(spans, (std::vector<Span>{{60, 100}, {0, 60}}));
}

TEST(LinearReference, AGapBetweenTwoIsHalvedAndWhatLiesElsewhereGetsNothing) {
  const auto whole = line("LINESTRING (0 0, 100 0)");
  const std::vector<Geometry> others{line("LINESTRING (5 0, 40 0)"),
                                     line("LINESTRING (60 0, 90 0)"),
                                     line("LINESTRING (0 50, 100 50)")};
  EXPECT_EQ(shared_out(whole, pointers(others), 5),
            (std::vector<Span>{{0, 50}, {50, 100}, {0, 0}}));
}

TEST(LinearReference, ARingIsSharedOutFromWhereItBegins) {
  const auto ring = line("LINESTRING (0 0, 10 0, 10 10, 0 10, 0 0)");
  const std::vector<Geometry> others{line("LINESTRING (10 10, 0 10, 0 0)"),
                                     line("LINESTRING (0 0, 10 0, 10 10)")};
  EXPECT_EQ(shared_out(ring, pointers(others), 1), (std::vector<Span>{{20, 40}, {0, 20}}));
}

TEST(LinearReference, JoinsAndLeavesOutTheMarkOfACut) {
  const auto model = line("LINESTRING (0 0, 10 0, 20 0, 30 5)");
  const std::vector<Geometry> parts{line("LINESTRING (15 0, 20 0, 30 5)"),
                                    line("LINESTRING (0 0, 10 0)"),
                                    line("LINESTRING (10 0, 15 0)")};
  const auto whole = joined(pointers(parts), {true, false, false}, 0.05);
  ASSERT_TRUE(whole);
  EXPECT_EQ(wkt(whole->line), wkt(model));
  EXPECT_EQ(whole->order, (std::vector<std::size_t>{1, 2, 0}));
  EXPECT_EQ(whole->spans[1], (Span{10, 15}));
}

TEST(LinearReference, KeepsAVertexThatIsOffTheWay) {
  const std::vector<Geometry> parts{line("LINESTRING (0 0, 15 3)"),
                                    line("LINESTRING (15 3, 30 0)")};
  const auto whole = joined(pointers(parts), {true, true}, 0.05);
  ASSERT_TRUE(whole);
  EXPECT_EQ(wkt(whole->line), "LINESTRING (0 0, 15 3, 30 0)");
}

TEST(LinearReference, JoinsNoFork) {
  const std::vector<Geometry> fork{line("LINESTRING (0 0, 10 0)"), line("LINESTRING (10 0, 20 5)"),
                                   line("LINESTRING (10 0, 20 -5)")};
  EXPECT_FALSE(joined(pointers(fork), {true, true, true}, 0.05));
  const std::vector<Geometry> apart{line("LINESTRING (0 0, 10 0)"),
                                    line("LINESTRING (11 0, 20 5)")};
  EXPECT_FALSE(joined(pointers(apart), {true, true, true}, 0.05));
  const std::vector<Geometry> against{line("LINESTRING (0 0, 10 0)"),
                                      line("LINESTRING (20 5, 10 0)")};
  EXPECT_FALSE(joined(pointers(against), {true, true, true}, 0.05));
  const std::vector<Geometry> flat{line("LINESTRING (0 0, 10 0)"),
                                   line("LINESTRING Z (10 0 1, 20 5 1)")};
  EXPECT_FALSE(joined(pointers(flat), {true, true, true}, 0.05));
}

}  // namespace
}  // namespace bdf::geometry
