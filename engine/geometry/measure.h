// SPDX-License-Identifier: MIT
// Planar measures, in the units of the CRS. NaN coordinates give NaN.
#pragma once

#include "model/geometry.h"

namespace bdf::geometry {

/// The length of all lines, or of all rings; 0 for points.
[[nodiscard]] double length_of(const Geometry& geometry);

/// Outer rings less holes, whatever the orientation of each; 0 for points and lines.
[[nodiscard]] double area_of(const Geometry& geometry);

}  // namespace bdf::geometry
