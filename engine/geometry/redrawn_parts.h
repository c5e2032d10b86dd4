// SPDX-License-Identifier: MIT
// What the parts of a thing that was cut are, once the thing itself has been drawn anew.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/geometry.h"

namespace bdf::geometry {

/// `before`, one line or area, as it is now.
struct RedrawnWhole {
  const Geometry& before;
  const Geometry& after;
};

/// One for each of `parts`, in their order: together they are `after`, cut where `before` was cut.
///
/// Parts of a line stay what they are where nothing was moved, to the last bit; the mark of a cut
/// that stood in a stretch that was goes where an end that stood there would (geometry/follow.h),
/// no farther off than `distance`. Parts of an area get the stretches of the outline that were
/// moved. nullopt where the parts are not `before` within `tolerance`, or where what would come of
/// them is not `after`, as where what was moved holds the end of a cut through an area. All in one
/// CRS, `tolerance` and `distance` in its units. Throws LawError where GEOS fails.
[[nodiscard]] std::optional<std::vector<Geometry>> redrawn_parts(const RedrawnWhole& whole,
                                                                 std::span<const Geometry> parts,
                                                                 double tolerance, double distance);

}  // namespace bdf::geometry
