// SPDX-License-Identifier: MIT
#include "world/shape.h"

#include <utility>

namespace bdf::sample {

Shape point_shape(const Position& position) { return {ShapeKind::point, {{{position}}}}; }
Shape line_shape(Path path) { return {ShapeKind::line, {{std::move(path)}}}; }
Shape area_shape(Rings rings) { return {ShapeKind::area, {std::move(rings)}}; }

double length_of(const Path& path) {
  double sum = 0;
  for (std::size_t i = 1; i < path.size(); ++i) sum += distance(path[i - 1], path[i]);
  return sum;
}

double signed_area(const Path& ring) {
  double twice = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    // Relative to the first vertex: coordinates of 6 000 000 m squared would cost the decimals.
    const double x0 = ring[i - 1].x - ring[0].x;
    const double y0 = ring[i - 1].y - ring[0].y;
    const double x1 = ring[i].x - ring[0].x;
    const double y1 = ring[i].y - ring[0].y;
    twice += x0 * y1 - x1 * y0;
  }
  return twice / 2;
}

double area_of(const Shape& shape) {
  double sum = 0;
  if (shape.kind != ShapeKind::area) return sum;
  for (const Rings& rings : shape.parts) {
    for (std::size_t i = 0; i < rings.size(); ++i)
      sum += (i == 0 ? 1 : -1) * std::abs(signed_area(rings[i]));
  }
  return sum;
}

Position along(const Path& path, double metres) {
  for (std::size_t i = 1; i < path.size(); ++i) {
    const double step = distance(path[i - 1], path[i]);
    if (metres <= step && step > 0) return between(path[i - 1], path[i], metres / step);
    metres -= step;
  }
  return path.back();
}

bool contains(const Path& ring, const Position& point) {
  bool inside = false;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    const Position& a = ring[i - 1];
    const Position& b = ring[i];
    if ((a.y > point.y) != (b.y > point.y) &&
        point.x < a.x + (b.x - a.x) * (point.y - a.y) / (b.y - a.y))
      inside = !inside;
  }
  return inside;
}

}  // namespace bdf::sample
