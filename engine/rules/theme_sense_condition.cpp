// SPDX-License-Identifier: MIT
// Whether a condition can be meant of the layers' attributes.
#include <algorithm>
#include <charconv>

#include "base/message.h"
#include "model/schema.h"
#include "rules/nearest_word.h"
#include "rules/theme_sense.h"
#include "rules/typed_text.h"

namespace bdf::rules {

namespace {

using Names = std::vector<std::string>;

bool is_number(ColumnType type) { return type == ColumnType::integer || type == ColumnType::real; }

bool same_number(const std::string& a, const std::string& b) {
  double x = 0;
  double y = 0;
  return std::from_chars(a.data(), a.data() + a.size(), x).ec == std::errc() &&
         std::from_chars(b.data(), b.data() + b.size(), y).ec == std::errc() && x == y;
}

bool can_hold(const AttributeDefinition& attribute, const std::string& value) {
  const auto& values = attribute.values;
  return values.empty() || std::any_of(values.begin(), values.end(), [&](const auto& one) {
           return one == value || (is_number(attribute.type) && same_number(one, value));
         });
}

bool overlap(const Names& a, const Names& b) {
  return a.empty() || b.empty() || std::any_of(a.begin(), a.end(), [&](const auto& name) {
           return std::find(b.begin(), b.end(), name) != b.end();
         });
}

bool goes_by(const AuthorityTable& table, const std::string& attribute) {
  const auto looks = [&](const std::optional<Responsibility>& said) {
    return said && !said->by.empty() && same_name(said->by, attribute);
  };
  return looks(table.attributes) || looks(table.geometry) ||
         std::any_of(table.by_attribute.begin(), table.by_attribute.end(),
                     [&](const auto& entry) { return looks(entry.second); });
}

/// The values that a clause asks for, or asks not to be.
std::vector<YamlNode> values_of(const YamlNode& clause) {
  const auto without = clause["not"];
  const auto& values = without ? without : clause;
  if (values.is_list()) return values.items();
  if (values.yaml().IsMap()) return {};
  return {values};
}

}  // namespace

void ThemeSense::require_condition(const YamlNode& when, const Names& layers) const {
  if (!when) return;
  for (const auto& [attribute, clause] : when.entries()) {
    const auto name = clause.key();
    require_attribute(name, layers);
    const auto definitions = definitions_of(attribute, layers);
    const auto& housekeeping = theme_.defaults.housekeeping;
    bool idle = std::find(housekeeping.begin(), housekeeping.end(), folded(attribute)) !=
                housekeeping.end();
    for (const auto* const one : definitions) idle = idle || one->housekeeping || one->unique;
    if (idle) name.fail(msg("“{}” is a key or housekeeping: no rule can hang on it.", attribute));
    const bool bounded = clause.yaml().IsMap() && !clause["not"];
    for (const auto* const one : definitions)
      if (bounded && !is_number(one->type)) name.fail(msg("“{}” holds no number.", attribute));
    for (const auto& value : values_of(clause)) require_value(value, attribute, layers);
  }
}

/// One of the layers must be able to have it.
void ThemeSense::require_value(const YamlNode& value, const std::string& attribute,
                               const Names& layers) const {
  if (value.is_null() || value.text().empty()) return;
  const auto text = value.text();
  const auto definitions = definitions_of(attribute, layers);
  Names known;
  for (const auto* const one : definitions) {
    if (stands_for_value(one->type, text) && can_hold(*one, text)) return;
    known.insert(known.end(), one->values.begin(), one->values.end());
  }
  if (definitions.empty()) return;
  if (known.empty())
    value.fail(msg("“{}” is not {}, which “{}” holds.", text, in_words(definitions.front()->type),
                   attribute));
  value.fail(msg("“{}” is no value of “{}”.", text, attribute) + hint_at(text, known));
}

void ThemeSense::require_independence(const YamlNode& special_cases) const {
  if (!special_cases) return;
  const auto cases = special_cases.items();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto when = cases[i]["when"];
    if (!when) continue;
    const auto& layers = theme_.special_cases[i].layers;
    for (const auto& entry : when.entries()) {
      require_not_gone_by(entry.second.key(), layers);
      for (std::size_t k = 0; k < cases.size(); ++k) {
        const auto& other = theme_.special_cases[k];
        if (other.when.empty() || !overlap(layers, other.layers)) continue;
        if (const auto by_attribute = cases[k]["authority"]["by_attribute"])
          for (const auto& [name, said] : by_attribute.entries())
            if (same_name(name, entry.first))
              said.key().fail(
                  msg("A condition looks at “{}”: who answers for it cannot hang on one.", name));
      }
    }
  }
}

void ThemeSense::require_not_gone_by(const YamlNode& attribute, const Names& layers) const {
  const auto name = attribute.text();
  bool found = goes_by(theme_.authority, name);
  for (const auto& layer : theme_.layers)
    found = found || (overlap(layers, {layer.name}) && goes_by(layer.authority, name));
  for (const auto& special : theme_.special_cases)
    found = found || (overlap(layers, special.layers) && goes_by(special.authority, name));
  if (found)
    attribute.fail(
        msg("A rule goes by “{}”: a condition cannot look at it, for its value hangs on what that "
            "rule decides.",
            name));
}

}  // namespace bdf::rules
