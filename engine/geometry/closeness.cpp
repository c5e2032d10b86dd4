// SPDX-License-Identifier: MIT
#include "geometry/closeness.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace bdf::geometry {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Point {
  double x, y;
};

Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
double dot(Point a, Point b) { return a.x * b.x + a.y * b.y; }
double cross(Point a, Point b) { return a.x * b.y - a.y * b.x; }

struct Segment {
  Point from, to;
};

/// A range of the parameter along a segment; empty where first > last.
struct Interval {
  double first = infinity;
  double last = -infinity;

  void include(const Interval& other) {
    if (other.first > other.last) return;
    first = std::min(first, other.first);
    last = std::max(last, other.last);
  }
};

/// Every path as segments; a point is a segment of length 0.
std::vector<Segment> segments_of(const Geometry& geometry) {
  std::vector<Segment> segments;
  segments.reserve(geometry.vertex_count());
  const auto at = [&](std::size_t i) { return Point{geometry.xy[2 * i], geometry.xy[2 * i + 1]}; };
  for (std::size_t path = 0; path < geometry.ring_count(); ++path) {
    const std::size_t first = geometry.rings[path];
    const std::size_t end = geometry.rings[path + 1];
    if (end == first + 1) segments.push_back({at(first), at(first)});
    for (std::size_t i = first + 1; i < end; ++i) segments.push_back({at(i - 1), at(i)});
  }
  return segments;
}

/// Where along `s` a point lies within `radius` of `centre`.
Interval near_point(const Segment& s, Point centre, double radius) {
  const Point along = s.to - s.from;
  const Point out = s.from - centre;
  const double a = dot(along, along);
  const double c = dot(out, out) - radius * radius;
  if (a == 0) return c <= 0 ? Interval{0, 1} : Interval{};
  const double half_b = dot(along, out);
  const double discriminant = half_b * half_b - a * c;
  if (!(discriminant >= 0)) return {};
  const double root = std::sqrt(discriminant);
  return {(-half_b - root) / a, (-half_b + root) / a};
}

/// Where low <= value + t * slope <= high.
Interval between(double value, double slope, double low, double high) {
  if (slope == 0) return value >= low && value <= high ? Interval{-infinity, infinity} : Interval{};
  const double one = (low - value) / slope;
  const double other = (high - value) / slope;
  return {std::min(one, other), std::max(one, other)};
}

/// Where along `s` a point lies within `radius` of `t`: the hull of what lies near t's ends and of
/// what lies beside t, for that set is one interval.
Interval near_segment(const Segment& s, const Segment& t, double radius) {
  Interval near = near_point(s, t.from, radius);
  near.include(near_point(s, t.to, radius));
  const Point axis = t.to - t.from;
  const double length = std::sqrt(dot(axis, axis));
  if (length > 0) {
    const Point along = s.to - s.from;
    const Point out = s.from - t.from;
    const auto beside = between(dot(out, axis), dot(along, axis), 0, length * length);
    const auto close =
        between(cross(axis, out), cross(axis, along), -radius * length, radius * length);
    near.include({std::max(beside.first, close.first), std::min(beside.last, close.last)});
  }
  return {std::max(near.first, 0.0), std::min(near.last, 1.0)};
}

/// Follows segments along a course that is searched from where the last one was found.
class Follower {
 public:
  Follower(const std::vector<Segment>& course, double distance)
      : course_(course), distance_(distance) {}

  bool covers(const Segment& segment) {
    double covered = 0;
    while (true) {
      const double reached = reach(segment, covered);
      if (reached >= 1) return true;
      if (!(reached > covered)) return false;
      covered = reached;
    }
  }

 private:
  /// How far the segment is near one of the course that is near it at `from`.
  double reach(const Segment& segment, double from) {
    // Neighbouring intervals meet but for rounding.
    constexpr double slack = 1e-9;
    for (std::size_t i = 0; i < course_.size(); ++i) {
      const auto at = (hint_ + i) % course_.size();
      const auto near = near_segment(segment, course_[at], distance_);
      const bool advances = near.last > from || near.last >= 1;
      if (near.first > from + slack || !advances) continue;
      hint_ = at;
      return near.last;
    }
    return -1;
  }

  const std::vector<Segment>& course_;
  double distance_;
  std::size_t hint_ = 0;
};

bool covered_by(const std::vector<Segment>& a, const std::vector<Segment>& b, double distance) {
  if (a.empty() || b.empty()) return false;
  Follower follower(b, distance);
  // Most pairs are told apart by their ends.
  const Segment end{a.back().to, a.back().to};
  if (!follower.covers(end)) return false;
  return std::all_of(a.begin(), a.end(), [&](const Segment& s) { return follower.covers(s); });
}

double distance_of(Point p, const Segment& s) {
  const Point along = s.to - s.from;
  const double length = dot(along, along);
  const double t = length > 0 ? std::clamp(dot(p - s.from, along) / length, 0.0, 1.0) : 0;
  return std::hypot(s.from.x + t * along.x - p.x, s.from.y + t * along.y - p.y);
}

double greatest_distance(const Geometry& a, const std::vector<Segment>& b) {
  double greatest = 0;
  for (std::size_t i = 0; i < a.vertex_count(); ++i) {
    const Point vertex{a.xy[2 * i], a.xy[2 * i + 1]};
    double least = infinity;
    for (const auto& segment : b) {
      least = std::min(least, distance_of(vertex, segment));
      if (least <= greatest) break;
    }
    greatest = std::max(greatest, least);
  }
  return greatest;
}

}  // namespace

bool lies_along(const Geometry& a, const Geometry& b, double distance) {
  return covered_by(segments_of(a), segments_of(b), distance);
}

bool same_course(const Geometry& a, const Geometry& b, double distance) {
  return lies_along(a, b, distance) && lies_along(b, a, distance);
}

double deviation_of(const Geometry& a, const Geometry& b) {
  return std::max(greatest_distance(a, segments_of(b)), greatest_distance(b, segments_of(a)));
}

}  // namespace bdf::geometry
