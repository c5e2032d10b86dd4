// SPDX-License-Identifier: MIT
#include "jobs/restored_keys.h"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "io/geopackage.h"
#include "io/key.h"
#include "jobs/geometric_links.h"
#include "merge/key.h"
#include "merge/written.h"

namespace bdf::jobs {

namespace {

constexpr std::size_t features_at_once = 10'000;

/// The attribute that is the key; nullptr where merged has no column for it.
const merge::Attribute* key_of(const LayerRun& run) {
  const auto& name = run.restored.keys.schema.columns.at(0).name;
  for (const auto& attribute : run.layout.attributes)
    if (attribute.merged && attribute.carried_by(Side::reference) &&
        run.schemas.reference->columns[*attribute.column.reference].name == name)
      return &attribute;
  return nullptr;
}

/// That the i-th of them, which is `feature` in some table, gets its key.
Change change_of(const LayerRun& run, const merge::Attribute& key, std::size_t i,
                 FeatureRef feature) {
  const auto& restored = run.restored;
  const auto column = *key.merged;
  Change change;
  change.id = restored.uids[i];
  change.feature = feature;
  change.cluster = restored.numbers[i];
  const auto before =
      column < feature.table->columns.size() ? to_value(feature.value(column)) : Value{Null{}};
  change.values.push_back(
      {column, before,
       merge::written(key, Side::local, run.result.update.target.columns[column],
                      restored.keys.columns[0][i]),
       Status::taken});
  return change;
}

}  // namespace

std::string restored_key(const LayerRun& run, std::size_t i) {
  const ValueView value = run.restored.keys.columns[0][i];
  return io::text_of_key({&value, 1}).value_or("");
}

bool are_keys_written(const LayerRun& run) {
  return !run.restored.fids.empty() && key_of(run) != nullptr;
}

void show_restored_entries(const LayerRun& run,
                           const std::function<void(const LedgerEntry&)>& show) {
  const auto& restored = run.restored;
  if (restored.fids.empty()) return;
  LedgerEntry entry;
  entry.layer = run.name;
  if (const auto* const key = key_of(run)) merge::tell_given_key(key->name, entry);
  entry.flags.emplace_back("matched_by_geometry");
  entry.flags.push_back(description_of_same());
  for (std::size_t i = 0; i < restored.fids.size(); ++i) {
    entry.cluster = restored.numbers[i];
    entry.ids.reference = {restored_key(run, i)};
    entry.ids.local = {restored.uids[i]};
    if (run.layout.has_ancestor) entry.ids.ancestor = entry.ids.reference;
    entry.out_fids = {restored.fids[i]};
    show(entry);
  }
}

void show_key_changes(const LayerRun& run, const std::function<void(const Change&)>& show) {
  if (!are_keys_written(run)) return;
  const auto& key = *key_of(run);
  FeatureTable fids_alone;
  fids_alone.fids = run.restored.fids;
  for (std::size_t i = 0; i < fids_alone.size(); ++i)
    show(change_of(run, key, i, {&fids_alone, i}));
}

void show_whole_key_changes(const LayerRun& run, const std::function<void(const Change&)>& show) {
  if (!are_keys_written(run)) return;
  const auto& key = *key_of(run);
  const std::span fids = run.restored.fids;
  auto database = io::Database::open_input(run.local);
  for (std::size_t begin = 0; begin < fids.size(); begin += features_at_once) {
    const auto some = fids.subspan(begin, std::min(features_at_once, fids.size() - begin));
    const auto features = io::read_features(database, *run.schemas.local, some);
    for (std::size_t i = 0; i < some.size(); ++i)
      show(change_of(run, key, begin + i, {&features, i}));
  }
}

}  // namespace bdf::jobs
