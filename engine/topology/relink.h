// SPDX-License-Identifier: MIT
// Links follow what they lead to.
#pragma once

#include <string_view>
#include <vector>

#include "topology/merged_layer.h"

namespace bdf::topology {

/// Where a link of an object leads to a key that its side has and merged has no longer, it is led
/// to what has taken its place: the same object under its new key, or of the parts that it was cut
/// into those that the linking object lies on (a link to one: the nearest). Where nothing has, it
/// is taken out. A link to an object that was cut and whose key is still there is led to the right
/// part, too. What repeats the names of linked objects is brought up to date with the link.
///
/// A link that one side has, and that leads nowhere on that very side, is left; so is what the
/// reference says itself of a cut of its own. The values go into the changes to local and into the
/// contribution, and the ledger's entries are flagged. Links are known by the layers' schemas.
[[nodiscard]] std::vector<Finding> relink(std::vector<MergedLayer>& layers);

/// Flags of the ledger; the attribute and the key, or the old and the new ones, stand behind them.
inline constexpr std::string_view relinked_flag = "relinked ";
inline constexpr std::string_view link_dropped_flag = "link_dropped ";

}  // namespace bdf::topology
