// SPDX-License-Identifier: MIT
// Clusters of which one side's change is in dispute with what the other side has made of others.
#pragma once

#include <map>
#include <vector>

#include "merge/context.h"

namespace bdf::merge {

/// Why the cluster is contested; nullptr where it is not.
[[nodiscard]] const Contested* contested(const Context& context, const ClusterFeatures& cluster);

/// Those that an earlier sync has asked about for that, and that are open still, by number: of a
/// geometry or an attribute that one side alone had changed.
[[nodiscard]] std::map<std::int64_t, Contested> contested_before(
    const Context& context, const std::vector<ClusterFeatures>& clusters);

}  // namespace bdf::merge
