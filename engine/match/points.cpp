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

std::vector<Correspondence> pairs_within(const Shapes& a, const Courses& b,
                                         const GeometricOptions& options, int threads) {
  std::vector<std::vector<Correspondence>> found(a.size());
  parallel_for_each(a.size(), threads, [&](std::size_t i) {
    const auto& point = a.geometries[i];
    if (point.empty()) return;
    std::vector<Place> places;
    b.near({point.xy[0], point.xy[1]}, search_reach * options.distance, places);
    for (const auto& place : places) {
      Correspondence pair;
      pair.a = static_cast<std::uint32_t>(i);
      pair.b = place.shape;
      pair.share_a = pair.share_b = 1;
      pair.mean_distance = pair.greatest_distance = place.distance;
      found[i].push_back(pair);
    }
  });
  std::vector<Correspondence> all;
  for (const auto& part : found) all.insert(all.end(), part.begin(), part.end());
  return all;
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
  const Courses courses(b);
  auto pairs = pairs_within(a, courses, how.options, how.threads);
  const auto nearness = nearness_for(how.options, noise_of(pairs));
  for (auto& pair : pairs) {
    pair.nearness = nearness.of(pair.mean_distance);
    pair.score = std::max(pair.nearness, least_score);
  }
  const auto conflicts = conflicts_of(pairs, b.size());
  weigh_attributes(pairs, conflicts, a, b, how);
  return links_of(choose(std::move(pairs), conflicts), a, b, how.options, nearness);
}

}  // namespace bdf::match
