// SPDX-License-Identifier: MIT
// What areas have in common, without overlaying them.
//
// All areas are planar, in the square of the CRS's unit. Pure functions on values: any thread.
#pragma once

#include <vector>

#include "geometry/area_edges.h"
#include "model/geometry.h"

namespace bdf::geometry {

/// An area made ready to be compared with many others: its edges in order, in pieces with a box
/// each, so that a comparison costs in proportion to the edges that are near. O(n log n) for up to
/// a few dozen vertices, O(n log² n) beyond; 40 bytes a vertex.
///
/// Points, lines, and polygons with a coordinate that is no finite number are areas of 0 that
/// share nothing.
class PreparedArea {
 public:
  explicit PreparedArea(const Geometry& polygon);

  /// As area_of (geometry/measure.h), but never negative.
  [[nodiscard]] double area() const { return area_; }

  friend double common_area(const PreparedArea& a, const PreparedArea& b);

 private:
  Point origin_{};  ///< what the pieces' coordinates are relative to
  double area_ = 0;
  std::vector<AreaPiece> pieces_;
};

/// The area that two polygons share, from 0 to the smaller of both. Holes and several parts count;
/// the orientation of rings does not. Exact but for rounding, of the order of 1e-13 of the area of
/// the box that both boxes share, and with no special case: edges may touch, cross at vertices or
/// lie on one another. For invalid polygons (rings that cross, parts that overlap) some number in
/// that range.
///
/// A point is covered as often as the weights of the edges above it add up to (AreaEdge), so the
/// area is the sum, over pairs of an edge of each, of the product of their weights and the area
/// under both. Nothing is intersected but the two lines of a pair. After Franklin (1990; Franklin
/// and Sivaswami 1994, OVERPROP), who sum over the overlay's corners instead. Worst case the
/// product of the numbers of edges whose boxes meet the other's; commonly about linear in them.
[[nodiscard]] double common_area(const PreparedArea& a, const PreparedArea& b);
[[nodiscard]] double common_area(const Geometry& a, const Geometry& b);

/// How two areas compare, all measures from 0 to 1; two areas of 0 share nothing.
struct Overlap {
  double area_a = 0;
  double area_b = 0;
  double common = 0;

  /// Twice the area in common over the sum of both (Dice 1945). 1 for equal areas.
  [[nodiscard]] double dice() const;
  /// The share of the smaller area that the greater one covers (Szymkiewicz–Simpson). 1 for an area
  /// within another.
  [[nodiscard]] double smaller_overlap() const;
  /// The share of their union that they do not have in common (Vauglin 1997, « distance
  /// surfacique »; 1 less the Jaccard index). 0 for equal areas, 1 for disjoint ones.
  [[nodiscard]] double surface_distance() const;
};

[[nodiscard]] Overlap overlap_of(const PreparedArea& a, const PreparedArea& b);

}  // namespace bdf::geometry
