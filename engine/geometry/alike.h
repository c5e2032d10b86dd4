// SPDX-License-Identifier: MIT
// Whether two geometries are the same but for noise.
#pragma once

#include <string_view>

#include "model/geometry.h"

namespace bdf::geometry {

/// The same vertices in order, each within `tolerance` (in the units of the CRS) of its
/// counterpart, in the plane and in Z.
///
/// Without meaning: where a ring starts, its orientation, the order of parts and of holes, and
/// whether a single part is a multi. With meaning: the direction of a line, and where a closed line
/// starts. Z counts where both carry it. A NaN, in Z that of a vertex without altitude, equals only
/// another NaN. Empty geometries of one kind are alike.
///
/// Reflexive and symmetric; not transitive. Parts and holes are matched one to one: in order where
/// that holds, else by augmenting paths (Berge 1957) among those whose boxes begin within tolerance
/// of each other. Linear for equal order and start; n log n for shuffled parts that lie apart.
/// Worst case, for n parts or for a ring of n vertices all within tolerance of each other: n^3 part
/// comparisons, n^2 vertex comparisons.
[[nodiscard]] bool alike(const Geometry& a, const Geometry& b, double tolerance);

/// The same for WKB. Equal bytes are alike; opaque or malformed ones only then.
[[nodiscard]] bool alike_wkb(std::string_view a, std::string_view b, double tolerance);

}  // namespace bdf::geometry
