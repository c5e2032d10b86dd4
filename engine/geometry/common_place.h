// SPDX-License-Identifier: MIT
// Where two geometries lie on one another.
#pragma once

#include <optional>

#include "model/geometry.h"

namespace bdf::geometry {

/// A point of what two valid areas have in common, inside it; nullopt where that is nothing, or
/// where GEOS cannot say.
[[nodiscard]] std::optional<Point> common_place(const Geometry& a, const Geometry& b);

}  // namespace bdf::geometry
