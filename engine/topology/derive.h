// SPDX-License-Identifier: MIT
// What doubles an object of another layer goes with it.
#pragma once

#include <string_view>
#include <vector>

#include "topology/merged_layer.h"

namespace bdf::topology {

/// Of layers whose objects are derived from those that they double (rules::Doubles): where an
/// object, one on every side, doubled others in the ancestor and one side has moved or deleted any
/// of these, it goes with them. It is deleted with the last of them, if nobody has changed it; else
/// it is moved along (geometry/carried.h). It stays as merged has it where a side that has changed
/// what it doubles has changed its geometry, too, where a question about any of them is open, and
/// where one of them has been cut.
///
/// The geometries and deletions go into the changes to local and, by authority, into the
/// contribution; the ledger's entry is flagged. One that would be invalid is told, and stays. Only
/// objects that are in a cluster are moved; others hold what lies along them.
[[nodiscard]] std::vector<Finding> derive_doubles(std::vector<MergedLayer>& layers);

/// Flag of the ledger; the names of what it doubles, or doubled, stand behind it.
inline constexpr std::string_view derived_flag = "derived_from ";

}  // namespace bdf::topology
