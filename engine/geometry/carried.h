// SPDX-License-Identifier: MIT
// An area along a line goes with the line.
#pragma once

#include <optional>
#include <span>

#include "model/geometry.h"

namespace bdf::geometry {

/// A line as it was and as it is now.
struct MovedLine {
  Geometry before, after;
};

/// `area`, which lay along the line as it was, along the line as it is now. Which way the line
/// runs, where a ring begins and which vertices either has on one course says nothing.
///
/// A point of the outline keeps its offset from the nearest place of the line, which turns as the
/// line does; what lies beyond an end goes with the end. Places of the line keep their share of the
/// way along a stretch that was drawn anew. Where that is nothing to the outline, that is farther
/// from such a stretch than the outline mostly is from the line, it stays to the last bit; so does
/// what lies nearer to one of the lines that are `held`, and what lies beyond an end that stays. An
/// edge along a stretch that was drawn anew gets vertices opposite those of the line, where it does
/// not stay straight without. Vertices keep their altitudes, and new ones are interpolated.
///
/// nullopt where the line is closed or of several parts, where a place in its middle was drawn out,
/// and where the result would be invalid, or much narrower or wider: less than half, or more than
/// twice, of what the line's length lets expect. `tolerance` in units of the CRS. Costs as much as
/// the outline's vertices times those of the lines.
[[nodiscard]] std::optional<Geometry> carried(const Geometry& area, const MovedLine& line,
                                              std::span<const Geometry* const> held,
                                              double tolerance);

}  // namespace bdf::geometry
