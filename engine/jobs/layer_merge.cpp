// SPDX-License-Identifier: MIT
#include "jobs/layer_merge.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "jobs/decided_geometries.h"
#include "jobs/deliver.h"
#include "jobs/layer_guard.h"
#include "jobs/merge_context.h"
#include "jobs/merged_layer.h"
#include "jobs/part_stretches.h"
#include "jobs/sent_findings.h"
#include "jobs/unchanged_runs.h"
#include "merge/contested.h"
#include "topology/contested.h"

namespace bdf::jobs {

namespace {

void add_new_column(LayerRun& run, const merge::Attribute& attribute) {
  auto column = run.schemas.reference->columns[*attribute.column.reference];
  column.name = attribute.name;
  run.new_columns.push_back(std::move(column));
}

/// A layer without a key is told from one whose primary key is the key by the name of the key that
/// it would have.
std::vector<std::string> key_in_changeset(const LayerRun& run, Side side) {
  const auto& key = run.key[side];
  return key.none ? std::vector<std::string>{run.rules.schema->key} : key.columns;
}

/// Merges once more what must not go without being asked about, as long as the other side's lines
/// end on it.
void contest_deletions(const merge::Context& context, LayerRun& run) {
  auto contests = topology::contested_deletions(merged_layer(run));
  if (contests.empty()) return;
  std::set<std::int64_t> found;
  for (const auto& deletion : contests) found.insert(deletion.first.first);
  contests.insert(run.contests.begin(), run.contests.end());
  auto with_these = context;
  with_these.contests = &contests;
  merge::merge_again(with_these, run.clusters, found, run.result);
}

/// Remembers what an earlier sync has contested, and whether it is to be asked as it was.
void keep_asking(const merge::Context& context, LayerRun& run) {
  run.contested_before = merge::contested_before(context, run.clusters);
  auto open = merge::open_geometries(context, run.clusters);
  // Nobody but a contest holds what the theme does not.
  const bool is_contested =
      !run.contested_before.empty() || std::any_of(open.begin(), open.end(), [&](const auto& one) {
        return one.second.held != run.rules.provisional;
      });
  run.is_asked_as_before = is_contested && run.result.resolved.empty() &&
                           merge::is_reference_as_before(context, run.clusters);
  if (run.is_asked_as_before) run.contested_before.merge(std::move(open));
}

}  // namespace

void merge_layer(LayerRun& run, const LayerOptions& options) {
  const auto memory = merge_memory(run, options);
  const auto context = merge_context(run, options, memory);
  run.result = merge::merge_layer(context, run.clusters, options.threads);
  if (run.rules.network || run.rules.coverage) keep_asking(context, run);
  if (run.rules.network) contest_deletions(context, run);
  put_decided_back(*options.memory, run.crs.ways.local, run.result.resolved);
  auto& update = run.result.update;
  update.target = *run.schemas.local;
  update.key = key_in_changeset(run, Side::local);
  run.new_columns.clear();
  for (const auto& attribute : run.layout.attributes)
    if (attribute.is_gained()) add_new_column(run, attribute);
  update.target.columns.insert(update.target.columns.end(), run.new_columns.begin(),
                               run.new_columns.end());
  run.result.contribution.target = *run.schemas.reference;
  run.result.contribution.key = key_in_changeset(run, Side::reference);
}

void finish_layer(LayerRun& run) {
  part_stretches(run);
  for (auto* changes : {&run.result.update.changes, &run.result.contribution.changes})
    std::stable_sort(changes->begin(), changes->end(),
                     [](const Change& a, const Change& b) { return a.cluster < b.cluster; });
  fold_unchanged(run.clusters, run.local_fids, run);
  deliver(run, run.tolerance);
  auto sent = sent_findings(run);
  if (auto news = finding_without_ancestor(run)) sent.push_back(std::move(*news));
  std::move(sent.begin(), sent.end(), std::back_inserter(run.findings));
}

}  // namespace bdf::jobs
