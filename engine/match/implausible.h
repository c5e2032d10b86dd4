// SPDX-License-Identifier: MIT
// When a key is not believed.
#pragma once

#include <optional>

#include "model/feature_table.h"
#include "model/geometry.h"

namespace bdf::match {

/// nullopt where the feature has no geometry with a vertex.
[[nodiscard]] std::optional<Box> box_of_feature(FeatureRef feature);

/// Whether two features of one key can hardly be one object: their boxes lie farther apart than
/// `far` (units of the CRS), and farther than the larger of them is wide or high. What overlaps or
/// has no geometry is never far; nothing is where `far` is 0.
///
/// Careful on purpose: editions move objects by hundreds of metres, long ones by more.
[[nodiscard]] bool too_far_apart(const std::optional<Box>& a, const std::optional<Box>& b,
                                 double far);

}  // namespace bdf::match
