// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>

#include "io/change_rows.h"
#include "io/changeset.h"

namespace bdf::io {

namespace {

struct GroupSize {
  std::size_t predecessors = 0;
  std::size_t successors = 0;
};
using Groups = std::map<std::string, GroupSize>;

Groups groups_of(const std::vector<Change>& changes) {
  Groups groups;
  for (const auto& change : changes) {
    if (change.lineage_group.empty() || change.op == Op::update) continue;
    auto& group = groups[change.lineage_group];
    ++(change.op == Op::remove ? group.predecessors : group.successors);
  }
  return groups;
}

/// What a removed feature is when it comes back: its predecessors are the successors of before.
Op op_of_return(const Change& change, const Groups& groups) {
  const auto found = groups.find(change.lineage_group);
  if (found == groups.end() || found->second.successors == 0) return Op::insert;
  const auto predecessors = found->second.successors;
  const auto successors = found->second.predecessors;
  if (predecessors == 1 && successors > 1) return Op::split;
  if (predecessors > 1 && successors == 1) return Op::merge;
  return Op::recut;
}

void swap_before_and_after(Change& change) {
  for (auto& value : change.values) std::swap(value.before, value.after);
  if (change.geometry) std::swap(change.geometry->before, change.geometry->after);
}

void invert_existence(Change& change, const Groups& groups) {
  if (change.op != Op::remove) {
    change.op = Op::remove;
    change.fid.reset();
    return;
  }
  change.fid = fid_in_target(change);
  change.op = op_of_return(change, groups);
}

/// `table` holds each change's row after it.
LayerChanges inverted(const LayerChanges& layer, const FeatureTable& table) {
  LayerChanges result = layer;
  const auto groups = groups_of(layer.changes);
  for (std::size_t i = 0; i < result.changes.size(); ++i) {
    auto& change = result.changes[i];
    if (change.op == Op::update) {
      swap_before_and_after(change);
    } else {
      invert_existence(change, groups);
      change.values.clear();
      change.geometry.reset();
    }
    change.feature = {&table, i};
  }
  return result;
}

}  // namespace

Changeset inverted(const Changeset& changeset) {
  Changeset result;
  result.head = changeset.head;
  result.head.base_edition.clear();
  result.head.base_digest.clear();
  result.head.content_digest.clear();
  for (const auto& layer : changeset.layers) {
    const auto& table =
        result.tables.emplace_back(std::make_unique<const FeatureTable>(materialised(layer)));
    result.layers.push_back(inverted(layer, *table));
  }
  return result;
}

}  // namespace bdf::io
