// SPDX-License-Identifier: MIT
#include "rules/condition.h"

#include <limits>

#include "base/message.h"
#include "model/schema.h"

namespace bdf::rules {

namespace {

std::optional<std::string> read_value(const YamlNode& node) {
  return node.is_null() ? std::nullopt : std::optional(node.text());
}

/// One value, or a list of them.
std::vector<std::optional<std::string>> read_values(const YamlNode& node) {
  if (!node.is_list()) return {read_value(node)};
  std::vector<std::optional<std::string>> values;
  for (const auto& item : node.items()) values.push_back(read_value(item));
  return values;
}

std::vector<Bound> read_bounds(const YamlNode& node) {
  constexpr double greatest = std::numeric_limits<double>::max();
  std::vector<Bound> bounds;
  for (std::size_t i = 0; i < limit_names.size(); ++i)
    if (const auto bound = node[limit_names[i]])
      bounds.push_back({static_cast<Limit>(i), bound.number(-greatest, greatest)});
  return bounds;
}

Clause read_clause(const std::string& attribute, const YamlNode& node) {
  Clause clause;
  clause.attribute = attribute;
  if (!node.yaml().IsMap()) {
    clause.values = read_values(node);
    return clause;
  }
  clause.bounds = read_bounds(node);
  const auto without = node["not"];
  clause.negated = static_cast<bool>(without);
  if (without) clause.values = read_values(without);
  if (clause.negated != clause.bounds.empty())
    node.key().fail(msg("Say {{not: …}}, or bounds such as {{at_least: 5}}: one of both."));
  return clause;
}

}  // namespace

Condition read_condition(const YamlNode& when) {
  Condition condition;
  if (!when) return condition;
  for (const auto& [attribute, node] : when.entries()) {
    for (const auto& clause : condition)
      if (same_name(clause.attribute, attribute))
        node.key().fail(msg("“{}” stands here twice.", attribute));
    condition.push_back(read_clause(attribute, node));
  }
  if (condition.empty())
    when.key().fail(msg("Say of which attribute and value, as in {{nature: Canal}}."));
  return condition;
}

}  // namespace bdf::rules
