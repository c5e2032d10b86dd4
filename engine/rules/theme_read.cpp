// SPDX-License-Identifier: MIT
// A theme's file: its form is held against schemas/theme.schema.json, its meaning here.
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "model/schema.h"
#include "rules/json_schema.h"
#include "rules/theme.h"
#include "rules/theme_sense.h"
#include "rules/yaml_document.h"

namespace bdf::rules {

namespace {

constexpr double greatest_distance = 1000;
constexpr double greatest_far = 100'000;
constexpr double greatest_count = 1e12;

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
    if (!added.second) entry.second.key().fail(msg("“{}” stands here twice.", entry.first));
  }
  return table;
}

std::vector<MatchingAttribute> read_matching_attributes(const YamlNode& node) {
  static const std::vector<std::string> measures{"code", "text", "number", "nature"};
  std::vector<MatchingAttribute> attributes;
  for (const auto& item : node.items()) {
    MatchingAttribute attribute;
    attribute.name = item["name"].text();
    attribute.measure = static_cast<AttributeMeasure>(item["measure"].one_of(measures));
    attribute.weight = item["weight"].number_or(attribute.weight, 0, 1);
    for (const auto& other : attributes)
      if (same_name(other.name, attribute.name))
        item["name"].fail(msg("“{}” stands here twice.", attribute.name));
    attributes.push_back(std::move(attribute));
  }
  return attributes;
}

std::vector<NatureDistance> read_nature_distances(const YamlNode& node) {
  std::vector<NatureDistance> distances;
  for (const auto& item : node.items())
    distances.push_back({item["between"].names(), item["distance"].number(0, 1)});
  return distances;
}

/// What is not said stays as it is.
Matching read_matching(const YamlNode& node, Matching matching) {
  matching.distance = node["distance"].number_or(matching.distance, 0, greatest_distance);
  matching.most = node["most"].number_or(matching.most, 0, greatest_distance);
  matching.far = node["far"].number_or(matching.far, 0, greatest_far);
  if (const auto shift = node["shift"]) matching.shift = shift.number(0, greatest_far);
  matching.confidence = node["confidence"].number_or(matching.confidence, 0, 1);
  if (const auto precision = node["precision"]) matching.precision = precision.text();
  if (const auto attributes = node["attributes"])
    matching.attributes = read_matching_attributes(attributes);
  if (const auto distances = node["nature_distances"])
    matching.nature_distances = read_nature_distances(distances);
  if (const auto unknown = node["unknown_values"]) matching.unknown_values = unknown.names();
  if (matching.most > 0 && matching.most < matching.distance)
    (node["most"] ? node["most"] : node["distance"])
        .fail(msg("“most” is how far to look beyond “distance”: it must not be less."));
  if (matching.far > 0 && matching.far < matching.distance)
    (node["far"] ? node["far"] : node["distance"])
        .fail(msg("Features within “distance” would be doubted as too far apart: “far” must "
                  "not be less."));
  return matching;
}

void read_guard(LayerRules& rules, const YamlNode& node) {
  if (!node) return;
  rules.guard_share = node["share"].number_or(rules.guard_share, 0, 1);
  const auto count = node["count"];
  if (!count) return;
  rules.guard_count = static_cast<std::size_t>(count.number(0, greatest_count));
}

ValuesMeet read_values_meet(const YamlNode& node) {
  return static_cast<ValuesMeet>(node.one_of({"conflict", "most", "interval", "split"}));
}

Right read_right(const YamlNode& node) {
  return static_cast<Right>(node.one_of({"none", "read", "propose", "decide"}));
}

Doubles read_doubles(const YamlNode& node) {
  return {node["layer"].text(), read_condition(node["when"]), read_condition(node["that"]),
          static_cast<Doubling>(node["as"].one_of({"reported", "kept", "derived"}))};
}

void read_defaults(LayerRules& rules, const YamlNode& node) {
  rules.tolerance = node["tolerance"].number_or(rules.tolerance, 0, greatest_distance);
  read_guard(rules, node["deletion_guard"]);
  if (const auto matching = node["matching"])
    rules.matching = read_matching(matching, rules.matching);
  if (const auto side = node["provisional"])
    rules.provisional = static_cast<Side>(side.one_of({"ancestor", "local", "reference"}));
  if (const auto declined = node["declined"])
    rules.declined = static_cast<Declined>(declined.one_of({"keep", "revert"}));
  if (const auto meet = node["values_meet"]) rules.values_meet = read_values_meet(meet);
  for (const auto& name : node["housekeeping"].names_or_none())
    rules.housekeeping.push_back(folded(name));
}

