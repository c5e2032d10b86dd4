// SPDX-License-Identifier: MIT
#include "world/attribute_cells.h"

#include <algorithm>
#include <cmath>

#include "rules/typed_text.h"

namespace bdf::sample {

namespace {

using rules::AttributeDefinition;
using rules::YamlNode;

constexpr double greatest = 1e9;

bool is_number(const AttributeDefinition* definition) {
  return definition != nullptr &&
         (definition->type == ColumnType::real || definition->type == ColumnType::integer);
}

Cell read_range(const YamlNode& node, const AttributeDefinition* definition) {
  node.allow_only({"between"});
  const auto limits = node["between"].items();
  if (limits.size() != 2) node.fail("a range is {between: [least, greatest]}");
  Between range;
  range.low = limits[0].number(-greatest, greatest);
  range.high = limits[1].number(range.low, greatest);
  if (definition == nullptr) return range;
  if (!is_number(definition)) node.fail(definition->name + " is no number");
  range.whole = definition->type == ColumnType::integer;
  range.grid = std::pow(10, -definition->scale.value_or(1));
  return range;
}

void check_text(const YamlNode& node, const AttributeDefinition& definition) {
  const auto text = node.text();
  const auto& values = definition.values;
  if (!values.empty() && std::find(values.begin(), values.end(), text) == values.end())
    node.fail(definition.name + " is never “" + text + "”");
  if (!rules::stands_for_value(definition.type, text))
    node.fail(definition.name + " is " + rules::in_words(definition.type));
  if (definition.width && rules::characters_in(text) > *definition.width)
    node.fail(definition.name + " has no room for “" + text + "”");
}

Value read_constant(const YamlNode& node, const AttributeDefinition& definition) {
  check_text(node, definition);
  if (definition.type == ColumnType::integer)
    return static_cast<std::int64_t>(node.number(-greatest, greatest));
  if (definition.type == ColumnType::real) return node.number(-greatest, greatest);
  if (definition.type == ColumnType::boolean) return std::int64_t{node.text() == "true" ? 1 : 0};
  return node.text();
}

Pattern read_pattern(const YamlNode& node, const AttributeDefinition* definition,
                     const Words& words) {
  Pattern pattern(node.text(), words);
  if (definition != nullptr && definition->width && pattern.width() > *definition->width)
    node.fail(definition->name + " has no room for “" + node.text() + "”");
  return pattern;
}

}  // namespace

Cell read_cell(const YamlNode& node, const AttributeDefinition* definition, const Words& words) {
  if (node.is_null()) return Value();
  if (node.yaml().IsMap()) return read_range(node, definition);
  if (node.text().find('{') != std::string::npos) return read_pattern(node, definition, words);
  if (definition == nullptr) return Value(node.text());
  return read_constant(node, *definition);
}

}  // namespace bdf::sample
