// SPDX-License-Identifier: MIT
#include "geometry/closeness.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "geometry/follower.h"
#include "geometry/segments.h"

namespace bdf::geometry {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool covered_by(const std::vector<Segment>& a, const std::vector<Segment>& b, double distance) {
  if (a.empty() || b.empty()) return false;
  Follower follower(b);
  // Most pairs are told apart by their ends.
  const Segment end{a.back().to, a.back().to};
  if (!follower.covers(end, distance)) return false;
  return std::all_of(a.begin(), a.end(),
                     [&](const Segment& s) { return follower.covers(s, distance); });
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
