// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/message.h"
#include "jobs/describe.h"
#include "jobs/signature_text.h"
#include "report/printable.h"
#include "report/words.h"

namespace bdf::jobs {

namespace {

using Json = nlohmann::ordered_json;
using report::printable;

std::string crs_name(const Crs& crs) {
  return crs.organization.empty() ? fmt::format("{}", crs.srs_id)
                                  : fmt::format("{}:{}", crs.organization, crs.code);
}

/// "LINESTRING Z"; a dimension that is optional in parentheses.
std::string geometry_name(const Schema& schema) {
  constexpr const char* z[] = {"", " Z", " (Z)"};
  constexpr const char* m[] = {"", " M", " (M)"};
  return schema.geometry_type + z[std::clamp(schema.z, 0, 2)] + m[std::clamp(schema.m, 0, 2)];
}

std::string columns_as_text(const Schema& schema) {
  std::size_t width = 0;
  for (const auto& column : schema.columns) width = std::max(width, printable(column.name).size());
  std::string text;
  for (const auto& column : schema.columns)
    text +=
        fmt::format("    {:<{}}  {}\n", printable(column.name), width, printable(column.declared));
  return text;
}

std::string layer_as_text(const LayerDescription& layer) {
  const auto& schema = layer.schema;
  auto text = msgn("{} feature", "{} features", layer.features);
  text = fmt::format("{}\n", msg("{}: {}", printable(schema.layer), text));
  const auto add = [&](const std::string& line) { text += "  " + printable(line) + "\n"; };
  if (!schema.geometry_column.empty()) {
    add(msg("geometry: {}, {}", schema.geometry_column, geometry_name(schema)));
    add(msg("coordinate system: {}", crs_name(schema.crs)));
    add(layer.spatial_index ? msg("spatial index: yes") : msg("spatial index: no"));
  }
  if (const auto& box = layer.extent)
    add(msg("extent: {} {} to {} {}", box->min_x, box->min_y, box->max_x, box->max_y));
  add(msg("primary key: {}", schema.primary_key));
  if (!schema.columns.empty()) add(msg("columns:"));
  return text + columns_as_text(schema);
}

std::string list_as_text(const std::string& title, const std::vector<std::string>& names) {
  if (names.empty()) return "";
  return msg("{}: {}", title, printable(fmt::format("{}", fmt::join(names, ", ")))) + "\n";
}

std::string origin_as_text(const Description& description) {
  std::string text;
  if (const auto& stamp = description.stamp) {
    text += printable(msg("written by a sync: theme {} {}, reference {}, at {}", stamp->theme,
                          stamp->theme_version, stamp->reference_edition, stamp->time)) +
            "\n";
    text += msg("{}, {}",
                msgn("{} conflict to decide", "{} conflicts to decide", description.open_conflicts),
                msgn("{} proposal waiting", "{} proposals waiting", description.proposals)) +
            "\n";
  }
  if (const auto& answers = description.answers)
    text += msg("answers of the reference: {}", report::text_of(*answers)) + "\n";
  if (const auto& head = description.changeset)
    text += printable(msg("a changeset: theme {} {}, changes to {}, at {}", head->theme,
                          head->theme_version, head->base_edition, head->time)) +
            "\n";
  for (const auto& signature : description.signatures) text += unasked_text(signature) + "\n";
  return text;
}

Json extent_as_json(const std::optional<Box>& box) {
  return box ? Json{box->min_x, box->min_y, box->max_x, box->max_y} : Json();
}

Json layer_as_json(const LayerDescription& layer) {
  const auto& schema = layer.schema;
  Json json{{"name", schema.layer}, {"features", layer.features}};
  json["geometry_column"] = schema.geometry_column;
  json["geometry_type"] = schema.geometry_column.empty() ? "" : geometry_name(schema);
  json["crs"] = crs_name(schema.crs);
  json["extent"] = extent_as_json(layer.extent);
  json["spatial_index"] = layer.spatial_index;
  json["primary_key"] = schema.primary_key;
  json["columns"] = Json::array();
  for (const auto& column : schema.columns)
    json["columns"].push_back({{"name", column.name}, {"type", column.declared}});
  return json;
}

Json stamp_as_json(const io::SyncStamp& stamp) {
  return {{"producer", stamp.producer},
          {"theme", stamp.theme},
          {"theme_version", stamp.theme_version},
          {"theme_digest", stamp.theme_digest},
          {"ancestor_edition", stamp.ancestor_edition},
          {"ancestor_digest", stamp.ancestor_digest},
          {"reference_edition", stamp.reference_edition},
          {"reference_digest", stamp.reference_digest},
          {"extent", stamp.extent},
          {"selection", stamp.selection},
          {"time", stamp.time}};
}

Json head_as_json(const io::ChangesetHead& head) {
  return {{"format_version", head.format_version},
          {"theme", head.theme},
          {"theme_version", head.theme_version},
          {"theme_digest", head.theme_digest},
          {"base_edition", head.base_edition},
          {"base_digest", head.base_digest},
          {"producer", head.producer},
          {"territory", head.territory},
          {"extent", head.extent},
          {"time", head.time},
          {"content_digest", head.content_digest}};
}

}  // namespace

std::string description_as_text(const Description& description) {
  auto text = printable(description.name) + "\n";
  for (const auto& layer : description.layers) text += layer_as_text(layer);
  text += list_as_text(msg("other tables"), description.other_tables);
  text += list_as_text(msg("views, never read"), description.views);
  text += list_as_text(msg("triggers, never run"), description.triggers);
  return text + origin_as_text(description);
}

std::string description_as_json(const Description& description) {
  Json json{{"format_version", 1}, {"name", description.name}};
  json["layers"] = Json::array();
  for (const auto& layer : description.layers) json["layers"].push_back(layer_as_json(layer));
  json["other_tables"] = description.other_tables;
  json["views"] = description.views;
  json["triggers"] = description.triggers;
  json["sync"] = description.stamp ? stamp_as_json(*description.stamp) : Json();
  json["open_conflicts"] = description.open_conflicts;
  json["proposals"] = description.proposals;
  json["answers"] = description.answers ? Json{{"accepted", description.answers->accepted},
                                               {"declined", description.answers->declined}}
                                        : Json();
  json["changeset"] = description.changeset ? head_as_json(*description.changeset) : Json();
  json["signatures"] = signatures_json(description.signatures);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bdf::jobs
