// SPDX-License-Identifier: MIT
#include "package/quality_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "crypto/canonical_json.h"
#include "package/measure_catalogue.h"

namespace bdf::package {

namespace {

using Json = nlohmann::json;

constexpr int format_version = 1;

Json as_json(const Wording& wording) { return {{"fr", wording.fr}, {"en", wording.en}}; }

Json as_json(const Measure& measure, const rules::MeasureDefinition& definition) {
  Json json{{"code", measure.code},
            {"iso19157", definition.iso},
            {"element", definition.element.class_name},
            {"element_name", as_json(definition.element.name)},
            {"name", as_json(definition.name)},
            {"method", as_json(definition.method)},
            {"unit", rules::name_of(definition.unit)},
            {"value", measure.value},
            {"population", measure.population}};
  if (!measure.attribute.empty()) json["attribute"] = measure.attribute;
  return json;
}

Json as_json(const LayerFacts& layer, const PackageFacts& facts,
             const MeasureCatalogue& catalogue) {
  auto measures = Json::array();
  for (const auto& measure : facts.measures)
    if (measure.layer == layer.name)
      measures.push_back(as_json(measure, catalogue.definition_of(measure)));
  return {{"layer", layer.name},
          {"title", layer.title},
          {"features", layer.features},
          {"measures", measures}};
}

}  // namespace

MeasureCatalogue::MeasureCatalogue() : definitions_(rules::load_measures()) {}

const rules::MeasureDefinition& MeasureCatalogue::definition_of(const Measure& measure) const {
  const auto found = std::find_if(definitions_.begin(), definitions_.end(),
                                  [&](const auto& one) { return one.code == measure.code; });
  if (found != definitions_.end()) return *found;
  throw InputError(msg("There is no measure “{}” in schemas/quality/measures.yaml.", measure.code));
}

std::string quality_report_json(const PackageFacts& facts) {
  const MeasureCatalogue catalogue;
  auto layers = Json::array();
  for (const auto& layer : facts.layers) layers.push_back(as_json(layer, facts, catalogue));
  const Json json{{"version", format_version},         {"package", to_text(facts.manifest.name)},
                  {"edition", facts.manifest.edition}, {"time", facts.manifest.time},
                  {"standard", "ISO 19157:2013"},      {"layers", layers}};
  return crypto::canonical_json(json) + "\n";
}

}  // namespace bdf::package
