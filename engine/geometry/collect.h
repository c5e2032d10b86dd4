// SPDX-License-Identifier: MIT
// Several geometries as one.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/geometry.h"

namespace bdf::geometry {

/// Adds the parts of a geometry of the same kind and dimension to those of `whole`.
void add_parts(Geometry& whole, const Geometry& added);

/// All parts of several geometries of one kind as one, in the plane. At least one.
[[nodiscard]] Geometry together(std::span<const Geometry* const> geometries);

/// The WKB of all of them: a multi where all are points, lines or polygons of one kind and
/// dimension, their parts in the order given; else a GEOMETRYCOLLECTION with the members as they
/// are.
[[nodiscard]] std::string collected(std::span<const std::string_view> wkbs);

}  // namespace bdf::geometry
