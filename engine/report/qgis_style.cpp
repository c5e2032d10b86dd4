// SPDX-License-Identifier: MIT
#include "report/qgis_style.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/message.h"
#include "model/change.h"
#include "report/qgis_conflict_form.h"
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
                 {"bdf_changed", msg("What changes"), Widget::paragraph},
                 {"bdf_before", msg("Before"), Widget::paragraph},
                 {"bdf_lineage", "", Widget::hidden},
                 {"bdf_fid", "", Widget::hidden}};
  for (const auto op : {Op::insert, Op::update, Op::remove, Op::split, Op::merge, Op::recut})
    form.fields[1].choices.emplace_back(label_of(op), name_of(op));
  for (const auto& column : layer.columns)
    if (!is_listed(form.fields, column.name)) form.fields.push_back({column.name, ""});
  form.title = R"("bdf_id" || ' : ' || represent_value("bdf_op"))";
  return form;
}

}  // namespace

std::string conflict_style(const std::vector<GeometryKind>& kinds, const TermsByLayer& terms) {
  return qml::document(look_and_form,
                       drawn_by_rules(conflict_rules(), kinds) + qml_of(conflict_form(terms)));
}

std::string conflict_side_style(Side side, const std::vector<GeometryKind>& kinds) {
  return qml::document(look_and_form, drawn_alike(look_of(side), kinds) + qml_of(side_form()));
}

std::string changes_style(const Schema& layer, const std::vector<GeometryKind>& kinds) {
  return qml::document(look_and_form,
                       drawn_by_rules(change_rules(), kinds) + qml_of(changes_form(layer)));
}

std::string plain_style(const std::vector<GeometryKind>& kinds) {
  return qml::document("Symbology", drawn_alike({"31,120,180", 1, 0.5, false, true}, kinds));
}

}  // namespace bdf::report
