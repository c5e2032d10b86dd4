// SPDX-License-Identifier: MIT
// A geometry that goes with lines along which it lies.
#pragma once

#include <span>

#include "model/geometry.h"

namespace bdf::geometry {

/// A line as it was and as it is now; the same twice where it holds what lies along it.
struct MovedLine {
  Geometry before, after;
};

/// `geometry` with each vertex moved as the place nearest to it on all of these lines has been, so
/// that it keeps its offset from the line; altitudes stay. A place keeps its share of the way
/// between the vertices before and behind the stretch that was drawn anew, or between its two
/// vertices where that stretch has as many as before; which way a line runs says nothing. Of a line
/// whose parts are not as many as they were, nothing moves. What comes of it may be invalid.
/// `tolerance` in units of the CRS: vertices that are nearer are the same, and what would move by
/// no more stays. Costs as much as the vertices times the edges of the lines.
[[nodiscard]] Geometry carried_along(Geometry geometry, std::span<const MovedLine> lines,
                                     double tolerance);

}  // namespace bdf::geometry
