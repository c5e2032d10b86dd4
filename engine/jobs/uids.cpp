// SPDX-License-Identifier: MIT
#include "jobs/uids.h"

#include <algorithm>
#include <iterator>

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

}  // namespace

void keep_uids(LayerRun& run) {
  if (run.uids.local.empty() && run.uids.reference.empty()) return;
  const auto column = uid_column(run);
  auto& changes = run.result.update.changes;
  std::map<std::int64_t, Change*> of_local;
  for (auto& change : changes) {
    if (change.op == Op::update || change.op == Op::remove) {
      of_local[change.feature.fid()] = &change;
      continue;
    }
    const auto uid = run.uids.reference.find(change.feature.fid());
    if (uid != run.uids.reference.end())
      change.values.push_back({column, Null{}, uid->second, Status::taken});
  }
  std::vector<Change> added;
  for (const auto& [fid, uid] : run.uids.local) {
    const auto feature = local_feature(run, fid);
    const ValueChange value{column, carried_uid(feature), uid, Status::taken};
    const auto known = of_local.find(fid);
    if (value.before == value.after) continue;
    if (known == of_local.end())
      added.push_back({Op::update, uid, feature, {value}, {}, Status::taken, {}, 0, {}});
    else if (known->second->op == Op::update)
      known->second->values.push_back(value);
  }
  std::move(added.begin(), added.end(), std::back_inserter(changes));
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.cluster < b.cluster; });
}

}  // namespace bdf::jobs
