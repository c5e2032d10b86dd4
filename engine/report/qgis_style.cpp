// SPDX-License-Identifier: MIT
#include "report/qgis_style.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/message.h"
#include "model/change.h"
#include "report/qgis_conflict_form.h"
#include "report/qgis_differences.h"
#include "report/qgis_symbols.h"
#include "report/qml.h"
#include "report/words.h"

namespace bdf::report {

namespace {

constexpr const char* look_and_form = "Symbology|Fields|Forms|MapTips|AttributeTable";

/// Wide and pale, so that the three versions show through.
DrawingRule conflict_rule(ConflictKind kind, std::string colour) {
  return {label_of(kind),
          fmt::format(R"("kind" = '{}' AND coalesce("resolution", '') = '')", name_of(kind)),
          {std::move(colour), 0.4, 3.6, false, true}};
}

std::vector<DrawingRule> conflict_rules() {
  return {conflict_rule(ConflictKind::attribute, "230,159,0"),
          conflict_rule(ConflictKind::geometry, "204,51,153"),
          conflict_rule(ConflictKind::delete_edit, "213,0,0"),
          conflict_rule(ConflictKind::identity, "106,61,154"),
          conflict_rule(ConflictKind::topology, "0,158,115"),
          conflict_rule(ConflictKind::recut, "0,160,220"),
          {msg("decided"), R"(coalesce("resolution", '') <> '')", {"140,140,140", 0.35, 3.6}}};
}

/// Thinner and more opaque the further to the reference, as the colours of the report's maps.
Look look_of(Side side) {
  switch (side) {
    case Side::ancestor:
      return {"80,80,80", 0.9, 0.3, true};
    case Side::local:
      return {"42,93,159", 0.7, 1.4};
    case Side::reference:
      return {"163,75,0", 1, 0.6};
  }
  return {};
}

Form side_form() {
  return {{{"fid", "", FormField::Widget::hidden},
           {"conflict_id", "", FormField::Widget::hidden},
           {"id", msg("Object")}},
          {},
          R"("id")",
          ""};
}

DrawingRule change_rule(Op op, std::string colour, bool dashed = false) {
  return {label_of(op),
          fmt::format(R"("bdf_op" = '{}')", name_of(op)),
          {std::move(colour), 1, 0.9, dashed, true}};
}

std::vector<DrawingRule> change_rules() {
  return {change_rule(Op::insert, "0,140,70"),      change_rule(Op::update, "230,140,0"),
          change_rule(Op::remove, "200,0,0", true), change_rule(Op::split, "106,61,154"),
          change_rule(Op::merge, "0,120,190"),      change_rule(Op::recut, "204,51,153")};
}

/// Lies under the others, so that what waits for an answer is told from what is offered.
DrawingRule proposed_rule() {
  return {msg("proposed: the reference decides"),
          R"("bdf_changed" LIKE '%"proposed"%')",
          {"255,200,0", 0.7, 3.2, false, true}};
}

/// What `@element` names, for people: an attribute by its name. QGIS 3.22 knows no CASE of a value.
std::string thing_in_qgis() {
  return fmt::format(
      "CASE WHEN @element = 'geometry' THEN {} WHEN @element = 'object' THEN {} ELSE @element END",
      qgis_text(msg("geometry")), qgis_text(msg("the object itself")));
}

/// A line for each entry of the JSON object that the column holds; `value` is an expression.
std::string lines_in_qgis(const std::string& column, const std::string& value) {
  return fmt::format(
      "array_to_string(array_foreach(map_akeys(json_to_map(coalesce(\"{}\", '{{}}'))), {} || {} || "
      "{}), char(10))",
      column, thing_in_qgis(), qgis_text(msg("{}: {}", "", "")), value);
}

std::string changes_in_qgis() {
  const std::string status = "map_get(json_to_map(\"bdf_changed\"), @element)";
  return lines_in_qgis(
      "bdf_changed",
      fmt::format("CASE WHEN {0} = 'offered' THEN {1} WHEN {0} = 'proposed' THEN {2} ELSE {3} END",
                  status, qgis_text(msg("offered")), qgis_text(msg("proposed")),
                  qgis_text(msg("taken"))));
}

std::string before_in_qgis() {
  return lines_in_qgis(
      "bdf_before",
      fmt::format("CASE WHEN @element = 'geometry' THEN {} ELSE "
                  "coalesce(to_string(map_get(json_to_map(\"bdf_before\"), @element)), {}) END",
                  qgis_text(msg("see the map")), qgis_text(msg("(empty)"))));
}

FormField computed(std::string name, std::string alias, std::string expression) {
  FormField field{std::move(name), std::move(alias), FormField::Widget::paragraph};
  field.computed = std::move(expression);
  return field;
}

bool is_listed(const std::vector<FormField>& fields, const std::string& name) {
  return std::any_of(fields.begin(), fields.end(),
                     [&](const FormField& field) { return same_name(field.name, name); });
}

Form changes_form(const Schema& layer) {
  using Widget = FormField::Widget;
  Form form;
  form.fields = {{layer.primary_key, "", Widget::hidden},
                 {"bdf_op", msg("Change"), Widget::choice},
                 {"bdf_id", msg("Object")},
                 computed("bdf_changed_text", msg("What changes"), changes_in_qgis()),
                 computed("bdf_before_text", msg("Before"), before_in_qgis()),
                 {"bdf_changed", "", Widget::hidden},
                 {"bdf_before", "", Widget::hidden},
                 {"bdf_lineage", "", Widget::hidden},
                 {"bdf_fid", "", Widget::hidden}};
  for (const auto op : {Op::insert, Op::update, Op::remove, Op::split, Op::merge, Op::recut})
    form.fields[1].choices.emplace_back(label_of(op), name_of(op));
  for (const auto& column : layer.columns)
    if (!is_listed(form.fields, column.name)) form.fields.push_back({column.name, ""});
  form.title = fmt::format(R"("bdf_id" || {} || represent_value("bdf_op"))",
                           qgis_text(msg("{}: {}", "", "")));
  return form;
}

DrawingRule link_rule(std::string label, const std::string& filter, std::string colour) {
  return {std::move(label), R"((NOT "doubtful") AND )" + filter, {std::move(colour), 1, 0.8}};
}

std::vector<DrawingRule> link_rules() {
  const std::string exact = R"("reason" = 'same_geometry')";
  const std::string one = R"("relation" = '1:1')";
  return {
      link_rule(msg("the same geometry"), exact, "150,150,150"),
      link_rule(msg("one to one"), one + " AND NOT " + exact, "0,114,178"),
      link_rule(msg("cut, put together or cut anew"), "NOT " + one, "106,61,154"),
      {msg("doubtful: used for nothing"), R"("doubtful")", {"213,94,0", 0.9, 1.8, true, true}}};
}

Form link_form() {
  using Widget = FormField::Widget;
  return {{{"fid", "", Widget::hidden},
           {"layer", msg("Layer")},
           {"link", msg("Link")},
           {"a_id", "A"},
           {"b_id", "B"},
           {"relation", msg("Relation")},
           {"confidence", msg("Confidence")},
           {"reason", msg("Reason")},
           {"doubtful", msg("Doubtful")},
           {"evidence", msg("Evidence")}},
          {},
          R"("a_id" || ' – ' || "b_id")",
          ""};
}

}  // namespace

std::string conflict_style(const std::vector<GeometryKind>& kinds, const TermsByLayer& terms) {
  return qml::document(look_and_form,
                       drawn_by_rules(conflict_rules(), kinds) + qml_of(conflict_form(terms)));
}

std::string conflict_side_style(Side side, const std::vector<GeometryKind>& kinds) {
  return qml::document(look_and_form, drawn_alike(look_of(side), kinds) + qml_of(side_form()));
}

std::string changes_style(const Schema& layer, const std::vector<GeometryKind>& kinds,
                          bool any_proposed) {
  auto rules = change_rules();
  if (any_proposed) rules.insert(rules.begin(), proposed_rule());
  return qml::document(look_and_form, drawn_by_rules(rules, kinds) + qml_of(changes_form(layer)));
}

std::string links_style() {
  return qml::document(look_and_form,
                       drawn_by_rules(link_rules(), {GeometryKind::line}) + qml_of(link_form()));
}

std::string plain_style(const std::vector<GeometryKind>& kinds) {
  return qml::document("Symbology", drawn_alike({"31,120,180", 1, 0.5, false, true}, kinds));
}

}  // namespace bdf::report
