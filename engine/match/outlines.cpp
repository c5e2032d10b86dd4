// SPDX-License-Identifier: MIT
#include "match/outlines.h"

#include <algorithm>
#include <bit>

#include "base/parallel.h"

namespace bdf::match {

namespace {

/// One outline as it lies to another.
struct Nearness {
  std::uint32_t other = 0;
  OutlineParts near = 0;
  double distance = 0;  ///< summed
};

using NearOnes = std::vector<Nearness>;  ///< ordered by other

NearOnes near_ones(const Courses& courses, std::uint32_t shape, const Courses& others,
                   double radius) {
  NearOnes found;
  if (!courses.has(shape)) return found;
  const double step = courses.length(shape) / outline_parts;
  std::vector<Place> places;
  for (int part = 0; part < outline_parts; ++part) {
    others.near(courses.at(shape, (part + 0.5) * step), radius, places, most_beside);
    for (const auto& place : places) {
      auto at = std::lower_bound(
          found.begin(), found.end(), place.shape,
          [](const Nearness& one, std::uint32_t other) { return one.other < other; });
      if (at == found.end() || at->other != place.shape) at = found.insert(at, {place.shape});
      at->near |= OutlineParts{1} << part;
      at->distance += place.distance;
    }
  }
  return found;
}

std::vector<NearOnes> all_near(const Courses& courses, const Courses& others, double radius,
                               int threads) {
  std::vector<NearOnes> all(courses.shapes().size());
  parallel_for_each(all.size(), threads, [&](std::size_t i) {
    all[i] = near_ones(courses, static_cast<std::uint32_t>(i), others, radius);
  });
  return all;
}

}  // namespace

std::vector<OutlinePair> outline_pairs(const Courses& a, const Courses& b, double radius,
                                       int threads) {
  const auto of_a = all_near(a, b, radius, threads);
  const auto of_b = all_near(b, a, radius, threads);
  std::vector<OutlinePair> pairs;
  for (std::uint32_t i = 0; i < of_a.size(); ++i)
    for (const auto& there : of_a[i]) {
      const auto& ones = of_b[there.other];
      const auto back = std::lower_bound(
          ones.begin(), ones.end(), i,
          [](const Nearness& one, std::uint32_t other) { return one.other < other; });
      if (back == ones.end() || back->other != i) continue;
      const double count = std::popcount(there.near) + std::popcount(back->near);
      pairs.push_back(
          {i, there.other, there.near, back->near, (there.distance + back->distance) / count});
    }
  return pairs;
}

}  // namespace bdf::match
