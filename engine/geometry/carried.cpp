// SPDX-License-Identifier: MIT
#include "geometry/carried.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace bdf::geometry {

namespace {

using Course = std::vector<Point>;

Course course_of(const Geometry& line, std::size_t path) {
  Course course;
  for (std::size_t i = line.rings[path]; i < line.rings[path + 1]; ++i)
    course.push_back({line.xy[2 * i], line.xy[2 * i + 1]});
  return course;
}

double gap(const Point& a, const Point& b) { return std::hypot(a.x - b.x, a.y - b.y); }

Point between(const Point& a, const Point& b, double share) {
  return {a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
}

double length_of(const Course& course, std::size_t first, std::size_t last) {
  double length = 0;
  for (std::size_t i = first; i < last; ++i) length += gap(course[i], course[i + 1]);
  return length;
}

/// The place that far from vertex `first` on, not beyond `last`.
Point place_at(const Course& course, std::size_t first, std::size_t last, double length) {
  for (std::size_t i = first; i < last; ++i) {
    const double edge = gap(course[i], course[i + 1]);
    if (length <= edge && edge > 0) return between(course[i], course[i + 1], length / edge);
    length -= edge;
  }
  return course[last];
}

/// One path in both versions: what both begin with is the same, and what both end with.
class MovedPath {
 public:
  MovedPath(Course before, Course after, double tolerance)
      : before_(std::move(before)), after_(std::move(after)) {
    if (gap(before_.front(), after_.back()) + gap(before_.back(), after_.front()) <
        gap(before_.front(), after_.front()) + gap(before_.back(), after_.back()))
      std::reverse(after_.begin(), after_.end());
    const auto same = [&](std::size_t i, std::size_t k) {
      return gap(before_[i], after_[k]) <= tolerance;
    };
    const auto least = std::min(before_.size(), after_.size());
    while (head_ < least && same(head_, head_)) ++head_;
    while (tail_ < least - head_ && same(before_.size() - 1 - tail_, after_.size() - 1 - tail_))
      ++tail_;
  }

  [[nodiscard]] const Course& before() const { return before_; }

  /// How far the place of an edge has been moved that is that share of the way to its end.
  [[nodiscard]] Point displacement(std::size_t edge, double share) const {
    const auto here = between(before_[edge], before_[edge + 1], share);
    const auto there = now(edge, share);
    return {there.x - here.x, there.y - here.y};
  }

 private:
  [[nodiscard]] Point now(std::size_t edge, double share) const {
    const auto behind = before_.size() - tail_;
    if (before_.size() == after_.size()) return between(after_[edge], after_[edge + 1], share);
    if (edge + 1 < head_ || edge >= behind) return between(before_[edge], before_[edge + 1], share);
    const auto first = head_ > 0 ? head_ - 1 : 0;
    const auto last = tail_ > 0 ? behind : before_.size() - 1;
    const auto last_now = tail_ > 0 ? after_.size() - tail_ : after_.size() - 1;
    const double whole = length_of(before_, first, last);
    const double passed =
        length_of(before_, first, edge) + share * gap(before_[edge], before_[edge + 1]);
    return place_at(after_, first, last_now,
                    whole > 0 ? passed / whole * length_of(after_, first, last_now) : 0);
  }

  Course before_, after_;
  std::size_t head_ = 0, tail_ = 0;  ///< how many vertices are the same
};

std::vector<MovedPath> paths_of(std::span<const MovedLine> lines, double tolerance) {
  std::vector<MovedPath> paths;
  for (const auto& line : lines) {
    const bool as_many = line.before.ring_count() == line.after.ring_count();
    for (std::size_t path = 0; path < line.before.ring_count(); ++path)
      paths.emplace_back(course_of(line.before, path),
                         course_of(as_many ? line.after : line.before, path), tolerance);
  }
  return paths;
}

/// How the place of the paths has been moved that is nearest to a point.
Point displacement_at(const Point& point, const std::vector<MovedPath>& paths) {
  double nearest = std::numeric_limits<double>::infinity();
  Point displacement{0, 0};
  for (const auto& path : paths)
    for (std::size_t i = 0; i + 1 < path.before().size(); ++i) {
      const auto& a = path.before()[i];
      const auto& b = path.before()[i + 1];
      const double square = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
      if (square == 0) continue;
      const double share = std::clamp(
          ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / square, 0.0, 1.0);
      const double away = gap(point, between(a, b, share));
      if (away >= nearest) continue;
      nearest = away;
      displacement = path.displacement(i, share);
    }
  return displacement;
}

}  // namespace

Geometry carried_along(Geometry geometry, std::span<const MovedLine> lines, double tolerance) {
  const auto paths = paths_of(lines, tolerance);
  for (std::size_t i = 0; i < geometry.vertex_count(); ++i) {
    const auto by = displacement_at({geometry.xy[2 * i], geometry.xy[2 * i + 1]}, paths);
    if (std::hypot(by.x, by.y) <= tolerance) continue;
    geometry.xy[2 * i] += by.x;
    geometry.xy[2 * i + 1] += by.y;
  }
  return geometry;
}

}  // namespace bdf::geometry
