// SPDX-License-Identifier: MIT
// Which points of two sides are the same.
#pragma once

#include "match/geometric.h"
#include "match/shapes.h"

namespace bdf::match {

/// One to one within options.distance, such that the sum of squares of distances is least over all
/// that is linked. Points in a crowd (most_at_a_place) are not linked.
[[nodiscard]] GeometricMatches match_points(const Shapes& a, const Shapes& b, const Matching& how);

}  // namespace bdf::match
