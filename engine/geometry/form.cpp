// SPDX-License-Identifier: MIT
#include "geometry/form.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "geometry/measure.h"
#include "geometry/segments.h"

namespace bdf::geometry {

namespace {

double ratio(double a, double b) {
  const auto [smaller, greater] = std::minmax(a, b);
  return greater > 0 && std::isfinite(greater) && smaller > 0 ? smaller / greater : 0;
}

/// The second moments of a geometry's segments about their centre, by length.
struct Moments {
  double xx = 0;
  double xy = 0;
  double yy = 0;
};

Point centre_of(const std::vector<Segment>& segments, Point origin) {
  double length = 0;
  Point sum{0, 0};
  for (const auto& segment : segments) {
    const Point middle = point_along(segment, 0.5) - origin;
    sum = {sum.x + middle.x * length_of(segment), sum.y + middle.y * length_of(segment)};
    length += length_of(segment);
  }
  return {origin.x + sum.x / length, origin.y + sum.y / length};
}

Moments moments_of(const std::vector<Segment>& segments) {
  const Point centre = centre_of(segments, segments.front().from);
  Moments sum;
  for (const auto& segment : segments) {
    const double length = length_of(segment);
    const Point middle = point_along(segment, 0.5) - centre;
    const Point along = segment.to - segment.from;
    sum.xx += length * (middle.x * middle.x + along.x * along.x / 12);
    sum.xy += length * (middle.x * middle.y + along.x * along.y / 12);
    sum.yy += length * (middle.y * middle.y + along.y * along.y / 12);
  }
  return sum;
}

}  // namespace

double length_ratio(const Geometry& a, const Geometry& b) {
  return ratio(length_of(a), length_of(b));
}

double area_ratio(const Geometry& a, const Geometry& b) { return ratio(area_of(a), area_of(b)); }

double compactness(const Geometry& polygon) {
  const double length = length_of(polygon);
  const double quotient = 4 * std::numbers::pi * area_of(polygon) / (length * length);
  return quotient > 0 ? std::min(1.0, quotient) : 0;
}

double elongation(const Geometry& geometry) {
  if (geometry.empty() || !is_finite(geometry)) return 0;
  const auto m = moments_of(segments_of(geometry));
  const double mean = (m.xx + m.yy) / 2;
  const double spread = std::hypot((m.xx - m.yy) / 2, m.xy);
  if (!(mean > 0)) return 0;
  return 1 - std::sqrt(std::max(0.0, mean - spread) / (mean + spread));
}

}  // namespace bdf::geometry
