// SPDX-License-Identifier: MIT
#include "report/qgis_conflict_form.h"

#include <fmt/format.h>

#include "base/message.h"
#include "model/conflict.h"
#include "report/html.h"
#include "report/qgis_differences.h"
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
          {msg("Another value or shape:"), "value"}};
}

/// A key that stands on two objects far apart; else several objects have it.
constexpr const char* far_key =
    R"(("kind" = 'identity' AND coalesce("local_value", '') NOT LIKE '[%' AND )"
    R"(coalesce("reference_value", '') NOT LIKE '[%'))";

/// Objects that are deleted, cut or taken for one another are settled by a side that has a say, but
/// for a key that was wrong; and without an ancestor there is no value to go back to.
FormConstraint possible_decision() {
  return {fmt::format(R"(coalesce("resolution", 'local') IN ('local', 'reference') OR )"
                      R"(("resolution" = 'value' AND {}) OR )"
                      R"(("kind" IN ('attribute', 'geometry') AND )"
                      R"(("resolution" <> 'ancestor' OR "ancestor_id" IS NOT NULL)))",
                      far_key),
          msg("Here, choose your version or the reference's.")};
}

/// The conflict's own shape is no longer the one that it was written with: your version, or where
/// you have none the reference's. QGIS writes both, with the same digits; it writes nan for an
/// altitude that is not there, and cannot read it.
constexpr const char* is_drawn =
    R"(("kind" = 'geometry' AND replace(geom_to_wkt($geometry, 8), 'nan', '0') <> geom_to_wkt()"
    R"(geom_from_wkt(replace(coalesce("local_value", "reference_value"), 'nan', '0')), 8)))";

FormConstraint value_is_there() {
  return {R"(coalesce("resolution", '') <> 'value' OR )"
          R"(("kind" IN ('attribute', 'identity') AND coalesce("resolution_value", '') <> '') OR )"
          R"(geom_from_wkt("resolution_value") IS NOT NULL OR )" +
              std::string(is_drawn),
          msg("Enter the value, or change the shape on the map."), false};
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

std::string choice(const std::string& label, const std::string& effect) {
  return msg("{}: {}", label, effect);
}

std::string two_choices(const std::string& mine, const std::string& theirs) {
  return choice(msg("Keep my version"), mine) + "\n" +
         choice(msg("Take the reference's version"), theirs);
}

std::string effects_on_value() {
  return two_choices(msg("it stays, and goes out with the contribution"),
                     msg("it enters your layer")) +
         "\n" +
         choice(msg("Go back to the version before"),
                msg("it enters your layer, and goes out with the contribution")) +
         "\n" + choice(msg("Another value"), msg("it enters your layer, and goes out likewise"));
}

std::string effects_on_shape() {
  return two_choices(msg("it stays, and goes out with the contribution"),
                     msg("it enters your layer")) +
         "\n" +
         choice(msg("Go back to the version before"),
                msg("it enters your layer, and goes out with the contribution")) +
         "\n" +
         choice(msg("Another shape"),
                msg("the one that you make of this conflict's shape on the map"));
}

std::string effects_on_far_key() {
  return two_choices(msg("two objects: yours stays and loses this key; the reference's comes back"),
                     msg("one object: yours goes back to the reference's place")) +
         "\n" +
         choice(msg("Another value"),
                msg("the right key of your object; the reference's own key, typed here, means: one "
                    "object, where you have it"));
}

/// What each choice does, by kind of conflict: an expression.
std::string effects() {
  const auto several = two_choices(msg("your objects stay, and are sent to the reference"),
                                   msg("the reference's objects replace yours"));
  const auto deleted_here =
      two_choices(msg("it stays deleted, and the reference is asked to delete it too"),
                  msg("it comes back, as in the reference"));
  const auto deleted_there =
      two_choices(msg("the object stays, and is sent to the reference as a new one"),
                  msg("it is deleted from your layer, with what you have entered on it"));
  const auto cut = two_choices(
      msg("your objects stay, and are sent to the reference"),
      msg("the reference's objects replace yours, and what you have entered on these is lost"));
  return fmt::format(R"(CASE WHEN "kind" = 'attribute' THEN {} WHEN "kind" = 'geometry' THEN {} )"
                     R"(WHEN "kind" = 'delete_edit' AND "local_value" IS NULL THEN {} )"
                     R"(WHEN "kind" = 'delete_edit' THEN {} WHEN "kind" = 'recut' THEN {} )"
                     R"(WHEN {} THEN {} WHEN "kind" = 'identity' THEN {} END)",
                     qgis_text(effects_on_value()), qgis_text(effects_on_shape()),
                     qgis_text(deleted_here), qgis_text(deleted_there), qgis_text(cut), far_key,
                     qgis_text(effects_on_far_key()), qgis_text(several));
}

FormField differing(const TermsByLayer& terms) {
  FormField field{differing_field, "", Widget::hidden};
  field.computed = differing_in_qgis(terms);
  return field;
}

FormField says(Side side, const TermsByLayer& terms) {
  FormField field{fmt::format("{}_says", name_of(side)), label_of(side), Widget::paragraph};
  field.computed = said_in_qgis(side, terms);
  return field;
}

FormField effects_field() {
  FormField field{"choices", msg("What each choice does"), Widget::paragraph};
  field.computed = effects();
  return field;
}

std::vector<FormField> fields(const TermsByLayer& terms) {
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
      differing(terms),
      says(Side::ancestor, terms),
      says(Side::local, terms),
      says(Side::reference, terms),
      {"reason", msg("Why"), Widget::text},
      {"provisional", msg("Meanwhile, merged holds"), Widget::choice, false, sides()},
      {"resolution", msg("Your decision"), Widget::choice, true, decisions(), "",
       possible_decision()},
      {"resolution_value", msg("Another value"), Widget::paragraph, true, {}, "", value_is_there()},
      {"resolved_by", msg("Decided by"), Widget::text, true, {}, agent},
      {"resolved_at", msg("Decided at"), Widget::text, true, {}, utc_now},
      effects_field()};
}

