// SPDX-License-Identifier: MIT
// Changes of a contribution, entered in a base.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/change.h"
#include "refbase/contributions.h"
#include "refbase/layers.h"
#include "refbase/transaction.h"
#include "rules/theme.h"

namespace bdf::jobs {

/// Enters changes to layers of the base as they are now, within the caller's transaction, which has
/// its number. New objects get keys, links to them lead there, and what was cut goes on as its
/// parts. Adds to transaction.layers. Returns the keys given, by layer and by the producer's names.
///
/// Throws InputError for what the base cannot hold.
[[nodiscard]] std::map<std::string, refbase::GivenIds> enter_changes(
    refbase::SqlSession& session, const std::vector<LayerChanges>& changes,
    const rules::Theme& theme, refbase::Transaction& transaction);

}  // namespace bdf::jobs
