// SPDX-License-Identifier: MIT
// Open conflicts about an attribute or a geometry of an object that no longer has its two sides.
#pragma once

#include "merge/context.h"

namespace bdf::merge {

/// The update of the cluster's one local feature; a new one where nothing else has changed it.
[[nodiscard]] Change& update_of_local(const ClusterFeatures& cluster, ClusterResult& result);

/// Whether the producer's word on an attribute or the geometry is still open, or waits for the
/// reference's answer: merged then does not
/// hold what local said, and the object is not to be taken for one that nobody edited.
[[nodiscard]] bool has_open_values(const Context& context, const ClusterFeatures& cluster);

/// Keeps those conflicts with the object for as long as it stays in merged: deleting or cutting an
/// object on the other side decides nothing about its values. A decision about them is applied
/// where the object is whole; where it was cut, only siding with the reference, whose value the
/// parts hold, can be.
void keep_open_values(const Context& context, const ClusterFeatures& cluster,
                      ClusterResult& result);

}  // namespace bdf::merge
