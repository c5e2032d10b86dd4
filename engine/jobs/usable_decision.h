// SPDX-License-Identifier: MIT
// Whether a layer can hold what was decided.
#pragma once

#include <string>

#include "io/geopackage.h"
#include "model/conflict.h"

namespace bdf::jobs {

/// How far from all three versions a geometry may be drawn, between boxes: metres, or degrees where
/// the layer is in degrees. Farther off it is more likely in another coordinate system, or another
/// object's.
inline constexpr double farthest_metres = 100;
inline constexpr double farthest_degrees = 0.001;

/// Why the decision on the conflict cannot be applied to its layer, as one or two sentences in the
/// user's language; "" where it can. Looks at what can be decided of such a conflict, at the type
/// and width of the attribute's column, and at kind, validity and place of a geometry, in the
/// layer's coordinate system. What the catalog does not know is not looked at.
[[nodiscard]] std::string why_unusable(const Conflict& conflict, const Resolution& resolution,
                                       const io::Catalog& catalog);

}  // namespace bdf::jobs
