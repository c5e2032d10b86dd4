// SPDX-License-Identifier: MIT
// What nobody would draw, and some files hold: it ends soon, and in links or none.
#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <random>

#include "match/geometric.h"
#include "match_samples.h"

namespace bdf::match {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Wkts = std::vector<std::string>;

constexpr GeometricOptions options{0.05, 10, 100};

GeometricMatches matched(const Sample& a, const Sample& b) {
  return match_by_geometry(a.unlinked(), b.unlinked(), options, 2);
}
GeometricMatches matched(const Wkts& a, const Wkts& b) { return matched(Sample(a), Sample(b)); }

std::string at(double x, double y) { return std::to_string(x) + " " + std::to_string(y); }

std::string line(double x, double y, double to_x, double to_y) {
  return "LINESTRING (" + at(x, y) + ", " + at(to_x, to_y) + ")";
}

std::string square(double x, double y, double side) {
  return "POLYGON ((" + at(x, y) + ", " + at(x + side, y) + ", " + at(x + side, y + side) + ", " +
         at(x, y + side) + ", " + at(x, y) + "))";
}

TEST(MatchHostile, AnEmptySide) {
  EXPECT_THAT(matched(Wkts{}, {"POINT (0 0)"}).accepted, IsEmpty());
  EXPECT_THAT(matched({"POINT (0 0)"}, Wkts{}).accepted, IsEmpty());
}

TEST(MatchHostile, ManyPointsOrLinesThatAreTheSame) {
  for (const std::string wkt : {"POINT (5 5)", "LINESTRING (0 0, 100 0)"}) {
    const Wkts many(10'000, wkt);
    const auto found = matched(many, many);
    EXPECT_THAT(found.accepted, IsEmpty());
    EXPECT_THAT(found.doubtful, IsEmpty());
    EXPECT_THAT(found.crowded_a, SizeIs(many.size()));
    EXPECT_THAT(found.crowded_b, SizeIs(many.size()));
  }
}

TEST(MatchHostile, ManyPointsWithinMetres) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> place(0, 5);
  const auto crowd = [&] {
    Wkts points;
    for (int i = 0; i < 5000; ++i)
      points.push_back("POINT (" + at(place(random), place(random)) + ")");
    return points;
  };
  const auto found = matched(crowd(), crowd());
  EXPECT_THAT(found.accepted, IsEmpty());
  EXPECT_THAT(found.crowded_a, SizeIs(5000));
}

Wkts star(int rays, double turned) {
  Wkts lines;
  for (int i = 0; i < rays; ++i) {
    const double angle = 2 * 3.14159265358979 * (i + turned) / rays;
    lines.push_back(line(0, 0, 100 * std::cos(angle), 100 * std::sin(angle)));
  }
  return lines;
}

TEST(MatchHostile, AStarOfLines) {
  const auto dense = matched(star(2000, 0), star(2000, 0.1));
  EXPECT_THAT(dense.accepted, IsEmpty());
  EXPECT_THAT(dense.crowded_a, SizeIs(2000));
  EXPECT_THAT(dense.crowded_b, SizeIs(2000));
  const auto sparse = matched(star(24, 0), star(24, 0.1));
  EXPECT_THAT(sparse.accepted, SizeIs(24));
  EXPECT_THAT(sparse.crowded_a, IsEmpty());
}

TEST(MatchHostile, ABundleOfLines) {
  const auto bundle = [](double off) {
    Wkts lines;
    for (int i = 0; i < 1000; ++i) lines.push_back(line(off, i * 0.05, 100 + off, i * 0.05));
    return lines;
  };
  const auto found = matched(bundle(0), bundle(0.3));
  EXPECT_THAT(found.accepted, IsEmpty());
  EXPECT_THAT(found.crowded_a, SizeIs(testing::Ge(900U)));
}

TEST(MatchHostile, ManyAreasAllOverOneAnother) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> place(0, 5);
  const auto crowd = [&] {
    Wkts areas;
    for (int i = 0; i < 3000; ++i) areas.push_back(square(place(random), place(random), 100));
    return areas;
  };
  const auto found = matched(crowd(), crowd());
  EXPECT_THAT(found.accepted, IsEmpty());
  EXPECT_THAT(found.crowded_a, SizeIs(3000));
  EXPECT_THAT(found.crowded_b, SizeIs(3000));
}

