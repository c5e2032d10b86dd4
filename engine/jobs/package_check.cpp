// SPDX-License-Identifier: MIT
#include "jobs/package_check.h"

#include <algorithm>
#include <map>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "base/message.h"
#include "io/changeset.h"
#include "io/crs.h"
#include "io/csv.h"
#include "io/geometry_blob.h"
#include "io/geopackage.h"
#include "io/row_stream.h"
#include "io/staging.h"
#include "jobs/carried_label.h"
#include "jobs/package_difference.h"
#include "jobs/published_manifest.h"
#include "jobs/scratch.h"
#include "label/carrier.h"
#include "package/archive.h"
#include "package/content_digest.h"
#include "package/deliver.h"
#include "package/file_check.h"
#include "package/layer_content.h"
#include "package/layout.h"
#include "package/manifest_sense.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;
using package::key_of;
using package::Manifest;
using package::ManifestLayer;
using package::PackageKind;

/// A package unpacked for the time of a look.
struct Unpacked {
  explicit Unpacked(const fs::path& package)
      : scratch(temporary_name()), manifest(package::read_manifest(package)) {
    package::unpack(package, folder());
  }
  [[nodiscard]] fs::path folder() const { return scratch.path() / "package"; }

  Scratch scratch;
  Manifest manifest;
};

/// Whether what cannot be written there is to be put down to what is written.
bool has_room(const fs::path& folder) {
  constexpr std::uintmax_t enough = std::uintmax_t{64} << 20;
  std::error_code error;
  const auto space = fs::space(folder, error);
  return !error && space.available > enough;
}

class Verifying {
 public:
  Verifying(const fs::path& package, const Unpacked& unpacked, int threads)
      : package_(package.has_filename() ? package : package.parent_path()),  // NAME of NAME/
        unpacked_(unpacked),
        threads_(threads) {}

  PackageVerification run() {
    check_proof();
    check_name();
    check_sense();
    const auto flaws = package::check_files(unpacked_.folder(), manifest(),
                                            {std::string(label::label_file)}, threads_);
    for (const auto& flaw : flaws)
      add(Level::error, "file_" + std::string(name_of(flaw.flaw)), "",
          flaw.path + msg(": {}", flaw.detail));
    check_label();
    // Data that are not those of the manifest say nothing of it.
    if (flaws.empty()) check_data();
    return {manifest(), std::move(findings_)};
  }

 private:
  [[nodiscard]] const Manifest& manifest() const { return unpacked_.manifest; }

  void add(Level level, std::string code, std::string layer, std::string message) {
    findings_.push_back({level, std::move(code), "", std::move(layer), "", std::move(message)});
  }

  void check_proof() {
    const auto proof = package::prove(package_);
    const auto name = package_.filename().string();
    if (proof == package::Proof::broken)
      add(Level::error, "package_altered", "",
          msg("the package is not the one of which {} speaks: fetch it anew",
              name + ".sha256/.md5"));
    else if (proof == package::Proof::missing)
      add(Level::warning, "package_unproved", "",
          msg("there is no {} beside it, so that only what the package says of itself could be "
              "checked",
              name + ".sha256"));
  }

  void check_name() {
    auto called = package_.filename().string();
    for (const auto* ending : {".zip", ".7z"})
      if (called.ends_with(ending)) called.erase(called.size() - std::string(ending).size());
    const auto name = package::to_text(manifest().name);
    if (called != name)
      add(Level::error, "package_name", "",
          msg("it is called {}, and says that it is {}", called, name));
  }

  void check_sense() {
    for (const auto& flaw : package::flaws_of(manifest())) {
      add(Level::error, flaw.code, "", msg("manifest.json: {}", flaw.detail));
      knows_crs_ = knows_crs_ && flaw.code != package::crs_unknown;
    }
  }

  void check_label() {
    const auto flaw = flaw_of_label(unpacked_.folder(), manifest());
    if (!flaw.empty())
      add(Level::error, "label_altered", "", std::string(label::label_file) + msg(": {}", flaw));
  }

