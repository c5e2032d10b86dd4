// SPDX-License-Identifier: MIT
#include "io/change_json.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"

namespace bdf::io {

namespace {

Status status_of(const Json& json) {
  const auto status = json.is_string() ? status_named(json.get<std::string>()) : std::nullopt;
  if (!status) throw InputError(msg("“{}” is none of offered, proposed and taken.", json.dump()));
  return *status;
}

std::size_t column_of(const std::string& key, const Schema& target) {
  const auto name = attribute_of_key(key);
  if (const auto column = target.find(name)) return *column;
  throw InputError(msg("Attribute “{}” changes, but the layer has no such attribute.", name));
}

const Json& member(const Json& object, const std::string& key) {
  static const Json missing;
  const auto found = object.find(key);
  return found == object.end() ? missing : *found;
}

void read_geometry(Change& change, const Json& status, const Json& before) {
  change.geometry = GeometryChange{geometry_of(member(before, "geometry")),
                                   to_value(change.feature.geometry()),
                                   status_of(status),
                                   {}};
}

Json object_in(const std::string& text) {
  auto json = text.empty() ? Json::object() : parse_json(text);
  if (!json.is_object()) throw InputError(msg("“{}” is no JSON object.", text));
  return json;
}

}  // namespace

Json changed_json(const Change& change, const Schema& target) {
  Json json = Json::object();
  for (const auto& value : change.values) {
    const bool left_out = change.op != Op::update && is_null(view_of(value.after));
    if (!left_out)
      json[key_of_attribute(target.columns[value.column].name)] = name_of(value.status);
  }
  if (change.geometry) json["geometry"] = name_of(change.geometry->status);
  if (change.op != Op::update) json["object"] = name_of(change.status);
  return json;
}

Json before_json(const Change& change, const Schema& target) {
  if (change.op != Op::update) return nullptr;
  Json json = Json::object();
  for (const auto& value : change.values)
    json[key_of_attribute(target.columns[value.column].name)] = json_of(view_of(value.before));
  if (change.geometry) json["geometry"] = json_of_geometry(view_of(change.geometry->before));
  return json;
}

Json lineage_json(const Change& change) {
  if (change.lineage_group.empty()) return nullptr;
  Json json = Json::object();
  json["group"] = json_of(change.lineage_group);
  return json;
}

void read_change(Change& change, const Schema& target, const ChangeTexts& texts) {
  const Json changed = object_in(texts.changed);
  const Json before = object_in(texts.before);
  if (change.op == Op::update ? changed.empty() : !changed.contains("object"))
    throw InputError(msg("bdf_changed does not say what changes"));
  for (const auto& item : changed.items()) {
    if (item.key() == "object") {
      change.status = status_of(item.value());
    } else if (item.key() == "geometry") {
      read_geometry(change, item.value(), before);
    } else {
      const auto column = column_of(item.key(), target);
      change.values.push_back({column, value_of(member(before, item.key())),
                               to_value(change.feature.value(column)), status_of(item.value())});
    }
  }
  const auto group = value_of(member(object_in(texts.lineage), "group"));
  if (const auto* text = std::get_if<std::string>(&group)) change.lineage_group = *text;
}

}  // namespace bdf::io
