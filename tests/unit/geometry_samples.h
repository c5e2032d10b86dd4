// SPDX-License-Identifier: MIT
// Geometries for the tests of the geometry room: from WKT, and at random.
#pragma once

#include <random>
#include <string>
#include <string_view>

#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "model/geometry.h"

namespace bdf::geometry {

inline Geometry from_wkt(std::string_view wkt) {
  return decode_wkb(wkb_from_wkt(wkt)).geometry.value();
}

/// Small random geometries on a coarse grid, where repeated vertices and equal parts are common.
class Samples {
 public:
  explicit Samples(unsigned seed) : random_(seed) {}

  int upto(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }

  Geometry geometry() {
    Geometry result;
    result.kind = static_cast<GeometryKind>(upto(2));
    result.multi = upto(1) == 1;
    result.has_z = upto(1) == 1;
    const int parts = result.multi ? upto(3) : upto(4) > 0;
    for (int part = 0; part < parts; ++part) add_part(result);
    return result;
  }

  /// Each ordinate moved by at most `most`; rings stay closed.
  Geometry shaken(Geometry geometry, double most) {
    std::uniform_real_distribution<double> noise(-most, most);
    for (double& v : geometry.xy) v += noise(random_);
    for (double& v : geometry.z) v += noise(random_);
    if (geometry.kind == GeometryKind::polygon) close_rings(geometry);
    return geometry;
  }

 private:
  static void close_rings(Geometry& geometry) {
    for (std::size_t ring = 0; ring < geometry.ring_count(); ++ring) {
      const std::size_t first = geometry.rings[ring];
      const std::size_t last = geometry.rings[ring + 1] - 1;
      geometry.xy[2 * last] = geometry.xy[2 * first];
      geometry.xy[2 * last + 1] = geometry.xy[2 * first + 1];
      if (geometry.has_z) geometry.z[last] = geometry.z[first];
    }
  }

  void add_part(Geometry& geometry) {
    const bool polygon = geometry.kind == GeometryKind::polygon;
    const int paths = polygon ? 1 + upto(2) : 1;
    for (int path = 0; path < paths; ++path) {
      add_path(geometry, geometry.kind == GeometryKind::point ? 1 : 2 + upto(4), polygon);
    }
    geometry.parts.push_back(static_cast<std::uint32_t>(geometry.ring_count()));
  }

  void add_path(Geometry& geometry, int vertices, bool closed) {
    const std::size_t first = geometry.vertex_count();
    for (int i = 0; i < vertices; ++i) add_vertex(geometry, upto(3), upto(3), upto(2));
    if (closed) {
      add_vertex(geometry, geometry.xy[2 * first], geometry.xy[2 * first + 1],
                 geometry.has_z ? geometry.z[first] : 0);
    }
    geometry.rings.push_back(static_cast<std::uint32_t>(geometry.vertex_count()));
  }

  static void add_vertex(Geometry& geometry, double x, double y, double z) {
    geometry.xy.insert(geometry.xy.end(), {x, y});
    if (geometry.has_z) geometry.z.push_back(z);
  }

  std::mt19937 random_;
};

}  // namespace bdf::geometry
