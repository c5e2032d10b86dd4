// SPDX-License-Identifier: MIT
#include "geometry/pieces.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <vector>

#include "geometry_samples.h"

namespace bdf::geometry {
namespace {

class Cut {
 public:
  Cut(const char* whole, std::initializer_list<const char*> pieces) : whole_(from_wkt(whole)) {
    for (const auto* wkt : pieces) pieces_.push_back(from_wkt(wkt));
    for (const auto& piece : pieces_) pointers_.push_back(&piece);
  }
  [[nodiscard]] bool chains(double joint = 0.01, double distance = 0.01) const {
    return chain_along(whole_, pointers_, {joint, distance});
  }
  [[nodiscard]] bool tiles() const { return tile(whole_, pointers_, {0.01, 0.01}); }

 private:
  Geometry whole_;
  std::vector<Geometry> pieces_;
  std::vector<const Geometry*> pointers_;
};

constexpr auto line = "LINESTRING (0 0, 50 0, 100 0)";

TEST(ChainAlong, PiecesInAnyOrderAndDirection) {
  EXPECT_TRUE(Cut(line, {"LINESTRING (0 0, 30 0)", "LINESTRING (30 0, 100 0)"}).chains());
  EXPECT_TRUE(
      Cut(line, {"LINESTRING (100 0, 70 0)", "LINESTRING (0 0, 30 0)", "LINESTRING (70 0, 30 0)"})
          .chains());
}

TEST(ChainAlong, NotWithAGapAnOverlapOrAPieceTooMany) {
  EXPECT_FALSE(Cut(line, {"LINESTRING (0 0, 30 0)", "LINESTRING (31 0, 100 0)"}).chains());
  EXPECT_FALSE(Cut(line, {"LINESTRING (0 0, 60 0)", "LINESTRING (30 0, 100 0)"}).chains());
  EXPECT_FALSE(
      Cut(line, {"LINESTRING (0 0, 30 0)", "LINESTRING (30 0, 100 0)", "LINESTRING (30 0, 100 0)"})
          .chains());
  EXPECT_FALSE(Cut(line, {"LINESTRING (0 0, 30 0)", "LINESTRING (30 0, 90 0)"}).chains());
  EXPECT_FALSE(Cut(line, {"LINESTRING (0 0, 100 0)"}).chains());
}

TEST(ChainAlong, NearTheWholeWhereThatIsAllowedButJointsStayExact) {
  const Cut moved(line, {"LINESTRING (0 0, 30 2)", "LINESTRING (30 2, 100 0)"});
  EXPECT_FALSE(moved.chains(0.01, 0.01));
  EXPECT_TRUE(moved.chains(0.01, 2));
  EXPECT_FALSE(Cut(line, {"LINESTRING (0 0, 30 2)", "LINESTRING (30 1, 100 0)"}).chains(0.01, 2));
}

TEST(ChainAlong, AClosedLineIsCutIntoPiecesThatClose) {
  EXPECT_TRUE(
      Cut("LINESTRING (0 0, 10 0, 10 10, 0 0)",
          {"LINESTRING (10 0, 10 10, 5 5)", "LINESTRING (5 5, 0 0)", "LINESTRING (0 0, 10 0)"})
          .chains());
}

constexpr auto square = "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))";
constexpr auto left = "POLYGON ((0 0, 4 0, 4 10, 0 10, 0 0))";
constexpr auto right = "POLYGON ((4 0, 10 0, 10 10, 4 10, 4 0))";

TEST(Tile, PiecesWithoutGapAndOverlap) {
  EXPECT_TRUE(Cut(square, {left, right}).tiles());
  EXPECT_FALSE(Cut(square, {left, left}).tiles());
  EXPECT_FALSE(Cut(square, {left, "POLYGON ((5 0, 10 0, 10 10, 5 10, 5 0))"}).tiles());
  EXPECT_FALSE(Cut(square, {left, right, "POLYGON ((1 1, 3 1, 3 3, 1 1))"}).tiles());
  EXPECT_FALSE(Cut(square, {"POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))", right}).tiles());
}

}  // namespace
}  // namespace bdf::geometry
