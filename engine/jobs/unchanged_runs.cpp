// SPDX-License-Identifier: MIT
#include "jobs/unchanged_runs.h"

#include <set>
#include <utility>

#include "jobs/join_stretches.h"

namespace bdf::jobs {

namespace {

bool is_plain(const merge::ClusterFeatures& cluster, const LedgerEntry& entry,
              std::size_t ancestors) {
  const auto& features = cluster.features;
  return features.local.size() == 1 && features.reference.size() == 1 &&
         features.ancestor.size() == ancestors && entry.flags.empty() && entry.decisions.empty() &&
         entry.outcome == Outcome::unchanged;
}

/// Leaves the others in the ledger; returns the fids of their local features.
std::set<std::int64_t> keep_entries(const std::vector<merge::ClusterFeatures>& clusters,
                                    LayerRun& run) {
  std::set<std::int64_t> entered;
  std::vector<LedgerEntry> kept;
  auto& ledger = run.result.ledger;
  for (std::size_t i = 0; i < ledger.size(); ++i) {
    if (is_plain(clusters[i], ledger[i], run.layout.has_ancestor ? 1 : 0)) continue;
    for (const auto feature : clusters[i].features.local)
      for (const auto fid : fids_of(run, feature)) entered.insert(fid);
    kept.push_back(std::move(ledger[i]));
  }
  ledger = std::move(kept);
  return entered;
}

}  // namespace

void fold_unchanged(const std::vector<merge::ClusterFeatures>& clusters,
                    const std::vector<std::int64_t>& fids, LayerRun& run) {
  const auto entered = keep_entries(clusters, run);
  const auto& restored = run.restored.fids;
  auto next = restored.begin();
  bool in_run = false;
  for (const auto fid : fids) {
    const bool has_key_back = next != restored.end() && *next == fid;
    if (has_key_back) ++next;
    const bool unchanged = !has_key_back && !entered.contains(fid);
    if (unchanged && !in_run) run.unchanged.push_back({run.name, fid, fid, 0});
    in_run = unchanged;
    if (!unchanged) continue;
    run.unchanged.back().last_fid = fid;
    ++run.unchanged.back().count;
  }
}

}  // namespace bdf::jobs
