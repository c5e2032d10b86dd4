// SPDX-License-Identifier: MIT
// Local features that have lost their key and are in everything else as the other sides have them.
#pragma once

#include "jobs/layer_identity.h"

namespace bdf::jobs {

/// Links each local row without a key to the object whose print alone is its own, on every side
/// that there is; enters it in `found.lost_keys`. Such an object is told by nothing but its print,
/// so that a layer of which every key is lost is not read and compared place by place.
///
/// Left alone are rows without a vertex, rows that open conflicts are about, parts of lines, and
/// all where objects are not to be known by their places. A bdf_uid says nothing against it: what
/// an earlier sync took for an object of its own stood beside the other one, which it is like now.
///
/// Needs the clusters, and makes them anew.
void link_lost_keys(const ThreeWay<RowIndex>& index, const IdentityJob& job, LayerIdentity& found);

}  // namespace bdf::jobs
