// SPDX-License-Identifier: MIT
#include "model/geometry.h"

#include <algorithm>
#include <cmath>

namespace bdf {

std::optional<Box> box_of(const Geometry& geometry) {
  std::optional<Box> box;
  for (std::size_t i = 0; i + 1 < geometry.xy.size(); i += 2) {
    const double x = geometry.xy[i];
    const double y = geometry.xy[i + 1];
    if (std::isnan(x) || std::isnan(y)) continue;
    if (!box) box = Box{x, y, x, y};
    box->min_x = std::min(box->min_x, x);
    box->min_y = std::min(box->min_y, y);
    box->max_x = std::max(box->max_x, x);
    box->max_y = std::max(box->max_y, y);
  }
  return box;
}

}  // namespace bdf
