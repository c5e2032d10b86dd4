// SPDX-License-Identifier: MIT
#include "crs/degrees.h"

#include <cmath>

#include "crs/transform.h"

namespace bdf::crs {

Box box_in_degrees(const std::string& system, const Box& box, const std::optional<Box>& area) {
  Operation operation;
  operation.from = system;
  operation.to = "EPSG:4326";
  operation.area = area;
  operation.allow_ballpark = true;
  return Transform(operation).around(box);
}

bool is_finite(const Box& box) {
  return std::isfinite(box.min_x) && std::isfinite(box.min_y) && std::isfinite(box.max_x) &&
         std::isfinite(box.max_y);
}

}  // namespace bdf::crs
