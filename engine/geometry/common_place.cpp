// SPDX-License-Identifier: MIT
#include "geometry/common_place.h"

#include "base/error.h"
#include "geometry/geos.h"

namespace bdf::geometry {

std::optional<Point> common_place(const Geometry& a, const Geometry& b) {
  if (a.empty() || b.empty()) return std::nullopt;
  try {
    const GeosGeometry common(GEOSIntersection_r(geos(), to_geos(a).get(), to_geos(b).get()));
    if (!common || geos_bool(GEOSisEmpty_r(geos(), common.get()))) return std::nullopt;
    const GeosGeometry inside(GEOSPointOnSurface_r(geos(), common.get()));
    Point point{};
    if (!inside || GEOSGeomGetX_r(geos(), inside.get(), &point.x) != 1 ||
        GEOSGeomGetY_r(geos(), inside.get(), &point.y) != 1)
      return std::nullopt;
    return point;
  } catch (const LawError&) {
    return std::nullopt;
  }
}

}  // namespace bdf::geometry
