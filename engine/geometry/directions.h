// SPDX-License-Identifier: MIT
// Where lines and outlines point. Angles are in radians, counter-clockwise from the x axis.
//
// Geometries with an ordinate that is no finite number have no direction. Pure functions: any
// thread. Linear, but for sorting a histogram's bins.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "model/geometry.h"

namespace bdf::geometry {

/// The mean direction of all segments weighted by their lengths (Mardia and Jupp 2000): that of the
/// sum of all vectors, from end to end of a line. -π to π. nullopt where they cancel out, as those
/// of closed lines do.
[[nodiscard]] std::optional<double> mean_direction(const Geometry& geometry);

/// The same for undirected segments: the mean of doubled angles, halved. -π/2 to π/2; nullopt where
/// no direction prevails, as in a square.
[[nodiscard]] std::optional<double> mean_orientation(const Geometry& geometry);

/// The angle between the mean directions, 0 to π.
[[nodiscard]] std::optional<double> angle_between_directions(const Geometry& a, const Geometry& b);

/// The angle between the mean orientations, 0 to π/2.
[[nodiscard]] std::optional<double> angle_between_orientations(const Geometry& a,
                                                               const Geometry& b);

/// The share of the length that runs in each of `bins` (> 0) directions; adds up to 1, or is empty
/// where there is no length. For polygons over the whole circle, with outer rings
/// counter-clockwise and holes clockwise, whatever way they are drawn; for lines over half of it,
/// so that they have no sense either. A segment between the middles of two bins is shared between
/// them, so that a small turn makes a small change. Rotation counts.
[[nodiscard]] std::vector<double> angle_histogram(const Geometry& geometry, std::size_t bins);

/// The earth mover's distance of two circular histograms with as many bins, as a share of the
/// greatest there is: 0 for equal ones, 1 for single directions that are opposite. The sum of the
/// absolute differences of the cumulated histograms from their median (Rabin, Delon and Gousseau
/// 2009). nullopt where either is empty or their sizes differ. O(k log k).
[[nodiscard]] std::optional<double> circular_distance(const std::vector<double>& a,
                                                      const std::vector<double>& b);

}  // namespace bdf::geometry
