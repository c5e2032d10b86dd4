// SPDX-License-Identifier: MIT
#include "jobs/package_build.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/clock.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "base/version.h"
#include "crs/transform.h"
#include "io/crs.h"
#include "io/layer_statistics.h"
#include "io/output_folder.h"
#include "jobs/common_crs.h"
#include "jobs/layer_class.h"
#include "jobs/package_changes.h"
#include "jobs/package_check.h"
#include "jobs/package_data.h"
#include "jobs/package_form.h"
#include "jobs/package_lineage.h"
#include "jobs/package_papers.h"
#include "jobs/package_tables.h"
#include "jobs/scratch.h"
#include "jobs/territories.h"
#include "package/deliver.h"
#include "package/file_check.h"
#include "package/utc_time.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;
using package::Manifest;
using package::PackageKind;

const rules::Pack& pack_named(const rules::Packages& packages, const std::string& code) {
  if (code.empty()) return packages.socle;
  if (const auto* pack = packages.find(code)) return *pack;
  auto known = packages.socle.code;
  for (const auto& pack : packages.packs) known += ", " + pack.code;
  throw UsageError(msg("--pack {}: the theme has {}", code, known));
}

std::vector<const Schema*> layers_of_theme(const io::Catalog& catalog, const rules::Theme& theme) {
  std::vector<const Schema*> layers;
  for (const auto& layer : catalog.layers)
    if (class_of(layer, theme) != nullptr) layers.push_back(&layer);
  if (layers.empty()) throw InputError(msg("there is no layer of the theme “{}”", theme.name));
  return layers;
}

/// The territory whose system the package gets: the one that was named, else where the data lie.
const rules::Territory& territory_of(const PackageSource& source, io::Database& database,
                                     const io::Catalog& catalog) {
  if (source.theme.territories.empty())
    throw UsageError(
        msg("the theme “{}” has no territories, in whose coordinate systems packages "
            "are",
            source.theme.name));
  ThreeWay<LayerPlace> places;
  // What a file declares of its extent may be missing, or of another day.
  for (const auto* layer : layers_of_theme(catalog, source.theme))
    if (source.zone.empty() && !layer->geometry_column.empty() && !places.local.extent)
      places.local = {layer, source.name, io::extent_of_features(database, *layer)};
  const CrsRules rules{source.theme.territories, source.zone, false};
  return *rules::find_territory(source.theme.territories, choose_territory(places, rules).code);
}

bool is_date(const std::string& text) {
  if (text.size() != 10) return false;
  try {
    static_cast<void>(package::utc_time_of(text + "T00:00:00Z"));
    return true;
  } catch (const InputError&) {
    return false;
  }
}

std::string date_of(const PackageBuildJob& job, const PackagedState& state,
                    const std::string& now) {
  if (!job.date.empty()) {
    if (!is_date(job.date)) throw UsageError(msg("--date {}: a day as 2026-12-15", job.date));
    return job.date;
  }
  for (const auto& said : {job.edition, state.edition, state.time.substr(0, 10)})
    if (is_date(said)) return said;
  return now.substr(0, 10);
}

/// What is made of what, and how: another recipe, another package.
std::string recipe_digest(const rules::Pack& pack, const std::string& territory,
                          const std::vector<PackagedLayer>& layers) {
  std::string recipe = pack.code + "\n" + territory + "\n";
  for (const auto& layer : layers) {
    recipe += layer.name + " " + rules::to_json(layer.where) + "\n";
    for (const auto& column : layer.columns)
      recipe += "  " + column.facts.in_base + " " + column.column.name + "\n";
  }
  return sha256(recipe);
}

Box degrees_of(const std::vector<PackagedData>& data, const rules::Territory& territory) {
  std::optional<Box> all;
  for (const auto& layer : data)
    if (layer.facts.box) all = all ? united(*all, *layer.facts.box) : *layer.facts.box;
  if (!all) return territory.degrees;
  crs::Operation operation;
  operation.from = territory.crs;
  operation.to = "EPSG:4326";
  operation.allow_ballpark = true;  // for catalogues, some metres are enough
  const auto box = crs::Transform(operation).around(*all);
  return std::isfinite(box.min_x) && std::isfinite(box.max_y) ? box : territory.degrees;
}

