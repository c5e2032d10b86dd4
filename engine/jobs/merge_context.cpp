// SPDX-License-Identifier: MIT
#include "jobs/merge_context.h"

#include <algorithm>

#include "jobs/decided_geometries.h"
#include "jobs/memory.h"

namespace bdf::jobs {

namespace {

bool is_fid(const LayerKey& key) { return key.columns.empty() && !key.none; }

/// The attributes that are the key, as the layout calls them.
std::vector<std::string> key_attributes(const LayerRun& run) {
  std::vector<std::string> names;
  for (const auto& attribute : run.layout.attributes)
    for (const auto side : {Side::local, Side::reference}) {
      if (!attribute.carried_by(side)) continue;
      const auto& column = run.schemas[side]->columns[*attribute.column[side]].name;
      const auto& key = run.key[side].columns;
      if (std::find(key.begin(), key.end(), column) == key.end()) continue;
      names.push_back(attribute.name);
      break;
    }
  return names;
}

}  // namespace

merge::Memory merge_memory(const LayerRun& run, const LayerOptions& options) {
  const auto* schema = run.rules.schema.get();
  return with_decided_geometries(
      with_answered_geometries(*options.memory,
                               {run.schemas.reference->layer, run.crs.ways.reference,
                                schema == nullptr ? std::nullopt : schema->geometry.no_altitude.z}),
      run.name, run.crs.ways.local);
}

merge::Context merge_context(const LayerRun& run, const LayerOptions& options,
                             const merge::Memory& memory) {
  merge::Context context;
  context.layer = run.name;
  context.reference_layer = run.schemas.reference->layer;
  context.rules = &run.rules;
  context.layout = run.layout;
  context.tolerance = run.tolerance;
  context.distance = run.distance;
  context.extent = options.extent;
  context.key = key_attributes(run);
  context.key_is_fid = is_fid(run.key.local) && is_fid(run.key.reference);
  context.memory = &memory;
  context.stretches = &run.stretches;
  context.contests = &run.contests;
  return context;
}

}  // namespace bdf::jobs
