// SPDX-License-Identifier: MIT
// Whether several geometries are one that was cut.
#pragma once

#include <span>

#include "model/geometry.h"

namespace bdf::geometry {

struct PiecesOptions {
  double joint = 0;     ///< ends of pieces meet within this distance
  double distance = 0;  ///< the pieces run within this distance of the whole, and it of them
};

/// Whether the pieces, in some order and each in either direction, run one after the other from end
/// to end of the whole: every end meets just one other piece's, but for two that lie within
/// `distance` of the whole's ends (none where the whole is closed); all pieces are in that one
/// chain; together they are as long as the whole, to a tenth. Lines of a single part only, and at
/// least two pieces, none of them closed.
[[nodiscard]] bool chain_along(const Geometry& whole, std::span<const Geometry* const> pieces,
                               const PiecesOptions& options);

/// Whether the pieces are the whole's area, cut: they overlap by no more than a seam of width
/// `joint`, and what the whole and their union do not share is no more than a seam of width
/// `distance` along the whole's boundary, nor than a tenth of it. Asks GEOS; false where that
/// cannot say (invalid polygons). At least two pieces.
[[nodiscard]] bool tile(const Geometry& whole, std::span<const Geometry* const> pieces,
                        const PiecesOptions& options);

}  // namespace bdf::geometry
