// SPDX-License-Identifier: MIT
#include "geometry/segments.h"

#include <algorithm>
#include <cmath>

namespace bdf::geometry {

Point point_along(const Segment& segment, double t) {
  const Point along = segment.to - segment.from;
  return {segment.from.x + t * along.x, segment.from.y + t * along.y};
}

double length_of(const Segment& segment) {
  return std::hypot(segment.to.x - segment.from.x, segment.to.y - segment.from.y);
}

double distance_of(Point p, const Segment& s) {
  const Point along = s.to - s.from;
  const double length = dot(along, along);
  const double t = length > 0 ? std::clamp(dot(p - s.from, along) / length, 0.0, 1.0) : 0;
  return std::hypot(s.from.x + t * along.x - p.x, s.from.y + t * along.y - p.y);
}

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

bool is_finite(const Geometry& geometry) {
  return std::all_of(geometry.xy.begin(), geometry.xy.end(),
                     [](double ordinate) { return std::isfinite(16 * ordinate * ordinate); });
}

}  // namespace bdf::geometry