/// The reader of one file: what it says of attributes is held against the schemas it names.
class ThemeReader {
 public:
  explicit ThemeReader(YamlNode node) : node_(std::move(node)) {}

  Theme read() {
    read_identity();
    read_defaults(theme_.defaults, node_);
    theme_.authority = read_authority(node_["authority"]);
    if (const auto layers = node_["layers"])
      for (const auto& entry : layers.entries()) read_layer(entry.second);
    if (const auto layers = node_["layers"])
      for (const auto& entry : layers.entries()) require_known_layers(entry.second);
    sense_.require_authority(node_["authority"], {});
    sense_.require_matching(node_["matching"], {});
    if (const auto housekeeping = node_["housekeeping"])
      for (const auto& name : housekeeping.items()) sense_.require_attribute(name, {});
    if (const auto cases = node_["special_cases"])
      for (const auto& one : cases.items()) read_special_case(one);
    sense_.require_independence(node_["special_cases"]);
    if (const auto desks = node_["desks"])
      for (const auto& one : desks.items()) read_desk(one);
    if (const auto communities = node_["communities"])
      for (const auto& entry : communities.entries()) read_community(entry.second);
    if (const auto others = node_["others"]) theme_.others = read_right(others);
    if (const auto packages = node_["packages"]) theme_.packages = read_packages(packages, sense_);
    if (const auto label = node_["label"]) read_label_of(label);
    return std::move(theme_);
  }

 private:
  void read_identity();
  void read_layer(const YamlNode& node);
  void require_known_layers(const YamlNode& node) const;
  void read_special_case(const YamlNode& node);
  void read_desk(const YamlNode& node);
  void read_community(const YamlNode& node);
  void read_label_of(const YamlNode& node);
  void read_organisation(const YamlNode& node, Community& community) const;
  [[nodiscard]] RightsTable read_rights_table(const YamlNode& node,
                                              const std::vector<std::string>& layers) const;
  [[nodiscard]] std::vector<std::string> read_rights(const YamlNode& attributes,
                                                     const std::string& community) const;

