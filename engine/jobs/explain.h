// SPDX-License-Identifier: MIT
// What happened to one object in a sync, and which rule decided.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/conflict.h"
#include "model/ledger.h"

namespace bdf::jobs {

struct Explanation {
  std::vector<LedgerEntry> entries;
  std::vector<Conflict> open;
  std::vector<Conflict> resolved;
  bool unchanged = false;  ///< it stands in a run of unchanged objects
};

/// Looks up a cluster's number, an object's id, or a conflict's id in the folder that a sync wrote.
/// Throws InputError where nothing of that name is known.
[[nodiscard]] Explanation explain(const std::filesystem::path& folder,
                                  const std::string& cluster_or_id);

/// The explanation in the user's language, a line a decision.
[[nodiscard]] std::string explanation_as_text(const Explanation& explanation);
[[nodiscard]] std::string explanation_as_json(const Explanation& explanation);

}  // namespace bdf::jobs
