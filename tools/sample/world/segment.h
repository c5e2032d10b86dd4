// SPDX-License-Identifier: MIT
// Segments of the plane.
#pragma once

#include <algorithm>

#include "world/shape.h"

namespace bdf::sample {

/// Twice the area of the triangle p, q, r: positive where it is counterclockwise.
[[nodiscard]] inline double turn(const Position& p, const Position& q, const Position& r) {
  return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
}

/// Whether the boxes around the segments a, b and c, d have a point in common.
[[nodiscard]] inline bool boxes_meet(const Position& a, const Position& b, const Position& c,
                                     const Position& d) {
  return std::min(a.x, b.x) <= std::max(c.x, d.x) && std::min(c.x, d.x) <= std::max(a.x, b.x) &&
         std::min(a.y, b.y) <= std::max(c.y, d.y) && std::min(c.y, d.y) <= std::max(a.y, b.y);
}

}  // namespace bdf::sample
