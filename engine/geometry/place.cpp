// SPDX-License-Identifier: MIT
#include "geometry/place.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "geometry/measure.h"

namespace bdf::geometry {

namespace {

Point vertex(const Geometry& geometry, std::size_t i) {
  return {geometry.xy[2 * i], geometry.xy[2 * i + 1]};
}

std::optional<Point> finite(const Point& point) {
  const bool known = std::isfinite(point.x) && std::isfinite(point.y);
  return known ? std::optional(point) : std::nullopt;
}

/// Where the level crosses the rings, from left to right.
std::vector<double> crossings(const Geometry& area, double level) {
  std::vector<double> found;
  for (std::size_t ring = 0; ring < area.ring_count(); ++ring)
    for (std::size_t i = area.rings[ring] + 1; i < area.rings[ring + 1]; ++i) {
      const auto from = vertex(area, i - 1);
      const auto to = vertex(area, i);
      if ((from.y <= level) == (to.y <= level)) continue;
      found.push_back(from.x + (level - from.y) / (to.y - from.y) * (to.x - from.x));
    }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::vector<std::optional<Point>> points_along(const Geometry& line,
                                               const std::vector<double>& parts) {
  std::vector<std::optional<Point>> points;
  if (line.empty()) return std::vector<std::optional<Point>>(parts.size());
  const double whole = length_of(line);
  double done = 0;
  for (std::size_t path = 0; path < line.ring_count(); ++path)
    for (std::size_t i = line.rings[path] + 1; i < line.rings[path + 1]; ++i) {
      const auto from = vertex(line, i - 1);
      const auto to = vertex(line, i);
      const double length = std::hypot(to.x - from.x, to.y - from.y);
      while (points.size() < parts.size() && length > 0) {
        const double left = whole * parts[points.size()] - done;
        if (!(length >= left)) break;
        points.push_back(finite(
            {from.x + (to.x - from.x) * left / length, from.y + (to.y - from.y) * left / length}));
      }
      done += length;
    }
  points.resize(parts.size(), finite(vertex(line, line.vertex_count() - 1)));
  return points;
}

std::optional<Point> point_along(const Geometry& line, double part) {
  return points_along(line, {part}).front();
}

std::optional<Point> point_inside(const Geometry& area) {
  const auto box = box_of(area);
  if (!box) return std::nullopt;
  const double level = (box->min_y + box->max_y) / 2;
  const auto cuts = crossings(area, level);
  double widest = 0;
  auto found = finite(vertex(area, 0));
  for (std::size_t i = 0; i + 1 < cuts.size(); i += 2) {
    if (cuts[i + 1] - cuts[i] <= widest) continue;
    widest = cuts[i + 1] - cuts[i];
    found = finite({(cuts[i] + cuts[i + 1]) / 2, level});
  }
  return found;
}

std::optional<Point> place_of(const Geometry& geometry, double part) {
  if (geometry.empty()) return std::nullopt;
  if (geometry.kind == GeometryKind::line) return point_along(geometry, part);
  return geometry.kind == GeometryKind::polygon ? point_inside(geometry)
                                                : finite(vertex(geometry, 0));
}

std::vector<std::optional<Point>> places_of(const Geometry& geometry,
                                            const std::vector<double>& parts) {
  if (geometry.kind == GeometryKind::line) return points_along(geometry, parts);
  return std::vector<std::optional<Point>>(parts.size(), place_of(geometry, 0));
}

}  // namespace bdf::geometry
