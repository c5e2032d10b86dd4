// SPDX-License-Identifier: MIT
#include "jobs/theme_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/message.h"
#include "jobs/signature_text.h"
#include "rules/theme.h"

namespace bdf::jobs {

namespace {

using rules::Authority;
using rules::LayerRules;
using rules::Responsibility;
using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> owner_names{"reference", "producer", "shared"};
constexpr std::array<std::string_view, 8> rule_names{"conflict", "prefer_local", "prefer_reference",
                                                     "max",      "min",          "union",
                                                     "newest",   "most_precise"};
constexpr std::array<std::string_view, 3> doubling_names{"reported", "kept", "derived"};

std::string_view name_of(Authority authority) {
  return owner_names[static_cast<std::size_t>(authority)];
}
std::string_view name_of(rules::Rule rule) { return rule_names[static_cast<std::size_t>(rule)]; }

std::string rule_text(const Responsibility& said) {
  return said.by.empty() ? std::string(name_of(said.rule))
                         : msg("{} by {}", name_of(said.rule), said.by);
}

/// All attributes of the layer that the theme or its schema knows.
std::vector<std::string> attributes_of(const rules::ThemeLayer& layer) {
  std::vector<std::string> names;
  if (layer.schema)
    for (const auto& attribute : layer.schema->attributes) names.push_back(attribute.name);
  names.insert(names.end(), layer.other_attributes.begin(), layer.other_attributes.end());
  return names;
}

/// The attributes of one owner; those that are shared with the rule that decides.
std::vector<std::string> owned_by(Authority owner, const rules::ThemeLayer& layer,
                                  const LayerRules& rules) {
  std::vector<std::string> names;
  for (const auto& name : attributes_of(layer)) {
    const auto said = rules.of_attribute(name);
    if (said.authority != owner || rules.is_housekeeping(name)) continue;
    names.push_back(owner == Authority::shared ? fmt::format("{} ({})", name, rule_text(said))
                                               : name);
  }
  return names;
}

std::string owner_text(const Responsibility& said) {
  switch (said.authority) {
    case Authority::reference:
      return msg("the reference");
    case Authority::producer:
      return msg("the producer");
    case Authority::shared:
      break;
  }
  return msg("both ({})", rule_text(said));
}

std::string doubles_text(const rules::Doubles& doubles) {
  auto which = doubles.layer;
  if (!doubles.that.empty()) which = msg("{} of which {}", which, rules::in_words(doubles.that));
  if (!doubles.when.empty()) which = msg("{} where {}", which, rules::in_words(doubles.when));
  switch (doubles.as) {
    case rules::Doubling::reported:
      return msg("doubles {}: reported", which);
    case rules::Doubling::kept:
      return msg("doubles {}: kept beside it", which);
    case rules::Doubling::derived:
      return msg("doubles {}: derived from it", which);
  }
  return {};
}

std::string layer_text(const rules::ThemeLayer& layer, const LayerRules& rules) {
  auto text = fmt::format("\n{}\n", layer.name);
  text +=
      "  " +
      msg("geometry: {}; existence: {}", owner_text(rules.geometry), owner_text(rules.existence)) +
      "\n";
  if (rules.doubles) text += "  " + doubles_text(*rules.doubles) + "\n";
  const auto list = [&](Authority owner, const std::string& who) {
    const auto names = owned_by(owner, layer, rules);
    if (!names.empty())
      text += fmt::format("  {}\n", msg("{}: {}", who, fmt::format("{}", fmt::join(names, ", "))));
  };
  list(Authority::reference, msg("attributes of the reference"));
  list(Authority::producer, msg("attributes of the producer"));
  list(Authority::shared, msg("shared attributes"));
  return text;
}

std::string rights_text(const rules::RightsTable& table) {
  std::vector<std::string> said;
  const auto add = [&](const std::string& what, const std::optional<rules::Right>& may) {
    if (may) said.push_back(msg("{}: {}", what, rules::name_of(*may)));
  };
  add(msg("existence"), table.existence);
  add(msg("geometry"), table.geometry);
  add(msg("attributes"), table.attributes);
  for (const auto& [name, may] : table.by_attribute) add(name, may);
  return fmt::format("{}", fmt::join(said, ", "));
}

/// What a community may do to a base, and who belongs to it.
std::string community_text(const rules::Community& community) {
  auto text = "\n" + msg("The community “{}” may, in a base:", community.name) + "\n";
  const auto everywhere = rights_text(community.rights);
  if (!everywhere.empty()) text += "  " + everywhere + "\n";
  for (const auto& [layer, table] : community.layers)
    text += "  " + msg("{}: {}", layer, rights_text(table)) + "\n";
  std::vector<std::string> names;
  for (const auto& organisation : community.organisations) names.push_back(organisation.name);
  text += "  " + msg("organisations: {}", fmt::format("{}", fmt::join(names, ", "))) + "\n";
  return text;
}

Json as_json(const rules::RightsTable& table) {
  Json json = Json::object();
  const auto add = [&](Json& where, const std::string& what,
                       const std::optional<rules::Right>& may) {
    if (may) where[what] = rules::name_of(*may);
  };
  add(json, "existence", table.existence);
  add(json, "geometry", table.geometry);
  add(json, "attributes", table.attributes);
  for (const auto& [name, may] : table.by_attribute) add(json["by_attribute"], name, may);
  return json;
}

Json as_json(const rules::Community& community) {
  Json json{{"name", community.name},
            {"title", community.title},
            {"signed", community.signed_only},
            {"rights", as_json(community.rights)}};
  auto& layers = json["layers"] = Json::object();
  for (const auto& [layer, table] : community.layers) layers[layer] = as_json(table);
  auto& organisations = json["organisations"] = Json::array();
  for (const auto& one : community.organisations)
    organisations.push_back({{"name", one.name}, {"territories", one.territories}});
  return json;
}

/// For which objects, where and for whom a special case holds.
std::string scope_text(const rules::SpecialCase& special) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  const auto list = [&](const std::string& what, const std::vector<std::string>& names) {
    if (!names.empty()) add(msg("{}: {}", what, fmt::format("{}", fmt::join(names, ", "))));
  };
  list(msg("layers"), special.layers);
  list(msg("territories"), special.territories);
  list(msg("communities"), special.communities);
  if (!special.when.empty()) add(msg("where {}", rules::in_words(special.when)));
  return text.empty() ? msg("everywhere") : text;
}

std::string case_text(const rules::SpecialCase& special) {
  auto text = "\n" + msg("Special case ({}):", scope_text(special)) + "\n";
  const auto add = [&](const std::string& what, const std::optional<Responsibility>& said) {
    if (said) text += fmt::format("  {}\n", msg("{}: {}", what, owner_text(*said)));
  };
  add(msg("geometry"), special.authority.geometry);
  add(msg("existence"), special.authority.existence);
  add(msg("attributes"), special.authority.attributes);
  for (const auto& [name, said] : special.authority.by_attribute) add(name, said);
  return text;
}

Json as_json(const Responsibility& said) {
  Json json{{"owner", name_of(said.authority)}};
  if (said.authority == Authority::shared) json["rule"] = name_of(said.rule);
  if (!said.by.empty()) json["by"] = said.by;
  return json;
}

Json as_json(const rules::SpecialCase& special) {
  Json json{{"layers", special.layers},
            {"territories", special.territories},
            {"communities", special.communities}};
  if (!special.when.empty()) json["when"] = Json::parse(rules::to_json(special.when));
  auto& authority = json["authority"] = Json::object();
  const auto add = [](Json& where, const std::string& what, const auto& said) {
    if (said) where[what] = as_json(*said);
  };
  add(authority, "attributes", special.authority.attributes);
  add(authority, "geometry", special.authority.geometry);
  add(authority, "existence", special.authority.existence);
  for (const auto& [name, said] : special.authority.by_attribute)
    authority["by_attribute"][name] = as_json(said);
  return json;
}

Json as_json(const rules::Doubles& doubles) {
  Json json{{"layer", doubles.layer}};
  if (!doubles.when.empty()) json["when"] = Json::parse(rules::to_json(doubles.when));
  if (!doubles.that.empty()) json["that"] = Json::parse(rules::to_json(doubles.that));
  json["as"] = doubling_names[static_cast<std::size_t>(doubles.as)];
  return json;
}

Json layer_json(const rules::ThemeLayer& layer, const LayerRules& rules) {
  Json json{{"name", layer.name},
            {"geometry", as_json(rules.geometry)},
            {"existence", as_json(rules.existence)}};
  if (rules.doubles) json["doubles"] = as_json(*rules.doubles);
  auto& attributes = json["attributes"] = Json::object();
  for (const auto& name : attributes_of(layer))
    attributes[name] = rules.is_housekeeping(name) ? Json{{"owner", "housekeeping"}}
                                                   : as_json(rules.of_attribute(name));
  return json;
}

}  // namespace

