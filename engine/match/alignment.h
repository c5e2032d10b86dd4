// SPDX-License-Identifier: MIT
// How the whole of one side lies off the other.
#pragma once

#include <optional>
#include <vector>

#include "match/shapes.h"

namespace bdf::match {

/// A shift that varies over the ground, in the units of the CRS: vectors at the knots of a square
/// grid, linear in between and constant outside. One knot: the same everywhere.
struct ShiftField {
  Point origin{0, 0};  ///< of the knot in column 0 and row 0
  double spacing = 1;
  std::size_t columns = 1;
  std::size_t rows = 1;
  std::vector<Point> shifts;  ///< row by row

  [[nodiscard]] Point at(Point place) const;
  /// The greatest shift at a knot.
  [[nodiscard]] double greatest() const;
};

/// How much of a sample lies within the noise of its counterpart.
struct AlignmentCheck {
  double without = 0;  ///< shares of features, 0 to 1, none of which took part in the estimate
  double with = 0;
};

struct Alignment {
  ShiftField field;  ///< what must be added to a's coordinates
  AlignmentCheck check;
};

/// Estimates the shift from a to b from pairs of features of about one size and kind: of the
/// vectors between the middles of all such pairs within `reach`, the true ones agree and the others
/// do not. First one vector for all, then one for each square of ground where enough features
/// stand. Vectors agree within a small part of `reach`; where that tells nothing, within a greater
/// one.
///
/// Cross-validated: estimated from one half of the features and tried on the other. nullopt where
/// that does not say that it helps, where it is less than `least`, or where there are too few
/// features to tell. Depends on no order. O(n log n) where features lie apart.
[[nodiscard]] std::optional<Alignment> align(const Shapes& a, const Shapes& b, double reach,
                                             double least, int threads);

/// The shapes with each vertex moved.
[[nodiscard]] Shapes moved(Shapes shapes, const ShiftField& field, int threads);

}  // namespace bdf::match
