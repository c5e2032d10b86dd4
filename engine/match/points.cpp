// SPDX-License-Identifier: MIT
#include "match/points.h"

#include <algorithm>

#include "base/parallel.h"
#include "match/correspondence.h"
#include "match/courses.h"

namespace bdf::match {

namespace {

constexpr double search_reach = 1.25;  ///< times options.distance
constexpr double least_score = 0.01;
constexpr std::size_t most_neighbours = 8;  ///< of a point, the nearest, that it could be

/// One point a shape: the mean of several.
Shapes middles_of(const Shapes& shapes) {
  Shapes middles = shapes;
  for (auto& geometry : middles.geometries) {
    if (geometry.vertex_count() <= 1) continue;
    Point sum{0, 0};
    for (std::size_t i = 0; i < geometry.vertex_count(); ++i) {
      sum.x += geometry.xy[2 * i];
      sum.y += geometry.xy[2 * i + 1];
    }
    const auto n = static_cast<double>(geometry.vertex_count());
    geometry.xy = {sum.x / n, sum.y / n};
    geometry.rings = geometry.parts = {0, 1};
  }
  return middles;
}

using Neighbours = std::vector<Place>;

/// What is around the points of a side.
struct Surroundings {
  std::vector<Neighbours> neighbours;  ///< of each the nearest of the other side
  std::vector<std::uint32_t> crowded;  ///< those around which there are too many to tell
};

/// Leaves the nearest: those that are equally far all or none, so that no order decides.
void keep_nearest(Neighbours& places) {
  if (places.size() <= most_neighbours) return;
  std::vector<double> distances;
  for (const auto& place : places) distances.push_back(place.distance);
  const auto last = distances.begin() + most_neighbours;
  std::nth_element(distances.begin(), last, distances.end());
  std::erase_if(places, [&](const Place& place) { return place.distance >= *last; });
  places.shrink_to_fit();
}

/// Both sides' shapes are one point each.
Surroundings surroundings_of(const Shapes& points, const Courses& others, double reach,
                             int threads) {
  Surroundings around;
  around.neighbours.resize(points.size());
  std::vector<char> crowded(points.size(), 0);
  parallel_for_each(points.size(), threads, [&](std::size_t i) {
    const auto& point = points.geometries[i];
    if (point.empty()) return;
    auto& places = around.neighbours[i];
    const bool few = others.near({point.xy[0], point.xy[1]}, reach, places);
    const bool any = !places.empty();
    keep_nearest(places);
    crowded[i] = !few || (any && places.empty()) ? 1 : 0;
  });
  for (std::uint32_t i = 0; i < crowded.size(); ++i)
    if (crowded[i] != 0) around.crowded.push_back(i);
  return around;
}

bool has(const Neighbours& neighbours, std::uint32_t shape) {
  const auto at =
      std::lower_bound(neighbours.begin(), neighbours.end(), shape,
                       [](const Place& place, std::uint32_t other) { return place.shape < other; });
  return at != neighbours.end() && at->shape == shape;
}

/// Each is among the nearest of the other.
std::vector<Correspondence> pairs_of(const Surroundings& around_a, const Surroundings& around_b) {
  std::vector<Correspondence> pairs;
  for (std::uint32_t i = 0; i < around_a.neighbours.size(); ++i)
    for (const auto& place : around_a.neighbours[i]) {
      if (!has(around_b.neighbours[place.shape], i)) continue;
      Correspondence pair;
      pair.a = i;
      pair.b = place.shape;
      pair.share_a = pair.share_b = 1;
      pair.mean_distance = pair.greatest_distance = place.distance;
      pairs.push_back(pair);
    }
  return pairs;
}

/// Two pairs with a point in common.
Conflicts conflicts_of(const std::vector<Correspondence>& pairs, std::size_t points_of_b) {
  Conflicts conflicts;
  std::vector<std::vector<std::uint32_t>> of_b(points_of_b);
  for (std::uint32_t i = 0; i < pairs.size(); ++i) {
    for (auto j = i; j > 0 && pairs[j - 1].a == pairs[i].a; --j) conflicts.emplace_back(j - 1, i);
    for (const auto j : of_b[pairs[i].b]) conflicts.emplace_back(j, i);
    of_b[pairs[i].b].push_back(i);
  }
  return conflicts;
}

}  // namespace

GeometricMatches match_points(const Shapes& a, const Shapes& b, const Matching& how) {
  const auto middles_a = middles_of(a);
  const auto middles_b = middles_of(b);
  const double reach = search_reach * how.options.distance;
  const auto around_a = surroundings_of(middles_a, Courses(middles_b), reach, how.threads);
  const auto around_b = surroundings_of(middles_b, Courses(middles_a), reach, how.threads);
  auto pairs = pairs_of(around_a, around_b);
  const auto nearness = nearness_for(how.options, noise_of(pairs));
  for (auto& pair : pairs) {
    pair.nearness = nearness.of(pair.mean_distance);
    pair.score = std::max(pair.nearness, least_score);
  }
  const auto conflicts = conflicts_of(pairs, b.size());
  weigh_attributes(pairs, conflicts, a, b, how);
  auto matches = links_of(choose(std::move(pairs), conflicts), a, b, how, nearness);
  matches.crowded_a = rows_of(a, around_a.crowded);
  matches.crowded_b = rows_of(b, around_b.crowded);
  return matches;
}

}  // namespace bdf::match
