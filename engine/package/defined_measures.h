// SPDX-License-Identifier: MIT
// Measures with what is said of them.
#pragma once

#include <string>
#include <vector>

#include "package/facts.h"
#include "rules/measures.h"

namespace bdf::package {

/// Both borrowed.
struct DefinedMeasure {
  const Measure* measure = nullptr;
  const rules::MeasureDefinition* definition = nullptr;
};

/// Those of a layer, in their order, that have a definition.
[[nodiscard]] std::vector<DefinedMeasure> measures_in(
    const PackageFacts& facts, const std::string& layer,
    const std::vector<rules::MeasureDefinition>& definitions);

/// "ISO 19157:2013, D.15".
[[nodiscard]] std::string iso_number(const rules::MeasureDefinition& definition);

}  // namespace bdf::package
