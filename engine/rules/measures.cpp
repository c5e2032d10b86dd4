// SPDX-License-Identifier: MIT
#include "rules/measures.h"

#include <filesystem>
#include <limits>
#include <map>

#include "base/error.h"
#include "base/message.h"
#include "base/share.h"
#include "rules/json_schema.h"
#include "rules/nearest_word.h"

namespace bdf::rules {

namespace {

constexpr double greatest_number = 1000;

std::map<std::string, QualityElement> read_elements(const YamlNode& node) {
  std::map<std::string, QualityElement> elements;
  for (const auto& [name, element] : node.entries())
    elements[name] = {element["class"].text(), read_wording(element["name"])};
  return elements;
}

QualityElement element_of(const YamlNode& node,
                          const std::map<std::string, QualityElement>& elements) {
  if (const auto found = elements.find(node.text()); found != elements.end()) return found->second;
  std::vector<std::string> known;
  for (const auto& one : elements) known.push_back(one.first);
  node.fail(unknown_word(node.text(), known));
}

/// A measure is counted from findings, or the mean of an attribute.
void read_source(const YamlNode& node, MeasureDefinition& measure) {
  constexpr double greatest = std::numeric_limits<double>::max();
  if (static_cast<bool>(node["findings"]) == static_cast<bool>(node["mean_of"]))
    node.key().fail(msg("Say “{}” or “{}”: one of both.", "findings", "mean_of"));
  if (const auto mean = node["mean_of"]) {
    measure.mean_of = mean.text();
    if (const auto none = node["none"])
      for (const auto& value : none.items())
        measure.none.push_back(value.number(-greatest, greatest));
    return;
  }
  measure.findings = node["findings"].texts();
  for (const auto* key : {"of", "needs"})
    if (!node[key]) node.key().fail(msg("“{}” is missing here.", key));
  measure.population = static_cast<Population>(
      node["of"].one_of({"features", "values", "values_with_domain", "required_values", "links"}));
  measure.requirement = static_cast<Requirement>(
      node["needs"].one_of({"schema", "geometry", "network", "nodes", "coverage", "doubles"}));
}

MeasureDefinition read_measure(const std::string& code, const YamlNode& node,
                               const std::map<std::string, QualityElement>& elements) {
  MeasureDefinition measure;
  measure.code = code;
  measure.iso = static_cast<int>(node["iso"].number(1, greatest_number));
  measure.element = element_of(node["element"], elements);
  measure.unit = static_cast<MeasureUnit>(node["unit"].one_of({"count", "rate", "metre"}));
  measure.name = read_wording(node["name"]);
  measure.method = read_wording(node["method"]);
  read_source(node, measure);
  return measure;
}

}  // namespace

std::string_view name_of(MeasureUnit unit) {
  switch (unit) {
    case MeasureUnit::count:
      return "count";
    case MeasureUnit::rate:
      return "rate";
    case MeasureUnit::metre:
      return "metre";
  }
  return "";
}

std::vector<MeasureDefinition> load_measures() {
  for (const auto& share : share_folders()) {
    const auto path = share / "schemas" / "quality" / "measures.yaml";
    if (!std::filesystem::is_regular_file(path)) continue;
    const auto document = load_checked_yaml(path, "quality/measures");
    const auto elements = read_elements(document["elements"]);
    std::vector<MeasureDefinition> measures;
    for (const auto& [code, node] : document["measures"].entries())
      measures.push_back(read_measure(code, node, elements));
    return measures;
  }
  throw InputError(msg("There is no measures.yaml among the schemas."));
}

}  // namespace bdf::rules
