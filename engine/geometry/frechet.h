// SPDX-License-Identifier: MIT
// How far two lines run apart for someone who follows both.
#pragma once

#include <limits>

#include "model/geometry.h"

namespace bdf::geometry {

struct FrechetDistance {
  double distance = std::numeric_limits<double>::infinity();
  bool reversed = false;  ///< the lines run against one another; not so where both ways are alike
};

/// The discrete Fréchet distance of two lines (Eiter and Mannila 1994), in the units of the CRS:
/// the shortest leash for two who walk from vertex to vertex of one line each, never back. At least
/// the Hausdorff distance of the vertices; exceeds that of the whole lines (Fréchet 1906) by no
/// more than the longest segment, so make lines `densified` first where that matters. The smaller
/// one of both directions of travel.
///
/// Infinite as soon as it is known to exceed `give_up_at`, and for what is not one line of finite
/// numbers each. O(n·m) time at worst, O(m) memory. Pure: any thread.
[[nodiscard]] FrechetDistance discrete_frechet(
    const Geometry& a, const Geometry& b,
    double give_up_at = std::numeric_limits<double>::infinity());

/// With vertices added, evenly in each segment, so that none is longer than `step` (> 0). Without
/// Z. Ordinates must be finite.
[[nodiscard]] Geometry densified(const Geometry& geometry, double step);

}  // namespace bdf::geometry
