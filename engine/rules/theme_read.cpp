// SPDX-License-Identifier: MIT
// A theme's file: its form is held against schemas/theme.schema.json, its meaning here.
#include <algorithm>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "rules/json_schema.h"
#include "rules/nearest_word.h"
#include "rules/theme.h"
#include "rules/yaml_document.h"

namespace bdf::rules {

namespace {

constexpr double greatest_distance = 1000;
constexpr double greatest_far = 100'000;
constexpr double greatest_count = 1e12;

double number_or(const YamlNode& node, double otherwise, double greatest) {
  return node ? node.number(0, greatest) : otherwise;
}

void read_rule(Responsibility& responsibility, const YamlNode& node) {
  static const std::vector<std::string> rules{"conflict", "prefer_local", "prefer_reference",
                                              "max",      "min",          "union",
                                              "newest",   "most_precise"};
  const auto rule = node["rule"];
  const auto by = node["by"];
  if (rule) {
    if (responsibility.authority != Authority::shared)
      rule.fail(msg("A rule decides only what is shared; this has an owner who decides."));
    responsibility.rule = static_cast<Rule>(rule.one_of(rules));
  }
  const bool looks =
      responsibility.rule == Rule::newest || responsibility.rule == Rule::most_precise;
  if (looks && !by)
    rule.fail(msg("Say which attribute this rule looks at, as in {{rule: newest, by: …}}."));
  if (by && !looks) by.fail(msg("Only the rules newest and most_precise look at an attribute."));
  if (by) responsibility.by = folded(by.text());
}

Responsibility read_responsibility(const YamlNode& node) {
  static const std::vector<std::string> owners{"reference", "producer", "shared"};
  Responsibility responsibility;
  if (const auto owner = node["owner"])
    responsibility.authority = static_cast<Authority>(owner.one_of(owners));
  read_rule(responsibility, node);
  return responsibility;
}

AuthorityTable read_authority(const YamlNode& node) {
  AuthorityTable table;
  if (!node) return table;
  if (const auto attributes = node["attributes"])
    table.attributes = read_responsibility(attributes);
  if (const auto geometry = node["geometry"]) table.geometry = read_responsibility(geometry);
  if (const auto existence = node["existence"]) table.existence = read_responsibility(existence);
  const auto by_attribute = node["by_attribute"];
  if (!by_attribute) return table;
  for (const auto& entry : by_attribute.entries()) {
    const auto added =
        table.by_attribute.emplace(folded(entry.first), read_responsibility(entry.second));
    if (!added.second) entry.second.fail(msg("“{}” stands here twice.", entry.first));
  }
  return table;
}

std::vector<std::string> read_texts(const YamlNode& node) {
  return node ? node.texts() : std::vector<std::string>();
}

Matching read_matching(const YamlNode& node) {
  return {number_or(node["distance"], 0, greatest_distance),
          number_or(node["far"], 0, greatest_far)};
}

void read_guard(LayerRules& rules, const YamlNode& node) {
  if (!node) return;
  rules.guard_share = number_or(node["share"], rules.guard_share, 1);
  const auto count = node["count"];
  if (!count) return;
  rules.guard_count = static_cast<std::size_t>(count.number(0, greatest_count));
}

void read_defaults(LayerRules& rules, const YamlNode& node) {
  rules.tolerance = number_or(node["tolerance"], rules.tolerance, greatest_distance);
  read_guard(rules, node["deletion_guard"]);
  if (const auto matching = node["matching"]) rules.matching = read_matching(matching);
  if (const auto side = node["provisional"])
    rules.provisional = static_cast<Side>(side.one_of({"ancestor", "local", "reference"}));
  if (const auto declined = node["declined"])
    rules.declined = static_cast<Declined>(declined.one_of({"keep", "revert"}));
  for (const auto& name : read_texts(node["housekeeping"]))
    rules.housekeeping.push_back(folded(name));
}

/// The reader of one file: what it says of attributes is held against the schemas it names.
class ThemeReader {
 public:
  explicit ThemeReader(const YamlNode& node) : node_(node) {}

  Theme read() {
    read_identity();
    read_defaults(theme_.defaults, node_);
    theme_.authority = read_authority(node_["authority"]);
    read_layers(node_["layers"]);
    check_attributes(theme_.authority, node_["authority"], {});
    if (const auto cases = node_["special_cases"])
      for (const auto& one : cases.items()) read_special_case(one);
    if (const auto desks = node_["desks"])
      for (const auto& one : desks.items()) read_desk(one);
    return std::move(theme_);
  }

 private:
  void read_identity();
  void read_layers(const YamlNode& node);
  void read_layer(const std::string& name, const YamlNode& node);
  void read_special_case(const YamlNode& node);
  void read_desk(const YamlNode& node);
  void check_layer(const std::string& layer, const YamlNode& node) const;
  void check_attribute(const std::string& name, const YamlNode& node,
                       const std::vector<std::string>& layers) const;
  void check_attributes(const AuthorityTable& table, const YamlNode& node,
                        const std::vector<std::string>& layers) const;
  [[nodiscard]] std::vector<const ThemeLayer*> among(const std::vector<std::string>& names) const;

