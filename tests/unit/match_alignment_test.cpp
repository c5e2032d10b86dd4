// SPDX-License-Identifier: MIT
#include "match/alignment.h"

#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <random>

#include "match_samples.h"

namespace bdf::match {
namespace {

constexpr double reach = 100;
constexpr double least = 0.05;

std::string at(Point point) { return std::to_string(point.x) + " " + std::to_string(point.y); }

using Moving = std::function<Point(Point)>;

/// Lines here and there over ten kilometres, and where `moving` takes them; both sides the same
/// places. `noise` is the second side's own.
Shapes scattered(std::size_t n, const Moving& moving, double noise = 0) {
  std::mt19937 random(42);
  std::mt19937 shaking(7);
  std::uniform_real_distribution<double> place(0, 10'000);
  std::uniform_real_distribution<double> length(-120, 120);
  std::uniform_real_distribution<double> shake(-noise, noise);
  std::vector<std::string> wkts;
  for (std::size_t i = 0; i < n; ++i) {
    const Point start{place(random), place(random)};
    const Point end{start.x + length(random), start.y + length(random)};
    const auto drawn = [&](Point point) {
      const auto to = moving(point);
      return at({to.x + shake(shaking), to.y + shake(shaking)});
    };
    wkts.push_back("LINESTRING (" + drawn(start) + ", " + drawn(end) + ")");
  }
  return shapes_from(wkts);
}

Point still(Point point) { return point; }
Point shifted(Point point) { return {point.x + 26, point.y - 15}; }
/// Within forty metres, round once in ten kilometres.
Point drifted(Point point) {
  constexpr double round = 2 * 3.14159265358979 / 10'000;
  return {point.x + 20 * std::sin(point.y * round), point.y + 20 * std::cos(point.x * round)};
}

TEST(Align, FindsAConstantShift) {
  const auto found = align(scattered(400, still), scattered(400, shifted), reach, least, 2);
  ASSERT_TRUE(found);
  for (const auto& shift : found->field.shifts) {
    EXPECT_NEAR(shift.x, 26, 0.1);
    EXPECT_NEAR(shift.y, -15, 0.1);
  }
  EXPECT_GT(found->check.with, 0.5);
  EXPECT_LT(found->check.without, 0.2);
}

void expect_shift(std::size_t features, double noise, double within) {
  const auto found =
      align(scattered(features, still), scattered(features, shifted, noise), reach, least, 2);
  ASSERT_TRUE(found);
  const auto middle = found->field.at({5000, 5000});
  EXPECT_NEAR(middle.x, 26, within);
  EXPECT_NEAR(middle.y, -15, within);
}

TEST(Align, FindsAShiftBelowNoise) { expect_shift(400, 6, 2); }

TEST(Align, FollowsADriftBetterThanOneVectorCould) {
  const auto found = align(scattered(4000, still), scattered(4000, drifted), reach, least, 2);
  ASSERT_TRUE(found);
  EXPECT_GT(found->field.shifts.size(), 1U);
  double worst = 0;
  for (double x = 1000; x < 9500; x += 500)
    for (double y = 1000; y < 9500; y += 500) {
      const auto by = found->field.at({x, y});
      const auto truth = drifted({x, y});
      worst = std::max(worst, std::hypot(x + by.x - truth.x, y + by.y - truth.y));
    }
  EXPECT_LT(worst, 8);
}

TEST(Align, LeavesWhatIsInPlace) {
  EXPECT_FALSE(align(scattered(400, still), scattered(400, still), reach, least, 2));
  EXPECT_FALSE(align(scattered(400, still), scattered(400, still, 3), reach, least, 2));
}

TEST(Align, BelievesNothingOfFew) {
  EXPECT_FALSE(align(scattered(10, still), scattered(10, shifted), reach, least, 2));
  EXPECT_FALSE(align({}, scattered(10, shifted), reach, least, 2));
  EXPECT_FALSE(align({}, {}, reach, least, 2));
}

TEST(Align, FindsAShiftOfFewThatAreDrawnRoughly) {
  expect_shift(40, 10, 4);
  EXPECT_FALSE(align(scattered(40, still), scattered(40, still, 10), reach, least, 2));
}

TEST(Align, LooksForNothingWithoutAReachOrBeyondIt) {
  EXPECT_FALSE(align(scattered(400, still), scattered(400, shifted), 0, least, 2));
  EXPECT_FALSE(align(scattered(400, still), scattered(400, shifted), 20, least, 2));
  EXPECT_FALSE(align(scattered(400, still), scattered(400, shifted), reach, 31, 2));
}

TEST(Align, FindsNothingBetweenWhatIsNotTheSame) {
  const auto elsewhere = [](Point point) -> Point {
    return {std::fmod(point.x * 7.3, 10'000), std::fmod(point.y * 3.1, 10'000)};
  };
  EXPECT_FALSE(align(scattered(400, still), scattered(400, elsewhere), reach, least, 2));
}

/// Squares 40 m apart, of which the other side has shaken ones: each lies on its own, and all would
/// lie on another's by a shift of one cell.
Shapes raster(double noise, Point by = {0, 0}) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> shake(-noise, noise);
  std::vector<std::string> wkts;
  for (int row = 0; row < 30; ++row)
    for (int column = 0; column < 30; ++column) {
      const Point corner{column * 40 + by.x + shake(random), row * 40 + by.y + shake(random)};
      const auto to = [&](double x, double y) { return at({corner.x + x, corner.y + y}); };
      wkts.push_back("POLYGON ((" + to(0, 0) + ", " + to(20, 0) + ", " + to(20, 20) + ", " +
                     to(0, 20) + ", " + to(0, 0) + "))");
    }
  return shapes_from(wkts);
}

TEST(Align, DoesNotTakeARasterForItsNeighbour) {
  for (const double noise : {0.5, 3.0, 8.0})
    EXPECT_FALSE(align(raster(0), raster(noise), reach, least, 2)) << noise;
}

/// Lines side by side, of which the other side has redrawn ones: halfway to the next each would fit
/// two.
TEST(Align, DoesNotMoveRowsHalfwayToTheirNeighbours) {
  for (const double apart : {11, 13, 22, 26, 40})
    for (const double noise : {0.5, 3.0}) {
      std::mt19937 random(5);
      std::uniform_real_distribution<double> shake(-noise, noise);
      const auto rows = [&](bool shaken) {
        std::vector<std::string> wkts;
        for (int i = 0; i < 80; ++i) {
          const double x = i % 10 * 200;
          const double y = i / 10 * apart + (shaken ? shake(random) : 0);
          wkts.push_back("LINESTRING (" + at({x, y}) + ", " + at({x + 90, y}) + ")");
        }
        return shapes_from(wkts);
      };
      EXPECT_FALSE(align(rows(false), rows(true), reach, least, 2)) << apart << ' ' << noise;
    }
}

TEST(Align, FindsTheShiftOfAColumn) {
  const auto column = [](double x, double y) {
    std::vector<std::string> wkts;
    for (int i = 0; i < 80; ++i) wkts.push_back("POINT (" + at({x, y + i * i * 7.0}) + ")");
    return shapes_from(wkts);
  };
  EXPECT_TRUE(align(column(0, 0), column(30, 41), reach, least, 2));
}

TEST(Align, IsMirroredWhenSidesAreSwapped) {
  const auto one = scattered(800, still);
  const auto other = scattered(800, shifted, 3);
  const auto there = align(one, other, reach, least, 2);
  const auto back = align(other, one, reach, least, 2);
  ASSERT_TRUE(there && back);
  ASSERT_EQ(there->field.shifts.size(), back->field.shifts.size());
  for (std::size_t i = 0; i < there->field.shifts.size(); ++i) {
    EXPECT_NEAR(there->field.shifts[i].x, -back->field.shifts[i].x, 1e-9);
    EXPECT_NEAR(there->field.shifts[i].y, -back->field.shifts[i].y, 1e-9);
  }
}

TEST(Align, IsTheSameInAnyOrderAndWithAnyThreads) {
  const auto one = scattered(800, still);
  auto other = scattered(800, drifted, 3);
  const auto first = align(one, other, reach, least, 1);
  std::reverse(other.geometries.begin(), other.geometries.end());
  std::reverse(other.boxes.begin(), other.boxes.end());
  std::reverse(other.sizes.begin(), other.sizes.end());
  const auto second = align(one, other, reach, least, 4);
  ASSERT_TRUE(first && second);
  ASSERT_EQ(first->field.shifts.size(), second->field.shifts.size());
  for (std::size_t i = 0; i < first->field.shifts.size(); ++i)
    EXPECT_NEAR(first->field.shifts[i].x, second->field.shifts[i].x, 1e-9);
}

TEST(ShiftField, IsLinearBetweenKnotsAndConstantOutside) {
  const ShiftField field{{100, 0}, 10, 2, 2, {{0, 0}, {10, 0}, {0, 20}, {10, 20}}};
  EXPECT_EQ(field.at({105, 5}), (Point{5, 10}));
  EXPECT_EQ(field.at({100, 0}), (Point{0, 0}));
  EXPECT_EQ(field.at({-999, 999}), (Point{0, 20}));
  EXPECT_EQ(field.at({999, -999}), (Point{10, 0}));
  EXPECT_NEAR(field.greatest(), std::hypot(10, 20), 1e-12);
}

TEST(Moved, MovesEachVertexByWhatIsSaidWhereItStands) {
  const ShiftField field{{0, 0}, 100, 2, 1, {{0, 5}, {10, 5}}};
  const auto shapes =
      moved(shapes_from({"LINESTRING (0 0, 50 0, 100 0)", "LINESTRING EMPTY"}), field, 2);
  EXPECT_EQ(shapes.geometries[0].xy, (std::vector<double>{0, 5, 55, 5, 110, 5}));
  EXPECT_EQ(shapes.boxes[0], (Box{0, 5, 110, 5}));
  EXPECT_TRUE(shapes.geometries[1].empty());
}

}  // namespace
}  // namespace bdf::match
