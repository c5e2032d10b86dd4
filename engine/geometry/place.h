// SPDX-License-Identifier: MIT
// One point that stands for a geometry.
#pragma once

#include <optional>
#include <vector>

#include "model/geometry.h"

namespace bdf::geometry {

/// The point at that part of the line's length, from 0 at its first vertex to 1 at its last; what
/// lies between two of its parts has no length. nullopt where it is empty or not finite.
[[nodiscard]] std::optional<Point> point_along(const Geometry& line, double part);

/// The same for several parts, ascending, in one walk.
[[nodiscard]] std::vector<std::optional<Point>> points_along(const Geometry& line,
                                                             const std::vector<double>& parts);

/// A point in the middle of where a level through the middle of the box is longest within the
/// area: inside it, unless it is flat. nullopt where it is empty or not finite.
[[nodiscard]] std::optional<Point> point_inside(const Geometry& area);

/// Of a line the point at that part of its length, of an area a point inside, of points the first.
[[nodiscard]] std::optional<Point> place_of(const Geometry& geometry, double part);
/// One for each of several parts, ascending.
[[nodiscard]] std::vector<std::optional<Point>> places_of(const Geometry& geometry,
                                                          const std::vector<double>& parts);

}  // namespace bdf::geometry
