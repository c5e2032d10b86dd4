// SPDX-License-Identifier: MIT
// Rivers that are wide enough to have two banks.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "world/reaches.h"

namespace bdf::sample {

/// Reaches in a row of one course, all tidal or none, and the water between their banks.
struct WideStretch {
  std::vector<std::size_t> reaches;
  Rings rings;  ///< with altitudes; consecutive stretches share the edge between them
};

/// Whether the map shows the reach's banks.
[[nodiscard]] bool is_wide(const Reach& reach);

/// The stretches of all wide reaches, some kilometres each. A tributary's ends at the bank of the
/// river that it runs into.
[[nodiscard]] std::vector<WideStretch> draw_banks(const std::vector<Reach>& reaches);

}  // namespace bdf::sample
