// SPDX-License-Identifier: MIT
// An open conflict between a deletion and an edit, seen again in a later sync.
#pragma once

#include <optional>

#include "merge/context.h"

namespace bdf::merge {

/// The open delete_edit conflict of the cluster; nullptr where there is none.
[[nodiscard]] const Conflict* pending_deletion(const Context& context,
                                               const ClusterFeatures& cluster);

/// Whether the reference has answered it since, by deleting the object too, or by bringing it back.
[[nodiscard]] bool is_answered(const Conflict& pending, const ClusterFeatures& cluster);

/// Whether local still has what merged was left with meanwhile: nobody has worked on it.
[[nodiscard]] bool is_as_held(const Context& context, const ClusterFeatures& cluster,
                              const Conflict& pending);

/// A deletion is settled by the side that deleted or by the one that edited; there is no third way.
[[nodiscard]] bool settles_deletion(const Resolution& resolution);

/// What was decided of it: entered by a human, or told by what they did to the object in merged
/// (deleting it sides with the deletion, working on it keeps it). nullopt where nothing was, or
/// where the reference has changed the object since its deletion was decided.
[[nodiscard]] std::optional<Resolution> decision_on(const Context& context,
                                                    const ClusterFeatures& cluster,
                                                    const Conflict& pending);

}  // namespace bdf::merge
