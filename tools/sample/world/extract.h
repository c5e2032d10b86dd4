// SPDX-License-Identifier: MIT
// Cutting a delivery out of a greater country, as real ones are.
#pragma once

#include <vector>

#include "world/feature.h"

namespace bdf::sample {

struct Rectangle {
  double min_x = 0, min_y = 0, max_x = 0, max_y = 0;
  [[nodiscard]] bool contains(const Position& at) const {
    return at.x >= min_x && at.x <= max_x && at.y >= min_y && at.y <= max_y;
  }
};

/// Whether one of its vertices is in the rectangle.
[[nodiscard]] bool lies_within(const Feature& feature, const Rectangle& within);

/// Keeps, whole, the features that have a vertex in the rectangle, and what these link to; nodes
/// only where a reach is kept that ends there. The order stays.
void extract(std::vector<Layer>& layers, const Rectangle& within);

}  // namespace bdf::sample
