// SPDX-License-Identifier: MIT
// The key as an attribute: the reference gives it.
#pragma once

#include "merge/context.h"

namespace bdf::merge {

[[nodiscard]] bool is_key(const Context& context, const Attribute& attribute);

/// Whether the local and the reference feature carry the same key; both must be there.
[[nodiscard]] bool same_key(const Context& context, const ClusterFeatures& cluster);

/// Whether the attribute is (part of) the key of an object that was recognised by where it lies,
/// and the reference has one: what local has is lost, wrong, or of another edition.
[[nodiscard]] bool is_given_key(const Context& context, const ClusterFeatures& cluster,
                                const Attribute& attribute);

/// Whether it is (part of) the key of an object that its key does not identify, and the reference,
/// whose keys they are, has none: what local has stays, and is nobody's edit. Where no schema says
/// whose keys they are, no.
[[nodiscard]] bool is_withheld_key(const Context& context, const ClusterFeatures& cluster,
                                   const Attribute& attribute);

/// Gives local's feature of an object that was recognised the reference's key, and flags the entry
/// re_identified; does nothing where it has it already. What local called the object stands in the
/// ledger's local_ids and in the update. The key is not contributed.
void take_key(const Context& context, const ClusterFeatures& cluster, ClusterResult& result);

/// Enters that the attribute, (part of) the key, is the reference's.
void tell_given_key(const std::string& attribute, LedgerEntry& entry);

/// What local's feature is to take of the reference's key: nothing where it has it, or the
/// reference has none.
[[nodiscard]] std::vector<ValueChange> keys_to_take(const Context& context, FeatureRef local,
                                                    FeatureRef reference);

/// Takes the key from local's feature, whose key is another object's: it goes on under its bdf_uid.
void lose_key(const Context& context, const ClusterFeatures& cluster, ClusterResult& result);

/// Leaves the key out of what is contributed of a new object whose key is another object's: the
/// reference gives it one.
void leave_key_out(const Context& context, Change& insertion);

/// Whether local's new object has no key of its own. Where no schema says that keys are the
/// reference's to give, any column may be a key, and what it holds is local's to say.
[[nodiscard]] bool has_anothers_key(const Context& context, const ClusterFeatures& cluster);

}  // namespace bdf::merge
