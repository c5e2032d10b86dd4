// SPDX-License-Identifier: MIT
// What happened to one object in a sync, and which rule decided.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/conflict.h"
#include "model/ledger.h"
#include "report/layer_terms.h"

namespace bdf::jobs {

struct Explanation {
  std::vector<LedgerEntry> entries;
  std::vector<Conflict> open;
  std::vector<Conflict> resolved;
  std::vector<Answer> answers;  ///< of the reference, about the same objects
  std::string id;               ///< what was asked for
  std::string unchanged_in;  ///< the layer in which it stands in a run of unchanged objects, or ""
  report::TermsByLayer terms;
};

/// Looks up a cluster's number, an object's id, or a conflict's id in the folder that a sync wrote.
/// Throws InputError where nothing of that name is known.
[[nodiscard]] Explanation explain(const std::filesystem::path& folder,
                                  const std::string& cluster_or_id);

/// The explanation in the user's language, a line a decision.
[[nodiscard]] std::string explanation_as_text(const Explanation& explanation);
[[nodiscard]] std::string explanation_as_json(const Explanation& explanation);

}  // namespace bdf::jobs
