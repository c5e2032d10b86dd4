// SPDX-License-Identifier: MIT
#include "jobs/uids.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "match/identity.h"

namespace bdf::jobs {

namespace {

std::size_t uid_column(LayerRun& run) {
  auto& target = run.result.update.target;
  if (const auto found = target.find(merge::uid_column)) return *found;
  run.new_columns.push_back({std::string(merge::uid_column), ColumnType::text, "TEXT"});
  target.columns.push_back(run.new_columns.back());
  return target.columns.size() - 1;
}

FeatureRef local_feature(const LayerRun& run, std::int64_t fid) {
  const auto& fids = run.tables.local.fids;
  const auto found = std::lower_bound(fids.begin(), fids.end(), fid);
  return {&run.tables.local, static_cast<std::size_t>(found - fids.begin())};
}

Value carried_uid(FeatureRef feature) {
  const auto column = feature.table->schema.find(merge::uid_column);
  return column ? to_value(feature.value(*column)) : Value{Null{}};
}

/// Gives uids to local features that stay: in the change that there is, or in one of its own.
class LocalUids {
 public:
  LocalUids(LayerRun& run, std::size_t column) : run_(run), column_(column) {
    for (auto& change : run.result.update.changes)
      if (change.op == Op::update || change.op == Op::remove)
        of_local_[change.feature.fid()] = &change;
  }
  void give(const std::string& id, std::int64_t fid, const std::string& uid) {
    const auto feature = local_feature(run_, fid);
    const ValueChange value{column_, carried_uid(feature), uid, Status::taken};
    if (value.before == value.after) return;
    const auto known = of_local_.find(fid);
    if (known == of_local_.end())
      added_.push_back({Op::update, id, feature, {value}, {}, Status::taken, {}, 0, {}, 0});
    else if (known->second->op == Op::update)
      known->second->values.push_back(value);
  }
  std::vector<Change>& added() { return added_; }

 private:
  LayerRun& run_;
  std::size_t column_;
  std::map<std::int64_t, Change*> of_local_;
  std::vector<Change> added_;
};

/// Of several that are made of one, the first one has its uid.
void give_uids_to_insertions(LayerRun& run, const std::string& producer, std::size_t column) {
  std::set<std::int64_t> given;
  for (auto& change : run.result.update.changes) {
    if (change.op == Op::update || change.op == Op::remove) continue;
    const auto uid = run.uids.reference.find(change.feature.fid());
    if (uid == run.uids.reference.end()) continue;
    const bool first = given.insert(change.feature.fid()).second;
    change.values.push_back(
        {column, Null{},
         first ? uid->second : match::uid_beside_key({}, change.feature, {producer, run.name}),
         Status::taken});
  }
}

}  // namespace

void keep_uids(LayerRun& run, const std::string& producer) {
  if (run.uids.local.empty() && run.uids.reference.empty()) return;
  const auto column = uid_column(run);
  give_uids_to_insertions(run, producer, column);
  LocalUids local(run, column);
  for (const auto& [fid, uid] : run.uids.local) local.give(uid, fid, uid);
  for (const auto& [fid, uid] : run.inherited_uids)
    local.give(local_key_of(run, local_feature(run, fid)), fid, uid);
  auto& changes = run.result.update.changes;
  std::move(local.added().begin(), local.added().end(), std::back_inserter(changes));
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.cluster < b.cluster; });
}

}  // namespace bdf::jobs
