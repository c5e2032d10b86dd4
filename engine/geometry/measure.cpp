// SPDX-License-Identifier: MIT
#include "geometry/measure.h"

#include <cmath>

namespace bdf::geometry {

namespace {

double path_length(const Geometry& geometry, std::size_t path) {
  double length = 0;
  for (std::size_t i = geometry.rings[path] + 1; i < geometry.rings[path + 1]; ++i) {
    length += std::hypot(geometry.xy[2 * i] - geometry.xy[2 * i - 2],
                         geometry.xy[2 * i + 1] - geometry.xy[2 * i - 1]);
  }
  return length;
}

/// The shoelace formula relative to the first vertex, which keeps its digits far from the origin.
double ring_area(const Geometry& geometry, std::size_t ring) {
  const double* xy = geometry.xy.data();
  const std::size_t first = geometry.rings[ring];
  double twice = 0;
  for (std::size_t i = first + 1; i + 1 < geometry.rings[ring + 1]; ++i) {
    twice += (xy[2 * i] - xy[2 * first]) * (xy[2 * i + 3] - xy[2 * first + 1]) -
             (xy[2 * i + 2] - xy[2 * first]) * (xy[2 * i + 1] - xy[2 * first + 1]);
  }
  return std::abs(twice) / 2;
}

}  // namespace

double length_of(const Geometry& geometry) {
  double length = 0;
  for (std::size_t path = 0; path < geometry.ring_count(); ++path) {
    length += path_length(geometry, path);
  }
  return length;
}

double area_of(const Geometry& geometry) {
  if (geometry.kind != GeometryKind::polygon) return 0;
  double area = 0;
  for (std::size_t part = 0; part < geometry.part_count(); ++part) {
    const std::size_t outer = geometry.parts[part];
    area += ring_area(geometry, outer);
    for (std::size_t hole = outer + 1; hole < geometry.parts[part + 1]; ++hole) {
      area -= ring_area(geometry, hole);
    }
  }
  return area;
}

}  // namespace bdf::geometry
