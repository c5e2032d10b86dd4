// SPDX-License-Identifier: MIT
#include "package/measures.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "model/schema.h"

namespace bdf::package {

namespace {

using rules::MeasureDefinition;
using rules::MeasureUnit;
using rules::Population;
using rules::Requirement;

/// Flaws by attribute; those of no attribute under "".
using Flaws = std::map<std::string, std::uint64_t>;

bool has_class(const LayerFacts& layer) {
  return std::any_of(layer.columns.begin(), layer.columns.end(),
                     [](const ColumnFacts& column) { return column.definition != nullptr; });
}

bool holds_layer(const std::vector<LayerFacts>& package, const std::string& name) {
  return std::any_of(package.begin(), package.end(),
                     [&](const LayerFacts& layer) { return same_name(layer.name, name); });
}

bool are_nodes(const LayerFacts& layer, const std::vector<LayerFacts>& package,
               const rules::Theme& theme) {
  return std::any_of(theme.layers.begin(), theme.layers.end(), [&](const rules::ThemeLayer& lines) {
    return lines.network && same_name(lines.network->nodes, layer.name) &&
           holds_layer(package, lines.name);
  });
}

/// Whether the column's values are among those.
bool is_of(Population population, const ColumnFacts& column,
           const std::vector<LayerFacts>& package) {
  const auto* definition = column.definition;
  if (definition == nullptr) return false;
  switch (population) {
    case Population::values_with_domain:
      return column.is_key || !definition->values.empty() || !definition->pattern.empty();
    case Population::links:
      return !definition->references.empty() && holds_layer(package, definition->references);
    case Population::required_values:
      return column.is_key || definition->required;
    case Population::values:
      return true;
    case Population::features:
      break;
  }
  return false;
}

std::uint64_t size_of(Population population, const LayerFacts& layer,
                      const std::vector<LayerFacts>& package) {
  if (population == Population::features) return layer.features;
  const bool with_geometries =
      population == Population::values || population == Population::required_values;
  std::uint64_t size = with_geometries && !layer.geometry.empty() ? layer.features : 0;
  for (const auto& column : layer.columns)
    if (is_of(population, column, package))
      size += population == Population::required_values ? layer.features : column.filled;
  return size;
}

/// Of one attribute: its values, or else the features.
std::uint64_t size_of(Population population, const LayerFacts& layer,
                      const std::string& attribute) {
  const bool by_value =
      population != Population::features && population != Population::required_values;
  for (const auto& column : layer.columns)
    if (by_value && same_name(column.name, attribute)) return column.filled;
  return layer.features;
}

bool is_about(const ValidationFinding& finding, const LayerFacts& layer) {
  return same_name(finding.class_name.empty() ? finding.layer : finding.class_name, layer.name);
}

Flaws flaws_of(const MeasureDefinition& definition, const LayerFacts& layer,
               std::span<const ValidationFinding> findings) {
  Flaws flaws;
  for (const auto& finding : findings) {
    const auto& code = finding.more_of.empty() ? finding.code : finding.more_of;
    const auto& counted = definition.findings;
    if (is_about(finding, layer) &&
        std::find(counted.begin(), counted.end(), code) != counted.end())
      flaws[finding.attribute] += finding.flaws;
  }
  return flaws;
}

Measure measure_of(const MeasureDefinition& definition, std::uint64_t flaws, std::uint64_t size) {
  Measure measure;
  measure.code = definition.code;
  measure.value = static_cast<double>(flaws);
  measure.population = size;
  if (definition.unit == MeasureUnit::rate) measure.value /= static_cast<double>(size);
  return measure;
}

Measure mean_of(const MeasureDefinition& definition, const std::vector<double>& values) {
  Measure mean;
  mean.code = definition.code;
  long double sum = 0;  // of any doubles: it is greater than all of them together
  for (const double value : values) {
    const auto& none = definition.none;
    if (!std::isfinite(value) || std::find(none.begin(), none.end(), value) != none.end()) continue;
    sum += value;
    ++mean.population;
  }
  mean.value = static_cast<double>(sum / std::max<std::uint64_t>(mean.population, 1));
  return mean;
}

class LayerMeasures {
 public:
  LayerMeasures(const LayerFacts& layer, const std::vector<LayerFacts>& package,
                const LayerEvidence& evidence)
      : layer_(layer), package_(package), evidence_(evidence) {}

