// SPDX-License-Identifier: MIT
#include "jobs/labelled_data.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "io/geopackage.h"
#include "io/sql.h"
#include "jobs/label_declaration.h"
#include "jobs/package_check.h"
#include "jobs/package_plan.h"
#include "jobs/theme_shelf.h"
#include "package/archive.h"
#include "package/layer_content.h"
#include "package/layout.h"
#include "package/utc_time.h"
#include "rules/yaml_document.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;
using package::Manifest;

void require_labelled_kind(const fs::path& path, const Manifest& manifest) {
  if (manifest.kind == package::PackageKind::differential)
    throw InputError(
        msg("{} holds only what has changed: labels are of full packages", path.string()));
  if (manifest.name.format != "GPKG")
    throw InputError(
        msg("{} is no GeoPackage: labels are of packages in the format GPKG", path.string()));
}

/// How many features have a value in each of the columns.
void count_values(io::Database& database, const std::string& table, package::LayerFacts& facts) {
  std::string query = "SELECT count(*)";
  for (const auto& column : facts.columns) query += ", count(" + io::sql_name(column.name) + ")";
  auto counts = database.prepare(query + " FROM " + io::sql_name(table));
  counts.step();
  facts.features = static_cast<std::uint64_t>(counts.integer(0));
  for (std::size_t i = 0; i < facts.columns.size(); ++i)
    facts.columns[i].filled = static_cast<std::uint64_t>(counts.integer(static_cast<int>(i) + 1));
}

package::LayerFacts facts_of(const PackagedLayer& planned) {
  package::LayerFacts facts;
  facts.name = planned.name;
  facts.geometry = planned.source->geometry_column.empty() ? "" : planned.source->geometry_type;
  for (const auto& column : planned.columns) facts.columns.push_back(column.facts);
  return facts;
}

/// All that stands under that name, however deep.
void gather(const nlohmann::json& json, const std::string& name, std::string& text) {
  if (json.is_object())
    for (const auto& [key, value] : json.items())
      if (key == name) text += value.dump();
  if (json.is_structured())
    for (const auto& value : json) gather(value, name, text);
}

/// By the address of the terms, as the catalogue's record gives it.
std::string licence_in(const std::string& record, const rules::Pack& pack) {
  const auto json = nlohmann::json::parse(record, nullptr, false);
  std::string said;
  gather(json, "dct:license", said);
  for (const auto& terms : rules::load_licences())
    if (said.find('"' + terms.url + '"') != std::string::npos) return terms.code;
  return said.find('"' + pack.terms.url + '"') != std::string::npos ? pack.terms.code : "";
}

class Packaged {
 public:
  Packaged(const fs::path& path, const LabelReading& reading) : path_(path), reading_(reading) {}

  LabelledData read() {
    verify();
    choose_theme();
    unpack();
    read_layers();
    return std::move(data_);
  }

 private:
  [[nodiscard]] const Manifest& manifest() const { return *data_.manifest; }

  void verify() {
    const auto verification = verify_package(path_, reading_.threads);
    for (const auto& finding : verification.findings)
      if (finding.level == Level::error)
        throw InputError(msg("{} is not what it says: {}", path_.string(), finding.message));
    require_labelled_kind(path_, verification.manifest);
    data_.manifest = verification.manifest;
  }

  void choose_theme() {
    data_.theme =
        rules::load_theme(reading_.theme.empty() ? manifest().theme.name : reading_.theme);
    if (data_.theme.name != manifest().theme.name)
      throw InputError(msg("{} is of the theme “{}”, not of “{}”", path_.string(),
                           manifest().theme.name, data_.theme.name));
    if (!data_.theme.packages || !data_.theme.label)
      throw InputError(msg("The theme “{}” gives no label.", data_.theme.name));
    data_.pack = pack_of(data_.theme, manifest().name);
  }

  void unpack() {
    data_.scratch = std::make_unique<Scratch>(temporary_name());
    folder_ = data_.scratch->path() / "package";
    package::unpack(path_, folder_);
    data_.name = package::to_text(manifest().name);
    data_.territory = manifest().territory;
    data_.crs = manifest().crs;
    data_.edition = manifest().edition;
    const auto date = manifest().name.date;
    data_.edition_date =
        fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    const auto layout = package::layout_of(manifest().name);
    data_.metadata = paper(layout.iso);
    data_.licence = licence_in(paper(layout.dcat), data_.pack);
  }

  /// "" where the package has none.
  [[nodiscard]] std::string paper(const std::string& path) const {
    return fs::exists(folder_ / path) ? package::read_entry(folder_, path) : "";
  }

  void read_layers() {
    data_.geopackage = folder_ / manifest().layers.front().file;
    auto database = io::Database::open_input(data_.geopackage);
    const auto catalog = io::read_catalog(database);
    const auto plan = plan_package(catalog, {&data_.theme, &data_.pack, "", manifest().territory});
    for (const auto& planned : plan) {
      LabelledLayer layer{*planned.source, facts_of(planned), planned.key, ""};
      count_values(database, planned.source->layer, layer.facts);
      for (const auto& listed : manifest().layers)
        if (same_name(listed.table, planned.source->layer)) layer.digest = listed.digest;
      data_.layers.push_back(std::move(layer));
    }
  }

  const fs::path& path_;
  const LabelReading& reading_;
  fs::path folder_;
  LabelledData data_;
};

}  // namespace

bool is_declaration(const fs::path& subject) {
  const auto ending = subject.extension();
  return ending == ".yaml" || ending == ".yml";
}

LabelledData open_labelled(const fs::path& subject, const LabelReading& reading) {
  return is_declaration(subject) ? open_declared(subject, reading)
                                 : Packaged(subject, reading).read();
}

std::string day_in(const rules::YamlNode& node) {
  auto day = node.text();
  try {
    static_cast<void>(package::utc_time_of(day + "T00:00:00Z"));
  } catch (const InputError&) {
    node.fail(msg("“{}” is no day.", day));
  }
  return day;
}

}  // namespace bdf::jobs
