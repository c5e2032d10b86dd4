// SPDX-License-Identifier: MIT
#include "report/qgis_differences.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "base/message.h"
#include "merge/context.h"

namespace bdf::report {

namespace {

using merge::Attribute;

// An attribute stands in the expressions as one text: five marks, a blank, and its name.
constexpr int side_marks[] = {1, 2, 3};
constexpr int type_mark = 4;
constexpr int own_mark = 5;

std::string quoted_name(Side side) { return fmt::format(R"("{}_value")", name_of(side)); }

std::string mark_is(int mark, char letter) {
  return fmt::format("substr(@element, {}, 1) = '{}'", mark, letter);
}

std::string marked(const Attribute& attribute) {
  std::string text;
  for (const auto side : all_sides) text += attribute.carried_by(side) ? 'c' : '-';
  const auto type = attribute.kind.type;
  text += type == ColumnType::boolean ? 'b' : type == ColumnType::date ? 'd' : '-';
  const bool own = attribute.is_private() && !attribute.carried_by(Side::ancestor);
  const bool theirs = attribute.responsibility.authority == rules::Authority::producer;
  text += own || theirs ? 'o' : '-';
  return text + ' ' + attribute.name;
}

std::string attributes_of(const LayerTerms& layer) {
  std::vector<std::string> all;
  for (const auto& attribute : layer.layout.attributes)
    if (!attribute.housekeeping && !same_name(attribute.name, merge::uid_column))
      all.push_back(qgis_text(marked(attribute)));
  return fmt::format("array({})", fmt::join(all, ", "));
}

/// Those of the conflict's layer; of an unknown one, all that the objects name.
std::string attributes(const TermsByLayer& terms) {
  std::string cases;
  for (const auto& [name, layer] : terms)
    cases += fmt::format(R"(WHEN "layer" = {} THEN {} )", qgis_text(name), attributes_of(layer));
  const std::string named =
      "array_foreach(array_distinct(array_cat(map_akeys(@ancestor), map_akeys(@local), "
      "map_akeys(@reference))), 'ccc-- ' || @element)";
  return cases.empty() ? named : fmt::format("CASE {}ELSE {} END", cases, named);
}

std::string value_of(Side side) {
  return fmt::format("coalesce(to_string(map_get(@{}, substr(@element, 7))), '')", name_of(side));
}

/// A truth as 1 or 0, in whatever words it is written.
std::string truth_of(const std::string& value) {
  return fmt::format(
      "CASE WHEN lower({0}) IN ('1', 'vrai', 'true', 'oui', 't') THEN '1' "
      "WHEN lower({0}) IN ('0', 'faux', 'false', 'non', 'f') THEN '0' ELSE {0} END",
      value);
}

std::string normal(Side side) {
  const auto value = value_of(side);
  return fmt::format("CASE WHEN {} THEN {} WHEN {} THEN left({}, 10) ELSE {} END",
                     mark_is(type_mark, 'b'), truth_of(value), mark_is(type_mark, 'd'), value,
                     value);
}

std::string shown(const std::string& value, const std::string& is_truth) {
  return fmt::format(
      "CASE WHEN {0} = '' THEN {1} WHEN {2} AND ({3}) = '1' THEN {4} WHEN {2} AND ({3}) = '0' "
      "THEN {5} ELSE {0} END",
      value, qgis_text(msg("(empty)")), is_truth, truth_of(value), qgis_text(msg("yes")),
      qgis_text(msg("no")));
}

/// The side has the object, and a column for the attribute.
std::string says(Side side) {
  return fmt::format("({} AND {} IS NOT NULL)", mark_is(side_marks[static_cast<int>(side)], 'c'),
                     quoted_name(side));
}

std::string differ(Side a, Side b) {
  return fmt::format("({} AND {} AND ({}) <> ({}))", says(a), says(b), normal(a), normal(b));
}

std::string is_own_value() {
  return fmt::format("({} AND {} AND NOT {} AND NOT {} AND {} <> '')", mark_is(own_mark, 'o'),
                     says(Side::local), says(Side::ancestor), says(Side::reference),
                     value_of(Side::local));
}

std::string lines_of_object(Side side, const TermsByLayer& terms) {
  const auto chosen =
      fmt::format("array_filter({}, {} AND ({} OR {} OR {} OR {}))", attributes(terms), says(side),
                  differ(Side::ancestor, Side::local), differ(Side::ancestor, Side::reference),
                  differ(Side::local, Side::reference), is_own_value());
  const auto line = fmt::format("substr(@element, 7) || {} || {}", qgis_text(msg("{}: {}", "", "")),
                                shown(value_of(side), mark_is(type_mark, 'b')));
  auto text = fmt::format("array_to_string(array_foreach({}, {}), char(10))", chosen, line);
  text = fmt::format("coalesce(nullif({}, ''), {})", text,
                     qgis_text(msg("no attribute differs: see the map")));
  for (const auto each : all_sides)
    text = fmt::format("with_variable('{}', json_to_map(coalesce({}, '{{}}')), {})", name_of(each),
                       quoted_name(each), text);
  return text;
}

std::string any_is_list() {
  std::vector<std::string> tests;
  for (const auto side : all_sides)
    tests.push_back(fmt::format("coalesce({}, '') LIKE '[%'", quoted_name(side)));
  return fmt::format("({})", fmt::join(tests, " OR "));
}

std::string count_of(Side side) {
  return fmt::format("{} || CASE WHEN {} LIKE '[%' THEN array_length(from_json({})) ELSE 1 END",
                     qgis_text(msg("{}: {}", msg("number of objects"), "")), quoted_name(side),
                     quoted_name(side));
}

std::string truths(const TermsByLayer& terms) {
  std::vector<std::string> names{"''"};
  for (const auto& [layer, known] : terms)
    for (const auto& attribute : known.layout.attributes)
      if (attribute.kind.type == ColumnType::boolean)
        names.push_back(qgis_text(layer + '.' + attribute.name));
  return fmt::format(R"("layer" || '.' || "attribute" IN ({}))", fmt::join(names, ", "));
}

}  // namespace

std::string qgis_text(std::string_view text) {
  std::string quoted = "'";
  for (const char character : text) {
    if (character == '\'' || character == '\\') quoted += character == '\'' ? '\'' : '\\';
    // An attribute of XML turns a line feed into a blank.
    quoted += character == '\n' ? std::string("\\n") : std::string(1, character);
  }
  return quoted + '\'';
}

std::string said_in_qgis(Side side, const TermsByLayer& terms) {
  const auto value = quoted_name(side);
  const auto attribute = shown(fmt::format("coalesce({}, '')", value), truths(terms));
  return fmt::format(
      "CASE WHEN \"kind\" = 'attribute' THEN {} WHEN \"kind\" = 'geometry' THEN {} "
      "WHEN {} IS NULL THEN CASE WHEN \"ancestor_value\" IS NULL THEN {} ELSE {} END "
      "WHEN {} THEN {} ELSE {} END",
      attribute, qgis_text(msg("see the map")), value, qgis_text(msg("(not there)")),
      qgis_text(msg("(deleted)")), any_is_list(), count_of(side), lines_of_object(side, terms));
}

}  // namespace bdf::report
