// SPDX-License-Identifier: MIT
// Random lines.
#pragma once

#include <cstdint>
#include <random>

#include "model/geometry.h"

namespace bdf::geometry {

/// Vertices anywhere in a square of side 10.
inline Geometry random_line(std::mt19937& random, int vertices) {
  std::uniform_real_distribution<double> ordinate(0, 10);
  Geometry line;
  line.kind = GeometryKind::line;
  for (int i = 0; i < 2 * vertices; ++i) line.xy.push_back(ordinate(random));
  line.rings.push_back(static_cast<std::uint32_t>(vertices));
  line.parts.push_back(1);
  return line;
}

}  // namespace bdf::geometry
