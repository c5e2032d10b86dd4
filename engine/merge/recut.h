// SPDX-License-Identifier: MIT
// Objects that one side cut into several or joined into one, told by a key that several features
// share (splitting a feature in QGIS duplicates its key).
#pragma once

#include "merge/context.h"

namespace bdf::merge {

/// The open conflict of an earlier sync about how the object was cut; nullptr where there is none.
[[nodiscard]] const Conflict* pending_cut(const Context& context, const ClusterFeatures& cluster);

/// Merges a cluster in which a side has or had more than one feature: the side that alone changed
/// is taken. Where one has cut and the other has changed what attributes say, or holds data of its
/// own, that is laid over the new objects (merge/carry_over.h). Otherwise it is a conflict, and the
/// local features stay meanwhile.
[[nodiscard]] ClusterResult merge_recut(const Context& context, const ClusterFeatures& cluster);

}  // namespace bdf::merge
