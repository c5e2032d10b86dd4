// SPDX-License-Identifier: MIT
// Where features may lie, as the territories say.
#pragma once

#include <vector>

#include "model/geometry.h"
#include "model/schema.h"
#include "rules/territory.h"

namespace bdf::jobs {

/// The domains of the territories in whose own system a layer is; where it is in no territory's
/// own, the domains of all in that system, as well as PROJ brings them there. Empty where the
/// system is not known, or where there are no territories: anywhere.
[[nodiscard]] std::vector<Box> domains_in(const Crs& crs,
                                          const std::vector<rules::Territory>& territories);

}  // namespace bdf::jobs
