// SPDX-License-Identifier: MIT
#include "report/qgis_differences.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "base/message.h"
#include "merge/context.h"

namespace bdf::report {

namespace {

using Json = nlohmann::ordered_json;
using merge::Attribute;

// Each time QGIS 3.22 reads from a layer it copies the layer's expressions, and each time it copies
// a function it copies the function's arguments twice: what stands within seven functions costs a
// hundred times what it costs alone. So functions are nested no deeper than they must be, what is
// known of the attributes is one literal, and values are taken with [], which is no function. The
// arguments of array, coalesce and map are copied once.

std::string quoted_name(Side side) { return fmt::format(R"("{}_value")", name_of(side)); }

/// A value as a text; '' for NULL.
std::string text_of(const std::string& value) {
  return fmt::format("(coalesce({}, '') || '')", value);
}

std::string json_literal(const Json& json) {
  return fmt::format("from_json({})",
                     qgis_text(json.dump(-1, ' ', false, Json::error_handler_t::replace)));
}

std::string absence(Side side) { return fmt::format("not_in_{}", name_of(side)); }

/// An attribute as the expressions' @element: only its name, if it is a text that all sides carry.
Json terms_of(const Attribute& attribute) {
  auto terms = Json::object();
  terms["name"] = attribute.name;
  const auto type = attribute.kind.type;
  if (type == ColumnType::boolean) terms["type"] = "truth";
  if (type == ColumnType::date) terms["type"] = "date";
  for (const auto side : all_sides)
    if (!attribute.carried_by(side)) terms[absence(side)] = true;
  const bool own = attribute.is_private() && !attribute.carried_by(Side::ancestor);
  if (own || attribute.may_be_own) terms["own"] = true;
  return terms;
}

Json attributes_of(const LayerTerms& layer) {
  auto all = Json::array();
  for (const auto& attribute : layer.layout.attributes)
    if (!attribute.housekeeping && !same_name(attribute.name, merge::uid_column))
      all.push_back(terms_of(attribute));
  return all;
}

/// Those of the conflict's layer; of an unknown one, all that the objects name.
std::string attributes(const TermsByLayer& terms) {
  auto layers = Json::object();
  for (const auto& [name, layer] : terms) layers[name] = attributes_of(layer);
  return fmt::format(
      "coalesce({}[\"layer\"], array_foreach(array_distinct(array_cat("
      "map_akeys(@objects['ancestor']), map_akeys(@objects['local']), "
      "map_akeys(@objects['reference']))), map('name', @element)))",
      json_literal(layers));
}

/// The three sides' objects; an empty one where a side has none.
std::string objects() {
  const auto object = [](Side side) {
    return fmt::format("'{}', from_json(coalesce({}, '{{}}'))", name_of(side), quoted_name(side));
  };
  return fmt::format("map({}, {}, {})", object(Side::ancestor), object(Side::local),
                     object(Side::reference));
}

/// A truth in one word, in whatever words it is written; what is none, as it is.
std::string in_words(const std::string& value) {
  Json words = Json::object();
  for (const auto* word : {"1", "t", "true", "vrai", "oui", "yes"}) words[word] = msg("yes");
  for (const auto* word : {"0", "f", "false", "faux", "non", "no"}) words[word] = msg("no");
  return fmt::format("coalesce({0}[lower({1})], {1})", json_literal(words), value);
}

std::string shown(const std::string& value, const std::string& is_truth) {
  return fmt::format("CASE WHEN {0} = '' THEN {1} WHEN {2} THEN {3} ELSE {0} END", value,
                     qgis_text(msg("(empty)")), is_truth, in_words(value));
}

constexpr const char* of_truth = "@element['type'] = 'truth'";

/// The side has the object, and a column for the attribute.
std::string says(Side side) {
  return fmt::format("({} IS NOT NULL AND @element['{}'] IS NULL)", quoted_name(side),
                     absence(side));
}

std::string value_of(Side side) {
  return text_of(fmt::format("@objects['{}'][@element['name']]", name_of(side)));
}

/// What is compared; NULL, which differs from nothing, where the side says nothing.
std::string normal(Side side) {
  const auto value = value_of(side);
  return fmt::format(
      "CASE WHEN NOT {} THEN NULL WHEN {} THEN {} WHEN @element['type'] = 'date' THEN left({}, 10) "
      "ELSE {} END",
      says(side), of_truth, in_words(value), value, value);
}

std::string differs() {
  const auto before = normal(Side::ancestor);
  const auto theirs = normal(Side::reference);
  return fmt::format("{} <> coalesce({}, {}) OR {} <> {}", normal(Side::local), before, theirs,
                     theirs, before);
}

std::string is_own_value() {
  return fmt::format("(@element['own'] AND {} AND NOT {} AND NOT {} AND {} <> '')",
                     says(Side::local), says(Side::ancestor), says(Side::reference),
                     value_of(Side::local));
}

std::string lines_of_object(Side side) {
  const auto value = text_of(fmt::format("from_json({})[@element['name']]", quoted_name(side)));
  return fmt::format(
      "coalesce(nullif(array_to_string(array_foreach(array_filter(from_json(\"{}\"), "
      "@element['{}'] IS NULL), @element['name'] || {} || {}), {}), ''), {})",
      differing_field, absence(side), qgis_text(msg("{}: {}", "", "")), shown(value, of_truth),
      qgis_text("\n"), qgis_text(msg("no attribute differs: see the map")));
}

std::string any_is_list() {
  std::vector<std::string> tests;
  tests.reserve(all_sides.size());
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

std::string differing_in_qgis(const TermsByLayer& terms) {
  return fmt::format(
      "CASE WHEN \"kind\" NOT IN ('attribute', 'geometry') AND NOT {} THEN "
      "with_variable('objects', {}, to_json(array_filter({}, {} OR {}))) END",
      any_is_list(), objects(), attributes(terms), differs(), is_own_value());
}

std::string said_in_qgis(Side side, const TermsByLayer& terms) {
  const auto value = quoted_name(side);
  const auto attribute = shown(text_of(value), truths(terms));
  return fmt::format(
      "CASE WHEN \"kind\" = 'attribute' THEN {} WHEN \"kind\" = 'geometry' THEN {} "
      "WHEN {} IS NULL THEN CASE WHEN \"ancestor_value\" IS NULL THEN {} ELSE {} END "
      "WHEN {} THEN {} ELSE {} END",
      attribute, qgis_text(msg("see the map")), value, qgis_text(msg("(not there)")),
      qgis_text(msg("(deleted)")), any_is_list(), count_of(side), lines_of_object(side));
}

}  // namespace bdf::report