  void check_data() {
    if (manifest().kind == PackageKind::differential) return check_changes();
    for (const auto& layer : manifest().layers) {
      try {
        if (manifest().name.format == "GPKG")
          check_layer(layer);
        else
          check_export(layer);
      } catch (const InputError& error) {
        add(Level::error, "data_unreadable", layer.name, error.what());
      }
    }
  }

  /// Why other programs' code does not read a file it says in its own words, which are nobody's
  /// here.
  void check_export(const ManifestLayer& layer) {
    std::string reason;
    try {
      return check_exported(layer);
    } catch (const InputError& error) {
      reason = error.what();
    } catch (const StoreError& error) {
      // A damaged file may have columns that no copy can have.
      if (!has_room(unpacked_.scratch.path())) throw;
      reason = error.what();
    }
    log_debug(reason);
    throw InputError(msg("layer {}: {} is damaged, and cannot be read", layer.name, layer.file));
  }

  /// A changeset is held against its own digest as it is read.
  void check_changes() {
    std::map<std::string, io::Changeset> read;
    try {
      for (const auto& layer : manifest().layers) {
        if (!read.contains(layer.file))
          read.emplace(layer.file, io::read_changeset(unpacked_.folder() / layer.file));
        const auto& changes = read.at(layer.file).layers;
        if (std::none_of(changes.begin(), changes.end(),
                         [&](const auto& one) { return same_name(one.target.layer, layer.table); }))
          add(Level::error, "layer_missing", layer.name,
              msg("the changes say nothing of the layer {}", layer.name));
      }
    } catch (const InputError& error) {
      add(Level::error, "data_unreadable", "", error.what());
    }
  }

  void check_layer(const ManifestLayer& layer) {
    auto database = io::Database::open_input(unpacked_.folder() / layer.file);
    const auto catalog = io::read_catalog(database);
    const auto* schema = catalog.find(layer.table);
    if (schema == nullptr)
      return add(Level::error, "layer_missing", layer.name,
                 msg("{} has no layer {}", layer.file, layer.table));
    check_schema(layer, *schema);
    const auto content = package::content_of(database, *schema, key_of(layer));
    check_count(layer, content.count);
    if (content.digest != layer.digest)
      add(Level::error, "content_differs", layer.name,
          msg("layer {}: its content is not what the manifest says", layer.name));
  }

  void check_schema(const ManifestLayer& layer, const Schema& schema) {
    const auto declared = schema.geometry_column.empty() ? "" : schema.geometry_type;
    bool same = schema.columns.size() == layer.columns.size() && declared == layer.geometry;
    for (const auto& column : layer.columns) {
      const auto found = schema.find(column.name);
      same = same && found && schema.columns[*found].type == column.type;
    }
    if (!same)
      add(Level::error, "schema_differs", layer.name,
          msg("layer {}: its columns or its geometry are not what the manifest says", layer.name));
    check_crs(layer, schema);
  }

  void check_crs(const ManifestLayer& layer, const Schema& schema) {
    if (!knows_crs_ || schema.geometry_column.empty()) return;
    if (io::same_crs(schema.crs, io::crs_named(manifest().crs))) return;
    add(Level::error, "crs_differs", layer.name,
        msg("layer {}: it is in {}, and the manifest says {}", layer.name, io::name_of(schema.crs),
            manifest().crs));
  }

  void check_count(const ManifestLayer& layer, std::uint64_t count) {
    if (count != layer.count)
      add(Level::error, "count_differs", layer.name,
          msg("layer {}: it has {} features, and the manifest says {}", layer.name, count,
              layer.count));
  }

  /// Through GDAL: what other forms hold is counted, and placed.
  void check_exported(const ManifestLayer& layer) {
    const auto copy = unpacked_.scratch.path() / (fs::path(layer.file).stem().string() + ".gpkg");
    static_cast<void>(
        io::stage({(unpacked_.folder() / layer.file).string(), layer.table}, {}, layer.file, copy));
    auto database = io::Database::open_input(copy);
    const auto catalog = io::read_catalog(database);
    if (catalog.layers.empty()) return;
    const auto& schema = catalog.layers.front();
    check_count(layer, package::content_of(database, schema, {}).count + count_beside(layer));
    if (manifest().name.format == "GEOJSON")
      check_degrees(layer, database, schema);
    else
      check_crs(layer, schema);
  }

