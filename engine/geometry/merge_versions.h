// SPDX-License-Identifier: MIT
// Three versions of one geometry made one, stretch by stretch.
#pragma once

#include <optional>

#include "model/geometry.h"
#include "model/three_way.h"

namespace bdf::geometry {

/// What local and reference have both made of the ancestor, where that can be told: parts, rings
/// and stretches that one of them has changed are as it has them, those that both have changed
/// alike are so, and the rest is as it was. nullopt where both have changed the same stretch, each
/// in its own way, or where the result would be invalid, or would cross or touch itself, though all
/// three did not.
///
/// A stretch is one that runs beyond `tolerance` (units of the CRS) from the other version, however
/// many vertices either has: a line that was simplified or given more vertices within the tolerance
/// is changed nowhere, and its vertices are merged on their own. Altitudes likewise, vertex by
/// vertex; a version without them has altered none, and what is taken from it gets those of the
/// other. Rings may begin anywhere and turn either way,
/// and parts come in any order; the result turns and is single or multi as local.
///
/// merge(a, l, a) is alike l, merge(a, a, r) alike r, merge(a, x, x) alike x, and merge(a, l, r)
/// alike merge(a, r, l). All three must be of one kind. n log n for n vertices, where stretches
/// that differ are short. Throws LawError where GEOS fails.
[[nodiscard]] std::optional<Geometry> merge_versions(const ThreeWay<Geometry>& versions,
                                                     double tolerance);

}  // namespace bdf::geometry
