// SPDX-License-Identifier: MIT
// Shapes of the sample in GEOS, for the tests of the sample.
#pragma once

#include <geos_c.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "world/shape.h"

namespace bdf::sample {

class Geos {
 public:
  struct Destroy {
    GEOSContextHandle_t context;
    void operator()(GEOSGeometry* made) const { GEOSGeom_destroy_r(context, made); }
  };
  using Geometry = std::unique_ptr<GEOSGeometry, Destroy>;

  [[nodiscard]] Geometry line(const Path& path) const {
    return owned(GEOSGeom_createLineString_r(context(), sequence(path)));
  }
  /// The first part of an area.
  [[nodiscard]] Geometry polygon(const Shape& shape) const {
    const Rings& rings = shape.parts.front();
    std::vector<GEOSGeometry*> holes;
    for (std::size_t i = 1; i < rings.size(); ++i) holes.push_back(ring(rings[i]));
    return owned(GEOSGeom_createPolygon_r(context(), ring(rings.front()), holes.data(),
                                          static_cast<unsigned>(holes.size())));
  }
  [[nodiscard]] Geometry intersection(const Geometry& a, const Geometry& b) const {
    return owned(GEOSIntersection_r(context(), a.get(), b.get()));
  }

  [[nodiscard]] bool valid(const Geometry& a) const {
    return GEOSisValid_r(context(), a.get()) == 1;
  }
  [[nodiscard]] bool simple(const Geometry& a) const {
    return GEOSisSimple_r(context(), a.get()) == 1;
  }
  [[nodiscard]] bool relate(const Geometry& a, const Geometry& b, const char* pattern) const {
    return GEOSRelatePattern_r(context(), a.get(), b.get(), pattern) == 1;
  }
  [[nodiscard]] bool interiors_meet(const Geometry& a, const Geometry& b) const {
    return relate(a, b, "T********");
  }
  [[nodiscard]] bool covers(const Geometry& a, const Geometry& b) const {
    return GEOSCovers_r(context(), a.get(), b.get()) == 1;
  }
  [[nodiscard]] double area(const Geometry& a) const {
    double value = 0;
    GEOSArea_r(context(), a.get(), &value);
    return value;
  }

  [[nodiscard]] double length(const Geometry& a) const {
    double value = 0;
    GEOSLength_r(context(), a.get(), &value);
    return value;
  }

  /// Calls `see` for each geometry of `others` whose box meets that of one of `these`.
  void near(const std::vector<Geometry>& these, const std::vector<Geometry>& others,
            const std::function<void(std::size_t, std::size_t)>& see) const {
    GEOSSTRtree* tree = GEOSSTRtree_create_r(context(), 10);
    std::vector<std::size_t> numbers(others.size());
    for (std::size_t i = 0; i < others.size(); ++i) {
      numbers[i] = i;
      GEOSSTRtree_insert_r(context(), tree, others[i].get(), &numbers[i]);
    }
    for (std::size_t i = 0; i < these.size(); ++i) {
      std::function<void(std::size_t)> found = [&](std::size_t other) { see(i, other); };
      GEOSSTRtree_query_r(
          context(), tree, these[i].get(),
          [](void* item, void* data) {
            (*static_cast<std::function<void(std::size_t)>*>(data))(
                *static_cast<std::size_t*>(item));
          },
          &found);
    }
    GEOSSTRtree_destroy_r(context(), tree);
  }

 private:
  struct Finish {
    void operator()(GEOSContextHandle_HS* context) const { GEOS_finish_r(context); }
  };

  [[nodiscard]] GEOSContextHandle_t context() const { return context_.get(); }
  [[nodiscard]] Geometry owned(GEOSGeometry* made) const {
    return Geometry(made, Destroy{context()});
  }
  [[nodiscard]] GEOSCoordSequence* sequence(const Path& path) const {
    GEOSCoordSequence* points =
        GEOSCoordSeq_create_r(context(), static_cast<unsigned>(path.size()), 2);
    for (unsigned i = 0; i < path.size(); ++i)
      GEOSCoordSeq_setXY_r(context(), points, i, path[i].x, path[i].y);
    return points;
  }
  [[nodiscard]] GEOSGeometry* ring(const Path& path) const {
    return GEOSGeom_createLinearRing_r(context(), sequence(path));
  }

  std::unique_ptr<GEOSContextHandle_HS, Finish> context_{GEOS_init_r()};
};

}  // namespace bdf::sample