  /// Features that the form has no room for.
  [[nodiscard]] std::uint64_t count_beside(const ManifestLayer& layer) const {
    const auto layout = package::layout_of(manifest().name);
    const auto file = package::features_file(layout, fs::path(layer.file).stem().string());
    const auto path = unpacked_.folder() / file;
    return fs::exists(path) ? io::read_csv(path).size() - 1 : 0;
  }

  /// GeoJSON does not say its system: it is the one of RFC 7946.
  void check_degrees(const ManifestLayer& layer, io::Database& database, const Schema& schema) {
    if (manifest().crs != package::geojson_crs ||
        manifest().name.crs != package::geojson_crs_in_names)
      add(Level::error, "crs_differs", layer.name,
          msg("layer {}: it is in {}, and the manifest says {}", layer.name, package::geojson_crs,
              manifest().crs));
    constexpr Box world{-180, -90, 180, 90};
    std::size_t outside = 0;
    io::stream_rows(database, schema, {}, {}, [&](const io::StreamedRow& row) {
      const auto box = io::box_of_geometry(row.geometry);
      if (box && united(*box, world) != world) ++outside;
    });
    if (outside > 0)
      add(Level::error, "coordinates_outside", layer.name,
          msgn("layer {1}: {0} feature does not lie in longitude and latitude",
               "layer {1}: {0} features do not lie in longitude and latitude", outside,
               layer.name));
  }

  fs::path package_;
  const Unpacked& unpacked_;
  int threads_;
  bool knows_crs_ = true;
  std::vector<Finding> findings_;
};

void require_sound(const fs::path& package, const Unpacked& unpacked, int threads) {
  const auto verification = Verifying(package, unpacked, threads).run();
  for (const auto& finding : verification.findings)
    if (finding.level == Level::error)
      throw InputError(msg("{} is not what it says: {}", package.string(), finding.message));
}

/// What two manifests say of themselves, beside what differs from build to build.
std::vector<std::string> differences_of(const Manifest& before, const Manifest& after) {
  std::vector<std::string> lines;
  const auto compare = [&](const std::string& what, const std::string& a, const std::string& b) {
    if (a != b) lines.push_back(msg("{}: {} → {}", what, a, b));
  };
  compare(msg("name"), package::to_text(before.name), package::to_text(after.name));
  compare(msg("edition"), before.edition, after.edition);
  if (before.previous && after.previous)
    compare(msg("changes since"), package::to_text(before.previous->name),
            package::to_text(after.previous->name));
  compare(msg("audience"), std::string(rules::name_of(before.audience)),
          std::string(rules::name_of(after.audience)));
  compare(msg("coordinate system"), before.crs, after.crs);
  compare(msg("theme"), before.theme.name + " " + before.theme.version,
          after.theme.name + " " + after.theme.version);
  compare(msg("theme's digest"), before.theme.digest, after.theme.digest);
  compare(msg("recipe"), before.recipe_digest, after.recipe_digest);
  compare(msg("state of the base"), before.base_digest, after.base_digest);
  compare(msg("made by"), before.generator, after.generator);
  compare(msg("time"), before.time, after.time);
  return lines;
}

const ManifestLayer* find(const Manifest& manifest, const std::string& layer) {
  const auto found = std::find_if(manifest.layers.begin(), manifest.layers.end(),
                                  [&](const auto& one) { return one.name == layer; });
  return found == manifest.layers.end() ? nullptr : &*found;
}

