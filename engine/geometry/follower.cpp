// SPDX-License-Identifier: MIT
#include "geometry/follower.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bdf::geometry {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

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

}  // namespace

bool Follower::covers(const Segment& segment, double distance) {
  double covered = 0;
  while (true) {
    const double reached = reach(segment, covered, distance);
    if (reached >= 1) return true;
    if (!(reached > covered)) return false;
    covered = reached;
  }
}

/// How far the segment is near one of the course that is near it at `from`.
double Follower::reach(const Segment& segment, double from, double distance) {
  // Neighbouring intervals meet but for rounding.
  constexpr double slack = 1e-9;
  for (std::size_t i = 0; i < course_.size(); ++i) {
    const auto at = (hint_ + i) % course_.size();
    const auto near = near_segment(segment, course_[at], distance);
    const bool advances = near.last > from || near.last >= 1;
    if (near.first > from + slack || !advances) continue;
    hint_ = at;
    return near.last;
  }
  return -1;
}

}  // namespace bdf::geometry