TEST(MatchHostile, OneAreaThatCoversManySmallOnes) {
  Wkts small;
  for (int i = 0; i < 10'000; ++i) small.push_back(square(i % 100 * 10, i / 100 * 10, 10));
  const auto found = matched({square(0, 0, 1000)}, small);
  ASSERT_THAT(found.accepted, SizeIs(1));
  EXPECT_THAT(found.accepted[0].b, SizeIs(10'000));
}

TEST(MatchHostile, OneLineInVeryManyPieces) {
  std::string whole;
  Wkts pieces;
  std::string piece;
  for (int i = 0; i <= 200'000; ++i) {
    const auto vertex = at(i, 5 * std::sin(i / 30.0));
    whole += (whole.empty() ? "" : ", ") + vertex;
    piece += (piece.empty() ? "" : ", ") + vertex;
    if (i % 40 != 0 || i == 0) continue;
    pieces.push_back("LINESTRING (" + piece + ")");
    piece = vertex;
  }
  const auto found = matched({"LINESTRING (" + whole + ")"}, pieces);
  ASSERT_THAT(found.accepted, SizeIs(1));
  EXPECT_THAT(found.accepted[0].b, SizeIs(5000));
  EXPECT_EQ(found.accepted[0].reason, LinkReason::pieces);
}

TEST(MatchHostile, LinesWithoutLength) {
  const Wkts spots{line(0, 0, 0, 0), line(50, 0, 50, 0), line(200, 0, 200, 0)};
  EXPECT_THAT(as_text(matched(spots, {line(0, 1, 0, 1), line(50, 0, 50, 0)}).accepted),
              testing::Contains("1 = 1 same_geometry"));
  EXPECT_THAT(matched(spots, {line(20, 0, 21, 0)}).accepted, IsEmpty());
  static_cast<void>(matched(spots, {line(0, 1, 100, 1)}));
}

/// ISO WKB of a line, whatever its numbers are.
Value wkb_of(const std::vector<double>& xy, std::uint32_t type) {
  std::string bytes(1, '\1');
  const auto put = [&](const auto& value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  put(type);
  if (type == 3) put(std::uint32_t{1});
  if (type != 1) put(static_cast<std::uint32_t>(xy.size() / 2));
  for (const double v : xy) put(v);
  return Blob{bytes};
}

TEST(MatchHostile, CoordinatesThatAreNoPlace) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto strange = [&](double shift) {
    Sample sample({line(0, shift, 100, shift), square(500, shift, 100), "POINT (900 0)"});
    for (const double v : {nan, infinity, -infinity, 1e300, -1e300, 1.7e308, 1e12, 1e-320}) {
      sample.add(wkb_of({v, 0}, 1));
      sample.add(wkb_of({0, v}, 1));
      sample.add(wkb_of({0, shift, v, 1, 100, 2}, 2));
      sample.add(wkb_of({v, v, v, v}, 2));
      sample.add(wkb_of({0, 0, v, 0, v, 100, 0, 100, 0, 0}, 3));
      sample.add(wkb_of({v, v, v, v, v, v, v, v}, 3));
    }
    return sample;
  };
  const auto found = matched(strange(0), strange(1));
  const auto links = as_text(found.accepted);
  EXPECT_THAT(links, testing::Contains("1 = 1 same_course"));
  EXPECT_THAT(links, testing::Contains("2 = 2 same_geometry"));
}

TEST(MatchHostile, AreasThatAreNone) {
  const Wkts invalid{"POLYGON ((0 0, 100 100, 100 0, 0 100, 0 0))",
                     "POLYGON ((0 0, 100 0, 50 0, 0 0))", "POLYGON ((0 0, 0 0, 0 0, 0 0))",
                     "MULTIPOLYGON (((0 0, 90 0, 90 90, 0 0)), ((0 0, 90 0, 90 90, 0 0)))",
                     "POLYGON ((0 0, 50 0, 50 50, 0 50, 0 0), (0 0, 90 0, 90 90, 0 90, 0 0))"};
  auto shaken = invalid;
  shaken.push_back(square(0, 0, 80));
  static_cast<void>(matched(invalid, shaken));
  EXPECT_THAT(
      as_text(matched({invalid[0]}, {"POLYGON ((1 0, 101 100, 101 0, 1 100, 1 0))"}).accepted),
      ElementsAre("0 = 0 same_course"));
}

}  // namespace
}  // namespace bdf::match
