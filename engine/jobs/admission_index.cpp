// SPDX-License-Identifier: MIT
#include "jobs/admission_index.h"

#include <algorithm>

#include "rules/community.h"

namespace bdf::jobs {

RunIndex::RunIndex(const LayerRun& run) : run_(run) {
  for (const auto& cluster : run.clusters) by_number_[cluster.number] = &cluster;
  for (const auto side : {Side::local, Side::ancestor})
    for (const auto& cluster : run.clusters)
      for (const auto& id : cluster.ids[side]) by_id_.emplace(id, &cluster);
  for (const auto& conflict : run.result.conflicts) conflicts_.emplace(conflict.cluster, &conflict);
  for (const auto& entry : run.result.ledger) ledger_[entry.cluster] = &entry;
  for (const auto& conflict : run.result.resolved)
    if (conflict.kind != ConflictKind::attribute && conflict.kind != ConflictKind::geometry &&
        conflict.kind != ConflictKind::proposal)
      settled_.insert(conflict.cluster);
  for (const auto& change : run.result.contribution.changes)
    if (change.op == Op::remove && !change.lineage_group.empty())
      before_.emplace(change.lineage_group, change.feature);
  for (const auto& attribute : run.layout.attributes)
    if (attribute.carried_by(Side::reference) && attribute.carried_by(Side::local))
      column_names_[run.schemas.reference->columns[*attribute.column.reference].name] =
          run.schemas.local->columns[*attribute.column.local].name;
}

const merge::ClusterFeatures* RunIndex::cluster(std::int64_t number) const {
  const auto found = by_number_.find(number);
  return found == by_number_.end() ? nullptr : found->second;
}

const merge::ClusterFeatures* RunIndex::cluster_with(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

const Conflict* RunIndex::conflict_about(const merge::ClusterFeatures& cluster,
                                         const std::string& thing) const {
  const Conflict* of_objects = nullptr;
  const auto [first, last] = conflicts_.equal_range(cluster.number);
  for (auto one = first; one != last; ++one) {
    const auto& conflict = *one->second;
    const bool of_attribute = conflict.kind == ConflictKind::attribute;
    const bool of_geometry = conflict.kind == ConflictKind::geometry;
    if (of_attribute ? same_name(conflict.attribute, thing)
                     : of_geometry && thing == rules::geometry_thing)
      return &conflict;
    if (!of_attribute && !of_geometry) of_objects = &conflict;
  }
  return of_objects;
}

std::string RunIndex::rule_for_reference(const merge::ClusterFeatures& cluster,
                                         const std::string& thing) const {
  const auto entry = ledger_.find(cluster.number);
  if (entry == ledger_.end()) return {};
  for (const auto& decision : entry->second->decisions)
    if (same_name(decision.what, thing) && decision.taken == Side::reference) return decision.rule;
  return {};
}

bool RunIndex::was_settled(std::int64_t cluster) const { return settled_.contains(cluster); }

bool RunIndex::is_alike_on_both(std::int64_t cluster) const {
  const auto entry = ledger_.find(cluster);
  if (entry == ledger_.end() || entry->second->decisions.empty()) return false;
  const auto& decisions = entry->second->decisions;
  return std::all_of(decisions.begin(), decisions.end(), [](const Decision& decision) {
    return decision.divergence == Divergence::both_alike;
  });
}

std::vector<FeatureRef> RunIndex::rows_before(const Change& change) const {
  std::vector<FeatureRef> rows;
  const auto [first, last] = before_.equal_range(change.lineage_group);
  for (auto one = first; one != last; ++one) rows.push_back(one->second);
  return rows;
}

std::string RunIndex::column_in_contribution(const std::string& column) const {
  const auto found = column_names_.find(column);
  return found == column_names_.end() ? column : found->second;
}

std::string RunIndex::object_in_contribution(const Change& change) const {
  const auto* found = cluster(change.cluster);
  if (change.op != Op::update || found == nullptr || !found->single()) return change.id;
  for (const auto side : {Side::local, Side::ancestor})
    if (!found->ids[side].empty()) return found->ids[side].front();
  return change.id;
}

}  // namespace bdf::jobs
