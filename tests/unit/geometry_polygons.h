// SPDX-License-Identifier: MIT
// Random polygons, and what GEOS says of them.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <random>
#include <string>
#include <string_view>

#include "geometry/geos.h"
#include "geometry/wkb.h"
#include "model/geometry.h"

namespace bdf::geometry {

/// The polygons of a GEOS geometry; none where it has none.
inline Geometry from_geos(const GeosGeometry& geometry) {
  std::size_t size = 0;
  unsigned char* bytes = GEOSGeomToWKB_buf_r(geos(), geometry.get(), &size);
  const std::string wkb(bytes, bytes + size);
  GEOSFree_r(geos(), bytes);
  return decode_wkb(wkb).geometry.value_or(Geometry{});
}

inline double geos_area(const GeosGeometry& geometry) {
  double area = 0;
  EXPECT_EQ(GEOSArea_r(geos(), geometry.get(), &area), 1);
  return area;
}

inline double geos_common_area(const Geometry& a, const Geometry& b) {
  return geos_area(GeosGeometry(GEOSIntersection_r(geos(), to_geos(a).get(), to_geos(b).get())));
}

inline Geometry one_ring(std::vector<double> xy) {
  Geometry polygon;
  polygon.kind = GeometryKind::polygon;
  polygon.rings.push_back(static_cast<std::uint32_t>(xy.size() / 2));
  polygon.parts.push_back(1);
  polygon.xy = std::move(xy);
  return polygon;
}

/// Valid polygons with holes and several parts, which come from overlaying stars.
class RandomPolygons {
 public:
  explicit RandomPolygons(unsigned seed) : random_(seed) {}

  int upto(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
  double between(double least, double most) {
    return std::uniform_real_distribution<double>(least, most)(random_);
  }

  /// A ring around a centre, whose radius varies by up to the half: valid whatever it is.
  Geometry star(Point centre, double radius, int vertices) {
    std::vector<double> xy;
    for (int i = 0; i < vertices; ++i) {
      const double angle = 2 * std::numbers::pi * i / vertices;
      const double r = radius * between(0.5, 1);
      xy.insert(xy.end(), {centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)});
    }
    xy.insert(xy.end(), {xy[0], xy[1]});
    return one_ring(std::move(xy));
  }

  /// Stars added to and taken from one another.
  Geometry polygon() {
    auto result = to_geos(a_star());
    for (int i = upto(4); i > 0; --i) {
      const auto other = to_geos(a_star());
      result.reset(upto(1) == 1 ? GEOSUnion_r(geos(), result.get(), other.get())
                                : GEOSDifference_r(geos(), result.get(), other.get()));
    }
    return from_geos(result);
  }

 private:
  Geometry a_star() {
    return star({between(0, 10), between(0, 10)}, between(0.5, 5), 3 + upto(20));
  }

  std::mt19937 random_;
};

inline Geometry turned_round(Geometry polygon) {
  for (std::size_t ring = 0; ring < polygon.ring_count(); ++ring)
    for (std::size_t i = polygon.rings[ring], j = polygon.rings[ring + 1] - 1; i < j; ++i, --j) {
      std::swap(polygon.xy[2 * i], polygon.xy[2 * j]);
      std::swap(polygon.xy[2 * i + 1], polygon.xy[2 * j + 1]);
    }
  return polygon;
}

inline Geometry scaled(Geometry geometry, double factor, Point moved_by) {
  for (std::size_t i = 0; i < geometry.xy.size(); i += 2) {
    geometry.xy[i] = geometry.xy[i] * factor + moved_by.x;
    geometry.xy[i + 1] = geometry.xy[i + 1] * factor + moved_by.y;
  }
  return geometry;
}

}  // namespace bdf::geometry
