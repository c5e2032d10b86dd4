// SPDX-License-Identifier: MIT
// How near two geometries come to one another.
#pragma once

#include <optional>

#include "model/geometry.h"

namespace bdf::geometry {

/// The least distance between any two of their points, areas filled, in units of the CRS; 0 where
/// they touch. nullopt where either is empty, or where GEOS cannot say (not finite, rings not
/// closed).
[[nodiscard]] std::optional<double> nearest_distance(const Geometry& a, const Geometry& b);

}  // namespace bdf::geometry
