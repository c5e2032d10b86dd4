// SPDX-License-Identifier: MIT
#include "geometry/coverage.h"

#include <algorithm>
#include <optional>

#include "geometry/nearest_segment.h"
#include "geometry/overlap.h"
#include "geometry/segments.h"

namespace bdf::geometry {

namespace {

constexpr int places = 200;

/// Evenly along all paths; a point is its own place.
std::vector<Point> places_along(const std::vector<Segment>& segments) {
  double length = 0;
  for (const auto& segment : segments) length += length_of(segment);
  std::vector<Point> found;
  if (length <= 0) {
    for (const auto& segment : segments) found.push_back(segment.from);
    return found;
  }
  const double step = length / places;
  double walked = 0;
  double next = step / 2;
  for (const auto& segment : segments) {
    const double own = length_of(segment);
    for (; own > 0 && next <= walked + own; next += step)
      found.push_back(point_along(segment, std::clamp((next - walked) / own, 0.0, 1.0)));
    walked += own;
  }
  return found;
}

std::vector<double> shares_of_course(const Geometry& whole, std::span<const Geometry* const> others,
                                     double distance) {
  std::vector<double> shares(others.size(), 0);
  if (!is_finite(whole)) return shares;
  std::vector<std::optional<NearestSegment>> courses;
  for (const auto* other : others) {
    const bool usable = other->kind == whole.kind && !other->empty() && is_finite(*other);
    courses.push_back(usable ? std::optional(NearestSegment(segments_of(*other))) : std::nullopt);
  }
  const auto looked_at = places_along(segments_of(whole));
  for (const auto& place : looked_at) {
    double least = distance;
    std::optional<std::size_t> nearest;
    for (std::size_t i = 0; i < courses.size(); ++i) {
      if (!courses[i]) continue;
      const double away = courses[i]->distance_from(place);
      if (away > least || (nearest && away == least)) continue;
      least = away;
      nearest = i;
    }
    if (nearest) shares[*nearest] += 1 / static_cast<double>(looked_at.size());
  }
  return shares;
}

std::vector<double> shares_of_area(const Geometry& whole, std::span<const Geometry* const> others) {
  std::vector<double> shares;
  const PreparedArea area(whole);
  for (const auto* other : others)
    shares.push_back(area.area() > 0 && other->kind == whole.kind
                         ? std::min(common_area(area, PreparedArea(*other)) / area.area(), 1.0)
                         : 0);
  return shares;
}

}  // namespace

std::vector<double> covered_shares(const Geometry& whole, std::span<const Geometry* const> others,
                                   double distance) {
  if (whole.empty()) return std::vector<double>(others.size(), 0);
  return whole.kind == GeometryKind::polygon ? shares_of_area(whole, others)
                                             : shares_of_course(whole, others, distance);
}

}  // namespace bdf::geometry
