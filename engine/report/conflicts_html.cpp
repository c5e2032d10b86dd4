// SPDX-License-Identifier: MIT
#include "report/conflicts_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/message.h"
#include "report/html.h"
#include "report/map.h"
#include "report/words.h"

namespace bdf::report {

namespace {

using Json = nlohmann::ordered_json;

std::string none(const std::string& what) {
  return fmt::format("<span class=\"none\">{}</span>", escaped(what));
}

bool holds_objects(ConflictKind kind) {
  return kind != ConflictKind::attribute && kind != ConflictKind::geometry;
}

/// The three objects, null where absent; nullopt where one is no single JSON object.
std::optional<ThreeWay<Json>> objects_of(const Conflict& conflict) {
  ThreeWay<Json> objects;
  for (const auto side : all_sides) {
    if (!conflict.values[side]) continue;
    objects[side] = Json::parse(*conflict.values[side], nullptr, false);
    if (!objects[side].is_object()) return std::nullopt;
  }
  return objects;
}

bool same_everywhere(const ThreeWay<Json>& objects, const std::string& name, const Json& value) {
  return std::all_of(all_sides.begin(), all_sides.end(), [&](Side side) {
    return objects[side].is_null() || objects[side].value(name, Json()) == value;
  });
}

std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>()
                           : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// What distinguishes the side's object from the others, a line an attribute.
std::string distinctions(const ThreeWay<Json>& objects, Side side) {
  std::string lines;
  for (const auto& [name, value] : objects[side].items())
    if (!same_everywhere(objects, name, value))
      lines += fmt::format("{} = {}<br>", escaped(name), excerpt(text_of(value)));
  return lines;
}

std::string object_cell(const Conflict& conflict, Side side) {
  if (!conflict.values[side]) return none(msg("no such object"));
  if (const auto objects = objects_of(conflict))
    if (auto lines = distinctions(*objects, side); !lines.empty()) return lines;
  return excerpt(*conflict.values[side]);
}

std::string value_cell(const Conflict& conflict, Side side) {
  if (holds_objects(conflict.kind)) return object_cell(conflict, side);
  const auto& value = conflict.values[side];
  return value && !value->empty() ? excerpt(*value) : none(msg("empty"));
}

/// The id by which people know the object.
std::string id_of(const Conflict& conflict) {
  for (const auto side : {Side::local, Side::reference})
    if (!conflict.ids[side].empty()) return conflict.ids[side];
  return conflict.ids.ancestor;
}

std::string subject_of(const Conflict& conflict) {
  return conflict.kind == ConflictKind::attribute ? conflict.attribute : label_of(conflict.kind);
}

std::vector<std::string> row_of(const Conflict& conflict, std::size_t number) {
  return {fmt::format("<span id=\"conflict-{0}\">{0}</span>", number),
          excerpt(conflict.layer) + "<br>" + excerpt(id_of(conflict)),
          excerpt(subject_of(conflict)),
          value_cell(conflict, Side::ancestor),
          value_cell(conflict, Side::local),
          value_cell(conflict, Side::reference),
          escaped(conflict.reason),
          escaped(label_of(conflict.provisional))};
}

Place place_of(const Conflict& conflict, std::size_t number) {
  Place place;
  for (const auto side : all_sides)
    place.geometries[side] = wkb_of(view_of(conflict.geometries[side]));
  place.title = fmt::format("{}. {}, {}", number, id_of(conflict), subject_of(conflict));
  place.drawn = number <= listed_conflicts;
  if (place.drawn) place.link = fmt::format("#conflict-{}", number);
  return place;
}

}  // namespace

std::string conflicts_table(const std::vector<Conflict>& conflicts) {
  if (conflicts.empty()) return "";
  Table table{msg("Conflicts to decide"), {}, {}};
  table.heads = {msg("No."),
                 msg("Object"),
                 msg("What"),
                 label_of(Side::ancestor),
                 label_of(Side::local),
                 label_of(Side::reference),
                 msg("Why"),
                 msg("Meanwhile, merged holds")};
  const auto listed = std::min(listed_conflicts, conflicts.size());
  for (std::size_t i = 0; i < listed; ++i) table.rows.push_back(row_of(conflicts[i], i + 1));
  auto html = html_of(table);
  if (const auto more = conflicts.size() - listed; more > 0)
    html += paragraph({msgn("{} more conflict is in conflicts.gpkg.",
                            "{} more conflicts are in conflicts.gpkg.", more)});
  return html;
}

std::string conflicts_map(const std::vector<Conflict>& conflicts, const std::string& layer) {
  std::vector<Place> places;
  for (std::size_t i = 0; i < conflicts.size(); ++i)
    if (conflicts[i].layer == layer) places.push_back(place_of(conflicts[i], i + 1));
  const auto map = map_of(places, msg("Map of the conflicts of {}", layer));
  if (map.empty()) return "";
  return map + paragraph({msg("Red dots are conflicts. Lines: dashed grey for before, blue for "
                              "yours, brown for the reference.")});
}

}  // namespace bdf::report
