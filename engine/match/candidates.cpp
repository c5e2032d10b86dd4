// SPDX-License-Identifier: MIT
#include "match/candidates.h"

#include <algorithm>
#include <iterator>

#include "base/parallel.h"
#include "geometry/closeness.h"
#include "geometry/overlap.h"
#include "index/box_grid.h"
#include "match/sets.h"

namespace bdf::match {

namespace {

Box grown(const Box& box, double by) {
  return {box.min_x - by, box.min_y - by, box.max_x + by, box.max_y + by};
}

bool contains(const Box& outer, const Box& inner) {
  return outer.min_x <= inner.min_x && outer.min_y <= inner.min_y && outer.max_x >= inner.max_x &&
         outer.max_y >= inner.max_y;
}

/// Compares the shapes of two sides pair by pair.
class Comparison {
 public:
  Comparison(const Shapes& a, const Shapes& b, double reach) : a_(a), b_(b), reach_(reach) {}

  Candidate of(std::uint32_t i, std::uint32_t j) const {
    Candidate pair{i, j, false, false};
    if (a_.geometries[i].kind != b_.geometries[j].kind) return pair;
    if (a_.geometries[i].kind == GeometryKind::polygon)
      compare_areas(pair);
    else
      compare_courses(pair);
    return pair;
  }

 private:
  void compare_courses(Candidate& pair) const {
    const auto& a = a_.geometries[pair.a];
    const auto& b = b_.geometries[pair.b];
    const auto& box_a = a_.boxes[pair.a];
    const auto& box_b = b_.boxes[pair.b];
    pair.a_along_b = contains(grown(box_b, reach_), box_a) && geometry::lies_along(a, b, reach_);
    pair.b_along_a = contains(grown(box_a, reach_), box_b) && geometry::lies_along(b, a, reach_);
  }

  /// The area in common is asked for only where neither boxes nor equal boundaries have settled it.
  void compare_areas(Candidate& pair) const {
    const auto& a = a_.geometries[pair.a];
    const auto& b = b_.geometries[pair.b];
    const double half_a = a_.sizes[pair.a] / 2;
    const double half_b = b_.sizes[pair.b] / 2;
    if (geometry::same_course(a, b, reach_)) {
      pair.a_along_b = pair.b_along_a = true;
      return;
    }
    if (common_area(a_.boxes[pair.a], b_.boxes[pair.b]) < std::min(half_a, half_b)) return;
    const double common = geometry::common_area(a, b);
    if (common <= 0) return;
    pair.a_along_b = common >= half_a;
    pair.b_along_a = common >= half_b;
  }

  const Shapes& a_;
  const Shapes& b_;
  double reach_;
};

void sort_once(std::vector<std::uint32_t>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

}  // namespace

std::vector<Candidate> candidates(const Shapes& a, const Shapes& b, double reach, int threads) {
  const index::BoxGrid grid(b.boxes);
  const Comparison comparison(a, b, reach);
  std::vector<std::vector<Candidate>> found(a.size());
  parallel_for_each(a.size(), threads, [&](std::size_t i) {
    const auto number = static_cast<std::uint32_t>(i);
    for (const auto j : grid.meeting(grown(a.boxes[i], reach))) {
      const auto pair = comparison.of(number, j);
      if (pair.a_along_b || pair.b_along_a) found[i].push_back(pair);
    }
  });
  std::vector<Candidate> all;
  for (const auto& part : found) all.insert(all.end(), part.begin(), part.end());
  return all;
}

std::vector<Component> components_of(const std::vector<Candidate>& candidates,
                                     std::size_t shapes_of_a, std::size_t shapes_of_b) {
  Sets sets(shapes_of_a + shapes_of_b);
  const auto node_of_b = static_cast<std::uint32_t>(shapes_of_a);
  for (const auto& pair : candidates) sets.join(pair.a, node_of_b + pair.b);
  constexpr auto none = static_cast<std::uint32_t>(-1);
  std::vector<std::uint32_t> number(shapes_of_a + shapes_of_b, none);
  std::vector<Component> components;
  for (const auto& pair : candidates) {
    auto& at = number[sets.find(pair.a)];
    if (at == none) {
      at = static_cast<std::uint32_t>(components.size());
      components.emplace_back();
    }
    auto& component = components[at];
    component.a.push_back(pair.a);
    component.b.push_back(pair.b);
    component.candidates.push_back(pair);
  }
  for (auto& component : components) {
    sort_once(component.a);
    sort_once(component.b);
  }
  return components;
}

}  // namespace bdf::match
