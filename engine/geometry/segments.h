// SPDX-License-Identifier: MIT
// Geometries as line segments. Private to this room.
#pragma once

#include <vector>

#include "model/geometry.h"

namespace bdf::geometry {

inline Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
inline double dot(Point a, Point b) { return a.x * b.x + a.y * b.y; }
inline double cross(Point a, Point b) { return a.x * b.y - a.y * b.x; }

struct Segment {
  Point from, to;
};

/// The point at share t of the way, 0 to 1.
[[nodiscard]] Point point_along(const Segment& segment, double t);

[[nodiscard]] double length_of(const Segment& segment);

[[nodiscard]] double distance_of(Point p, const Segment& s);

/// Every path as segments; a path of one point is a segment of length 0.
[[nodiscard]] std::vector<Segment> segments_of(const Geometry& geometry);

/// Whether all ordinates are numbers whose squares can be added up (below some 1e153).
[[nodiscard]] bool is_finite(const Geometry& geometry);

}  // namespace bdf::geometry
