// SPDX-License-Identifier: MIT
#include "match/courses.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <utility>

#include "match_samples.h"

namespace bdf::match {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

Geometry line_through(const std::vector<Point>& vertices) {
  Geometry line;
  line.kind = GeometryKind::line;
  for (const auto& at : vertices) line.xy.insert(line.xy.end(), {at.x, at.y});
  line.rings.push_back(static_cast<std::uint32_t>(vertices.size()));
  line.parts.push_back(1);
  return line;
}

Shapes shapes_from(std::vector<Geometry> geometries) {
  Shapes shapes;
  for (auto& geometry : geometries) {
    shapes.rows.push_back(static_cast<std::uint32_t>(shapes.rows.size()));
    shapes.boxes.push_back(*box_of(geometry));
    shapes.sizes.push_back(1);
    shapes.geometries.push_back(std::move(geometry));
  }
  return shapes;
}

double distance_to(Point point, Point from, Point to) {
  const Point axis{to.x - from.x, to.y - from.y};
  const double square = axis.x * axis.x + axis.y * axis.y;
  const double along = (point.x - from.x) * axis.x + (point.y - from.y) * axis.y;
  const double t = square > 0 ? std::clamp(along / square, 0.0, 1.0) : 0;
  return std::hypot(from.x + t * axis.x - point.x, from.y + t * axis.y - point.y);
}

double distance_to(Point point, const Geometry& geometry) {
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t path = 0; path < geometry.ring_count(); ++path)
    for (auto i = geometry.rings[path]; i < geometry.rings[path + 1]; ++i) {
      const auto next = std::min(i + 1, geometry.rings[path + 1] - 1);
      least = std::min(least, distance_to(point, {geometry.xy[2 * i], geometry.xy[2 * i + 1]},
                                          {geometry.xy[2 * next], geometry.xy[2 * next + 1]}));
    }
  return least;
}

class Random {
 public:
  explicit Random(unsigned seed) : random_(seed) {}
  double upto(double most) { return std::uniform_real_distribution<double>(0, most)(random_); }
  Point point() { return {upto(500), upto(500)}; }

  /// A wanderer of up to 40 vertices, some of them twice.
  Geometry line() {
    std::vector<Point> vertices{point()};
    for (auto n = static_cast<int>(upto(40)); n >= 0; --n) {
      const auto& last = vertices.back();
      vertices.push_back(n % 7 == 3 ? last : Point{last.x + upto(30) - 15, last.y + upto(30) - 15});
    }
    return line_through(vertices);
  }

 private:
  std::mt19937 random_;
};

TEST(Courses, FindsWhatLookingAtAllSegmentsFinds) {
  std::size_t found_at_all = 0;
  for (unsigned seed = 0; seed < 20; ++seed) {
    Random random(seed);
    std::vector<Geometry> lines;
    for (int i = 0; i < 60; ++i) lines.push_back(random.line());
    const auto shapes = shapes_from(std::move(lines));
    const Courses courses(shapes);
    std::vector<Place> places;
    for (int i = 0; i < 100; ++i) {
      const auto point = random.point();
      const double radius = random.upto(25);
      courses.near(point, radius, places);
      std::map<std::uint32_t, Place> by_shape;
      for (const auto& place : places) by_shape[place.shape] = place;
      EXPECT_EQ(by_shape.size(), places.size());
      found_at_all += places.size();
      for (std::uint32_t shape = 0; shape < shapes.size(); ++shape) {
        const double distance = distance_to(point, shapes.geometries[shape]);
        ASSERT_EQ(by_shape.contains(shape), distance <= radius) << seed << ' ' << shape;
        if (distance > radius) continue;
        const auto& place = by_shape[shape];
        EXPECT_NEAR(place.distance, distance, 1e-9);
        const auto at = courses.at(shape, place.position);
        EXPECT_NEAR(std::hypot(at.x - point.x, at.y - point.y), distance, 1e-6);
      }
    }
  }
  EXPECT_GT(found_at_all, 1000U);
}

