// SPDX-License-Identifier: MIT
#include "geometry/nearest.h"

#include <cmath>

#include "base/error.h"
#include "geometry/geos.h"

namespace bdf::geometry {

std::optional<double> nearest_distance(const Geometry& a, const Geometry& b) {
  if (a.empty() || b.empty()) return std::nullopt;
  try {
    double distance = 0;
    const int done = GEOSDistance_r(geos(), to_geos(a).get(), to_geos(b).get(), &distance);
    return done == 1 && std::isfinite(distance) ? std::optional(distance) : std::nullopt;
  } catch (const LawError&) {
    return std::nullopt;
  }
}

}  // namespace bdf::geometry
