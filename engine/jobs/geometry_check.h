// SPDX-License-Identifier: MIT
// Geometries held against what a schema says of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/feature_table.h"
#include "model/validation.h"
#include "rules/layer_schema.h"

namespace bdf::jobs {

struct GeometryExpectation {
  const rules::GeometryDefinition* definition = nullptr;
  std::vector<Box> domains;  ///< each geometry must lie within one of them; empty: anywhere
  bool z = false;            ///< every geometry is expected to have altitudes
};

/// Missing or empty where every feature is expected to have one, no WKB, of another type (single
/// and multi count as one), partly outside the domains, invalid, with the reason as JTS names it,
/// or without altitudes: the first of these. `definition` null: nothing is expected. What Geometry
/// cannot hold (M, curves, collections) is not looked into.
[[nodiscard]] std::vector<ValidationFinding> check_geometries(const FeatureTable& table,
                                                              const GeometryExpectation& expected,
                                                              int threads);

/// "POLYGON" of "MULTIPOLYGON Z".
[[nodiscard]] std::string single_type(const std::string& type);

}  // namespace bdf::jobs
