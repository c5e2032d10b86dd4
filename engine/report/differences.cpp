// SPDX-License-Identifier: MIT
#include "report/differences.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/message.h"
#include "geometry/closeness.h"
#include "geometry/measure.h"
#include "geometry/wkb.h"
#include "merge/compare.h"
#include "merge/context.h"
#include "report/map.h"
#include "report/words.h"

namespace bdf::report {

namespace {

using Json = nlohmann::ordered_json;
using merge::Attribute;

constexpr double default_tolerance = 0.001;

/// A side's objects, none where it has no such object.
using Objects = ThreeWay<std::vector<Json>>;

std::vector<Json> objects_in(const std::optional<std::string>& text) {
  if (!text) return {};
  auto json = Json::parse(*text, nullptr, false);
  if (json.is_object()) return {std::move(json)};
  if (!json.is_array()) return {};
  return {json.begin(), json.end()};
}

std::optional<std::string> text_in(const Json& object, const std::string& name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (found == object.end() || found->is_null()) return std::nullopt;
  return found->is_string() ? found->get<std::string>()
                            : found->dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool is_among(const std::vector<Attribute>& attributes, const std::string& name) {
  return std::any_of(attributes.begin(), attributes.end(),
                     [&](const Attribute& one) { return one.name == name; });
}

/// Where nothing is known of the layer: every name is an attribute that all sides carry.
std::vector<Attribute> attributes_in(const Objects& objects) {
  std::vector<Attribute> attributes;
  for (const auto side : all_sides)
    for (const auto& object : objects[side])
      for (const auto& [name, value] : object.items())
        if (!is_among(attributes, name)) {
          attributes.emplace_back(name, ColumnType::text);
          attributes.back().column = {0, 0, 0};
        }
  return attributes;
}

/// The values of a side, each once, for people and (`normal`) to compare.
std::vector<std::string> values_in(const std::vector<Json>& objects, const Attribute& attribute,
                                   bool normal) {
  std::vector<std::string> values;
  for (const auto& object : objects) {
    const auto text = text_in(object, attribute.name);
    auto value = value_text(attribute.kind, text);
    if (normal)
      value =
          text ? normal_form(attribute.kind, std::string_view(*text)).value_or("") : std::string();
    if (std::find(values.begin(), values.end(), value) == values.end())
      values.push_back(std::move(value));
  }
  if (normal) std::sort(values.begin(), values.end());
  return values;
}

/// A value of the producer's own, which nobody else has, would be lost without a word.
bool is_own_value(const Objects& objects, const Attribute& attribute) {
  const bool own = attribute.is_private() && !attribute.carried_by(Side::ancestor);
  return (own || attribute.may_be_own) && attribute.carried_by(Side::local) &&
         !same_name(attribute.name, merge::uid_column) &&
         values_in(objects.local, attribute, true) != std::vector<std::string>{""};
}

bool differs(const Objects& objects, const Attribute& attribute) {
  if (attribute.housekeeping) return false;
  std::vector<std::vector<std::string>> said;
  for (const auto side : all_sides)
    if (attribute.carried_by(side) && !objects[side].empty())
      said.push_back(values_in(objects[side], attribute, true));
  if (said.size() == 1 && !objects.local.empty()) return is_own_value(objects, attribute);
  return std::adjacent_find(said.begin(), said.end(), std::not_equal_to<>()) != said.end();
}

/// Degrees are no measure, and nothing else lies so near the origin.
bool in_degrees(const Geometry& geometry) {
  const auto box = box_of(geometry);
  return !box || (std::abs(box->min_x) <= 360 && std::abs(box->max_x) <= 360 &&
                  std::abs(box->min_y) <= 90 && std::abs(box->max_y) <= 90);
}

std::string measure_text(const Geometry& geometry) {
  if (geometry.kind == GeometryKind::line)
    return msg("{} m", number_text(geometry::length_of(geometry), 0));
  return msg("{} m²", number_text(geometry::area_of(geometry), 0));
}

std::string_view bytes_of(const Value& geometry) { return wkb_of(view_of(geometry)); }

std::optional<Geometry> geometry_of(Side side, const Conflict& conflict) {
  return geometry::decode_wkb(bytes_of(conflict.geometries[side])).geometry;
}

/// How far the side's geometry lies from the one that it had before, or, where nobody knows that,
/// the local one from the reference's; "" where it is the same one.
std::string shift_text(const Geometry& geometry, Side side, const Conflict& conflict) {
  const auto before = geometry_of(Side::ancestor, conflict);
  const auto other =
      before || side != Side::local ? before : geometry_of(Side::reference, conflict);
  if (side == Side::ancestor || !other) return "";
  const auto shift = geometry::deviation_of(*other, geometry);
  if (!std::isfinite(shift) || shift < default_tolerance) return "";
  const auto metres = number_text(shift, shift < 10 ? 1 : 0);
  return before ? msg("up to {} m from before", metres)
                : msg("up to {} m from the reference's", metres);
}

std::string shape_text(Side side, const Conflict& conflict) {
  const auto wkb = bytes_of(conflict.geometries[side]);
  if (wkb.empty()) return msg("none");
  const auto count = geometry::vertex_count_of_wkb(wkb);
  std::vector<std::string> parts{msgn("{} vertex", "{} vertices", count)};
  const auto shape = geometry_of(side, conflict);
  if (shape && !in_degrees(*shape)) {
    if (shape->kind != GeometryKind::point) parts.push_back(measure_text(*shape));
    if (auto shift = shift_text(*shape, side, conflict); !shift.empty()) parts.push_back(shift);
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

bool shapes_differ(const Conflict& conflict, double tolerance) {
  std::vector<ValueView> shapes;
  for (const auto side : all_sides)
    if (conflict.values[side]) shapes.push_back(view_of(conflict.geometries[side]));
  return std::adjacent_find(shapes.begin(), shapes.end(), [&](const auto& a, const auto& b) {
           return !merge::same_geometry(a, b, tolerance);
         }) != shapes.end();
}

const LayerTerms* find(const TermsByLayer& terms, const std::string& layer) {
  const auto found = terms.find(layer);
  return found == terms.end() ? nullptr : &found->second;
}

std::vector<std::string> objects_text(Side side, const Conflict& conflict,
                                      const LayerTerms* terms) {
  const auto objects = conflict.values.map(objects_in);
  if (objects[side].empty())
    return {conflict.values.ancestor ? msg("(deleted)") : msg("(not there)")};
  const auto attributes = terms != nullptr ? terms->layout.attributes : attributes_in(objects);
  std::vector<std::string> lines;
  if (const auto count = objects[side].size(); count > 1)
    lines.push_back(msgn("{} object", "{} objects", count));
  for (const auto& attribute : attributes)
    if (attribute.carried_by(side) && differs(objects, attribute))
      lines.push_back(
          msg("{}: {}", attribute.name,
              fmt::format("{}", fmt::join(values_in(objects[side], attribute, false), " / "))));
  if (shapes_differ(conflict, terms != nullptr ? terms->rules.tolerance : default_tolerance))
    lines.push_back(msg("{}: {}", msg("geometry"), shape_text(side, conflict)));
  if (lines.empty()) lines.push_back(msg("(no difference)"));
  return lines;
}

merge::ValueKind kind_of(const Conflict& conflict, const LayerTerms* terms) {
  if (terms != nullptr)
    for (const auto& attribute : terms->layout.attributes)
      if (same_name(attribute.name, conflict.attribute)) return attribute.kind;
  return ColumnType::text;
}

}  // namespace

std::string value_text(const merge::ValueKind& kind, const std::optional<std::string>& value) {
  if (!value || value->empty()) return msg("(empty)");
  if (kind.type != ColumnType::boolean) return *value;
  const auto truth = normal_form(kind, std::string_view(*value));
  if (truth == "1") return msg("yes");
  return truth == "0" ? msg("no") : *value;
}

std::vector<std::string> said_by(Side side, const Conflict& conflict, const TermsByLayer& terms) {
  const auto* layer = find(terms, conflict.layer);
  const bool proposal = conflict.kind == ConflictKind::proposal;
  if (conflict.kind == ConflictKind::geometry || (proposal && conflict.attribute.empty()))
    return {shape_text(side, conflict)};
  if (conflict.kind == ConflictKind::attribute || proposal)
    return {value_text(kind_of(conflict, layer), conflict.values[side])};
  return objects_text(side, conflict, layer);
}

const std::string& id_of(const Conflict& conflict) {
  for (const auto side : {Side::reference, Side::ancestor})
    if (!conflict.ids[side].empty()) return conflict.ids[side];
  return conflict.ids.local;
}

}  // namespace bdf::report
