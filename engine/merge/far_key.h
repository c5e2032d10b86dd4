// SPDX-License-Identifier: MIT
// One key on two objects that lie far apart: is it a move, or a wrong key?
#pragma once

#include "merge/context.h"

namespace bdf::merge {

/// The open question of an earlier sync about a key on two objects far apart; nullptr where there
/// is none.
[[nodiscard]] const Conflict* pending_far_key(const Context& context,
                                              const ClusterFeatures& cluster);

/// Merges a cluster that is far_apart, or that an earlier sync left in such a question.
///
/// Until it is answered, merged holds local's object as it is, known by its bdf_uid; the
/// reference's is neither added nor deleted, and nothing is contributed. That decides nothing: no
/// object is dropped, none is moved, and no deletion is sent on the strength of a doubtful key.
///
/// Answered `local`, or by giving local's object another key or none: they are two objects. Local's
/// stays, loses the key that is the other's, and is contributed as a new one under its bdf_uid; the
/// reference's enters merged beside it, for nobody has said that it is gone. Answered `reference`:
/// it is the one object, and where the reference has it: local's goes there and is merged as usual
/// else. Answered by the value of that very key: it is the one object, and where local has it, so
/// that it is merged as usual. Deleting local's object in merged lets the reference's enter. Once
/// the two no longer lie far apart, by an edit of either, they are merged as usual.
[[nodiscard]] ClusterResult merge_far_key(const Context& context, const ClusterFeatures& cluster);

}  // namespace bdf::merge
