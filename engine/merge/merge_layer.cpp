// SPDX-License-Identifier: MIT
#include "merge/merge_layer.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/parallel.h"
#include "merge/conditions.h"
#include "merge/existence.h"
#include "merge/far_key.h"
#include "merge/object.h"
#include "merge/open_deletion.h"
#include "merge/open_values.h"
#include "merge/proposals.h"
#include "merge/recut.h"

namespace bdf::merge {

namespace {

ClusterResult merge_cluster(const Context& context, const ClusterFeatures& cluster) {
  if (cluster.single() && (cluster.far_apart || pending_far_key(context, cluster) != nullptr))
    return merge_far_key(context, cluster);
  const bool cut = !cluster.single() || pending_cut(context, cluster) != nullptr;
  const bool both = !cluster.features.local.empty() && !cluster.features.reference.empty();
  if (both && !cut && pending_deletion(context, cluster) == nullptr)
    return merge_object(context, cluster);
  auto result = cut ? merge_recut(context, cluster) : merge_existence(context, cluster);
  if (cut || !both) {
    keep_open_values(context, cluster, result);
    keep_proposals(context, cluster, result);
  }
  return result;
}

/// Local's lines go on with their stretches, of each of which the merge may make something else.
void keep_stretches(const Context& context, const ClusterFeatures& cluster, ClusterResult& result) {
  for (std::size_t i = 0; i < cluster.features.local.size(); ++i) {
    HeldStretches held{cluster.features.local[i], {}};
    for (const auto& stretch : stretches_of(context, held.object)) {
      held.stretches.push_back({stretch.on, stretch.feature, {}});
      if (!cluster.single() || cluster.features.reference.empty()) continue;
      auto one = cluster;
      one.features.local = {stretch.feature};
      for (auto& change : merge_cluster(context, one).update)
        if (change.op == Op::update) held.stretches.back().values = std::move(change.values);
    }
    if (!held.stretches.empty()) result.stretches.push_back(std::move(held));
  }
}

void complete(const Context& context, const ClusterFeatures& cluster, ClusterResult& result) {
  auto& entry = result.entry;
  for (auto* changes : {&result.update, &result.contribution})
    for (auto& change : *changes) change.cluster = cluster.number;
  entry.layer = context.layer;
  entry.cluster = cluster.number;
  entry.ids = cluster.ids;
  if (!cluster.how_matched.empty()) {
    entry.flags.emplace_back("matched_by_geometry");
    entry.flags.push_back(cluster.how_matched);
  }
  for (const auto side : all_sides) std::sort(entry.ids[side].begin(), entry.ids[side].end());
  std::sort(entry.out_fids.begin(), entry.out_fids.end());
  tell_grounds(context, entry, true);
}

/// Conflicts about objects that exist nowhere any more: the producer deleted what the reference
/// had deleted.
void close_orphans(const Context& context, const std::vector<ClusterFeatures>& clusters,
                   LayerResult& result) {
  std::set<std::string> seen;
  if (context.memory->pending.empty()) return;
  for (const auto& cluster : clusters) seen.insert(cluster.name());
  std::set<std::string> closed;
  for (const auto& entry : context.memory->pending) {
    const auto& conflict = entry.second;
    const bool lives = std::any_of(all_sides.begin(), all_sides.end(),
                                   [&](Side side) { return seen.contains(conflict.ids[side]); });
    if (lives || conflict.layer != context.layer || !closed.insert(conflict.id).second) continue;
    // An attribute's question goes with its object, unanswered.
    if (conflict.kind != ConflictKind::delete_edit) continue;
    result.resolved.push_back(conflict);
    result.resolved.back().resolution = Resolution{Side::reference, "", "edit", ""};
  }
}

/// All but the ledger's entry.
void add(ClusterResult& result, LayerResult& merged) {
  move_into(merged.update.changes, result.update);
  move_into(merged.contribution.changes, result.contribution);
  move_into(merged.conflicts, result.conflicts);
  move_into(merged.resolved, result.resolved);
  move_into(merged.proposals, result.proposals);
  move_into(merged.stretches, result.stretches);
}

}  // namespace

LayerResult merge_layer(const Context& context, const std::vector<ClusterFeatures>& clusters,
                        int threads) {
  std::vector<ClusterResult> results(clusters.size());
  std::optional<Conditions> conditions;
  if (!context.rules->conditional.empty()) conditions.emplace(context);
  parallel_for_each(clusters.size(), threads, [&](std::size_t i) {
    const auto& own = conditions ? conditions->in_force(clusters[i]) : context;
    results[i] = merge_cluster(own, clusters[i]);
    keep_stretches(own, clusters[i], results[i]);
    complete(own, clusters[i], results[i]);
  });
  LayerResult merged;
  for (auto& result : results) {
    add(result, merged);
    merged.ledger.push_back(std::move(result.entry));
  }
  close_orphans(context, clusters, merged);
  return merged;
}

void merge_again(const Context& context, const std::vector<ClusterFeatures>& clusters,
                 const std::set<std::int64_t>& numbers, LayerResult& result) {
  const auto is_among = [&](const auto& one) { return numbers.contains(one.cluster); };
  std::erase_if(result.update.changes, is_among);
  std::erase_if(result.contribution.changes, is_among);
  std::erase_if(result.conflicts, is_among);
  std::erase_if(result.resolved, is_among);
  std::erase_if(result.proposals, is_among);
  std::optional<Conditions> conditions;
  if (!context.rules->conditional.empty()) conditions.emplace(context);
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    if (!numbers.contains(clusters[i].number)) continue;
    const auto& own = conditions ? conditions->in_force(clusters[i]) : context;
    auto again = merge_cluster(own, clusters[i]);
    complete(own, clusters[i], again);
    add(again, result);
    result.ledger[i] = std::move(again.entry);
  }
}

bool implausible(const Absences& absences, const rules::LayerRules& rules) {
  if (absences.of == 0 || absences.missing == 0) return false;
  if (absences.side_empty) return true;
  return absences.missing > rules.guard_count &&
         static_cast<double>(absences.missing) >
             rules.guard_share * static_cast<double>(absences.of);
}

}  // namespace bdf::merge
