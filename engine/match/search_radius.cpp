// SPDX-License-Identifier: MIT
#include "match/search_radius.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/hash.h"
#include "base/parallel.h"
#include "match/courses.h"

namespace bdf::match {

namespace {

constexpr double most_sampled = 2000;                       ///< features of a side
constexpr std::array places_along{.125, .375, .625, .875};  ///< shares of their length
constexpr double medians = 3.5;      ///< of a normal distribution all but a fiftieth lie within
constexpr double beyond_chance = 2;  ///< how much nearer than by chance
constexpr std::size_t fewest = 20;   ///< features of a side: fewer tell nothing
constexpr double far_off = 1.3;  ///< times how far chance is sought, the least; at most twice that
constexpr int ways = 7;          ///< to move places by, none of them like another

/// By their coordinates, so that no order decides.
bool is_sampled(const Geometry& geometry, double share) {
  return static_cast<double>(mixed(geometry.xy[0], geometry.xy[1])) <=
         share * static_cast<double>(std::numeric_limits<std::uint64_t>::max());
}

std::vector<Point> places_on(const Courses& courses) {
  const auto& shapes = courses.shapes();
  const double share = most_sampled / std::max(most_sampled, static_cast<double>(shapes.size()));
  std::vector<Point> places;
  for (std::uint32_t shape = 0; shape < shapes.size(); ++shape) {
    if (!courses.has(shape) || !is_sampled(shapes.geometries[shape], share)) continue;
    for (const double at : places_along)
      places.push_back(courses.at(shape, at * courses.length(shape)));
  }
  return places;
}

/// The median of the distances to what is nearest, `most` for all that is farther. Crowds say
/// nothing.
double median_distance(const std::vector<Point>& places, const Courses& courses, double most,
                       int threads) {
  std::vector<double> distances(places.size());
  parallel_for_each(places.size(), threads, [&](std::size_t i) {
    thread_local std::vector<Place> near;
    double least = courses.near(places[i], most, near) ? most : -1;
    for (const auto& place : near) least = std::min(least, place.distance);
    distances[i] = least;
  });
  std::erase(distances, -1);
  if (distances.empty()) return most;
  const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
  std::nth_element(distances.begin(), middle, distances.end());
  return *middle;
}

/// Moved in directions and by distances (both by the golden ratio) that no regular ground shares.
double median_by_chance(const std::vector<Point>& places, const Courses& courses, double most,
                        int threads) {
  std::vector<Point> moved;
  for (int way = 0; way < ways; ++way) {
    const double turn = 2 * std::numbers::pi * std::fmod(way * std::numbers::phi, 1);
    const double far = most * far_off * (1 + std::fmod(way * way * std::numbers::phi, 1));
    for (const auto& place : places)
      moved.push_back({place.x + far * std::cos(turn), place.y + far * std::sin(turn)});
  }
  return median_distance(moved, courses, most, threads);
}

}  // namespace

double search_radius(const Shapes& a, const Shapes& b, double least, double most, int threads) {
  if (most <= least || std::min(a.size(), b.size()) < fewest) return least;
  const Courses courses_a(a);
  const Courses courses_b(b);
  const auto on_a = places_on(courses_a);
  const auto on_b = places_on(courses_b);
  const double apart = std::min(median_distance(on_a, courses_b, most, threads),
                                median_distance(on_b, courses_a, most, threads));
  const double sought = beyond_chance * most;
  const double chance = std::min(median_by_chance(on_a, courses_b, sought, threads),
                                 median_by_chance(on_b, courses_a, sought, threads));
  if (apart >= most || apart * beyond_chance > chance) return least;
  return std::clamp(std::min(medians * apart, chance), least, most);
}

}  // namespace bdf::match
