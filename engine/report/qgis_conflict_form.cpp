// SPDX-License-Identifier: MIT
#include "report/qgis_conflict_form.h"

#include <fmt/format.h>

#include "base/message.h"
#include "model/conflict.h"
#include "report/html.h"
#include "report/words.h"

namespace bdf::report {

namespace {

using Widget = FormField::Widget;
using Choices = std::vector<std::pair<std::string, std::string>>;

Choices kinds() {
  Choices choices;
  for (const auto kind :
       {ConflictKind::attribute, ConflictKind::geometry, ConflictKind::delete_edit,
        ConflictKind::identity, ConflictKind::topology, ConflictKind::recut})
    choices.emplace_back(label_of(kind), name_of(kind));
  return choices;
}

Choices sides() {
  return {{msg("your version"), "local"},
          {msg("the reference's version"), "reference"},
          {msg("the version before"), "ancestor"}};
}

Choices decisions() {
  return {{msg("(not decided yet)"), ""},
          {msg("Keep my version"), "local"},
          {msg("Take the reference's version"), "reference"},
          {msg("Go back to the version before"), "ancestor"},
          {msg("Another value:"), "value"}};
}

/// Objects that are deleted, cut or taken for one another are settled by a side that has a say, and
/// without an ancestor there is no value to go back to.
FormConstraint possible_decision() {
  return {R"(coalesce("resolution", 'local') IN ('local', 'reference') OR )"
          R"(("kind" IN ('attribute', 'geometry') AND )"
          R"(("resolution" <> 'ancestor' OR "ancestor_id" IS NOT NULL)))",
          msg("Here, choose your version or the reference's.")};
}

FormConstraint value_is_there() {
  return {R"(coalesce("resolution", '') <> 'value' OR )"
          R"(("kind" = 'attribute' AND coalesce("resolution_value", '') <> '') OR )"
          R"(geom_from_wkt("resolution_value") IS NOT NULL)",
          msg("Enter the value: a text, or WKT for a shape."), false};
}

constexpr const char* agent =
    R"(CASE WHEN "resolution" IS NOT NULL THEN )"
    "CASE WHEN @user_full_name <> '' THEN @user_full_name ELSE @user_account_name END END";

/// QGIS knows the local time and the seconds since 1970 (in UTC), but has no function that writes
/// UTC. A day is added to a date, never to a time, so that daylight saving does not shift it.
constexpr const char* utc_now =
    R"(CASE WHEN "resolution" IS NOT NULL THEN )"
    "with_variable('s', floor(epoch(now()) / 1000), "
    "format_date(to_date('1970-01-01') + to_interval(floor(@s / 86400) || ' days'), 'yyyy-MM-dd') "
    "|| 'T' || lpad(floor(@s % 86400 / 3600), 2, '0') || ':' || lpad(floor(@s % 3600 / 60), 2, "
    "'0') || ':' || lpad(floor(@s % 60), 2, '0') || 'Z') END";

std::vector<FormField> fields() {
  return {
      {"fid", "", Widget::hidden},
      {"conflict_id", "", Widget::hidden},
      {"cluster", "", Widget::hidden},
      {"layer", msg("Layer"), Widget::text},
      {"kind", msg("What is in conflict"), Widget::choice, false, kinds()},
      {"attribute", msg("Attribute"), Widget::text},
      {"ancestor_id", msg("Object before"), Widget::text},
      {"local_id", msg("Your object"), Widget::text},
      {"reference_id", msg("The reference's object"), Widget::text},
      {"ancestor_value", msg("Value before"), Widget::paragraph},
      {"local_value", msg("Your value"), Widget::paragraph},
      {"reference_value", msg("The reference's value"), Widget::paragraph},
      {"reason", msg("Why"), Widget::text},
      {"provisional", msg("Meanwhile, merged holds"), Widget::choice, false, sides()},
      {"resolution", msg("Your decision"), Widget::choice, true, decisions(), "",
       possible_decision()},
      {"resolution_value", msg("Another value"), Widget::paragraph, true, {}, "", value_is_there()},
      {"resolved_by", msg("Decided by"), Widget::text, true, {}, agent},
      {"resolved_at", msg("Decided at"), Widget::text, true, {}, utc_now}};
}

/// A box that only says something, where it applies.
FormGroup note(std::string text, std::string shown_if) {
  return {std::move(text), {}, 1, std::move(shown_if)};
}

std::vector<FormGroup> groups() {
  const auto possible = possible_decision();
  return {{msg("Why"), {"reason"}},
          {msg("The conflict"),
           {"kind", "attribute", "layer", "ancestor_id", "local_id", "reference_id"},
           3},
          {msg("The three values"),
           {"ancestor_value", "local_value", "reference_value"},
           3,
           R"("kind" <> 'geometry')"},
          note(msg("On the map: grey is before, blue is yours, brown is the reference's"),
               R"("kind" = 'geometry')"),
          {msg("Your decision"), {"provisional", "resolution"}, 2},
          note(possible.explanation, "NOT (" + possible.expression + ")"),
          {msg("Another value (empty: the attribute will be empty)"),
           {"resolution_value"},
           1,
           R"("resolution" = 'value' AND "kind" = 'attribute')"},
          {msg("Shape as WKT, or draw the object in merged.gpkg instead"),
           {"resolution_value"},
           1,
           R"("resolution" = 'value' AND "kind" = 'geometry')"},
          {msg("Decided"), {"resolved_by", "resolved_at"}, 2, R"("resolution" IS NOT NULL)"}};
}

/// For a map tip: the column's text, short and without markup of its own.
std::string shown(const std::string& column) {
  return fmt::format(R"(replace(left(coalesce("{}", ''), 200), '<', '&lt;'))", column);
}

/// The values of an attribute; those of objects and geometries are too long.
std::string values_shown(Side side, const std::string& label) {
  return fmt::format(R"([% CASE WHEN "kind" = 'attribute' THEN '<br>{}' || {} ELSE '' END %])",
                     escaped(label + " : "), shown(fmt::format("{}_value", name_of(side))));
}

std::string map_tip() {
  return fmt::format(R"(<b>[% represent_value("kind") %] [% {} %]</b><br>[% {} %]{}{})",
                     shown("attribute"), shown("reason"),
                     values_shown(Side::local, msg("Your value")),
                     values_shown(Side::reference, msg("The reference's value")));
}

}  // namespace

Form conflict_form() {
  return {fields(), groups(),
          R"(coalesce("attribute", represent_value("kind")) || ' : ' || )"
          R"(coalesce("local_id", "reference_id", "ancestor_id", ''))",
          map_tip()};
}

}  // namespace bdf::report
