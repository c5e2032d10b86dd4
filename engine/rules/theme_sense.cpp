// SPDX-License-Identifier: MIT
#include "rules/theme_sense.h"

#include <algorithm>

#include "base/message.h"
#include "model/schema.h"
#include "rules/nearest_word.h"
#include "rules/typed_text.h"

namespace bdf::rules {

namespace {

using Names = std::vector<std::string>;

/// What the layer's attributes are called; the layer has a schema.
Names attributes_of(const ThemeLayer& layer) {
  auto names = layer.other_attributes;
  for (const auto& attribute : layer.schema->attributes) names.push_back(attribute.name);
  return names;
}

bool has_an_order(const AttributeDefinition& attribute) {
  const auto& values = attribute.values;
  return std::all_of(values.begin(), values.end(),
                     [](const auto& value) { return stands_for_value(ColumnType::real, value); });
}

bool are_lines_and_areas(const LayerSchema& a, const LayerSchema& b) {
  const auto are = [](const LayerSchema& layer, const char* type) {
    return layer.geometry.type.ends_with(type);
  };
  return (are(a, "LINESTRING") && are(b, "POLYGON")) || (are(a, "POLYGON") && are(b, "LINESTRING"));
}

}  // namespace

void ThemeSense::require_layer(const YamlNode& name) const {
  Names known;
  for (const auto& layer : theme_.layers) known.push_back(layer.name);
  const auto layer = name.text();
  if (std::find(known.begin(), known.end(), layer) != known.end()) return;
  name.fail(msg("The theme has no layer “{}”.", layer) + nearest_of(layer, known));
}

void ThemeSense::require_attribute(const YamlNode& name, const Names& layers) const {
  Names known;
  const auto meant = among(layers);
  for (const auto* layer : meant) {
    if (!layer->schema) return;
    const auto names = attributes_of(*layer);
    known.insert(known.end(), names.begin(), names.end());
  }
  const auto attribute = name.text();
  const bool found = std::any_of(known.begin(), known.end(),
                                 [&](const auto& one) { return same_name(one, attribute); });
  if (found || known.empty()) return;
  for (const auto* layer : meant)
    if (const auto* const same = layer->schema->find(attribute))
      name.fail(msg("“{}” is “{}” in the newest version of the schema: write it so.", attribute,
                    same->name));
  const auto nearest = nearest_of(attribute, known);
  name.fail(msg("No layer here has an attribute “{}”.", attribute) +
            (nearest.empty() ? " " + msg("What no schema knows is listed as other_attributes.")
                             : nearest));
}

void ThemeSense::require_authority(const YamlNode& authority, const Names& layers) const {
  if (!authority) return;
  for (const auto* const whole : {"attributes", "geometry"})
    if (const auto responsibility = authority[whole]) require_rule(responsibility, "", layers);
  const auto by_attribute = authority["by_attribute"];
  if (!by_attribute) return;
  for (const auto& [name, responsibility] : by_attribute.entries()) {
    require_attribute(responsibility.key(), layers);
    require_rule(responsibility, name, layers);
  }
}

void ThemeSense::require_matching(const YamlNode& matching, const Names& layers) const {
  if (!matching) return;
  if (const auto precision = matching["precision"]) require_attribute(precision, layers);
  const auto attributes = matching["attributes"];
  if (!attributes) return;
  for (const auto& attribute : attributes.items()) {
    require_attribute(attribute["name"], layers);
    require_evidence_of_identity(attribute, layers);
  }
}

void ThemeSense::require_evidence_of_identity(const YamlNode& attribute,
                                              const Names& layers) const {
  const auto name = attribute["name"];
  for (const auto* const definition : definitions_of(name.text(), layers)) {
    const auto type = definition->type;
    const bool dated = type == ColumnType::date || type == ColumnType::datetime;
    if (dated || definition->unique || definition->housekeeping || !definition->references.empty())
      name.fail(
          msg("“{}” does not say what object a feature is: keys, links, dates and "
              "housekeeping are not matched by.",
              name.text()));
    const bool counted = type == ColumnType::integer || type == ColumnType::real;
    if (attribute["measure"].text() == "number" && !counted)
      attribute["measure"].fail(msg("“{}” holds no number.", name.text()));
  }
}

/// `attribute`: whose values the rule decides between; "" for many, or a geometry.
void ThemeSense::require_rule(const YamlNode& responsibility, const std::string& attribute,
                              const Names& layers) const {
  const auto rule = responsibility["rule"];
  if (!rule) return;
  const auto word = rule.text();
  if (const auto by = responsibility["by"]) require_evidence(word, by, layers);
  for (const auto* const definition : definitions_of(attribute, layers)) {
    if (word == "union" && !definition->list)
      rule.fail(msg("“{}” holds no list, whose members a union could bring together.", attribute));
    if ((word == "max" || word == "min") && !has_an_order(*definition))
      rule.fail(msg("None of the words that “{}” may hold is greater than another.", attribute));
  }
}

void ThemeSense::require_evidence(const std::string& rule, const YamlNode& by,
                                  const Names& layers) const {
  require_attribute(by, layers);
  const auto name = by.text();
  for (const auto* const definition : definitions_of(name, layers)) {
    const auto type = definition->type;
    const bool dated = type == ColumnType::date || type == ColumnType::datetime;
    const bool counted = type == ColumnType::integer || type == ColumnType::real;
    if (rule == "newest" && !dated)
      by.fail(msg("“{}” holds no date, by which one side could be the newest.", name));
    if (rule == "most_precise" && !counted)
      by.fail(msg("“{}” holds no number, by which one side could be the most precise.", name));
  }
}

void ThemeSense::require_doubles(const YamlNode& doubles, const std::string& layer) const {
  const auto name = doubles["layer"];
  require_layer(name);
  const auto holder = name.text();
  if (holder == layer) name.fail(msg("A layer cannot double itself."));
  const auto& holding = *among({holder}).front();
  if (holding.doubles)
    name.fail(
        msg("“{}” doubles another layer itself: of what is held twice one layer holds.", holder));
  const auto& doubling = *among({layer}).front();
  if (holding.schema && doubling.schema && !are_lines_and_areas(*holding.schema, *doubling.schema))
    name.fail(msg("One of “{}” and “{}” must be lines, and the other one areas along them.", layer,
                  holder));
  require_condition(doubles["when"], {layer});
  require_condition(doubles["that"], {holder});
}

std::vector<const ThemeLayer*> ThemeSense::among(const Names& names) const {
  std::vector<const ThemeLayer*> found;
  for (const auto& layer : theme_.layers)
    if (names.empty() || std::find(names.begin(), names.end(), layer.name) != names.end())
      found.push_back(&layer);
  return found;
}

std::vector<const AttributeDefinition*> ThemeSense::definitions_of(const std::string& attribute,
                                                                   const Names& layers) const {
  std::vector<const AttributeDefinition*> found;
  for (const auto* layer : among(layers))
    if (const auto* const one = layer->schema ? layer->schema->find(attribute) : nullptr)
      found.push_back(one);
  return found;
}

}  // namespace bdf::rules
