// SPDX-License-Identifier: MIT
// Which points of two sides are the same.
#pragma once

#include "match/geometric.h"
#include "match/shapes.h"

namespace bdf::match {

/// One to one within options.distance, such that what is near one another all together is linked.
/// Several points of one feature count as one in their middle. Of each point only a few nearest
/// ones are looked at; in a crowd (most_pieces) none.
[[nodiscard]] GeometricMatches match_points(const Shapes& a, const Shapes& b, const Matching& how);

}  // namespace bdf::match
