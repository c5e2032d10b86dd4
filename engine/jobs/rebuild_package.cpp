// SPDX-License-Identifier: MIT
#include "jobs/rebuild_package.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "io/durable.h"
#include "io/output_folder.h"
#include "io/sqlite.h"
#include "jobs/apply.h"
#include "jobs/carried_label.h"
#include "jobs/package_tables.h"
#include "package/archive.h"
#include "package/file_check.h"
#include "package/safe_path.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;
using package::Manifest;
using package::PublishedPackage;

void check_content(const fs::path& folder, const Manifest& manifest, int threads) {
  const auto findings = check_package_files(folder, manifest, threads);
  if (findings.empty()) return;
  throw InputError(msg("{}: “{}”: {}", folder.string(), package::printable(findings.front().path),
                       findings.front().detail));
}

/// The one GeoPackage of all layers.
std::string data_file(const Manifest& manifest) {
  std::set<std::string> files;
  for (const auto& layer : manifest.layers) files.insert(layer.file);
  if (files.size() != 1 || !files.begin()->ends_with(".gpkg"))
    throw InputError(msg("{}: only a package with one GeoPackage can be brought up to date",
                         to_text(manifest.name)));
  return *files.begin();
}

std::string changeset_file(const Manifest& manifest) {
  std::vector<std::string> files;
  for (const auto& file : manifest.files)
    if (file.role == "data") files.push_back(file.path);
  if (files.size() != 1)
    throw InputError(msg("{}: a differential has one changeset for its data, not {}",
                         to_text(manifest.name), files.size()));
  return files.front();
}

/// Removes at once and makes anew: what an interrupted run has left there.
fs::path fresh_folder(const fs::path& path) {
  std::error_code ignored;
  fs::remove_all(path, ignored);
  fs::remove_all(path.string() + ".partial", ignored);
  return path;
}

/// The GeoPackage that the package at hand holds.
fs::path checked_data(const Rebuilding& how, const PackageAtHand& from) {
  auto folder = from.path;
  if (package::form_of(from.path) != package::Form::folder) {
    folder = fresh_folder(how.work / "older");
    package::unpack(from.path, folder);
  }
  const auto manifest = package::read_manifest(folder);
  check_content(folder, manifest, how.threads);
  return folder / data_file(manifest);
}

/// Applies one differential to a copy of the GeoPackage.
void apply_step(const Rebuilding& how, const PublishedPackage& step, const RebuildTarget& target,
                const fs::path& data, const fs::path& out) {
  const auto archive = how.work / (to_text(step.name) + step.extension);
  how.channel.bring({package::archive_place(step), step.size, step.sha256}, archive);
  const auto folder = fresh_folder(how.work / "differential");
  const auto manifest = unpack_checked(archive, folder, step, how.threads);
  if (manifest.previous != step.previous)
    throw InputError(msg("{}: it follows another package than the index says", to_text(step.name)));
  ApplyJob job;
  job.changeset = folder / changeset_file(manifest);
  job.target = data;
  job.out = out;
  job.overwrite = true;
  job.now = target.manifest.time;  // the same differentials give the same bytes
  apply_changeset(job);
  fresh_folder(folder);
}

void check_layers(const Rebuilding& how, const RebuildTarget& target, const fs::path& data) {
  for (const auto& layer : target.manifest.layers)
    if (how.layer_digest(data, layer) != layer.digest)
      throw InputError(msg(
          "layer “{}” does not have the content that {} says when the differentials are applied",
          package::printable(layer.name), to_text(target.manifest.name)));
}

/// The manifest of what the folder holds.
void write_papers(const RebuildTarget& target, const std::string& data, const fs::path& folder) {
  io::write_text(folder / published_manifest_file, target.manifest_text);
  auto manifest = target.manifest;
  manifest.files = {
      package::describe_file(folder, data, "data"),
      package::describe_file(folder, published_manifest_file, published_manifest_role)};
  io::write_text(folder / package::manifest_file, manifest_as_json(manifest));
}

}  // namespace

std::vector<PackageAtHand> packages_at_hand(const fs::path& folder,
                                            const package::PackageName& target) {
  std::vector<PackageAtHand> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto& path = entry.path();
    const bool is_archive = path.extension() == ".7z" || path.extension() == ".zip";
    try {
      const auto name =
          package::package_name_of(is_archive ? path.stem().string() : path.filename().string());
      if (name.is_differential || !package::same_series(name, target)) continue;
      const auto manifest = package::read_manifest(path);
      if (manifest.name == name) found.push_back({path, {name, published_digest(path, manifest)}});
    } catch (const InputError&) {
      continue;  // it is none
    }
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return found;
}

Manifest unpack_checked(const fs::path& archive, const fs::path& target,
                        const PublishedPackage& published, int threads) {
  auto manifest = package::read_manifest(archive);
  if (manifest.name != published.name || digest_of_manifest(manifest) != published.digest)
    throw InputError(
        msg("{}: its manifest is not the one that the index says", to_text(published.name)));
  package::ArchiveLimits limits;
  std::uint64_t bytes = std::uint64_t{1} << 20;  // for the signature
  for (const auto& file : manifest.files)
    if (file.size < limits.bytes) bytes += file.size;
  limits.bytes = std::min(limits.bytes, bytes + published.manifest_size);
  package::unpack(archive, target, limits);
  check_content(target, manifest, threads);
  return manifest;
}

void rebuild_package(const Rebuilding& how, const PackageAtHand& from,
                     const std::vector<const PublishedPackage*>& steps, const RebuildTarget& target,
                     const fs::path& result) {
  const auto data = data_file(target.manifest);
  auto current = checked_data(how, from);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    auto next = how.work / fmt::format("step_{}.gpkg", i);
    apply_step(how, *steps[i], target, current, next);
    if (i > 0) fs::remove(current);
    current = std::move(next);
  }
  {
    auto database = io::Database::open_output(current);
    drop_delivery_tables(database);
  }
  check_layers(how, target, current);
  fresh_folder(result);
  fs::create_directories((result / data).parent_path());
  io::rename_into_place(current, result / data, false);
  write_papers(target, data, result);
}

}  // namespace bdf::jobs
