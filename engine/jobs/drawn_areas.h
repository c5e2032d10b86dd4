// SPDX-License-Identifier: MIT
// Areas, and the lines by which they were drawn.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "jobs/doubled_lines.h"
#include "match/doubles.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

/// An area that is one object on both sides.
struct DrawnArea {
  std::size_t object;               ///< its number among merged's
  std::optional<Side> by;           ///< the side whose lines it was drawn by; nullopt: who knows
  std::set<std::uint32_t> lines{};  ///< that it doubles there
  bool is_doubtful = false;         ///< some of them perhaps
  /// It doubles others in merged: its own were cut or replaced, or have got company.
  bool has_others = false;
};

/// A layer of areas, and the objects that merged holds of it.
struct MergedAreas {
  const LayerRun& run;
  const topology::MergedLayer& layer;
  const std::vector<topology::HeldObject>& objects;
};

/// The outline of an area; nullopt for what is none.
[[nodiscard]] std::optional<Geometry> outline_of(const ValueView& value);

/// The areas of a layer that are one object on both sides, and not in question. The one side that
/// has changed the area has drawn it, or else the ancestor; without an ancestor, local, where the
/// reference has another one; nobody, where merged holds none of these, or where both sides have
/// changed it. Takes into `lines` what no side has changed near them; only areas near lines that
/// have changed are looked at.
[[nodiscard]] std::vector<DrawnArea> drawn_areas(const MergedAreas& merged, DoubledLines& lines,
                                                 const match::DoublesOptions& options);

}  // namespace bdf::jobs
