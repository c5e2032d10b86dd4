// SPDX-License-Identifier: MIT
#include "merge/open_values.h"

#include <algorithm>

#include "io/change_rows.h"
#include "merge/conflicts.h"
#include "merge/proposals.h"
#include "merge/settle.h"

namespace bdf::merge {

namespace {

bool is_about_a_value(const Conflict& conflict) {
  return conflict.kind == ConflictKind::attribute || conflict.kind == ConflictKind::geometry;
}

void leave_value_open(const Conflict& pending, const ClusterFeatures& cluster,
                      ClusterResult& result) {
  auto conflict = pending;
  conflict.cluster = cluster.number;
  result.entry.outcome = Outcome::conflict;
  result.entry.conflicts.push_back(conflict.id);
  result.conflicts.push_back(std::move(conflict));
}

Change& update_of(FeatureRef feature, const std::string& id, ClusterResult& result) {
  for (auto& change : result.update)
    if (change.op == Op::update && change.feature.fid() == feature.fid()) return change;
  Change change;
  change.id = id;
  change.feature = feature;
  return result.update.emplace_back(std::move(change));
}

/// Writes the value decided on into merged, into each part of what was cut, and into what is
/// contributed of it. A geometry is no part's.
void apply_value(const Context& context, const ClusterFeatures& cluster,
                 const DecidedValue& decided, ClusterResult& result) {
  for (std::size_t i = 0; i < cluster.features.local.size(); ++i) {
    const auto local = cluster.features.local[i];
    auto& update = update_of(local, cluster.ids.local[i], result);
    if (decided.attribute == nullptr)
      update.geometry = {to_value(local.geometry()), decided.value, Status::taken, {}};
    else
      update.values.push_back({*decided.attribute->merged,
                               to_value(value_of(local, *decided.attribute, Side::local)),
                               decided.value, Status::taken});
  }
  const auto status = status_of_existence(*context.rules);
  for (auto& change : result.contribution) {
    if (!io::adds_feature(change)) continue;
    if (decided.attribute == nullptr)
      change.geometry = {Null{}, decided.value, status, {}};
    else if (decided.attribute->carried_by(Side::reference))
      change.values.push_back(
          {*decided.attribute->column.reference, Null{}, decided.value, status});
  }
}

}  // namespace

Change& update_of_local(const ClusterFeatures& cluster, ClusterResult& result) {
  return update_of(cluster.only(Side::local), cluster.ids.local.front(), result);
}

bool has_open_values(const Context& context, const ClusterFeatures& cluster) {
  const auto pending = pending_of(context, cluster);
  return has_waiting_proposal(context, cluster) ||
         std::any_of(pending.begin(), pending.end(), [&](const Conflict* conflict) {
           const auto* decision = resolution_of(context, conflict->id);
           return is_about_a_value(*conflict) &&
                  (decision == nullptr || decision->side != conflict->provisional);
         });
}

void keep_open_values(const Context& context, const ClusterFeatures& cluster,
                      ClusterResult& result) {
  const bool stays = !cluster.features.local.empty() && !result.entry.out_fids.empty();
  for (const auto* pending : pending_of(context, cluster)) {
    // With the object goes the question; nobody has answered it.
    if (!is_about_a_value(*pending) || !stays) continue;
    const auto* decision = resolution_of(context, pending->id);
    const auto decided =
        decision == nullptr ? std::nullopt : decided_value(context, *pending, *decision);
    if (decision != nullptr && decision->side == pending->provisional) {
      close(result, *pending, *decision);
    } else if (decided && (cluster.features.local.size() == 1 || decided->attribute != nullptr)) {
      apply_value(context, cluster, *decided, result);
      close(result, *pending, *decision);
    } else {
      leave_value_open(*pending, cluster, result);
    }
  }
}

}  // namespace bdf::merge
