// SPDX-License-Identifier: MIT
#include "jobs/validate.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/message.h"
#include "io/crs.h"
#include "jobs/coverage_check.h"
#include "jobs/domains.h"
#include "jobs/doubles_check.h"
#include "jobs/geometric_options.h"
#include "jobs/inputs.h"
#include "jobs/layer_check.h"
#include "jobs/network_check.h"
#include "jobs/schema_choice.h"
#include "jobs/scratch.h"
#include "merge/compare.h"
#include "rules/theme.h"

namespace bdf::jobs {

namespace {

/// What the theme's layers are held against, unless another schema is asked for.
SchemaChoice schema_for(const ValidationJob& job, const rules::Theme& theme) {
  if (!job.schema.empty() || theme.schema.empty()) return parse_schema_choice(job.schema);
  auto choice = parse_schema_choice(theme.schema);
  for (const auto& layer : theme.layers) choice.layers.push_back(layer.name);
  return choice;
}

std::vector<Schema> layers_meant(const Input& input) {
  if (input.source.layer.empty()) return input.catalog.layers;
  return {layer_of(input, input.source.layer)};
}

/// The column that carries the key of the class.
std::optional<std::string> key_column(const Schema& layer, const rules::LayerSchema& definition) {
  for (const auto& column : layer.columns) {
    const auto* const attribute = definition.find(column.name);
    if (attribute != nullptr && attribute->name == definition.key) return column.name;
  }
  return std::nullopt;
}

Keys read_keys(io::Database& database, const Schema& layer, const std::string& column) {
  Keys keys;
  auto select = database.prepare("SELECT " + io::sql_name(column) + " FROM main." +
                                 io::sql_name(layer.layer));
  while (select.step())
    if (auto key = merge::normal_form(ColumnType::text, select.column(0)))
      keys.insert(std::move(*key));
  return keys;
}

/// The classes that links of these layers lead to.
LinkTargets targets_of(const ChosenClasses& chosen) {
  LinkTargets targets;
  for (const auto& definition : chosen.classes) {
    if (!definition) continue;
    for (const auto& attribute : definition->attributes)
      if (!attribute.references.empty() && !targets.contains(attribute.references))
        targets[attribute.references].key_pattern =
            rules::load_layer_schema(definition->schema, definition->version, attribute.references)
                .key_pattern;
  }
  return targets;
}

/// The same, with the keys of those that are at hand.
LinkTargets read_targets(io::Database& database, const std::vector<Schema>& layers,
                         const ChosenClasses& chosen) {
  auto targets = targets_of(chosen);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const auto& definition = chosen.classes[i];
    const auto target = definition ? targets.find(definition->layer) : targets.end();
    const auto column = target == targets.end() ? std::nullopt : key_column(layers[i], *definition);
    if (!column) continue;
    auto& keys = target->second.keys;
    if (!keys) keys.emplace();
    keys->merge(read_keys(database, layers[i], *column));
  }
  return targets;
}

ValidationFinding finding_on_file(Level level, std::string code, std::string message) {
  ValidationFinding finding;
  finding.level = level;
  finding.code = std::move(code);
  finding.message = std::move(message);
  return finding;
}

std::string crs_of(const Schema& layer) {
  if (layer.geometry_column.empty()) return "";
  return layer.crs.organization + ":" + std::to_string(layer.crs.code);
}

void check_file(const SchemaChoice& choice, const ChosenClasses& chosen, Validation& validation) {
  const auto tell = [&](Level level, std::string code, std::string message) {
    validation.findings.push_back(finding_on_file(level, std::move(code), std::move(message)));
  };
  if (choice.schema.empty())
    tell(Level::information, "VALIDATOR_INFO",
         msg("No schema is named (--theme, --schema): only the geometries are looked at."));
  const bool found = std::any_of(chosen.classes.begin(), chosen.classes.end(),
                                 [](const auto& definition) { return definition.has_value(); });
  if (chosen.classes.empty()) {
    tell(Level::error, "FILE_EMPTY", msg("The file has no layer of features."));
  } else if (!choice.layer.empty() && !found) {
    tell(Level::error, "FILE_MISSING_MANDATORY",
         msg("The file has no layer of the class {}.", choice.layer));
    validation.findings.back().class_name = choice.layer;
  } else if (!choice.schema.empty() && !found) {
    tell(Level::error, "FILE_MISSING_MANDATORY",
         msg("The file has no layer of the classes that are looked for: nothing is looked at."));
  }
}

std::string why_passed_over(const Schema& layer, const std::string& beside,
                            const SchemaChoice& choice, const std::string& theme) {
  if (!beside.empty())
    return msg("The layer “{}” is of the class {}, which the theme {} is not about.", layer.layer,
               beside, theme);
  return msg(
      "The layer “{}” is no class of the schema {}; name the class that it is as --schema "
      "{}/VERSION/CLASS.",
      layer.layer, choice.schema, choice.schema);
}

/// A layer that is not looked at.
void pass_over(const Schema& layer, ValidationFinding finding, Validation& validation) {
  finding.layer = layer.layer;
  validation.findings.push_back(std::move(finding));
  validation.layers.push_back({layer.layer, "", crs_of(layer), std::nullopt});
}

/// The layers of the file, and the classes that they are.
struct Layers {
  const rules::Theme& theme;
  const std::vector<Schema>& layers;
  const ChosenClasses& chosen;

