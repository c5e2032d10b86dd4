// SPDX-License-Identifier: MIT
// The families of edits that offices make in a night.
#pragma once

#include <vector>

#include "stories/families.h"

namespace bdf::sample {

/// Each with its weight among them as its rate. What they tell of the reference's side is left
/// aside.
[[nodiscard]] const std::vector<Family>& night_families();

}  // namespace bdf::sample
