// SPDX-License-Identifier: MIT
// Keys that stand on the wrong objects: geometry says whose they are.
#pragma once

#include "jobs/layer_identity.h"

namespace bdf::jobs {

/// A local feature that lies nowhere near as its key says, but vertex for vertex where another
/// object lies that no local feature of that object's own key does, is that other object: the key
/// is wrong, whether it was swapped, copied, or lost by another. It is linked to the object where
/// it lies (found.matched tells so, and it takes that object's key); a feature that has the
/// object's key but lies elsewhere is then one of its own. Places that more than one object, or
/// more than one local feature, claims decide nothing, and objects in question are left alone.
///
/// Reads the local features that differ from what has their key or have none, and what lies behind
/// them; nothing where no key can be wrong.
void relink_wrong_keys(const ThreeWay<RowIndex>& index, const IdentityJob& job,
                       LayerIdentity& found);

}  // namespace bdf::jobs
