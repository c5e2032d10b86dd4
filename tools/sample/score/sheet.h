// SPDX-License-Identifier: MIT
// One layer on the desk of whoever judges: its sides, its truth and what was written of it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "score/compare.h"
#include "score/truth.h"
#include "score/written.h"

namespace bdf::score {

/// All tables are there; a layer that a file lacks is empty.
struct Sheet {
  std::string name;
  ReadLayer ancestor, local, reference, expected, merged, contribution;
  std::vector<Waiting> conflicts, pending;  ///< pending holds the conflicts again, and proposals
  std::vector<Sent> sent;
  std::vector<Ruled> ruled;
  std::vector<Story> stories;
  /// What an attribute, the `geometry` or an `object` leaves as: offered or proposed. Empty where
  /// no theme says who answers for the layer.
  std::map<std::string, std::string> status;
  /// Keys of objects of any layer that the reference has deleted or given another key, and merged
  /// no longer has, or that the reference has cut or joined; and those that merged has and local
  /// has not. A link to one of the former may be taken out, or lead to one of the latter.
  std::set<std::string> gone, came;

  /// Whether the producer has the column and the reference has not.
  [[nodiscard]] bool is_private(const std::string& column) const;
};

/// A feature that the truth tells, and the one of merged that is to be it.
struct Pair {
  const ReadFeature* expected = nullptr;
  const ReadFeature* merged = nullptr;  ///< nullptr where there is none
};

/// What of merged belongs to a story.
struct Claim {
  std::vector<Pair> pairs;
  std::vector<const ReadFeature*> others;  ///< of its features that the truth does not tell
};

/// By story. Each feature of merged is claimed once at most; those of untouched local features
/// never.
[[nodiscard]] std::vector<Claim> claim_features(const Sheet& sheet);

}  // namespace bdf::score
