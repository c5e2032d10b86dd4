// SPDX-License-Identifier: MIT
// How an area fits the lines that it doubles, and how it goes with them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "jobs/drawn_areas.h"

namespace bdf::jobs {

/// The lines of a layer, and when an area doubles one.
struct LinesToFollow {
  const DoubledLines& lines;
  match::DoublesOptions options;
};

/// The outline with the lines that have `moved`, one after the other, the others holding what is
/// nearer to them (geometry/carried.h). nullopt where that cannot be, or where one of its lines
/// that merged holds would not run along in it.
[[nodiscard]] std::optional<Geometry> along(Geometry outline, const DrawnArea& area,
                                            const std::vector<std::uint32_t>& moved,
                                            const LinesToFollow& with);

/// Whether all lines of the area that merged holds run along in the outline.
[[nodiscard]] bool holds_lines(const Geometry& outline, const DrawnArea& area,
                               const LinesToFollow& with);

/// Whether the line runs along in the outline far better as merged has it than as it was: the
/// reference may have taken the area and not the line, or somebody has drawn it where the line is
/// now.
[[nodiscard]] bool fits_better_now(const Geometry& outline, const DrawnArea& area,
                                   std::uint32_t line, const LinesToFollow& with);

}  // namespace bdf::jobs
