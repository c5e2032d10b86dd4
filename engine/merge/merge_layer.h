// SPDX-License-Identifier: MIT
// The merge of one layer: every cluster classified, merged and accounted for.
#pragma once

#include <set>

#include "merge/context.h"

namespace bdf::merge {

struct LayerResult {
  LayerChanges update;        ///< to the local layer, columns that merged gains behind its own
  LayerChanges contribution;  ///< to the reference
  std::vector<Conflict> conflicts;
  std::vector<Conflict> resolved;
  std::vector<Conflict> proposals;
  std::vector<LedgerEntry> ledger;  ///< one a cluster, in the order given
  std::vector<HeldStretches> stretches;
};

/// Merges the clusters, in the order given: results are concatenated in that order, so any number
/// of threads gives the same. Fills neither the schemas nor the fids of insertions.
[[nodiscard]] LayerResult merge_layer(const Context& context,
                                      const std::vector<ClusterFeatures>& clusters, int threads);

/// Merges clusters once more that have turned out to be contested, and puts what comes of that into
/// the result that they are in. `numbers` are theirs.
void merge_again(const Context& context, const std::vector<ClusterFeatures>& clusters,
                 const std::set<std::int64_t>& numbers, LayerResult& result);

/// Objects of the ancestor that a side has no longer, and how many there were.
struct Absences {
  std::size_t missing = 0;
  std::size_t of = 0;
  bool side_empty = false;
};

/// Whether so many deletions are more likely a wrong file than work: above the theme's share and
/// count, or all there was.
[[nodiscard]] bool implausible(const Absences& absences, const rules::LayerRules& rules);

}  // namespace bdf::merge
