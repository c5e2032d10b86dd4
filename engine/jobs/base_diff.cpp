// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

#include "base/clock.h"
#include "base/error.h"
#include "base/message.h"
#include "jobs/base_history.h"
#include "jobs/changes_file.h"
#include "merge/compare.h"
#include "refbase/base.h"
#include "refbase/history.h"

namespace bdf::jobs {

namespace {

/// The features of a layer that two transactions know otherwise.
struct BothSides {
  std::unique_ptr<FeatureTable> before;
  std::unique_ptr<FeatureTable> after;
};

Change update_of(FeatureRef before, FeatureRef after, const std::string& id) {
  Change change;
  change.op = Op::update;
  change.id = id;
  change.feature = before;
  const auto& columns = before.table->schema.columns;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (!merge::same_value(columns[i].type, before.value(i), after.value(i)))
      change.values.push_back({i, to_value(before.value(i)), to_value(after.value(i))});
  if (before.geometry() != after.geometry())
    change.geometry = GeometryChange{to_value(before.geometry()), to_value(after.geometry()),
                                     Status::taken, after};
  return change;
}

Change existence(Op op, FeatureRef feature, const std::string& id) {
  Change change;
  change.op = op;
  change.id = id;
  change.feature = feature;
  if (op == Op::insert) change.fid = feature.fid();
  return change;
}

LayerChanges changes_of(const refbase::BaseLayer& layer, const BothSides& sides) {
  LayerChanges changes{layer.schema, layer.key, {}};
  const auto ids_before = refbase::ids_of(layer, *sides.before);
  const auto ids_after = refbase::ids_of(layer, *sides.after);
  std::map<std::string, std::pair<FeatureRef, FeatureRef>> objects;
  for (std::size_t i = 0; i < ids_before.size(); ++i)
    objects[ids_before[i]].first = {sides.before.get(), i};
  for (std::size_t i = 0; i < ids_after.size(); ++i)
    objects[ids_after[i]].second = {sides.after.get(), i};
  for (const auto& [id, versions] : objects) {
    const auto& [before, after] = versions;
    if (!before) {
      changes.changes.push_back(existence(Op::insert, after, id));
    } else if (!after) {
      changes.changes.push_back(existence(Op::remove, before, id));
    } else {
      auto change = update_of(before, after, id);
      // What was changed there and back is the same.
      if (!change.values.empty() || change.geometry) changes.changes.push_back(std::move(change));
    }
  }
  return changes;
}

/// Columns that the layer did not have then held nothing, whatever their tables do by now.
void forget_later_columns(FeatureTable& features, const std::vector<bool>& known) {
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i]) continue;
    features.columns[i] = ValueColumn();
    for (std::size_t row = 0; row < features.size(); ++row) features.columns[i].push_back(Null{});
  }
}

}  // namespace

std::size_t diff_of_base(const BaseDiffJob& job) {
  require_form_of_changes(job.out);
  const auto session = refbase::open_base(job.base);
  const refbase::SqlTransaction reading(*session, refbase::Access::read);
  const auto from = refbase::transaction_named(*session, job.from);
  const auto to = refbase::transaction_named(*session, job.to);
  if (from.number > to.number)
    throw UsageError(
        msg("{} is later than {}: `bdf invert` turns a difference round", job.from, job.to));
  const auto earlier = refbase::layers_at(*session, from.number);
  const auto layers = refbase::layers_at(*session, to.number);
  for (const auto& name : job.layers)
    if (refbase::find_layer(layers, name) == nullptr)
      throw UsageError(msg("{} has no layer “{}” then; it has: {}", session->name(), name,
                           refbase::names_of(layers)));
  std::vector<BothSides> sides;
  std::vector<LayerChanges> changes;
  std::size_t count = 0;
  for (const auto& layer : layers) {
    const auto is = [&](const std::string& name) { return same_name(name, layer.schema.layer); };
    if (!job.layers.empty() && std::none_of(job.layers.begin(), job.layers.end(), is)) continue;
    refbase::Selection ended, begun;
    ended.ended_until = to.number;
    begun.begun_after = from.number;
    auto& both = sides.emplace_back();
    both.before =
        std::make_unique<FeatureTable>(refbase::features_of(*session, layer, from.number, ended));
    forget_later_columns(*both.before, refbase::columns_among(layer, earlier));
    both.after =
        std::make_unique<FeatureTable>(refbase::features_of(*session, layer, to.number, begun));
    changes.push_back(changes_of(layer, both));
    count += changes.back().changes.size();
  }
  io::ChangesetHead head;
  std::tie(head.theme, head.theme_version, head.theme_digest) =
      std::tie(to.theme, to.theme_version, to.theme_digest);
  head.base_edition = name_of(from);
  head.base_digest = from.digest;
  head.time = time_of_run(job.now);
  write_changes(job.out, job.overwrite, head, changes);
  return count;
}

}  // namespace bdf::jobs