  void add(const MeasureDefinition& definition) {
    if (!definition.mean_of.empty())
      add_mean(definition);
    else if (evidence_.holds.contains(definition.requirement))
      add_counted(definition);
  }
  std::vector<Measure> take() { return std::move(measures_); }

 private:
  void add_counted(const MeasureDefinition& definition) {
    const auto flaws = flaws_of(definition, layer_, evidence_.findings);
    const auto size = size_of(definition.population, layer_, package_);
    if (size == 0 && definition.unit == MeasureUnit::rate) return;
    std::uint64_t sum = 0;
    for (const auto& one : flaws) sum += one.second;
    keep(measure_of(definition, sum, size), "");
    for (const auto& [attribute, count] : flaws) {
      const auto part = size_of(definition.population, layer_, attribute);
      if (!attribute.empty() && part > 0) keep(measure_of(definition, count, part), attribute);
    }
  }

  void add_mean(const MeasureDefinition& definition) {
    for (const auto& column : evidence_.columns)
      if (is_mean_of(definition, column.name))
        if (const auto mean = mean_of(definition, column.values); mean.population > 0)
          keep(mean, column.name);
  }

  [[nodiscard]] bool is_mean_of(const MeasureDefinition& definition,
                                const std::string& name) const {
    const auto columns = columns_to_read(layer_, {definition});
    return std::find(columns.begin(), columns.end(), name) != columns.end();
  }

  void keep(Measure measure, const std::string& attribute) {
    measure.layer = layer_.name;
    measure.attribute = attribute;
    measures_.push_back(std::move(measure));
  }

  const LayerFacts& layer_;
  const std::vector<LayerFacts>& package_;
  const LayerEvidence& evidence_;
  std::vector<Measure> measures_;
};

}  // namespace

std::set<Requirement> requirements_met(const LayerFacts& layer,
                                       const std::vector<LayerFacts>& package,
                                       const rules::Theme& theme) {
  std::set<Requirement> met;
  if (has_class(layer)) met.insert(Requirement::schema);
  if (!layer.geometry.empty()) met.insert(Requirement::geometry);
  if (are_nodes(layer, package, theme)) met.insert(Requirement::nodes);
  const auto* rules = theme.find_layer(layer.name);
  if (rules == nullptr) return met;
  if (rules->network) met.insert(Requirement::network);
  if (rules->coverage) met.insert(Requirement::coverage);
  if (rules->doubles && rules->doubles->as == rules::Doubling::reported &&
      holds_layer(package, rules->doubles->layer))
    met.insert(Requirement::doubles);
  return met;
}

std::vector<std::string> columns_to_read(const LayerFacts& layer,
                                         const std::vector<MeasureDefinition>& definitions) {
  std::vector<std::string> columns;
  for (const auto& definition : definitions)
    for (const auto& column : layer.columns)
      if (!definition.mean_of.empty() && column.definition != nullptr &&
          same_name(column.definition->name, definition.mean_of))
        columns.push_back(column.name);
  return columns;
}

std::vector<Measure> measures_of(const LayerFacts& layer, const std::vector<LayerFacts>& package,
                                 const LayerEvidence& evidence,
                                 const std::vector<MeasureDefinition>& definitions) {
  LayerMeasures measures(layer, package, evidence);
  for (const auto& definition : definitions) measures.add(definition);
  return measures.take();
}

}  // namespace bdf::package
