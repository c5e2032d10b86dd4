// SPDX-License-Identifier: MIT
// What merged must hold of a story that is still open: asked, or proposed.
#pragma once

#include <vector>

#include "score/judge.h"

namespace bdf::score {

/// While a question is open, merged has every local feature of the story once and under its fid,
/// with what neither side changed as local has it, and nothing that no side says. `merged` holds
/// the story's features. Right where that is so.
[[nodiscard]] Finding held_while_asked(const Sheet& sheet, const Story& story,
                                       const std::vector<const ReadFeature*>& merged);

/// While a proposal waits, merged has its object once, as the sides have it. Right where that is
/// so.
[[nodiscard]] Finding held_while_proposed(const Sheet& sheet, const Story& story,
                                          const Claim& claim);

}  // namespace bdf::score