/// A box that only says something, where it applies.
FormGroup note(std::string text, std::string shown_if) {
  return {std::move(text), {}, 1, std::move(shown_if)};
}

FormGroup conflict_group(std::vector<std::string> first, std::string shown_if) {
  for (const auto* name : {"layer", "ancestor_id", "local_id", "reference_id"})
    first.emplace_back(name);
  return {msg("The conflict"), std::move(first), 3, std::move(shown_if)};
}

std::vector<FormGroup> groups() {
  const auto possible = possible_decision();
  return {{msg("Why"), {"reason"}},
          conflict_group({"kind", "attribute"}, R"("attribute" IS NOT NULL)"),
          conflict_group({"kind"}, R"("attribute" IS NULL)"),
          {msg("What differs"), {"ancestor_says", "local_says", "reference_says"}, 3},
          note(msg("On the map: grey is before, blue is yours, brown is the reference's"),
               R"("kind" <> 'attribute')"),
          {msg("Your decision"), {"provisional", "resolution"}, 2},
          {msg("What each choice does"), {"choices"}},
          note(possible.explanation, "NOT (" + possible.expression + ")"),
          {msg("Another value (empty: the attribute will be empty)"),
           {"resolution_value"},
           1,
           R"("resolution" = 'value' AND "kind" = 'attribute')"},
          {msg("The right key of your object"),
           {"resolution_value"},
           1,
           fmt::format(R"("resolution" = 'value' AND {})", far_key)},
          note(msg("The shape on the map is taken"),
               fmt::format(R"("resolution" = 'value' AND {})", is_drawn)),
          note(msg("The shape has been changed on the map: choose Another value or shape for it to "
                   "be taken"),
               fmt::format(R"(coalesce("resolution", '') <> 'value' AND {})", is_drawn)),
          {msg("Save this form, then change the shape of this conflict on the map (or write it "
               "here as WKT)"),
           {"resolution_value"},
           1,
           fmt::format(R"("resolution" = 'value' AND "kind" = 'geometry' AND NOT {})", is_drawn)},
          {msg("Decided"), {"resolved_by", "resolved_at"}, 2, R"("resolution" IS NOT NULL)"}};
}

/// For a map tip: the column's text, short and without markup of its own.
std::string shown(const std::string& column) {
  return fmt::format(R"(replace(left(coalesce("{}", ''), 200), '<', '&lt;'))", column);
}

std::string said_by(Side side) {
  return fmt::format("<br>{}[% replace({}, char(10), '<br>') %]",
                     escaped(msg("{}: {}", label_of(side), "")),
                     shown(fmt::format("{}_says", name_of(side))));
}

std::string map_tip() {
  return fmt::format(R"(<b>[% represent_value("kind") %] [% {} %]</b><br>[% {} %]{}{})",
                     shown("attribute"), shown("reason"), said_by(Side::local),
                     said_by(Side::reference));
}

}  // namespace

Form conflict_form(const TermsByLayer& terms) {
  return {fields(terms), groups(),
          fmt::format(R"(coalesce("attribute", represent_value("kind")) || {} || )"
                      R"(coalesce("reference_id", "ancestor_id", "local_id", ''))",
                      qgis_text(msg("{}: {}", "", ""))),
          map_tip()};
}

}  // namespace bdf::report
