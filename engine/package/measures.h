// SPDX-License-Identifier: MIT
// The quality of a package, measured on its own data.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "model/validation.h"
#include "package/facts.h"
#include "rules/measures.h"

namespace bdf::package {

/// The numbers of a column, in the order of the features, without those of no value.
struct NumericColumn {
  std::string name;  ///< as the package calls it
  std::vector<double> values;
};

/// What was looked at in a layer: the findings of bdf validate on the package's data, all of them.
/// Those on other layers are passed over. Borrowed.
struct LayerEvidence {
  std::set<rules::Requirement> holds;
  std::span<const ValidationFinding> findings;
  std::vector<NumericColumn> columns;
};

/// What holds of a layer of a package that has all these layers.
[[nodiscard]] std::set<rules::Requirement> requirements_met(const LayerFacts& layer,
                                                            const std::vector<LayerFacts>& package,
                                                            const rules::Theme& theme);

/// The columns of the layer whose mean is a measure: what `LayerEvidence::columns` should hold.
[[nodiscard]] std::vector<std::string> columns_to_read(
    const LayerFacts& layer, const std::vector<rules::MeasureDefinition>& definitions);

/// The measures of a layer in the order of the definitions. There is none of what was not looked
/// at, and no rate or mean of nothing. What findings tell of an attribute is measured for the layer
/// and, where there is any, for each attribute. `package` tells which links could be looked up.
[[nodiscard]] std::vector<Measure> measures_of(
    const LayerFacts& layer, const std::vector<LayerFacts>& package, const LayerEvidence& evidence,
    const std::vector<rules::MeasureDefinition>& definitions);

}  // namespace bdf::package
