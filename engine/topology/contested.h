// SPDX-License-Identifier: MIT
// Deletions that would leave what the other side has drawn since in the air.
#pragma once

#include "topology/merged_layer.h"

namespace bdf::topology {

/// The clusters of lines that one side has deleted, and with it the only thing
/// that a line of the other side ends on, which that side has drawn, or drawn to there, since. Only
/// of a network, before anything has gone with what moved; n log n for n objects that differ.
[[nodiscard]] merge::Contests contested_deletions(const MergedLayer& layer);

}  // namespace bdf::topology
