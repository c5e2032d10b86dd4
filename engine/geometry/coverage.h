// SPDX-License-Identifier: MIT
// How much of a geometry others cover, where they are drawn alike.
#pragma once

#include <span>
#include <vector>

#include "model/geometry.h"

namespace bdf::geometry {

/// The share of `whole` that each of the others covers, 0 to 1; of points and lines of which each
/// place is covered by what is nearest to it within `distance` (units of the CRS), so that the
/// shares add up to no more than 1. Lines are looked at in 200 places; of areas it is the area in
/// common. Others of another kind, and what is empty or not finite, cover nothing.
[[nodiscard]] std::vector<double> covered_shares(const Geometry& whole,
                                                 std::span<const Geometry* const> others,
                                                 double distance);

}  // namespace bdf::geometry