/// "1.0" as names spell it.
std::string dashed(std::string version) {
  std::replace(version.begin(), version.end(), '.', '-');
  return version;
}

/// Builds one package in a folder of its own.
class Building {
 public:
  explicit Building(const PackageBuildJob& job)
      : job_(job), now_(time_of_run(job.now)), scratch_(temporary_name()) {}

  BuiltPackage run() {
    open_source();
    write_data();
    tell_empty();
    describe();
    compare();
    write_files();
    list_files();
    deliver();
    built_.theme = std::move(source_.theme);
    return std::move(built_);
  }

 private:
  void open_source();
  void warn(std::string code, const std::string& layer, std::string message) {
    built_.findings.push_back({Level::warning, std::move(code), "", layer, "", std::move(message)});
  }
  void tell_left_out();
  void choose_state();
  void tell_empty();
  void write_data();
  void describe();
  void require_open_columns() const;
  void compare();
  [[nodiscard]] fs::path write_delivered(std::vector<LayerFile>& files);
  void write_files();
  [[nodiscard]] std::vector<package::ManifestFile> described(const std::string& below,
                                                             const std::string& role) const;
  void list_files();
  void deliver();
  [[nodiscard]] ChangesRequest changes_request() const {
    return {&*previous_, data_file(), &data_, &plan_, scratch_.path(), now_};
  }
  [[nodiscard]] fs::path folder() const { return scratch_.path() / "package"; }
  [[nodiscard]] fs::path data_file() const { return scratch_.path() / "data.gpkg"; }
  [[nodiscard]] Manifest& manifest() { return built_.facts.manifest; }

  const PackageBuildJob& job_;
  std::string now_;
  Scratch scratch_;
  PackageSource source_;
  PackagedState state_;  ///< empty of a file
  const rules::Pack* pack_ = nullptr;
  const rules::Territory* territory_ = nullptr;
  io::Catalog catalog_;  ///< of the source; the plan points into it
  std::vector<PackagedLayer> plan_;
  std::vector<PackagedData> data_;
  std::optional<PreviousData> previous_;
  std::vector<LayerDifference> differences_;  ///< of a differential
  std::vector<package::ManifestFile> data_files_;
  package::Layout layout_;
  BuiltPackage built_;
};

void Building::open_source() {
  source_ = open_package_source(job_.source, scratch_.path());
  if (!source_.theme.packages)
    throw UsageError(msg("the theme “{}” does not say what is published of it: it has no packages",
                         source_.theme.name));
  pack_ = &pack_named(*source_.theme.packages, job_.pack);
  built_.findings = source_.findings;
}

void Building::write_data() {
  auto source = io::Database::open_input(source_.geopackage);
  catalog_ = io::read_catalog(source);
  if (!source_.layer.empty())
    std::erase_if(catalog_.layers,
                  [&](const Schema& layer) { return !same_name(layer.layer, source_.layer); });
  for (auto& layer : catalog_.layers)
    io::complete_crs(layer, job_.source.reading.crs, source_.name);
  territory_ = &territory_of(source_, source, catalog_);
  const auto zone = source_.zone == source_.place ? source_.zone : "";
  plan_ = plan_package(catalog_, {&source_.theme, pack_, territory_->code, zone});
  tell_left_out();
  auto target = io::Database::open_output(data_file());
  choose_state();
  data_ = write_package_data(source, target,
                             {&plan_, territory_, &source_.zones, source_.name, now_, true});
  prepare_form(package_format(job_.format), target, data_);
}

/// Aloud to whoever builds it; in the papers without the names of what is somebody's own. What else
/// a base has is of other themes, and no part of what this package is made of.
void Building::tell_left_out() {
  const auto& theme = source_.theme;
  for (auto layer : layers_left_out(catalog_, {&theme, pack_, territory_->code, ""})) {
    warn("layer_left_out", layer.name,
         layer.is_of_theme
             ? msg("layer “{}” is left out: the pack {} does not have it", layer.name, pack_->code)
             : msg("layer “{}” is left out: it is no class of the theme “{}”", layer.name,
                   theme.name));
    if (!layer.is_of_theme && !source_.history.empty()) continue;
    if (!layer.is_of_theme && pack_->audience == rules::Audience::open) layer.name = "…";
    built_.facts.layers_left_out.push_back(std::move(layer));
  }
}

