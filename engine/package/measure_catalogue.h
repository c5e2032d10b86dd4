// SPDX-License-Identifier: MIT
// The measures of a package beside their definitions.
#pragma once

#include <vector>

#include "package/facts.h"
#include "rules/measures.h"

namespace bdf::package {

class MeasureCatalogue {
 public:
  /// Throws InputError where the definitions cannot be read.
  MeasureCatalogue();
  /// Throws InputError where there is none.
  [[nodiscard]] const rules::MeasureDefinition& definition_of(const Measure& measure) const;

 private:
  std::vector<rules::MeasureDefinition> definitions_;
};

}  // namespace bdf::package
