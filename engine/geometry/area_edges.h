// SPDX-License-Identifier: MIT
// An area as weighted edges: which points it holds is told by the edges above them. Private to
// geometry/overlap.cpp.
#pragma once

#include <cstddef>
#include <vector>

#include "model/geometry.h"

namespace bdf::geometry {

/// The straight line from (x0, y0) to (x1, y1), x0 < x1. How often the area covers a point is the
/// sum of the weights of the edges above that point: +1 where the area lies below the edge, -1
/// where it lies above. Vertical edges say nothing and are left out.
struct AreaEdge {
  double x0, y0, x1, y1, weight;
};

using AreaEdges = std::vector<AreaEdge>;

/// The height of an edge's line at x, exact at both ends.
[[nodiscard]] double height_at(const AreaEdge& edge, double x);

/// The edges of a polygon relative to an origin, whatever the orientation of its rings: the first
/// of a part counts as outer, all others as holes. Rings are closed where they are not. Linear.
[[nodiscard]] AreaEdges area_edges(const Geometry& polygon, Point origin);

/// What of each edge lies above a height; the rest does not count for points above that height.
[[nodiscard]] AreaEdges above(const AreaEdges& edges, double height);

/// A part of an area: that within the box.
struct AreaPiece {
  Box box;
  AreaEdges edges;  ///< ordered by x0
};

/// The area cut into pieces of about `most` edges, by straight cuts across the longer side of their
/// boxes. A piece stays whole where a cut would cross too many of its edges to be of use.
/// O(n log² n); the pieces hold few edges more than the area.
[[nodiscard]] std::vector<AreaPiece> cut_up(AreaEdges edges, std::size_t most);

}  // namespace bdf::geometry
