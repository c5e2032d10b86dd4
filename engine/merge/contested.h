// SPDX-License-Identifier: MIT
// Changes of one side that are in dispute with what the other side has made of other objects.
#pragma once

#include <string_view>
#include <vector>

#include "merge/context.h"

namespace bdf::merge {

/// Why that of the cluster is contested, "geometry", "object" or an attribute; nullptr where it is
/// not.
[[nodiscard]] const Contested* contested(const Context& context, const ClusterFeatures& cluster,
                                         std::string_view what);

/// What an earlier sync has asked about for that, and nobody has decided yet: a geometry or an
/// attribute that one side alone had changed.
[[nodiscard]] Contests contested_before(const Context& context,
                                        const std::vector<ClusterFeatures>& clusters);

/// Geometries that both sides had changed and that are open still: they may have been contested
/// though both could be taken.
[[nodiscard]] Contests open_geometries(const Context& context,
                                       const std::vector<ClusterFeatures>& clusters);

/// Whether the reference says of all clusters what the ancestor said: there is nothing new to hold
/// an earlier sync's questions against. False without an ancestor.
[[nodiscard]] bool is_reference_as_before(const Context& context,
                                          const std::vector<ClusterFeatures>& clusters);

}  // namespace bdf::merge
