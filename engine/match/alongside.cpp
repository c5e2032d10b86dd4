// SPDX-License-Identifier: MIT
#include "match/alongside.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/parallel.h"

namespace bdf::match {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double least_places = 8;   ///< looked at along a line
constexpr double most_places = 1e6;  ///< farther apart on what is longer than any river

/// Some places of a shape, and what is nearest to them.
struct Places {
  double from = infinity, to = -infinity;
  double count = 0, distance = 0, greatest = 0;

  void add(double position, double far) {
    from = std::min(from, position);
    to = std::max(to, position);
    ++count;
    distance += far;
    greatest = std::max(greatest, far);
  }
};

/// Places of one shape as they lie to another one.
struct Walk {
  std::uint32_t other = 0;
  Places near;
  Places beside;                                       ///< of these
  double other_from = infinity, other_to = -infinity;  ///< what is nearest to them
  double sum = 0, other_sum = 0, product = 0;          ///< of positions, for the direction

  void add(double position, const Place& place, double length_of_other) {
    near.add(position, place.distance);
    if (place.position > 0 && place.position < length_of_other)
      beside.add(position, place.distance);
    other_from = std::min(other_from, place.position);
    other_to = std::max(other_to, place.position);
    sum += position;
    other_sum += place.position;
    product += position * place.position;
  }
  [[nodiscard]] const Places& best() const { return beside.count > 0 ? beside : near; }
  /// Above 0 where both run the same way.
  [[nodiscard]] double covariance() const { return product - sum * other_sum / near.count; }
};

struct Walks {
  double step = 0;
  std::vector<Walk> walks;  ///< ordered by other
};

Walk& walk_with(std::vector<Walk>& walks, std::uint32_t other) {
  const auto at =
      std::lower_bound(walks.begin(), walks.end(), other,
                       [](const Walk& walk, std::uint32_t o) { return walk.other < o; });
  if (at != walks.end() && at->other == other) return *at;
  Walk walk;
  walk.other = other;
  return *walks.insert(at, walk);
}

/// Where along a line it is looked at.
struct Steps {
  double count = 0;
  double step = 0;

  Steps(double length, double most)
      : count(std::max(least_places, std::ceil(std::min(length / most, most_places)))),
        step(length / count) {}
  [[nodiscard]] double at(double i) const { return (i + 0.5) * step; }
};

Walks walk_along(const Courses& courses, std::uint32_t shape, const Courses& others,
                 const Reach& reach) {
  Walks found;
  if (!courses.has(shape)) return found;
  const Steps steps(courses.length(shape), reach.step);
  found.step = steps.step;
  std::vector<Place> places;
  for (double i = 0; i < steps.count; ++i) {
    const double position = steps.at(i);
    others.near(courses.at(shape, position), reach.radius, places, most_beside);
    for (const auto& place : places)
      walk_with(found.walks, place.shape).add(position, place, others.length(place.shape));
  }
  return found;
}

std::vector<Walks> walk_all(const Courses& courses, const Courses& others, const Reach& reach,
                            int threads) {
  std::vector<Walks> all(courses.shapes().size());
  parallel_for_each(all.size(), threads, [&](std::size_t i) {
    all[i] = walk_along(courses, static_cast<std::uint32_t>(i), others, reach);
  });
  return all;
}

bool is_crowded(const Courses& courses, std::uint32_t shape, const Courses& others,
                const Reach& reach) {
  if (!courses.has(shape)) return false;
  const Steps steps(courses.length(shape), reach.step);
  std::vector<Place> places;
  for (double i = 0; i < steps.count; ++i)
    if (others.near(courses.at(shape, steps.at(i)), reach.radius, places, most_beside))
      return false;
  return true;
}

Alongside joined(const Walk& of_a, double step_a, const Walk& of_b, double step_b) {
  const auto& on_a = of_a.best();
  const auto& on_b = of_b.best();
  Alongside pair;
  pair.a = of_b.other;
  pair.b = of_a.other;
  pair.from_a = on_a.from - step_a / 2;
  pair.to_a = on_a.to + step_a / 2;
  pair.along_a = on_a.count * step_a;
  pair.from_b = on_b.from - step_b / 2;
  pair.to_b = on_b.to + step_b / 2;
  pair.along_b = on_b.count * step_b;
  pair.passed_a = of_b.other_to - of_b.other_from;
  pair.passed_b = of_a.other_to - of_a.other_from;
  pair.mean_distance = (on_a.distance + on_b.distance) / (on_a.count + on_b.count);
  pair.greatest_distance = std::max(on_a.greatest, on_b.greatest);
  pair.reversed = of_a.covariance() + of_b.covariance() < 0;
  pair.beside = of_a.beside.count + of_b.beside.count > 0;
  return pair;
}

}  // namespace

std::vector<Alongside> alongside(const Courses& a, const Courses& b, const Reach& reach,
                                 int threads) {
  const auto of_a = walk_all(a, b, reach, threads);
  const auto of_b = walk_all(b, a, reach, threads);
  std::vector<Alongside> pairs;
  for (std::uint32_t i = 0; i < of_a.size(); ++i)
    for (const auto& walk : of_a[i].walks) {
      const auto& back = of_b[walk.other].walks;
      const auto at =
          std::lower_bound(back.begin(), back.end(), i,
                           [](const Walk& one, std::uint32_t other) { return one.other < other; });
      const bool found = at != back.end() && at->other == i;
      if (!found) continue;
      pairs.push_back(joined(walk, of_a[i].step, *at, of_b[walk.other].step));
    }
  return pairs;
}

std::vector<std::uint32_t> crowded(const Courses& courses, const Courses& others,
                                   const Reach& reach, int threads) {
  std::vector<char> is_one(courses.shapes().size());
  parallel_for_each(is_one.size(), threads, [&](std::size_t i) {
    is_one[i] = is_crowded(courses, static_cast<std::uint32_t>(i), others, reach) ? 1 : 0;
  });
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < is_one.size(); ++i)
    if (is_one[i] != 0) found.push_back(i);
  return found;
}

}  // namespace bdf::match