  [[nodiscard]] rules::LayerRules rules_of(std::size_t layer) const {
    const auto& definition = chosen.classes[layer];
    return theme.rules_of(theme.find_layer(definition ? definition->layer : layers[layer].layer),
                          {});
  }
  [[nodiscard]] const rules::LayerSchema* definition_of(std::size_t layer) const {
    const auto& definition = chosen.classes[layer];
    return definition ? &*definition : nullptr;
  }
  [[nodiscard]] std::optional<std::size_t> find(const std::string& name) const {
    for (std::size_t i = 0; i < layers.size(); ++i)
      if (!name.empty() && rules_of(i).name == name) return i;
    return std::nullopt;
  }
};

/// Where the theme says that the layer's lines are a network; its nodes are read beside it.
std::vector<ValidationFinding> network_findings(io::Database& database, const Layers& layers,
                                                std::size_t layer, const FeatureTable& table) {
  const auto rules = layers.rules_of(layer);
  if (!rules.network) return {};
  NetworkCheck check;
  check.definition = layers.definition_of(layer);
  check.tolerance = geometric_options(rules, layers.layers[layer].crs).tolerance;
  const auto nodes = layers.find(rules.network->nodes);
  if (!nodes) return check_network(table, check);
  const auto points = io::read_all_features(database, layers.layers[*nodes]);
  check.nodes = &points;
  check.nodes_definition = layers.definition_of(*nodes);
  return check_network(table, check);
}

/// Where the theme says that the layer's areas are a coverage.
std::vector<ValidationFinding> coverage_findings(const Layers& layers, std::size_t layer,
                                                 const FeatureTable& table) {
  const auto rules = layers.rules_of(layer);
  if (!rules.coverage) return {};
  CoverageCheck check;
  check.definition = layers.definition_of(layer);
  check.tolerance = geometric_options(rules, layers.layers[layer].crs).tolerance;
  return check_coverage(table, check);
}

/// Where the theme says that the layer's objects double another one's, which is read beside it.
std::vector<ValidationFinding> doubles_findings(io::Database& database, const Layers& layers,
                                                std::size_t layer, const FeatureTable& table,
                                                int threads) {
  const auto rules = layers.rules_of(layer);
  const auto holder = rules.doubles ? layers.find(rules.doubles->layer) : std::nullopt;
  if (!holder || !io::same_crs(layers.layers[layer].crs, layers.layers[*holder].crs)) return {};
  const auto holding = io::read_all_features(database, layers.layers[*holder]);
  return check_doubles({{&table, layers.definition_of(layer)},
                        {&holding, layers.definition_of(*holder)},
                        &*rules.doubles,
                        doubles_options(rules, layers.layers[layer].crs, threads)});
}

void check_one(io::Database& database, const Layers& layers, std::size_t number,
               const LayerCheck& check, Validation& validation) {
  const auto& layer = layers.layers[number];
  const auto table = io::read_all_features(database, layer);
  for (auto found : {check_layer(table, check), network_findings(database, layers, number, table),
                     coverage_findings(layers, number, table),
                     doubles_findings(database, layers, number, table, check.threads)})
    std::move(found.begin(), found.end(), std::back_inserter(validation.findings));
  validation.layers.push_back({layer.layer,
                               check.definition == nullptr ? "" : check.definition->layer,
                               crs_of(layer), table.size()});
}

}  // namespace

Validation validate(const ValidationJob& job) {
  return validate(job, rules::load_theme(job.theme));
}

Validation validate(const ValidationJob& job, const rules::Theme& theme) {
  const auto choice = schema_for(job, theme);
  const Scratch scratch(temporary_name());
  const auto input = open_input(job.file, job.reading, scratch.path(), "source");
  const auto layers = layers_meant(input);
  const auto chosen = choose_classes(choice, layers);
  auto database = io::Database::open_input(input.path);
  Validation validation;
  validation.file = job.file;
  if (!choice.schema.empty()) validation.schema = choice.schema + " " + chosen.version;
  check_file(choice, chosen, validation);
  LayerCheck check;
  check.threads = job.threads;
  check.producer = choice.producer ? &*choice.producer : nullptr;
  check.targets = read_targets(database, layers, chosen);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    check.definition = chosen.classes[i] ? &*chosen.classes[i] : nullptr;
    if (check.definition != nullptr || choice.schema.empty()) {
      check.domains = domains_in(layers[i].crs, theme.territories);
      check_one(database, {theme, layers, chosen}, i, check, validation);
      continue;
    }
    const bool of_theme = !choice.layers.empty();  // whose file holds other themes' layers too
    const auto beside = of_theme ? class_beside(choice, chosen.version, layers[i]) : "";
    pass_over(
        layers[i],
        finding_on_file(of_theme ? Level::information : Level::warning, "MULTITABLE_UNEXPECTED",
                        why_passed_over(layers[i], beside, choice, theme.name)),
        validation);
  }
  return validation;
}

}  // namespace bdf::jobs