void add_changes(PackageComparison& comparison, const Unpacked& before, const Unpacked& after,
                 const std::pair<const ManifestLayer*, const ManifestLayer*>& layer) {
  const auto& [then, now] = layer;
  auto old_file = io::Database::open_input(before.folder() / then->file);
  auto new_file = io::Database::open_input(after.folder() / now->file);
  const auto old_catalog = io::read_catalog(old_file);
  const auto new_catalog = io::read_catalog(new_file);
  const auto* old_schema = old_catalog.find(then->table);
  const auto* new_schema = new_catalog.find(now->table);
  if (old_schema == nullptr || new_schema == nullptr || key_of(*now).empty())
    return comparison.layers.push_back({now->name, 0, 0, 0});
  // A manifest says nothing of heights, nor of the widths of columns.
  if (!have_one_form(*old_schema, *new_schema))
    return comparison.differences.push_back(msg("layer {}: other columns or geometry", now->name));
  comparison.layers.push_back(counted(
      now->name, difference_of(old_file, new_file, {old_schema, new_schema, key_of(*now)})));
}

/// Of a full package and a differential: what the one is to the other, which features cannot tell.
std::string relation_of(const Manifest& full, const std::string& full_digest,
                        const Manifest& differential) {
  const auto name = package::to_text(differential.name);
  const auto of = package::to_text(full.name);
  const auto& previous = *differential.previous;
  if (previous.digest == full_digest)
    return msg(
        "{} is a differential: it holds what has changed since {}, and `bdf package fetch` "
        "or `bdf apply` makes the next edition of them",
        name, of);
  auto target = differential.name;
  target.is_differential = false;
  if (target == full.name)
    return msg("{} is a differential: it holds what has changed since {}, and leads to {}", name,
               package::to_text(previous.name), of);
  return msg(
      "{} is a differential: it holds what has changed since {}, and neither leads from {} "
      "nor to it",
      name, package::to_text(previous.name), of);
}

bool is_comparable(const Manifest& manifest) {
  return manifest.kind == PackageKind::full && manifest.name.format == "GPKG";
}

void compare_layers(PackageComparison& comparison, const Unpacked& before, const Unpacked& after) {
  for (const auto& now : after.manifest.layers) {
    const auto* then = find(before.manifest, now.name);
    if (then == nullptr)
      comparison.differences.push_back(msg("layer {}: only in the second", now.name));
    else if (then->columns != now.columns || then->geometry != now.geometry)
      comparison.differences.push_back(msg("layer {}: other columns or geometry", now.name));
    else if (is_comparable(before.manifest) && is_comparable(after.manifest))
      add_changes(comparison, before, after, {then, &now});
    else if (then->digest != now.digest)
      comparison.differences.push_back(msg("layer {}: other content", now.name));
  }
  for (const auto& then : before.manifest.layers)
    if (find(after.manifest, then.name) == nullptr)
      comparison.differences.push_back(msg("layer {}: only in the first", then.name));
}

}  // namespace

bool PackageVerification::holds() const {
  return std::none_of(findings.begin(), findings.end(),
                      [](const Finding& finding) { return finding.level == Level::error; });
}

PackageVerification verify_package(const fs::path& package, int threads) {
  const Unpacked unpacked(package);
  return Verifying(package, unpacked, threads).run();
}

PackageComparison compare_packages(const fs::path& before, const fs::path& after, int threads) {
  const Unpacked old_package(before);
  require_sound(before, old_package, threads);
  const Unpacked new_package(after);
  require_sound(after, new_package, threads);
  PackageComparison comparison{old_package.manifest,
                               new_package.manifest,
                               differences_of(old_package.manifest, new_package.manifest),
                               {}};
  if (old_package.manifest.kind == new_package.manifest.kind) {
    compare_layers(comparison, old_package, new_package);
    return comparison;
  }
  const bool is_old_full = old_package.manifest.kind == PackageKind::full;
  const auto& full = is_old_full ? old_package : new_package;
  const auto& differential = is_old_full ? new_package : old_package;
  comparison.differences.insert(
      comparison.differences.begin(),
      relation_of(full.manifest, published_digest(full.folder(), full.manifest),
                  differential.manifest));
  return comparison;
}

}  // namespace bdf::jobs