  YamlNode node_;
  Theme theme_;
  ThemeSense sense_{theme_};
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

/// Columns that the rules may name although the schema does not know them.
std::vector<std::string> read_other_attributes(const YamlNode& node, const LayerSchema* schema) {
  if (!node) return {};
  for (const auto& name : node.items())
    if (const auto* const known = schema == nullptr ? nullptr : schema->find(name.text()))
      name.fail(msg("“{}” is none of the others: the schema knows it as “{}”.", name.text(),
                    known->name));
  return node.names();
}

void ThemeReader::read_layer(const YamlNode& node) {
  ThemeLayer layer;
  layer.name = node.key().text();
  for (const auto& other : theme_.layers)
    if (same_name(other.name, layer.name))
      node.key().fail(msg("“{}” stands here twice.", layer.name));
  if (!theme_.schema.empty()) {
    try {
      layer.schema =
          std::make_shared<const LayerSchema>(load_layer_schema(theme_.schema, layer.name));
    } catch (const InputError& error) {
      node.key().fail(error.what());
    }
  }
  if (const auto tolerance = node["tolerance"])
    layer.tolerance = tolerance.number(0, greatest_distance);
  if (const auto matching = node["matching"])
    layer.matching = read_matching(matching, theme_.defaults.matching);
  layer.other_attributes = read_other_attributes(node["other_attributes"], layer.schema.get());
  layer.restricted = node["restricted"].names_or_none();
  layer.authority = read_authority(node["authority"]);
  layer.attached_to = node["attached_to"].names_or_none();
  if (const auto meet = node["values_meet"]) layer.values_meet = read_values_meet(meet);
  if (const auto network = node["network"]) layer.network = Network{network["nodes"].text_or("")};
  if (node["coverage"]) layer.coverage = Coverage{};
  if (const auto doubles = node["doubles"]) layer.doubles = read_doubles(doubles);
  theme_.layers.push_back(std::move(layer));
  if (const auto restricted = node["restricted"])
    for (const auto& name : restricted.items()) sense_.require_attribute(name, {node.key().text()});
  sense_.require_authority(node["authority"], {node.key().text()});
  sense_.require_matching(node["matching"], {node.key().text()});
}

/// What a layer says of others, once all are known.
void ThemeReader::require_known_layers(const YamlNode& node) const {
  if (const auto attached = node["attached_to"])
    for (const auto& layer : attached.items()) sense_.require_layer(layer);
  if (const auto network = node["network"])
    if (const auto nodes = network["nodes"]) sense_.require_layer(nodes);
  if (const auto doubles = node["doubles"]) sense_.require_doubles(doubles, node.key().text());
}

/// Territories as they are spelt where they are defined, so that a run's can be compared with them.
std::vector<std::string> read_places(const YamlNode& node,
                                     const std::vector<Territory>& territories) {
  std::vector<std::string> places;
  if (!node) return places;
  for (const auto& name : node.items()) {
    places.push_back(spelling_of(territories, name.text()));
    if (places.back().empty()) name.fail(msg("There is no territory “{}”.", name.text()));
  }
  return places;
}

void ThemeReader::read_special_case(const YamlNode& node) {
  SpecialCase special{node["layers"].names_or_none(),
                      read_places(node["territories"], theme_.territories),
                      node["communities"].names_or_none(), read_condition(node["when"]),
                      read_authority(node["authority"])};
  if (const auto layers = node["layers"])
    for (const auto& layer : layers.items()) sense_.require_layer(layer);
  sense_.require_authority(node["authority"], special.layers);
  sense_.require_condition(node["when"], special.layers);
  theme_.special_cases.push_back(std::move(special));
}

/// What a desk may edit of one layer.
std::vector<std::string> ThemeReader::read_rights(const YamlNode& attributes,
                                                  const std::string& community) const {
  const auto layer = attributes.key().text();
  const auto rules = theme_.rules_of(theme_.find_layer(layer), {"", "", community});
  for (const auto& name : attributes.items()) {
    sense_.require_attribute(name, {layer});
    if (!rules.may_answer(Authority::producer, name.text()) &&
        !rules.may_answer(Authority::shared, name.text()))
      name.fail(
          msg("“{}” is owned by the reference: a desk that may edit it needs an owner producer or "
              "shared.",
              name.text()));
  }
  return attributes.names();
}

void ThemeReader::read_desk(const YamlNode& node) {
  Desk desk;
  desk.name = node["name"].text();
  for (const auto& other : theme_.desks)
    if (same_name(other.name, desk.name))
      node["name"].fail(msg("“{}” stands here twice.", desk.name));
  if (const auto community = node["community"]) desk.community = community.text();
  if (const auto may_edit = node["may_edit"])
    for (const auto& [layer, attributes] : may_edit.entries()) {
      sense_.require_layer(attributes.key());
      desk.may_edit[layer] = read_rights(attributes, desk.community);
    }
  theme_.desks.push_back(std::move(desk));
}

RightsTable ThemeReader::read_rights_table(const YamlNode& node,
                                           const std::vector<std::string>& layers) const {
  RightsTable table;
  if (!node) return table;
  if (const auto attributes = node["attributes"]) table.attributes = read_right(attributes);
  if (const auto geometry = node["geometry"]) table.geometry = read_right(geometry);
  if (const auto existence = node["existence"]) table.existence = read_right(existence);
  const auto by_attribute = node["by_attribute"];
  if (!by_attribute) return table;
  for (const auto& [name, right] : by_attribute.entries()) {
    sense_.require_attribute(right.key(), layers);
    if (!table.by_attribute.emplace(folded(name), read_right(right)).second)
      right.key().fail(msg("“{}” stands here twice.", name));
  }
  return table;
}

/// Names and accounts stand for one organisation alone.
void ThemeReader::read_organisation(const YamlNode& node, Community& community) const {
  Organisation organisation;
  organisation.name = node["name"].text();
  const auto is_known = [&](const auto& find, const std::string& name) {
    return find(theme_.communities, name) || find({community}, name);
  };
  if (is_known(find_organisation, organisation.name))
    node["name"].fail(msg("“{}” stands here twice.", organisation.name));
  organisation.territories = node["territories"].names_or_none();
  organisation.keys = node["keys"].names_or_none();
  organisation.members = node["members"].names_or_none();
  if (const auto members = node["members"])
    for (const auto& member : members.items())
      if (is_known(organisation_of_member, member.text()))
        member.fail(msg("“{}” stands here twice.", member.text()));
  community.organisations.push_back(std::move(organisation));
}

void ThemeReader::read_label_of(const YamlNode& node) {
  if (!theme_.packages) node.key().fail(msg("A label is of packages: say “{}” first.", "packages"));
  theme_.label = read_label(node, *theme_.packages, sense_);
}

void ThemeReader::read_community(const YamlNode& node) {
  Community community;
  community.name = node.key().text();
  if (const auto title = node["title"]) community.title = title.text();
  community.signed_only = node["signed"].is_true();
  community.rights = read_rights_table(node["rights"], {});
  if (const auto layers = node["layers"])
    for (const auto& [name, table] : layers.entries()) {
      sense_.require_layer(table.key());
      community.layers[name] = read_rights_table(table, {name});
    }
  if (const auto organisations = node["organisations"])
    for (const auto& one : organisations.items()) read_organisation(one, community);
  theme_.communities.push_back(std::move(community));
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