TEST(Courses, PlacesStandInTheOrderOfShapes) {
  const auto shapes = match::shapes_from(std::vector<std::string>{
      "LINESTRING (0 2, 9 2)", "LINESTRING (0 1, 9 1)", "LINESTRING (0 0, 9 0)"});
  std::vector<Place> places;
  Courses(shapes).near({4, 0}, 5, places);
  ASSERT_THAT(places, SizeIs(3));
  for (std::uint32_t i = 0; i < 3; ++i) EXPECT_EQ(places[i].shape, i);
}

TEST(Courses, APositionRunsThroughAllPathsOneAfterTheOther) {
  const auto shapes = match::shapes_from(
      std::vector<std::string>{"MULTILINESTRING ((0 0, 10 0), (10 50, 10 60, 30 60))"});
  const Courses courses(shapes);
  EXPECT_EQ(courses.length(0), 40);
  EXPECT_EQ(courses.at(0, 4), (Point{4, 0}));
  EXPECT_EQ(courses.at(0, 15), (Point{10, 55}));
  EXPECT_EQ(courses.at(0, 25), (Point{15, 60}));
  EXPECT_EQ(courses.at(0, -1), (Point{0, 0}));
  EXPECT_EQ(courses.at(0, 99), (Point{30, 60}));
}

TEST(Courses, OfPointsAndLinesWithoutLength) {
  const auto shapes = match::shapes_from(std::vector<std::string>{
      "POINT (1 1)", "LINESTRING (5 5, 5 5)", "LINESTRING EMPTY", "MULTIPOINT (9 9, 20 20)"});
  const Courses courses(shapes);
  for (std::uint32_t shape = 0; shape < 4; ++shape) EXPECT_EQ(courses.length(shape), 0) << shape;
  EXPECT_EQ(courses.at(1, 0), (Point{5, 5}));
  std::vector<Place> places;
  courses.near({5, 6}, 2, places);
  ASSERT_THAT(places, SizeIs(1));
  EXPECT_EQ(places[0].shape, 1U);
  EXPECT_EQ(places[0].distance, 1);
  courses.near({20, 21}, 2, places);
  ASSERT_THAT(places, SizeIs(1));
  EXPECT_EQ(places[0].shape, 3U);
}

TEST(Courses, AnOutlineIsWalkedAroundWithItsHoles) {
  const auto shapes = match::shapes_from(std::vector<std::string>{
      "POLYGON ((0 0, 100 0, 100 100, 0 100, 0 0), (40 40, 40 60, 60 60, 60 40, 40 40))"});
  const Courses courses(shapes);
  EXPECT_EQ(courses.length(0), 480);
  EXPECT_EQ(courses.at(0, 410), (Point{40, 50}));
}

TEST(Courses, OneLineOfVeryManyVertices) {
  std::vector<Point> vertices;
  constexpr int n = 200'000;
  vertices.reserve(n);
  for (int i = 0; i < n; ++i) vertices.push_back({i * 1.0, i % 2 * 1.0});
  const auto shapes = shapes_from(std::vector<Geometry>{line_through(vertices)});
  const Courses courses(shapes);
  EXPECT_NEAR(courses.length(0), (n - 1) * std::sqrt(2), 1e-3);
  std::vector<Place> places;
  for (int i = 0; i < n; i += 10) {
    courses.near({i * 1.0, 0.5}, 3, places);
    ASSERT_THAT(places, SizeIs(1));
    ASSERT_NEAR(places[0].distance, std::sqrt(0.125), 1e-9);
  }
}

TEST(Courses, ACrowdSaysNothing) {
  const auto of = [](std::size_t n) {
    return std::vector<std::string>(n, "LINESTRING (0 0, 10 0)");
  };
  std::vector<Place> places;
  const auto few = match::shapes_from(of(most_pieces));
  EXPECT_TRUE(Courses(few).near({5, 1}, 2, places));
  EXPECT_THAT(places, SizeIs(most_pieces));
  EXPECT_FALSE(Courses(few).near({5, 1}, 2, places, most_pieces - 1));
  EXPECT_THAT(places, IsEmpty());
  const auto crowd = match::shapes_from(of(most_pieces + 1));
  const Courses courses(crowd);
  EXPECT_FALSE(courses.near({5, 1}, 2, places));
  EXPECT_THAT(places, IsEmpty());
  EXPECT_TRUE(courses.near({5, 100}, 2, places));
  EXPECT_THAT(places, IsEmpty());
}

}  // namespace
}  // namespace bdf::match
