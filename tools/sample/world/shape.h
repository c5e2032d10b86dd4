// SPDX-License-Identifier: MIT
// Geometries of the sample, on the grid of 0.1 m that the BD TOPO keeps.
#pragma once

#include <cmath>
#include <vector>

namespace bdf::sample {

/// In metres of the territory's system; z is an altitude, 0 where the layer is flat.
struct Position {
  double x = 0, y = 0, z = 0;
  bool operator==(const Position&) const = default;
};

using Path = std::vector<Position>;
/// The outer ring counterclockwise and first, then its holes clockwise; all closed.
using Rings = std::vector<Path>;

enum class ShapeKind { point, line, area };

/// One point, a line of one or more parts, or an area of one or more polygons.
struct Shape {
  ShapeKind kind = ShapeKind::line;
  std::vector<Rings> parts;  ///< of a point or a line: one path each
  bool operator==(const Shape&) const = default;

  /// The only path of a point or of a line in one part; the outer ring of an area in one.
  [[nodiscard]] const Path& path() const { return parts.front().front(); }
  [[nodiscard]] Path& path() { return parts.front().front(); }
};

[[nodiscard]] Shape point_shape(const Position& position);
[[nodiscard]] Shape line_shape(Path path);
[[nodiscard]] Shape area_shape(Rings rings);

/// On the grid of 0.1 m.
[[nodiscard]] inline double on_grid(double metres) { return std::round(metres * 10) / 10; }
[[nodiscard]] inline Position on_grid(const Position& at) {
  return {on_grid(at.x), on_grid(at.y), on_grid(at.z)};
}

[[nodiscard]] inline double distance(const Position& a, const Position& b) {
  // Not std::hypot, which takes several times as long and differs between libraries.
  const double x = a.x - b.x;
  const double y = a.y - b.y;
  return std::sqrt(x * x + y * y);
}
[[nodiscard]] inline Position between(const Position& a, const Position& b, double t) {
  return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.z + (b.z - a.z) * t};
}

/// Metres in the plane.
[[nodiscard]] double length_of(const Path& path);
/// Square metres, positive where the ring runs counterclockwise.
[[nodiscard]] double signed_area(const Path& ring);
/// Square metres, holes taken off; 0 for points and lines.
[[nodiscard]] double area_of(const Shape& shape);
/// Where the path has run `metres` from its start.
[[nodiscard]] Position along(const Path& path, double metres);
/// Whether the point is inside the ring; on the boundary either answer may come.
[[nodiscard]] bool contains(const Path& ring, const Position& point);

}  // namespace bdf::sample