std::string theme_as_text(const std::string& name) {
  const auto theme = rules::load_theme(name);
  auto text = msg("{}: the theme “{}”, version {}, is in order.", rules::theme_file(name),
                  theme.name, theme.version) +
              "\n";
  for (const auto& layer : theme.layers) text += layer_text(layer, theme.rules_of(&layer, {}));
  for (const auto& special : theme.special_cases) text += case_text(special);
  for (const auto& desk : theme.desks) {
    text += "\n" + msg("The desk “{}” may edit:", desk.name) + "\n";
    for (const auto& [layer, attributes] : desk.may_edit)
      text += fmt::format("  {}\n",
                          msg("{}: {}", layer, fmt::format("{}", fmt::join(attributes, ", "))));
  }
  for (const auto& community : theme.communities) text += community_text(community);
  return text;
}

std::string theme_as_json(const std::string& name,
                          const std::optional<crypto::Judgement>& signature) {
  const auto theme = rules::load_theme(name);
  Json json{{"file", rules::theme_file(name)},
            {"name", theme.name},
            {"version", theme.version},
            {"digest", theme.digest}};
  auto& layers = json["layers"] = Json::array();
  for (const auto& layer : theme.layers)
    layers.push_back(layer_json(layer, theme.rules_of(&layer, {})));
  auto& cases = json["special_cases"] = Json::array();
  for (const auto& special : theme.special_cases) cases.push_back(as_json(special));
  auto& desks = json["desks"] = Json::array();
  for (const auto& desk : theme.desks)
    desks.push_back({{"name", desk.name}, {"may_edit", desk.may_edit}});
  auto& communities = json["communities"] = Json::array();
  for (const auto& community : theme.communities) communities.push_back(as_json(community));
  json["signature"] = signature ? signature_json(*signature) : Json();
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bdf::jobs
