// SPDX-License-Identifier: MIT
// Joins clusters of a layer whose features are the same object by where they lie.
#pragma once

#include "jobs/layer_identity.h"

namespace bdf::jobs {

/// The reference's objects that have another key than the ancestor's, and lie exactly there.
void link_between_editions(const ThreeWay<RowIndex>& index, const IdentityJob& job,
                           LayerIdentity& found);

/// What a side lacks is looked for among that side's rows that no other row is linked to:
/// local against ancestor, ancestor against reference, local against reference. Nothing is read
/// where there is nothing to look for. What is new in the reference may be cut off an object whose
/// key another part has kept, and what is gone from it made one with such an object: where all
/// parts make up the whole, they are one cluster. A link never joins two clusters that both have
/// rows of the third side, but for the ancestor's: where each side has deleted one of two, and what
/// they have kept is the same, that is one cluster. What an earlier sync took for an object of its
/// own (it carries a bdf_uid) is matched one to one only to what the ancestor does not have, and
/// what an open conflict is about not at all: nothing is decided by waiting. Doubtful links are
/// findings (match_doubtful, one a local row, at most a thousand), and used for nothing.
void link_by_geometry(const ThreeWay<RowIndex>& index, const IdentityJob& job,
                      LayerIdentity& found);

/// How the ledger calls a link of what is the same on both sides.
[[nodiscard]] std::string description_of_same();

}  // namespace bdf::jobs
