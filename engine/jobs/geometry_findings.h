// SPDX-License-Identifier: MIT
// What is wrong with the geometries of features, told and left as it is.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/feature_table.h"
#include "model/finding.h"
#include "model/three_way.h"

namespace bdf::jobs {

struct GeometryCheck {
  std::string layer;
  /// Names a feature of a side by its row in that side's table. Called from several threads.
  std::function<std::string(Side side, std::size_t row)> id_of;
  int threads = 1;
};

/// One warning a flawed geometry: geometry_malformed, geometry_empty, geometry_invalid, or
/// geometry_missing where another feature of these has one. What Geometry cannot hold (M, curves,
/// collections) is not looked into. The local side's come first, then the reference's, each in
/// order of row; after a thousand one more (geometry_findings_left_out) counts the rest. The same
/// for any number of threads.
[[nodiscard]] std::vector<Finding> geometry_findings(const ThreeWay<FeatureTable>& tables,
                                                     const GeometryCheck& check);

}  // namespace bdf::jobs
