// SPDX-License-Identifier: MIT
#include "jobs/validate.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/message.h"
#include "io/crs.h"
#include "jobs/inputs.h"
#include "jobs/layer_check.h"
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

/// Where features of a layer in that system may lie; empty where nobody says.
std::vector<Box> domains_of(const Schema& layer, const rules::Theme& theme) {
  std::vector<Box> domains;
  for (const auto& territory : theme.territories)
    if (io::same_crs(layer.crs, io::crs_named(territory.crs))) domains.push_back(territory.domain);
  return domains;
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

bool is_referenced(const std::string& name, const ChosenClasses& chosen) {
  return std::any_of(chosen.classes.begin(), chosen.classes.end(), [&](const auto& definition) {
    return definition &&
           std::any_of(definition->attributes.begin(), definition->attributes.end(),
                       [&](const auto& attribute) { return attribute.references == name; });
  });
}

/// The keys that links of these layers may name, by class.
std::map<std::string, Keys> read_targets(io::Database& database, const std::vector<Schema>& layers,
                                         const ChosenClasses& chosen) {
  std::map<std::string, Keys> targets;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const auto& definition = chosen.classes[i];
    if (!definition || !is_referenced(definition->layer, chosen)) continue;
    if (const auto column = key_column(layers[i], *definition))
      targets[definition->layer].merge(read_keys(database, layers[i], *column));
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
  if (chosen.classes.empty())
    validation.findings.push_back(
        finding_on_file(Level::error, "FILE_EMPTY", msg("The file has no layer of features.")));
  const bool found = std::any_of(chosen.classes.begin(), chosen.classes.end(),
                                 [](const auto& definition) { return definition.has_value(); });
  if (choice.layer.empty() || found) return;
  validation.findings.push_back(
      finding_on_file(Level::error, "FILE_MISSING_MANDATORY",
                      msg("The file has no layer of the class {}.", choice.layer)));
  validation.findings.back().class_name = choice.layer;
}

/// A layer that is no class of the schema.
void pass_over(const Schema& layer, const SchemaChoice& choice, Validation& validation) {
  const bool of_theme = !choice.layers.empty();  // whose file holds other themes' layers too
  auto finding = finding_on_file(
      of_theme ? Level::information : Level::warning, "MULTITABLE_UNEXPECTED",
      msg("The layer “{}” is no class of the schema {}; name the class that it is as "
          "--schema {}/VERSION/CLASS.",
          layer.layer, choice.schema, choice.schema));
  finding.layer = layer.layer;
  validation.findings.push_back(std::move(finding));
  validation.layers.push_back({layer.layer, "", crs_of(layer), std::nullopt});
}

void check_one(io::Database& database, const Schema& layer, const LayerCheck& check,
               Validation& validation) {
  const auto table = io::read_all_features(database, layer);
  auto found = check_layer(table, check);
  std::move(found.begin(), found.end(), std::back_inserter(validation.findings));
  validation.layers.push_back({layer.layer,
                               check.definition == nullptr ? "" : check.definition->layer,
                               crs_of(layer), table.size()});
}

}  // namespace

Validation validate(const ValidationJob& job) {
  const auto theme = rules::load_theme(job.theme);
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
    check.domains = domains_of(layers[i], theme);
    check.definition = chosen.classes[i] ? &*chosen.classes[i] : nullptr;
    if (check.definition != nullptr || choice.schema.empty())
      check_one(database, layers[i], check, validation);
    else
      pass_over(layers[i], choice, validation);
  }
  return validation;
}

}  // namespace bdf::jobs
