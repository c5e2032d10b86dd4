// SPDX-License-Identifier: MIT
// A decoded geometry on flat coordinates.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace bdf {

enum class GeometryKind { point, line, polygon };

struct Point {
  double x, y;
  bool operator==(const Point&) const = default;
};

struct Box {
  double min_x, min_y, max_x, max_y;
  bool operator==(const Box&) const = default;
};

/// A box that meets no other.
inline constexpr Box nowhere{1, 1, 0, 0};

/// Whether two boxes have a point in common, borders included; never where either holds a NaN.
[[nodiscard]] inline bool meet(const Box& a, const Box& b) {
  return a.min_x <= b.max_x && b.min_x <= a.max_x && a.min_y <= b.max_y && b.min_y <= a.max_y;
}

/// The smallest box that holds both.
[[nodiscard]] inline Box united(const Box& a, const Box& b) {
  return {std::min(a.min_x, b.min_x), std::min(a.min_y, b.min_y), std::max(a.max_x, b.max_x),
          std::max(a.max_y, b.max_y)};
}

/// The box with its sides moved outwards by that much.
[[nodiscard]] inline Box wider(const Box& box, double by) {
  return {box.min_x - by, box.min_y - by, box.max_x + by, box.max_y + by};
}

/// The square whose sides are that far from the point.
[[nodiscard]] inline Box box_around(const Point& point, double reach) {
  return {point.x - reach, point.y - reach, point.x + reach, point.y + reach};
}

/// Points, lines and polygons, single or multi, with or without Z, in the units of their CRS.
///
/// `xy` holds x,y,x,y…; `z` is empty or holds one value a vertex (NaN allowed). `rings` holds the
/// first vertex of each path (a point, a line, a ring) and, last, the number of vertices; `parts`
/// holds the first path of each part and, last, the number of paths. An empty geometry has no part.
struct Geometry {
  GeometryKind kind = GeometryKind::point;
  bool multi = false;
  bool has_z = false;
  std::vector<double> xy;
  std::vector<double> z;
  std::vector<std::uint32_t> rings{0};
  std::vector<std::uint32_t> parts{0};

  [[nodiscard]] std::size_t vertex_count() const { return xy.size() / 2; }
  [[nodiscard]] std::size_t ring_count() const { return rings.size() - 1; }
  [[nodiscard]] std::size_t part_count() const { return parts.size() - 1; }
  [[nodiscard]] bool empty() const { return xy.empty(); }
};

/// The box of all vertices that are numbers; nullopt where there is none.
[[nodiscard]] std::optional<Box> box_of(const Geometry& geometry);

}  // namespace bdf
