// SPDX-License-Identifier: MIT
#include "rules/theme.h"

#include <algorithm>
#include <regex>

#include "base/error.h"
#include "base/message.h"
#include "model/schema.h"
#include "rules/nearest_word.h"

namespace bdf::rules {

namespace {

bool holds(const std::vector<std::string>& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(),
                     [&](const auto& one) { return same_name(one, name); });
}

bool matches_any(const std::vector<std::string>& patterns, const std::string& name) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const auto& pattern) {
    return std::regex_search(name, std::regex(pattern, std::regex::ECMAScript | std::regex::icase));
  });
}

void lay_over(LayerRules& rules, const AuthorityTable& table) {
  if (table.attributes) rules.attributes = *table.attributes;
  if (table.geometry) rules.geometry = *table.geometry;
  if (table.existence) rules.existence = *table.existence;
  for (const auto& [name, responsibility] : table.by_attribute)
    rules.by_attribute[name] = responsibility;
}

/// Leaves nothing of what the later table says.
void overrule(AuthorityTable& table, const AuthorityTable& later) {
  if (later.attributes) table.attributes.reset();
  if (later.geometry) table.geometry.reset();
  if (later.existence) table.existence.reset();
  for (const auto& entry : later.by_attribute) table.by_attribute.erase(entry.first);
}

bool is_of(const SpecialCase& special, const Setting& setting) {
  const auto& territories = special.territories;
  return territories.empty() || holds(territories, setting.territory) ||
         (!setting.zone.empty() && holds(territories, setting.zone));
}

bool applies(const SpecialCase& special, const std::string& layer, const Setting& setting) {
  return is_of(special, setting) && (special.layers.empty() || holds(special.layers, layer)) &&
         (special.communities.empty() || holds(special.communities, setting.community));
}

}  // namespace

Responsibility LayerRules::of_attribute(const std::string& attribute) const {
  const auto* known = schema ? schema->find(attribute) : nullptr;
  const auto said = by_attribute.find(folded(known != nullptr ? known->name : attribute));
  if (said != by_attribute.end()) return said->second;
  if (schema && known == nullptr) return {Authority::producer, Rule::conflict, {}};
  return attributes;
}

bool LayerRules::is_housekeeping(const std::string& attribute) const {
  const auto* known = schema ? schema->find(attribute) : nullptr;
  return (known != nullptr && known->housekeeping) ||
         holds(housekeeping, known != nullptr ? known->name : attribute);
}

const ThemeLayer* Theme::find_layer(const std::string& layer) const {
  for (const auto& one : layers)
    if (same_name(one.name, layer)) return &one;
  for (const auto& one : layers)
    if (one.schema && matches_any(one.schema->layer_patterns, layer)) return &one;
  return nullptr;
}

LayerRules Theme::rules_of(const ThemeLayer* layer, const Setting& setting) const {
  auto rules = defaults;
  lay_over(rules, authority);
  if (layer != nullptr) {
    rules.name = layer->name;
    rules.schema = layer->schema;
    rules.attached_to = layer->attached_to;
    rules.network = layer->network;
    rules.coverage = layer->coverage;
    rules.doubles = layer->doubles;
    if (layer->values_meet) rules.values_meet = *layer->values_meet;
    if (layer->tolerance) rules.tolerance = *layer->tolerance;
    if (layer->matching) rules.matching = *layer->matching;
    lay_over(rules, layer->authority);
  }
  const auto layer_name = layer != nullptr ? layer->name : std::string();
  for (const auto& special : special_cases) {
    if (!applies(special, layer_name, setting)) continue;
    if (!special.when.empty()) {
      rules.conditional.push_back({special.when, special.authority});
      continue;
    }
    lay_over(rules, special.authority);
    for (auto& earlier : rules.conditional) overrule(earlier.authority, special.authority);
  }
  return rules;
}

bool are_ruled_alike(const Theme& theme, const Setting& a, const Setting& b) {
  return std::all_of(theme.special_cases.begin(), theme.special_cases.end(),
                     [&](const auto& special) { return is_of(special, a) == is_of(special, b); });
}

Access ThemeLayer::access_of(const std::string& attribute) const {
  const auto* known = schema == nullptr ? nullptr : schema->find(attribute);
  const auto is_it = [&](const std::string& one) {
    return same_name(one, attribute) || (known != nullptr && schema->find(one) == known);
  };
  if (std::any_of(restricted.begin(), restricted.end(), is_it)) return Access::restricted;
  return known == nullptr ? Access::open : known->access;
}

void require_community(const Theme& theme, const std::string& community) {
  std::vector<std::string> known;
  for (const auto& special : theme.special_cases)
    known.insert(known.end(), special.communities.begin(), special.communities.end());
  for (const auto& desk : theme.desks)
    if (!desk.community.empty()) known.push_back(desk.community);
  for (const auto& one : theme.communities) known.push_back(one.name);
  if (community.empty() || known.empty() || holds(known, community)) return;
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  throw UsageError(msg("the theme “{}” knows no community “{}”.", theme.name, community) +
                   hint_at(community, known));
}

}  // namespace bdf::rules
