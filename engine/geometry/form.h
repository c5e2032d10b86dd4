// SPDX-License-Identifier: MIT
// How long, round and slender a geometry is, without a unit: each from 0 to 1.
//
// 0 where there is nothing to measure: empty geometries, no length or area, ordinates that are no
// finite numbers. Pure functions: any thread. Linear.
#pragma once

#include "model/geometry.h"

namespace bdf::geometry {

/// The shorter one's length by the longer one's.
[[nodiscard]] double length_ratio(const Geometry& a, const Geometry& b);

/// The smaller one's area by the greater one's.
[[nodiscard]] double area_ratio(const Geometry& a, const Geometry& b);

/// 4π times the area by the square of all outlines' length: 1 for a disc (Miller 1953).
[[nodiscard]] double compactness(const Geometry& polygon);

/// 1 less the ratio of the lesser to the greater standard deviation of the course or outline along
/// its principal axes, by length: 0 for what is as wide as long, 1 for a straight line.
[[nodiscard]] double elongation(const Geometry& geometry);

}  // namespace bdf::geometry
