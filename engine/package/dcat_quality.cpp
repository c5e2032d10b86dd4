// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "package/dcat_nodes.h"
#include "package/defined_measures.h"
#include "package/json_ld.h"

namespace bdf::package {

namespace {

using Json = nlohmann::json;

Json scale_measurement(int denominator) {
  auto metric = named("geodcat:spatialResolutionAsScale");
  metric["@type"] = "dqv:Metric";
  return {{"@type", "dqv:QualityMeasurement"},
          {"dqv:isMeasurementOf", metric},
          {"dqv:value", typed(fmt::format("{:.9f}", 1.0 / denominator), "xsd:decimal")}};
}

Json metric_of(const rules::MeasureDefinition& definition) {
  return {{"@type", "dqv:Metric"},
          {"dct:identifier", iso_number(definition)},
          {"skos:prefLabel", in_both(definition.name)},
          {"skos:definition", in_both(definition.method)}};
}

/// What was measured: "reach", "reach.width".
std::string subject_of(const Measure& measure) {
  return measure.attribute.empty() ? measure.layer : measure.layer + "." + measure.attribute;
}

Json measurement(const DefinedMeasure& one) {
  const auto& [measure, definition] = one;
  Json node{{"@type", "dqv:QualityMeasurement"},
            {"dqv:isMeasurementOf", metric_of(*definition)},
            {"dqv:value", typed(fmt::format("{}", measure->value), "xsd:double")},
            {"rdfs:label", subject_of(*measure)},
            {"rdfs:comment", in_french(fmt::format("Population : {}", measure->population))}};
  if (definition->unit == rules::MeasureUnit::metre)
    node["sdmx:unitMeasure"] = linked("http://www.qudt.org/vocab/unit/M");
  return node;
}

}  // namespace

void describe_quality(Json& dataset, const PackageFacts& facts,
                      const std::vector<rules::MeasureDefinition>& definitions) {
  auto measurements = Json::array();
  if (facts.product.denominator > 0)
    measurements.push_back(scale_measurement(facts.product.denominator));
  for (const auto& layer : facts.layers)
    for (const auto& one : measures_in(facts, layer.name, definitions))
      measurements.push_back(measurement(one));
  if (!measurements.empty()) dataset["dqv:hasQualityMeasurement"] = std::move(measurements);
}

}  // namespace bdf::package
