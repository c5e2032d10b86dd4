// SPDX-License-Identifier: MIT
// What an object's dates and precisions say of whose version is to be trusted.
#pragma once

#include <optional>

#include "merge/context.h"

namespace bdf::merge {

/// For the rule `newest`, the side whose date has changed since the ancestor and is the later; for
/// `most_precise`, the side whose precision is the smaller number. nullopt for other rules, where a
/// side has no such date or number, and where they are the same.
[[nodiscard]] std::optional<Side> side_by_evidence(const Context& context,
                                                   const ThreeWay<FeatureRef>& features,
                                                   const rules::Responsibility& responsibility);

}  // namespace bdf::merge
