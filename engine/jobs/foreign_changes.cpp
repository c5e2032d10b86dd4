// SPDX-License-Identifier: MIT
#include "jobs/foreign_changes.h"

#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "io/sync_tables.h"
#include "jobs/foreign_layer.h"
#include "jobs/layer_class.h"

namespace bdf::jobs {

namespace {

using io::ForeignAction;

using ActionsByLayer = std::map<const Schema*, std::vector<const ForeignAction*>>;

ActionsByLayer by_layer(const std::vector<ForeignAction>& actions, const ForeignChangesJob& job) {
  ActionsByLayer layers;
  for (const auto& action : actions) {
    const auto* schema = find_layer(*job.against, action.table);
    if (schema == nullptr)
      throw InputError(msg("{}, line {}: {} has no layer “{}”; it has: {}", job.file, action.line,
                           job.against->name, action.table, layer_list(*job.against)));
    layers[schema].push_back(&action);
  }
  return layers;
}

std::vector<std::string> key_of_layer(const Schema& schema, const ForeignChangesJob& job) {
  if (!job.key.empty()) return key_columns(*job.against, schema, job.key);
  const auto* layer = class_of(schema, *job.theme);
  auto key = layer != nullptr && layer->schema ? key_of_class(schema, *layer->schema)
                                               : std::vector<std::string>();
  if (layer != nullptr && layer->schema && key.empty())
    throw InputError(msg("{}, layer “{}”: the column of its key, {}, is missing", job.against->name,
                         schema.layer, layer->schema->key));
  if (key.empty() && job.against->source.staged)
    throw UsageError(
        msg("{} has no primary key that lasts: say which column identifies its "
            "objects with --key COLUMN",
            job.against->name));
  return key;
}

/// The state of the base that the file holds where it says so of these layers, else the file.
void set_base(io::ChangesetHead& head, io::Database& database, const ActionsByLayer& layers,
              const Input& against) {
  head.base_edition =
      std::filesystem::path(io::parse_source(against.name).path).filename().string();
  const auto origins = io::read_origins(database);
  std::set<std::pair<std::string, std::string>> states;
  for (const auto& [schema, actions] : layers) {
    const auto found = origins.find(schema->layer);
    if (found != origins.end()) states.emplace(found->second.edition, found->second.digest);
  }
  if (states.size() == 1 && !layers.empty()) {
    std::tie(head.base_edition, head.base_digest) = *states.begin();
    return;
  }
  head.base_digest = digest_of(against);
}

}  // namespace

io::Changeset changeset_of(const std::vector<ForeignAction>& actions,
                           const ForeignChangesJob& job) {
  auto database = io::Database::open_input(job.against->path);
  const auto layers = by_layer(actions, job);
  io::Changeset changeset;
  auto& head = changeset.head;
  head.theme = job.theme->name;
  head.theme_version = job.theme->version;
  head.theme_digest = job.theme->digest;
  head.producer = job.producer;
  head.time = job.time;
  set_base(head, database, layers, *job.against);
  for (const auto& schema : job.against->catalog.layers)
    if (const auto found = layers.find(&schema); found != layers.end())
      complete_layer({&database, &schema, key_of_layer(schema, job), found->second}, job,
                     changeset);
  return changeset;
}

}  // namespace bdf::jobs
