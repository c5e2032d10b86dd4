// SPDX-License-Identifier: MIT
#include "jobs/package_changes.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "jobs/apply.h"
#include "jobs/carried_label.h"
#include "jobs/inputs.h"
#include "jobs/package_difference.h"
#include "jobs/published_manifest.h"
#include "jobs/styles.h"
#include "package/archive.h"
#include "package/file_check.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;

void require_same_series(const package::Manifest& before, const package::PackageName& now,
                         const fs::path& file) {
  auto name = before.name;
  const bool earlier = std::chrono::sys_days(name.date) < std::chrono::sys_days(now.date);
  name.date = now.date;
  name.is_differential = now.is_differential;
  if (before.kind == package::PackageKind::full && name == now && earlier) return;
  throw InputError(
      msg("{} is {}: the package before {} must be a full one of an earlier date, and "
          "of the same product, pack, format, coordinate system and territory",
          file.string(), package::to_text(before.name), package::to_text(now)));
}

void require_sound(const fs::path& folder, const package::Manifest& manifest,
                   const fs::path& file) {
  const auto flaws = check_package_files(folder, manifest, 0);
  if (!flaws.empty())
    throw InputError(msg("{} is not what its manifest says: {}: {}", file.string(),
                         flaws.front().path, flaws.front().detail));
}

const PackagedLayer& plan_of(const ChangesRequest& request, const std::string& layer) {
  return *std::find_if(request.plan->begin(), request.plan->end(),
                       [&](const PackagedLayer& one) { return one.name == layer; });
}

/// What both have can be compared, whatever else has come or gone.
void keep_common(Schema& before, Schema& after) {
  std::erase_if(before.columns,
                [&](const Column& column) { return !after.find(column.name).has_value(); });
  after.columns = before.columns;
  after.geometry_type = before.geometry_type;
  after.z = before.z;
}

/// Each layer of now, with what it was then, or nullptr.
template <class Show>
void for_each_difference(const ChangesRequest& request, const Show& show) {
  auto before = io::Database::open_input(request.previous->geopackage);
  auto after = io::Database::open_input(request.geopackage);
  const auto catalog = io::read_catalog(before);
  for (const auto& layer : *request.data)
    show(before, after, catalog.find(layer.facts.name), layer);
}

/// That the changeset leads from the data of then to that of now.
void try_out(const ChangesRequest& request, const fs::path& changeset) {
  const auto file = request.staging / "tried.gpkg";
  ApplyJob job;
  job.changeset = changeset;
  job.target = request.previous->geopackage.string();
  job.out = file;
  job.overwrite = true;
  job.now = request.time;
  apply_changeset(job);
  auto database = io::Database::open_input(file);
  const auto catalog = io::read_catalog(database);
  for (const auto& layer : *request.data) {
    const auto* schema = catalog.find(layer.facts.name);
    const auto content =
        package::content_of(database, *schema, plan_of(request, layer.facts.name).key);
    if (content.digest != layer.content.digest)
      throw LawError(
          msg("layer {}: the differential does not lead to the new edition", layer.facts.name));
  }
  fs::remove(file);
}

}  // namespace

PreviousData open_previous(const fs::path& previous, const package::PackageName& name,
                           const fs::path& staging) {
  PreviousData data;
  data.manifest = package::read_manifest(previous);
  require_same_series(data.manifest, name, previous);
  if (name.format != "GPKG" || data.manifest.layers.empty())
    throw UsageError(msg("changes are told from one GeoPackage to the next: --format GPKG"));
  const auto folder = staging / "previous";
  package::unpack(previous, folder);
  require_sound(folder, data.manifest, previous);
  data.digest = published_digest(folder, data.manifest);
  data.geopackage = folder / data.manifest.layers.front().file;
  return data;
}

std::vector<package::ChangeCount> count_changes(const ChangesRequest& request) {
  std::vector<package::ChangeCount> counts;
  for_each_difference(request, [&](auto& before, auto& after, const Schema* then, const auto& now) {
    const auto& key = plan_of(request, now.facts.name).key;
    if (then == nullptr || key.empty()) {
      counts.push_back({now.facts.name, now.facts.features, 0, 0});
      return;
    }
    auto old_schema = *then;
    auto new_schema = now.schema;
    keep_common(old_schema, new_schema);
    counts.push_back(
        counted(now.facts.name, difference_of(before, after, {&old_schema, &new_schema, key})));
  });
  for (const auto& gone : layers_gone(request)) counts.push_back({gone.name, 0, 0, gone.count});
  return counts;
}

std::vector<package::ManifestLayer> layers_gone(const ChangesRequest& request) {
  std::vector<package::ManifestLayer> gone;
  for (const auto& then : request.previous->manifest.layers)
    if (std::none_of(request.data->begin(), request.data->end(),
                     [&](const PackagedData& now) { return now.facts.name == then.name; }))
      gone.push_back(then);
  return gone;
}

std::vector<LayerDifference> differences_of(const ChangesRequest& request) {
  std::vector<LayerDifference> differences;
  for_each_difference(request, [&](auto& before, auto& after, const Schema* then, const auto& now) {
    const auto& key = plan_of(request, now.facts.name).key;
    if (then == nullptr || key.empty())
      throw InputError(
          msg("layer {}: it is new or its features have no key, which no differential "
              "can say: make a full package",
              now.facts.name));
    differences.push_back(difference_of(before, after, {then, &now.schema, key}));
  });
  if (const auto gone = layers_gone(request); !gone.empty())
    throw InputError(
        msg("layer {}: the package before has it and this one does not, which no "
            "differential can say: make a full package",
            gone.front().name));
  return differences;
}

void write_difference(const ChangesRequest& request,
                      const std::vector<LayerDifference>& differences,
                      const package::Manifest& manifest, const fs::path& out) {
  io::ChangesetHead head;
  head.theme = manifest.theme.name;
  head.theme_version = manifest.theme.version;
  head.theme_digest = manifest.theme.digest;
  head.base_edition = request.previous->manifest.edition;
  head.base_digest = request.previous->digest;
  head.territory = manifest.territory;
  head.time = request.time;
  std::vector<io::ChangesToWrite> layers;
  for (const auto& one : differences) layers.push_back({&one.changes, {}});
  write_styled_changeset(out, head, layers);
  try_out(request, out);
}

}  // namespace bdf::jobs
