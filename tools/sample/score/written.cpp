// SPDX-License-Identifier: MIT
#include "score/written.h"

#include <nlohmann/json.hpp>
#include <sstream>

#include "base/error.h"

namespace bdf::score {
namespace {

using nlohmann::json;

std::string text(const bdf::Value& value) { return to_text(view_of(value)); }

void add_ids(std::set<std::string>& ids, const std::string& joined) {
  std::istringstream stream(joined);
  for (std::string id; std::getline(stream, id, '/');) {
    if (!id.empty()) ids.insert(id);
  }
}

constexpr const char* columns =
    "conflict_id, layer, kind, attribute, ancestor_id, local_id, reference_id, ancestor_value, "
    "local_value, reference_value";

Waiting waiting(const std::vector<bdf::Value>& row) {
  Waiting one{text(row[1]), text(row[2]), text(row[3]), {}, text(row[7]), {}, {}};
  for (const std::size_t i : {4U, 5U, 6U}) add_ids(one.ids, text(row[i]));
  one.value = {{Side::local, text(row[8])}, {Side::reference, text(row[9])}};
  return one;
}

/// The open rows of conflicts.gpkg, with the geometries that its layers show.
std::vector<Waiting> read_conflicts(const std::filesystem::path& path) {
  auto database = io::Database::open_input(path);
  std::vector<Waiting> open;
  std::map<std::string, std::size_t> at;
  for (const auto& row :
       sample::read_rows(database, "conflict", std::string(columns) + ", resolution")) {
    if (!text(row[10]).empty()) continue;
    at[text(row[0])] = open.size();
    open.push_back(waiting(row));
  }
  const sample::ReadLayers layers = sample::read_layers(path);
  for (const auto& [name, side] : {std::pair("conflict_local", Side::local),
                                   std::pair("conflict_reference", Side::reference)}) {
    const auto layer = layers.find(name);
    if (layer == layers.end()) continue;
    for (const sample::ReadFeature& feature : layer->second.features) {
      const auto known = at.find(layer->second.text(feature, "conflict_id"));
      if (known != at.end() && feature.drawn)
        open[known->second].drawn[side].push_back(*feature.drawn);
    }
  }
  return open;
}

std::vector<Waiting> read_pending(const std::filesystem::path& path) {
  auto database = io::Database::open_input(path);
  std::vector<Waiting> pending;
  for (const auto& row :
       sample::read_rows(database, "bdf_pending",
                         std::string(columns) + ", local_geometry, reference_geometry")) {
    pending.push_back(waiting(row));
    for (const auto& [i, side] : {std::pair(10U, Side::local), std::pair(11U, Side::reference)}) {
      if (const auto* blob = std::get_if<Blob>(&row[i]))
        pending.back().drawn[side].push_back(sample::read_wkb(blob->bytes));
    }
  }
  return pending;
}

std::vector<Ruled> read_ledger(const std::filesystem::path& path) {
  auto database = io::Database::open_input(path);
  std::vector<Ruled> ledger;
  for (const auto& row : sample::read_rows(
           database, "bdf_ledger", "layer, ancestor_ids, local_ids, reference_ids, detail")) {
    Ruled ruled{text(row[0]), {}, {}};
    const json detail = json::parse(text(row[4]));
    for (const json& decision : detail.value("decisions", json::array())) {
      if (decision.value("taken", "") == "reference" &&
          decision.value("rule", "") != "owned_by_reference")
        ruled.what.insert(decision.value("what", ""));
    }
    for (const std::size_t i : {1U, 2U, 3U}) {
      const json ids = json::parse(text(row[i]));
      for (const json& id : ids) ruled.ids.insert(id.get<std::string>());
    }
    if (!ruled.what.empty()) ledger.push_back(std::move(ruled));
  }
  return ledger;
}

std::map<std::string, std::string> statuses(const std::string& changed) {
  std::map<std::string, std::string> all;
  if (changed.empty()) return all;
  const json told = json::parse(changed);
  for (const auto& [what, status] : told.items())
    all[what.starts_with('\\') ? what.substr(1) : what] = status.get<std::string>();
  return all;
}

std::string group_of(const std::string& lineage) {
  return lineage.empty() ? "" : json::parse(lineage).value("group", "");
}

std::vector<Sent> rows_of(const sample::ReadLayer& layer) {
  std::vector<Sent> rows;
  for (const sample::ReadFeature& feature : layer.features) {
    Sent row{layer.text(feature, "bdf_op"),
             layer.text(feature, "bdf_id"),
             group_of(layer.text(feature, "bdf_lineage")),
             statuses(layer.text(feature, "bdf_changed")),
             0,
             &feature};
    const std::string target = layer.text(feature, "bdf_fid");
    if (!target.empty() && row.op != "insert") row.target = std::stoll(target);
    rows.push_back(std::move(row));
  }
  return rows;
}

bdf::Value value_of(const json& value) {
  if (value.is_null()) return Null();
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_boolean()) return std::int64_t{value.get<bool>() ? 1 : 0};
  return value.is_number() ? bdf::Value(value.get<double>()) : bdf::Value(value.dump());
}

/// All but those of GeoPackage, SQLite, QGIS and the engine.
std::vector<std::string> tables_of(const std::filesystem::path& path) {
  auto database = io::Database::open_input(path);
  auto rows = database.prepare("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')");
  std::vector<std::string> tables;
  while (rows.step()) {
    const std::string name = rows.text(0);
    const auto begins = [&](const char* start) { return name.starts_with(start); };
    if (!begins("bdf_") && !begins("gpkg_") && !begins("rtree_") && !begins("sqlite_") &&
        name != "layer_styles")
      tables.push_back(name);
  }
  return tables;
}

void read(const std::filesystem::path& folder, Written& written) {
  written.merged = sample::read_layers(folder / "merged.gpkg");
  written.contribution = sample::read_layers(folder / "contribution.gpkg");
  written.conflicts = read_conflicts(folder / "conflicts.gpkg");
  written.pending = read_pending(folder / "merged.gpkg");
  written.ruled = read_ledger(folder / "merged.gpkg");
  written.tables = tables_of(folder / "contribution.gpkg");
  for (const auto& [name, layer] : written.contribution) written.sent[name] = rows_of(layer);
}

}  // namespace

std::vector<bdf::Value> Waiting::told(Side side, const std::string& wanted) const {
  std::vector<bdf::Value> found;
  json objects = json::parse(value.at(side), nullptr, false);
  if (objects.is_object()) objects = json::array({objects});
  if (!objects.is_array()) return found;
  for (const json& one : objects) {
    if (one.is_object())
      found.push_back(one.contains(wanted) ? value_of(one[wanted]) : bdf::Value(Null()));
  }
  return found;
}

bool Sent::says(const std::string& what) const {
  return op != "delete" && (changed.contains(what) || changed.contains("object"));
}

Written read_written(const std::filesystem::path& folder) {
  Written written;
  try {
    read(folder, written);
  } catch (const json::exception& failure) {
    throw InputError(folder.string() + ": JSON that cannot be read: " + failure.what());
  }
  return written;
}

}  // namespace bdf::score
