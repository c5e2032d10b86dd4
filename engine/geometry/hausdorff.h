// SPDX-License-Identifier: MIT
// How far two geometries run apart: at most, on average, for most of their length.
//
// All distances are planar, in the units of the CRS, and 0 or more; a geometry counts as its
// points, its lines, or (polygons) its outlines. Whatever is said of an empty geometry, or of one
// with an ordinate that is no finite number (nor one of 1e153 or more), is infinite. Pure
// functions: any thread.
#pragma once

#include <limits>
#include <vector>

#include "model/geometry.h"

namespace bdf::geometry {

/// The greatest distance of a point of a from b (Hausdorff 1914; Alt, Behrends and Blömer 1995), of
/// whole segments and not only of their vertices, to a billionth of the extent of both. Infinite as
/// soon as it is known to exceed `give_up_at`.
///
/// The vertices first; a search ends at the first segment that is nearer than what is known (Taha
/// and Hanbury 2015). Then segments, halved until what is left of them is no further away
/// (geometry/follower.h). About linear where both follow one course; worst case a's vertices times
/// b's, times 30 for each segment that is further away in between than at its ends.
[[nodiscard]] double directed_hausdorff(
    const Geometry& a, const Geometry& b,
    double give_up_at = std::numeric_limits<double>::infinity());

/// The greater of both ways.
[[nodiscard]] double hausdorff(const Geometry& a, const Geometry& b,
                               double give_up_at = std::numeric_limits<double>::infinity());

/// How far from b a stretch of a lies, and how long it is.
struct DistanceSample {
  double distance = 0;
  double length = 0;
};

/// The distances from b of the middles of stretches of equal length, at most `step` (> 0) and no
/// more than about 65 000, that make up each segment of a. Points, and lines without length, count
/// one each. Not empty.
[[nodiscard]] std::vector<DistanceSample> distances_along(const Geometry& a, const Geometry& b,
                                                          double step);

/// The mean by length: for step → 0 the area between two lines that run side by side, by the
/// length of the first (McMaster 1986).
[[nodiscard]] double mean_distance(const std::vector<DistanceSample>& samples);

/// The least distance within which at least `share` (0 to 1) of the length lies: the partial
/// directed Hausdorff distance (Huttenlocher, Klanderman and Rucklidge 1993), which a few
/// stretches that run elsewhere do not change. O(n log n).
[[nodiscard]] double partial_distance(std::vector<DistanceSample> samples, double share);

/// Between the outlines of two polygons, or the courses of two lines.
struct BoundaryDistance {
  double mean = 0;      ///< the mean of both mean distances, each by its own length
  double greatest = 0;  ///< the Hausdorff distance
};

/// O(samples times what of the other is near).
[[nodiscard]] BoundaryDistance boundary_distance(const Geometry& a, const Geometry& b, double step);

}  // namespace bdf::geometry
