// SPDX-License-Identifier: MIT
// How features are drawn in QGIS.
//
// A layer of any geometry opens in QGIS as one layer a kind of geometry, and all of these share one
// style. A symbol draws its own kind only, so each rule gets a symbol for each kind that is there.
#pragma once

#include <string>
#include <vector>

#include "model/geometry.h"

namespace bdf::report {

/// Drawn with a stroke; points as a circle, areas with a fainter filling.
struct Look {
  std::string colour;   ///< "red,green,blue", each 0 to 255
  double opacity = 1;   ///< of all of it, 0 to 1
  double stroke = 0.5;  ///< mm
  bool dashed = false;
  bool filled = false;  ///< areas and points have a filling
};

struct DrawingRule {
  std::string label;
  std::string filter;  ///< a QGIS expression
  Look look;
};

/// The element `renderer-v2` that draws each feature by the rules whose filter it passes. With more
/// than one kind of geometry the rules are grouped by it; with none they are for lines.
[[nodiscard]] std::string drawn_by_rules(const std::vector<DrawingRule>& rules,
                                         const std::vector<GeometryKind>& kinds);

/// The element `renderer-v2` that draws all features alike.
[[nodiscard]] std::string drawn_alike(const Look& look, const std::vector<GeometryKind>& kinds);

}  // namespace bdf::report
