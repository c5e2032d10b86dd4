// SPDX-License-Identifier: MIT
// Which areas of two sides are the same, or parts of the same.
#pragma once

#include "match/geometric.h"
#include "match/shapes.h"

namespace bdf::match {

[[nodiscard]] GeometricMatches match_areas(const Shapes& a, const Shapes& b, const Matching& how);

}  // namespace bdf::match