  YamlNode node_;
  Theme theme_;
};

void ThemeReader::read_identity() {
  theme_.name = node_["name"].text();
  theme_.version = node_["version"].text();
  if (!node_["schema"]) return;
  theme_.schema = node_["schema"].text();
  try {
    static_cast<void>(schema_versions(theme_.schema));
    theme_.territories = load_territories(theme_.schema);
  } catch (const InputError& error) {
    node_["schema"].fail(error.what());
  }
}

void ThemeReader::read_layers(const YamlNode& node) {
  if (!node) return;
  for (const auto& [name, layer] : node.entries()) read_layer(name, layer);
}

void ThemeReader::read_layer(const std::string& name, const YamlNode& node) {
  ThemeLayer layer;
  layer.name = name;
  if (!theme_.schema.empty()) {
    try {
      layer.schema = std::make_shared<const LayerSchema>(load_layer_schema(theme_.schema, name));
    } catch (const InputError& error) {
      node.fail(error.what());
    }
  }
  if (const auto tolerance = node["tolerance"])
    layer.tolerance = tolerance.number(0, greatest_distance);
  if (const auto matching = node["matching"]) layer.matching = read_matching(matching);
  layer.other_attributes = read_texts(node["other_attributes"]);
  layer.authority = read_authority(node["authority"]);
  theme_.layers.push_back(std::move(layer));
  check_attributes(theme_.layers.back().authority, node["authority"], {name});
}

std::vector<const ThemeLayer*> ThemeReader::among(const std::vector<std::string>& names) const {
  std::vector<const ThemeLayer*> found;
  for (const auto& layer : theme_.layers)
    if (names.empty() || std::find(names.begin(), names.end(), layer.name) != names.end())
      found.push_back(&layer);
  return found;
}

void ThemeReader::check_layer(const std::string& layer, const YamlNode& node) const {
  std::vector<std::string> known;
  for (const auto& one : theme_.layers) known.push_back(one.name);
  if (std::find(known.begin(), known.end(), layer) != known.end()) return;
  const auto nearest = nearest_word(layer, known);
  node.fail(nearest ? msg("The theme has no layer “{}”. Did you mean “{}”?", layer, *nearest)
                    : msg("The theme has no layer “{}”.", layer));
}

/// That at least one of those layers has the attribute. A theme without a schema knows none.
void ThemeReader::check_attribute(const std::string& name, const YamlNode& node,
                                  const std::vector<std::string>& layers) const {
  std::vector<std::string> known;
  for (const auto* layer : among(layers)) {
    if (!layer->schema) return;
    for (const auto& attribute : layer->schema->attributes) known.push_back(attribute.name);
    known.insert(known.end(), layer->other_attributes.begin(), layer->other_attributes.end());
  }
  const bool found = std::any_of(known.begin(), known.end(),
                                 [&](const auto& one) { return same_name(one, name); });
  if (found || known.empty()) return;
  const auto nearest = nearest_word(name, known);
  node.fail(nearest ? msg("No layer here has an attribute “{}”. Did you mean “{}”?", name, *nearest)
                    : msg("No layer here has an attribute “{}”. What no schema knows is listed as "
                          "other_attributes.",
                          name));
}

void ThemeReader::check_attributes(const AuthorityTable& table, const YamlNode& node,
                                   const std::vector<std::string>& layers) const {
  const auto by_attribute = table.by_attribute.empty() ? YamlNode("", {}) : node["by_attribute"];
  if (!table.by_attribute.empty())
    for (const auto& [name, responsibility] : by_attribute.entries())
      check_attribute(name, responsibility, layers);
  for (const auto& [name, responsibility] : table.by_attribute)
    if (!responsibility.by.empty()) check_attribute(responsibility.by, node, layers);
  for (const auto& whole : {table.attributes, table.geometry})
    if (whole && !whole->by.empty()) check_attribute(whole->by, node, layers);
}

void ThemeReader::read_special_case(const YamlNode& node) {
  SpecialCase special{read_texts(node["layers"]), read_texts(node["territories"]),
                      read_texts(node["communities"]), read_authority(node["authority"])};
  for (const auto& layer : special.layers) check_layer(layer, node["layers"]);
  for (const auto& name : special.territories)
    if (find_territory(theme_.territories, name) == nullptr)
      node["territories"].fail(msg("There is no territory “{}”.", name));
  check_attributes(special.authority, node["authority"], special.layers);
  theme_.special_cases.push_back(std::move(special));
}

void ThemeReader::read_desk(const YamlNode& node) {
  Desk desk;
  desk.name = node["name"].text();
  if (const auto community = node["community"]) desk.community = community.text();
  const auto may_edit = node["may_edit"];
  if (may_edit) {
    for (const auto& [layer, attributes] : may_edit.entries()) {
      check_layer(layer, attributes);
      const auto rules = theme_.rules_of(theme_.find_layer(layer), {"", "", desk.community});
      for (const auto& name : attributes.texts()) {
        check_attribute(name, attributes, {layer});
        if (rules.of_attribute(name).authority == Authority::reference)
          attributes.fail(
              msg("“{}” is owned by the reference: a desk that may edit it needs an "
                  "owner producer or shared.",
                  name));
        desk.may_edit[layer].push_back(name);
      }
    }
  }
  theme_.desks.push_back(std::move(desk));
}

}  // namespace

Theme load_theme(const std::string& theme) {
  const auto path = theme_file(theme);
  const auto text = read_text(path);
  const auto document = parse_yaml(path, text);
  require_schema(document, "theme");
  auto result = ThemeReader(document).read();
  result.digest = sha256(text);
  return result;
}

}  // namespace bdf::rules
