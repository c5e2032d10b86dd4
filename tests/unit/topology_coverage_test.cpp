// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <cmath>
#include <optional>
#include <random>
#include <set>
#include <string>

#include "geometry_polygons.h"
#include "geometry_samples.h"
#include "topology/coverage.h"

namespace bdf::topology {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Polygons by WKT; features are numbered from 0.
class Land {
 public:
  explicit Land(const std::vector<std::string>& wkt) {
    for (const auto& text : wkt) geometries_.push_back(geometry::from_wkt(text));
    prepare();
  }
  static Land of(std::vector<Geometry> geometries) {
    Land land({});
    land.geometries_ = std::move(geometries);
    land.areas_.clear();
    land.prepare();
    return land;
  }
  [[nodiscard]] const Coverage& coverage() const { return *coverage_; }
  [[nodiscard]] std::vector<std::string> overlaps() const {
    std::vector<std::string> texts;
    for (const auto& overlap : overlaps_of(*coverage_, 1e-6, 1))
      texts.push_back(fmt_of(overlap.one, overlap.other, overlap.common));
    return texts;
  }
  [[nodiscard]] std::vector<std::string> gaps() const {
    std::vector<std::string> texts;
    for (const auto& gap : gaps_of(*coverage_, 0.5)) {
      std::string text;
      for (const auto area : gap.areas) text += std::to_string(area) + ' ';
      texts.push_back(text + rounded(gap.size));
    }
    return texts;
  }
  [[nodiscard]] std::vector<std::string> apart() const {
    std::vector<std::string> texts;
    for (const auto& found : boundaries_apart(*coverage_, 0.05, 0.5, 1))
      texts.push_back(fmt_of(found.one, found.other, found.distance));
    return texts;
  }

 private:
  void prepare() {
    for (std::size_t i = 0; i < geometries_.size(); ++i) areas_.push_back({i, &geometries_[i]});
    coverage_.emplace(areas_);
  }
  static std::string rounded(double number) {
    auto text = std::to_string(std::round(number * 100) / 100);
    return text.substr(0, text.find('.') + 3);
  }
  static std::string fmt_of(std::size_t one, std::size_t other, double number) {
    return std::to_string(one) + ' ' + std::to_string(other) + ' ' + rounded(number);
  }

