// SPDX-License-Identifier: MIT
#include "geometry/opposite.h"

#include <algorithm>
#include <cmath>

namespace bdf::geometry {

namespace {

/// Twice the area that a line encloses, positive where it runs anticlockwise.
double signed_area(const Geometry& line) {
  const auto x = [&](std::size_t i) { return line.xy[2 * i] - line.xy[0]; };
  const auto y = [&](std::size_t i) { return line.xy[2 * i + 1] - line.xy[1]; };
  double area = 0;
  for (std::size_t i = 0; i + 1 < line.vertex_count(); ++i)
    area += x(i) * y(i + 1) - x(i + 1) * y(i);
  return area;
}

/// A path of a line.
struct PathOf {
  const Geometry& line;
  std::size_t path;
};

/// How far the ends of two paths lie from each other, taken crosswise or not.
double distance_of_ends(const PathOf& one, const PathOf& other, bool crossed) {
  const auto& a = one.line;
  const auto& b = other.line;
  const auto distance = [&](std::size_t k, std::size_t l) {
    return std::hypot(a.xy[2 * k] - b.xy[2 * l], a.xy[2 * k + 1] - b.xy[2 * l + 1]);
  };
  const std::size_t first_a = a.rings[one.path];
  const std::size_t last_a = a.rings[one.path + 1] - 1;
  const std::size_t first_b = b.rings[other.path];
  const std::size_t last_b = b.rings[other.path + 1] - 1;
  return crossed ? distance(first_a, last_b) + distance(last_a, first_b)
                 : distance(first_a, first_b) + distance(last_a, last_b);
}

/// The same for whole lines. Parts are taken in their order; crosswise in the opposite one too, for
/// programs turn a multi in either way.
double distance_of_ends(const Geometry& a, const Geometry& b, bool crossed) {
  const std::size_t parts = a.ring_count();
  double in_order = 0;
  double in_reverse = 0;
  for (std::size_t i = 0; i < parts; ++i) {
    in_order += distance_of_ends({a, i}, {b, i}, crossed);
    in_reverse += distance_of_ends({a, i}, {b, parts - 1 - i}, crossed);
  }
  return crossed ? std::min(in_order, in_reverse) : in_order;
}

}  // namespace

bool are_opposite(const Geometry& a, const Geometry& b) {
  if (a.ring_count() != b.ring_count()) return false;
  const double crossed = distance_of_ends(a, b, true);
  const double straight = distance_of_ends(a, b, false);
  if (crossed != straight) return crossed < straight;
  return signed_area(a) * signed_area(b) < 0;
}

}  // namespace bdf::geometry
