// SPDX-License-Identifier: MIT
// What a theme says of matching by geometry, in the units in which layers are compared.
#pragma once

#include "match/doubles.h"
#include "match/geometric.h"
#include "model/schema.h"
#include "rules/theme.h"

namespace bdf::jobs {

/// Without attributes, which are of the tables that are matched. A degree is taken for 111 320 m.
[[nodiscard]] match::GeometricOptions geometric_options(const rules::LayerRules& rules,
                                                        const Crs& crs);

/// Likewise for what is held twice.
[[nodiscard]] match::DoublesOptions doubles_options(const rules::LayerRules& rules, const Crs& crs,
                                                    int threads);

}  // namespace bdf::jobs
