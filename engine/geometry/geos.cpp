// SPDX-License-Identifier: MIT
#include "geometry/geos.h"

#include <string>
#include <vector>

#include "base/error.h"
#include "base/message.h"

namespace bdf::geometry {

namespace {

class Context {
 public:
  Context() : handle_(GEOS_init_r()) { GEOSContext_setErrorMessageHandler_r(handle_, keep, this); }
  ~Context() { GEOS_finish_r(handle_); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  [[nodiscard]] GEOSContextHandle_t handle() const { return handle_; }
  [[nodiscard]] const std::string& message() const { return message_; }

 private:
  static void keep(const char* message, void* context) {
    static_cast<Context*>(context)->message_ = message;
  }

  GEOSContextHandle_t handle_;
  std::string message_;
};

Context& context() {
  thread_local Context context;
  return context;
}

GeosGeometry checked(GEOSGeometry* geometry) {
  if (geometry == nullptr) geos_failed();
  return GeosGeometry(geometry);
}

/// GEOS takes over the geometries of the array it is given.
std::vector<GEOSGeometry*> released(std::vector<GeosGeometry>& owned) {
  std::vector<GEOSGeometry*> raw;
  raw.reserve(owned.size());
  for (GeosGeometry& geometry : owned) raw.push_back(geometry.release());
  return raw;
}

class Builder {
 public:
  explicit Builder(const Geometry& geometry) : geometry_(geometry) {}

  GeosGeometry run() const {
    std::vector<GeosGeometry> parts;
    for (std::size_t i = 0; i < geometry_.part_count(); ++i) parts.push_back(part(i));
    if (!geometry_.multi && parts.size() == 1) return std::move(parts[0]);
    auto raw = released(parts);
    return checked(GEOSGeom_createCollection_r(geos(), collection_type(), raw.data(),
                                               static_cast<unsigned>(raw.size())));
  }

 private:
  GeosGeometry part(std::size_t part) const {
    const std::size_t first = geometry_.parts[part];
    switch (geometry_.kind) {
      case GeometryKind::point:
        return checked(GEOSGeom_createPoint_r(geos(), sequence(first)));
      case GeometryKind::line:
        return checked(GEOSGeom_createLineString_r(geos(), sequence(first)));
      case GeometryKind::polygon:
        break;
    }
    GeosGeometry shell = ring(first);
    std::vector<GeosGeometry> holes;
    for (std::size_t i = first + 1; i < geometry_.parts[part + 1]; ++i) holes.push_back(ring(i));
    auto raw = released(holes);
    return checked(GEOSGeom_createPolygon_r(geos(), shell.release(), raw.data(),
                                            static_cast<unsigned>(raw.size())));
  }

  GeosGeometry ring(std::size_t ring) const {
    return checked(GEOSGeom_createLinearRing_r(geos(), sequence(ring)));
  }

  GEOSCoordSequence* sequence(std::size_t path) const {
    const std::size_t first = geometry_.rings[path];
    const auto count = static_cast<unsigned>(geometry_.rings[path + 1] - first);
    auto* sequence =
        GEOSCoordSeq_copyFromBuffer_r(geos(), geometry_.xy.data() + 2 * first, count, 0, 0);
    if (sequence == nullptr) geos_failed();
    return sequence;
  }

  int collection_type() const {
    switch (geometry_.kind) {
      case GeometryKind::point:
        return GEOS_MULTIPOINT;
      case GeometryKind::line:
        return GEOS_MULTILINESTRING;
      case GeometryKind::polygon:
        break;
    }
    return GEOS_MULTIPOLYGON;
  }

  const Geometry& geometry_;
};

}  // namespace

GEOSContextHandle_t geos() { return context().handle(); }

void geos_failed() { throw LawError(msg("GEOS failed: {}", context().message())); }

bool geos_bool(char result) {
  if (result != 0 && result != 1) geos_failed();
  return result == 1;
}

GeosGeometry to_geos(const Geometry& geometry) { return Builder(geometry).run(); }

}  // namespace bdf::geometry