/// What made the layers that it has.
void Building::choose_state() {
  if (source_.history.empty()) return;
  std::vector<std::string> layers;
  for (const auto& layer : plan_) layers.push_back(layer.source->layer);
  if (source_.is_cut) layers.emplace_back(territory_layer);
  state_ = state_of(source_.history, {std::move(layers), source_.theme.name});
}

void Building::tell_empty() {
  if (std::any_of(data_.begin(), data_.end(),
                  [](const PackagedData& layer) { return layer.facts.features > 0; }))
    return;
  warn("package_empty", "", msg("the package has no feature: there is none in {}", source_.name));
}

void Building::describe() {
  auto& facts = built_.facts;
  const auto& packages = *source_.theme.packages;
  facts.product = packages;
  facts.pack = *pack_;
  facts.territory = *territory_;
  facts.map_crs = territory_->crs;
  if (package_format(job_.format) == "GEOJSON") {
    facts.territory.crs = package::geojson_crs;
    facts.territory.short_name = package::geojson_crs_in_names;
  }
  const auto place = source_.place.empty() ? territory_->code : source_.place;
  facts.zone_title = territory_->name;
  if (place != territory_->code && territory_->zones.size() > 1) facts.zone_title += " – " + place;
  facts.degrees = degrees_of(data_, *territory_);
  facts.edition_date = date_of(job_, state_, now_);
  facts.lineage = state_.lineage;
  for (const auto& layer : data_) facts.layers.push_back(layer.facts);
  manifest().name = package::package_name_of(fmt::format(
      "{}{}_{}_{}_{}_{}_{}_{}", packages.product, job_.differential ? "-DIFF" : "",
      dashed(packages.version), pack_->code, package_format(job_.format),
      facts.territory.short_name, package::territory_in_names(place), facts.edition_date));
  manifest().kind = job_.differential ? PackageKind::differential : PackageKind::full;
  manifest().pack = pack_->code;
  manifest().audience = pack_->audience;
  manifest().territory = place;
  manifest().crs = facts.territory.crs;
  manifest().edition = !job_.edition.empty()     ? job_.edition
                       : !state_.edition.empty() ? state_.edition
                                                 : facts.edition_date;
  manifest().base_digest = source_.history.empty() ? source_.digest : state_.digest;
  manifest().recipe_digest = recipe_digest(*pack_, place, plan_);
  manifest().theme = {source_.theme.name, source_.theme.version, source_.theme.digest};
  manifest().generator = fmt::format("bdf {}", version());
  manifest().time = now_;
  layout_ = package::layout_of(manifest().name);
  require_open_columns();
}

/// What a pack says was looked at when it was planned; here counts what was written.
void Building::require_open_columns() const {
  if (pack_->audience == rules::Audience::restricted) return;
  for (std::size_t i = 0; i < data_.size(); ++i)
    for (const auto& column : data_[i].schema.columns)
      if (plan_[i].rules->access_of(column.name) == rules::Access::restricted)
        throw RightsError(msg("layer {}: “{}” is restricted, and the package is for everybody",
                              plan_[i].name, column.name));
}

