// SPDX-License-Identifier: MIT
// What touched a geometry that moved goes with it.
#pragma once

#include <vector>

#include "topology/merged_layer.h"

namespace bdf::topology {

/// Where merged holds an object elsewhere than the side that drew something touching it, the latter
/// is moved to where it now is (geometry/follow.h): a local ditch goes with the stream that the
/// reference has moved, a new affluent of the reference with the stream that local has moved. What
/// touches the moved one goes with that, and so on. Which layers are attached to which, the rules
/// say. Nothing moves that merged holds just as a side has it that has moved the other, too: that
/// side has let it go, or never held it. Nothing goes after what may be another object altogether.
///
/// The geometries go into the changes to local and, where they concern the reference, into the
/// contribution; the ledger's entry is flagged. An object about which a question is open stays
/// where it is, and so does one that could not be moved without crossing itself or running the
/// other way: both are told. n log n for n objects that differ, where few touch.
[[nodiscard]] std::vector<Finding> reattach(std::vector<MergedLayer>& layers);

/// Flag of the ledger; what it was re-attached to stands behind it.
inline constexpr std::string_view reattached_flag = "reattached_to ";

}  // namespace bdf::topology
