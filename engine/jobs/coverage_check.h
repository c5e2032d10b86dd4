// SPDX-License-Identifier: MIT
// A layer whose areas lie side by side, held against what a coverage is.
#pragma once

#include <vector>

#include "model/feature_table.h"
#include "model/validation.h"
#include "rules/layer_schema.h"

namespace bdf::jobs {

struct CoverageCheck {
  const rules::LayerSchema* definition = nullptr;  ///< null: no class, and so no key
  double tolerance = 0;                            ///< in units of the layer's system
};

/// COVERAGE_OVERLAP: two areas have more ground in common than a square of the tolerance.
/// COVERAGE_GAP: areas enclose ground that none covers, narrower than ten times the tolerance.
/// COVERAGE_APART: boundaries of two areas run that near one another, and are not the same.
/// COVERAGE_SLIVER: an area is that narrow itself, on average. Of each the first thousand are told,
/// with feature and place; geometries that are not valid areas are left out.
[[nodiscard]] std::vector<ValidationFinding> check_coverage(const FeatureTable& areas,
                                                            const CoverageCheck& check);

}  // namespace bdf::jobs
