// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "io/change_json.h"
#include "io/change_rows.h"
#include "io/changeset.h"
#include "io/changeset_layout.h"
#include "io/text_output.h"

namespace bdf::io {

namespace {

Json head_json(const ChangesetHead& head) {
  Json json = Json::object();
  json["format"] = "bdf-changeset";
  json["format_version"] = changeset_format;
  json["theme"] = json_of(head.theme);
  json["theme_version"] = json_of(head.theme_version);
  json["theme_digest"] = json_of(head.theme_digest);
  json["base_edition"] = json_of(head.base_edition);
  json["base_digest"] = json_of(head.base_digest);
  json["producer"] = json_of(head.producer);
  json["territory"] = json_of(head.territory);
  json["extent"] = json_of(head.extent);
  json["time"] = json_of(head.time);
  return json;
}

Json column_json(const Column& column) {
  Json json = Json::object();
  json["name"] = json_of(column.name);
  json["type"] = json_of(column.declared);
  return json;
}

Json crs_json(const Crs& crs) {
  Json json = Json::object();
  json["organization"] = json_of(crs.organization);
  json["code"] = crs.code;
  json["definition"] = json_of(crs.definition);
  return json;
}

Json layer_json(const LayerChanges& layer) {
  Json json = Json::object();
  json["layer"] = json_of(layer.target.layer);
  json["primary_key"] = json_of(layer.target.primary_key);
  json["geometry_column"] = json_of(layer.target.geometry_column);
  json["geometry_type"] = json_of(layer.target.geometry_type);
  json["z"] = layer.target.z;
  json["m"] = layer.target.m;
  json["crs"] = crs_json(layer.target.crs);
  json["key"] = layer.key;
  json["columns"] = Json::array();
  for (const auto& column : layer.target.columns) json["columns"].push_back(column_json(column));
  return json;
}

Json change_json(const Change& change, const Schema& target, TargetRow& row) {
  Json json = Json::object();
  json["op"] = name_of(change.op);
  json["id"] = json_of(change.id);
  json["fid"] = nullptr;
  if (const auto fid = fid_in_target(change)) json["fid"] = *fid;
  json["changed"] = changed_json(change, target);
  json["before"] = before_json(change, target);
  json["lineage"] = lineage_json(change);
  json["values"] = Json::object();
  const auto& values = row.values_after(change);
  for (std::size_t i = 0; i < values.size(); ++i)
    json["values"][target.columns[i].name] = json_of(values[i]);
  json["geometry"] = json_of_geometry(TargetRow::geometry_after(change));
  return json;
}

/// The object's text without its closing brace, for a member to follow.
std::string opened(const Json& json) {
  auto text = json.dump();
  text.pop_back();
  return text;
}

void write_layer(TextOutput& output, const LayerChanges& layer) {
  check_names(layer.target);
  output << opened(layer_json(layer)) << ",\"changes\":[";
  Separator separator;
  TargetRow row(layer.target);
  for (const auto& change : layer.changes)
    output << separator.next() << change_json(change, layer.target, row).dump();
  output << "\n]}";
}

}  // namespace

void write_changeset_json(const std::filesystem::path& path, const ChangesetHead& head,
                          const std::vector<LayerChanges>& layers) {
  TextOutput output(path);
  output << opened(head_json(head)) << ",\"layers\":[";
  Separator separator;
  for (const auto& layer : layers) {
    output << separator.next();
    write_layer(output, layer);
  }
  output << "\n]}\n";
  output.close();
}

}  // namespace bdf::io
