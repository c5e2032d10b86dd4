// SPDX-License-Identifier: MIT
// Objects that one side or both have no longer, or have newly.
#pragma once

#include "merge/context.h"

namespace bdf::merge {

/// Merges a cluster with at most one feature a side in which local or reference has none, or that
/// an earlier sync left in a delete_edit conflict.
[[nodiscard]] ClusterResult merge_existence(const Context& context, const ClusterFeatures& cluster);

/// Whether the extent leaves this feature out, so that its absence says nothing.
[[nodiscard]] bool outside(const Context& context, FeatureRef feature);

/// Flag of the ledger.
inline constexpr std::string_view outside_extent_flag = "outside_extent";
[[nodiscard]] bool is_outside_extent(const LedgerEntry& entry);

}  // namespace bdf::merge