  std::vector<Geometry> geometries_;
  std::vector<CoverageArea> areas_;
  std::optional<Coverage> coverage_;
};

std::string square(double x, double y, double side) {
  const auto at = [&](double dx, double dy) {
    return std::to_string(x + dx) + ' ' + std::to_string(y + dy);
  };
  return "POLYGON ((" + at(0, 0) + ", " + at(side, 0) + ", " + at(side, side) + ", " + at(0, side) +
         ", " + at(0, 0) + "))";
}

TEST(Coverage, SidesOfOneEdgeAreTwins) {
  const Land land({square(0, 0, 10), square(10, 0, 10)});
  std::size_t shared = 0;
  for (std::uint32_t i = 0; i < land.coverage().edges().size(); ++i)
    shared += land.coverage().is_outline(i) ? 0 : 1;
  EXPECT_EQ(shared, 2);
  EXPECT_THAT(land.overlaps(), IsEmpty());
  EXPECT_THAT(land.gaps(), IsEmpty());
  EXPECT_THAT(land.apart(), IsEmpty());
}

TEST(Coverage, HoldsWhicheverWayRingsTurn) {
  const Land land({"POLYGON ((0 0, 0 10, 10 10, 10 0, 0 0))", square(10, 0, 10),
                   "POLYGON ((20 0, 40 0, 40 20, 20 20, 20 0), (25 5, 35 5, 35 15, 25 15, 25 5))",
                   square(25, 5, 10)});
  EXPECT_THAT(land.overlaps(), IsEmpty());
  EXPECT_THAT(land.gaps(), IsEmpty());
}

TEST(Coverage, OverlapsThatCross) {
  EXPECT_THAT(Land({square(0, 0, 10), square(8, 8, 10), square(30, 0, 5)}).overlaps(),
              ElementsAre("0 1 4.00"));
}

TEST(Coverage, OverlapsOfAnAreaWithinAnother) {
  EXPECT_THAT(Land({square(0, 0, 100), square(40, 40, 10)}).overlaps(), ElementsAre("0 1 100.00"));
  EXPECT_THAT(Land({square(40, 40, 10), square(0, 0, 100)}).overlaps(), ElementsAre("0 1 100.00"));
}

TEST(Coverage, OverlapsOfTheSameAreaTwice) {
  EXPECT_THAT(Land({square(0, 0, 10), square(0, 0, 10)}).overlaps(), ElementsAre("0 1 100.00"));
}

/// No edge crosses another: the second goes from corner to corner within the first.
TEST(Coverage, OverlapsFromCornerToCorner) {
  EXPECT_THAT(Land({square(0, 0, 10), "POLYGON ((0 0, 10 10, 0 10, 0 0))"}).overlaps(),
              ElementsAre("0 1 50.00"));
}

/// Two coverages of one land, each clean: inner areas have nothing but twins.
TEST(Coverage, OverlapsOfOneCoverageUponAnother) {
  std::vector<std::string> squares;
  for (int x = 0; x < 4; ++x)
    for (int y = 0; y < 4; ++y) squares.push_back(square(10 * x, 10 * y, 10));
  auto twice = squares;
  twice.insert(twice.end(), squares.begin(), squares.end());
  EXPECT_THAT(Land(squares).overlaps(), IsEmpty());
  EXPECT_EQ(Land(twice).overlaps().size(), 16);
}

TEST(Coverage, GapsThatAreNarrow) {
  EXPECT_THAT(Land({"POLYGON ((0 0, 10 0, 10.2 5, 10 10, 0 10, 0 0))",
                    "POLYGON ((10 0, 20 0, 20 10, 10 10, 10.4 5, 10 0))"})
                  .gaps(),
              ElementsAre("0 1 1.00"));
}

/// A clearing is none, and neither is what lies open.
TEST(Coverage, GapsAreNotClearings) {
  EXPECT_THAT(
      Land({"POLYGON ((0 0, 20 0, 20 20, 0 20, 0 0), (5 5, 5.1 5, 5.1 15, 5 15, 5 5))"}).gaps(),
      IsEmpty());
  EXPECT_THAT(Land({"POLYGON ((0 0, 10 0, 10 3, 3 3, 3 7, 10 7, 10 10, 0 10, 0 0))",
                    "POLYGON ((10 0, 20 0, 20 10, 10 10, 10 7, 10 3, 10 0))"})
                  .gaps(),
              IsEmpty());
  EXPECT_THAT(Land({square(0, 0, 10), square(10.2, 0, 10)}).gaps(), IsEmpty());
}

TEST(Coverage, BoundariesThatNearlyMeet) {
  EXPECT_THAT(Land({square(0, 0, 10), square(10.2, 0, 10)}).apart(), ElementsAre("0 1 0.20"));
  EXPECT_THAT(Land({square(0, 0, 10), square(10.02, 0, 10)}).apart(), IsEmpty());
  EXPECT_THAT(Land({square(0, 0, 10), square(10.6, 0, 10)}).apart(), IsEmpty());
}

/// They meet in one corner, at a small angle.
TEST(Coverage, BoundariesThatPartAtAnAngleDoNot) {
  EXPECT_THAT(Land({"POLYGON ((0 0, 1 0.1, 10 10, 0 10, 0 0))",
                    "POLYGON ((0 0, 10 -10, 10 0, 1 -0.1, 0 0))"})
                  .apart(),
              IsEmpty());
}

TEST(Coverage, WhatIsNoAreaIsLeftOut) {
  Geometry broken = geometry::from_wkt(square(0, 0, 10));
  broken.xy[2] = std::nan("");
  const auto land = Land::of(
      {broken, geometry::from_wkt("POINT (5 5)"), geometry::from_wkt("LINESTRING (0 0, 10 10)"),
       geometry::from_wkt("POLYGON EMPTY"), geometry::from_wkt(square(0, 0, 10))});
  EXPECT_THAT(land.overlaps(), IsEmpty());
  EXPECT_THAT(land.gaps(), IsEmpty());
}

/// Against what GEOS makes of every pair.
TEST(Coverage, OverlapsAreThoseThatGeosFinds) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto number = [&](int least, int most) {
      return std::uniform_int_distribution<int>(least, most)(random);
    };
    // Rectangles on a coarse grid: many share edges, corners and parts of edges.
    std::vector<std::string> texts;
    for (int i = 0; i < 12; ++i) {
      const int x = number(0, 12);
      const int y = number(0, 12);
      const int w = number(1, 4);
      const int h = number(1, 4);
      const auto at = [&](int dx, int dy) {
        return std::to_string(x + dx) + ' ' + std::to_string(y + dy);
      };
      texts.push_back("POLYGON ((" + at(0, 0) + ", " + at(w, 0) + ", " + at(w, h) + ", " +
                      at(0, h) + ", " + at(0, 0) + "))");
    }
    std::vector<Geometry> geometries;
    for (const auto& text : texts) geometries.push_back(geometry::from_wkt(text));
    std::set<std::pair<std::size_t, std::size_t>> expected;
    for (std::size_t i = 0; i < geometries.size(); ++i)
      for (std::size_t j = i + 1; j < geometries.size(); ++j)
        if (geometry::geos_common_area(geometries[i], geometries[j]) > 1e-6) expected.emplace(i, j);
    std::vector<CoverageArea> areas;
    for (std::size_t i = 0; i < geometries.size(); ++i) areas.push_back({i, &geometries[i]});
    std::set<std::pair<std::size_t, std::size_t>> found;
    for (const auto& overlap : overlaps_of(Coverage(areas), 1e-6, 2))
      found.emplace(overlap.one, overlap.other);
    EXPECT_EQ(found, expected);
  }
}

}  // namespace
}  // namespace bdf::topology
