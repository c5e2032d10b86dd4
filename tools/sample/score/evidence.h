// SPDX-License-Identifier: MIT
// Where a value that a side has can still be found in what was written about a story.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "score/sheet.h"

namespace bdf::score {

/// What one side says of one thing: of an attribute, or its `geometry`.
struct Fact {
  Side side = Side::local;
  const ReadFeature* feature = nullptr;
  std::string what;
  const ReadFeature* before = nullptr;  ///< of the ancestor; nullptr where unknown
};

/// The private columns of the local layer that say something of the feature.
[[nodiscard]] std::vector<std::string> private_facts(const Sheet& sheet,
                                                     const ReadFeature& feature);

/// Whether two features, each of its layer, say the same of one thing. Where one of the layers
/// lacks the attribute, nothing differs.
[[nodiscard]] bool same_fact(const ReadLayer& layer, const ReadFeature& feature,
                             const ReadLayer& other_layer, const ReadFeature& other,
                             const std::string& what);

class Evidence {
 public:
  /// All must outlive it.
  Evidence(const Sheet& sheet, const Story& story, const Claim& claim);

  /// The open ones about a feature of the story.
  [[nodiscard]] const std::vector<const Waiting*>& conflicts() const { return conflicts_; }
  /// The rows of the contribution about a feature of the story.
  [[nodiscard]] const std::vector<const Sent*>& sent() const { return sent_; }
  /// The story's features in merged.
  [[nodiscard]] const std::vector<const ReadFeature*>& merged() const { return merged_; }

  [[nodiscard]] bool in_merged(const Fact& fact) const;
  [[nodiscard]] bool in_contribution(const Fact& fact) const;
  /// Whether something about that attribute or the geometry of that feature of merged leaves, or is
  /// pending as a proposal.
  [[nodiscard]] bool is_proposed(const ReadFeature& merged, const std::string& what) const;
  /// Whether a rule for shared things took the reference's say, as the ledger tells.
  [[nodiscard]] bool is_ruled(const std::string& what) const;
  /// In an open conflict, or pending as a proposal.
  [[nodiscard]] bool waits(const Fact& fact) const;

 private:
  void gather_ids(const Story& story);
  void gather_conflicts(const Story& story);
  void gather_sent(const Story& story);
  [[nodiscard]] bool knows(const std::set<std::string>& ids) const;
  [[nodiscard]] bool shows(const Waiting& waiting, const Story& story) const;
  [[nodiscard]] bool tells(const Waiting& waiting, const Fact& fact) const;
  [[nodiscard]] const ReadLayer& layer_of(Side side) const;

  const Sheet& sheet_;
  std::vector<const ReadFeature*> merged_;
  std::vector<const Waiting*> conflicts_, pending_;
  std::vector<const Sent*> sent_;
  std::set<std::string> ids_;
};

}  // namespace bdf::score
