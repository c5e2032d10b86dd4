// SPDX-License-Identifier: MIT
// The key as an attribute: the reference gives it.
#pragma once

#include "merge/context.h"

namespace bdf::merge {

[[nodiscard]] bool is_key(const Context& context, const Attribute& attribute);

/// Whether the local and the reference feature carry the same key; both must be there.
[[nodiscard]] bool same_key(const Context& context, const ClusterFeatures& cluster);

/// Whether the object was recognised by where it lies, so that local's key says nothing: it is
/// lost, wrong, or of another edition.
[[nodiscard]] bool takes_key(const ClusterFeatures& cluster);

/// Gives local's feature of such an object the reference's key, and flags the entry re_identified;
/// does nothing where the reference's has none, or where it has it already. What local called the
/// object stands in the ledger's local_ids and in the update. The key is never contributed.
void take_key(const Context& context, const ClusterFeatures& cluster, ClusterResult& result);

}  // namespace bdf::merge
