// SPDX-License-Identifier: MIT
#include "package/defined_measures.h"

#include <algorithm>

namespace bdf::package {

std::vector<DefinedMeasure> measures_in(const PackageFacts& facts, const std::string& layer,
                                        const std::vector<rules::MeasureDefinition>& definitions) {
  std::vector<DefinedMeasure> found;
  for (const auto& measure : facts.measures) {
    if (measure.layer != layer) continue;
    const auto definition = std::find_if(definitions.begin(), definitions.end(),
                                         [&](const auto& one) { return one.code == measure.code; });
    if (definition != definitions.end()) found.push_back({&measure, &*definition});
  }
  return found;
}

std::string iso_number(const rules::MeasureDefinition& definition) {
  return "ISO 19157:2013, D." + std::to_string(definition.iso);
}

}  // namespace bdf::package
