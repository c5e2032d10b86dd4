// SPDX-License-Identifier: MIT
// How near two geometries run to one another, on flat coordinates.
//
// All distances are planar, in the units of the CRS. A geometry counts as its points, its lines, or
// (polygons) its boundaries. Pure functions: any thread.
#pragma once

#include "model/geometry.h"

namespace bdf::geometry {

/// Whether every point of `a` lies within `distance` of `b`: whether the directed Hausdorff
/// distance from a to b is at most `distance`. Exact for whole segments, not only for their
/// vertices (geometry/follower.h). Ends at the first point that is too far.
///
/// False where either is empty; NaN is near nothing. About linear where both follow the same course
/// (the search goes on from the segment found last); worst case a's vertices times b's.
[[nodiscard]] bool lies_along(const Geometry& a, const Geometry& b, double distance);

/// Both ways: the Hausdorff distance is at most `distance`. Says nothing about direction, ends or
/// how often a place is passed.
[[nodiscard]] bool same_course(const Geometry& a, const Geometry& b, double distance);

/// The greatest distance of a vertex of either from the other: at most the Hausdorff distance, and
/// close to it for lines that run alike. Infinite where just one is empty, 0 where both are.
[[nodiscard]] double deviation_of(const Geometry& a, const Geometry& b);

}  // namespace bdf::geometry
