// SPDX-License-Identifier: MIT
// Which way a line is digitised.
#pragma once

#include "model/geometry.h"

namespace bdf::geometry {

/// Whether two versions of a line are digitised in opposite directions: by their ends, and where
/// these tell nothing, as those of a closed line, by the way they go round. Not so of lines with
/// different numbers of parts. Both are lines and not empty, in one CRS. A pure function.
[[nodiscard]] bool are_opposite(const Geometry& a, const Geometry& b);

}  // namespace bdf::geometry