void Building::compare() {
  if (job_.previous.empty()) {
    if (job_.differential)
      throw UsageError(
          msg("a differential tells what has changed since another package: say which "
              "with --previous"));
    return;
  }
  auto name = manifest().name;
  name.is_differential = false;
  previous_ = open_previous(job_.previous, name, scratch_.path());
  // What has gone since stands in the changes, with all that it said.
  if (pack_->audience == rules::Audience::open &&
      previous_->manifest.audience == rules::Audience::restricted)
    throw RightsError(
        msg("{} is not for everybody, and this package would tell of it: give a "
            "package for everybody as --previous",
            job_.previous.string()));
  built_.facts.previous_edition = previous_->manifest.edition;
  if (!job_.differential) {
    built_.facts.changes = count_changes(changes_request());
    for (const auto& gone : layers_gone(changes_request()))
      warn("layer_gone", gone.name,
           msgn("layer {1} of the package before is no longer there, nor is its {0} feature",
                "layer {1} of the package before is no longer there, nor are its {0} features",
                gone.count, gone.name));
    return;
  }
  differences_ = differences_of(changes_request());
  for (std::size_t i = 0; i < data_.size(); ++i)
    built_.facts.changes.push_back(counted(data_[i].facts.name, differences_[i]));
  manifest().previous = {previous_->manifest.name,
                         package::digest_of_manifest(previous_->manifest)};
}

/// The data as they are delivered; returns the GeoPackage that holds what they are.
fs::path Building::write_delivered(std::vector<LayerFile>& files) {
  if (job_.differential) {
    const auto file = layout_.data + "/" + layout_.data_stem + ".gpkg";
    fs::create_directories(folder() / layout_.data);
    write_difference(changes_request(), differences_, manifest(), folder() / file);
    for (const auto& layer : data_) files.push_back({layer.facts.name, file, layer.facts.name});
    return data_file();
  }
  {
    auto database = io::Database::open_output(data_file());
    write_delivery_tables(database, built_.facts, layout_);
  }
  files = write_package_form({manifest().name.format, data_file(), &data_, folder(), layout_, now_},
                             built_.findings);
  return fs::exists(data_file()) ? data_file() : folder() / files.front().file;
}

void Building::write_files() {
  std::vector<LayerFile> files;
  const auto geopackage = write_delivered(files);
  data_files_ = described(layout_.data, package::role::data);
  write_package_papers(
      {geopackage, &data_, &data_files_, &source_.theme, folder(), layout_, job_.threads},
      built_.facts);
  for (std::size_t i = 0; i < data_.size(); ++i) {
    const auto& layer = data_[i];
    package::ManifestLayer listed{layer.facts.name,
                                  files[i].file,
                                  files[i].table,
                                  layer.facts.geometry,
                                  layer.content.count,
                                  layer.content.digest,
                                  {}};
    for (std::size_t c = 0; c < layer.schema.columns.size(); ++c)
      listed.columns.push_back({layer.schema.columns[c].name, layer.schema.columns[c].type,
                                layer.facts.columns[c].is_key});
    manifest().layers.push_back(std::move(listed));
  }
}

/// The files below one of the package's folders.
std::vector<package::ManifestFile> Building::described(const std::string& below,
                                                       const std::string& role) const {
  std::vector<package::ManifestFile> files;
  for (const auto& entry : package::package_tree_of(folder()))
    if (!entry.is_folder && entry.path.starts_with(below + "/"))
      files.push_back(package::describe_file(folder(), entry.path, role));
  return files;
}

void Building::list_files() {
  auto& files = manifest().files;
  files = data_files_;
  const auto add = [&](const std::vector<package::ManifestFile>& more) {
    files.insert(files.end(), more.begin(), more.end());
  };
  add(described(layout_.metadata, package::role::metadata));
  add(described(layout_.supplements, package::role::supplement));
  files.push_back(package::describe_file(folder(), layout_.cover, package::role::cover));
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  io::write_text(folder() / package::manifest_file, package::manifest_as_json(manifest()));
}

/// What `bdf package verify` would not pass is never seen.
void Building::deliver() {
  const auto name = package::to_text(manifest().name);
  const auto built = scratch_.path() / "built";
  fs::create_directories(built);
  const auto package =
      package::deliver_package(folder(), built / name, {job_.form, job_.compression, now_, false});
  for (const auto& finding : verify_package(package, job_.threads).findings)
    if (finding.level == Level::error)
      throw LawError(msg("{} is not what it says: {}", name, finding.message));
  fs::create_directories(job_.out);
  built_.path = package::move_package(package, job_.out, job_.overwrite);
}

}  // namespace

BuiltPackage build_package(const PackageBuildJob& job) { return Building(job).run(); }

}  // namespace bdf::jobs
