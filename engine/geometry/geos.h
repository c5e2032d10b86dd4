// SPDX-License-Identifier: MIT
// The GEOS C API behind RAII. Private to this room; no other file calls GEOS to build, to destroy
// or to read a predicate's result.
#pragma once

#include <geos_c.h>

#include <memory>

#include "model/geometry.h"

namespace bdf::geometry {

/// This thread's context; it collects GEOS's messages for geos_failed.
[[nodiscard]] GEOSContextHandle_t geos();

/// Throws LawError with what GEOS last said in this thread.
[[noreturn]] void geos_failed();

/// GEOS answers 0, 1, or 2 for an exception, on which this throws LawError.
[[nodiscard]] bool geos_bool(char result);

struct GeosDelete {
  void operator()(GEOSGeometry* geometry) const { GEOSGeom_destroy_r(geos(), geometry); }
  void operator()(char* text) const { GEOSFree_r(geos(), text); }
};
using GeosGeometry = std::unique_ptr<GEOSGeometry, GeosDelete>;
using GeosText = std::unique_ptr<char, GeosDelete>;

/// The plane geometry, without Z, for use in this thread. Rings must be closed and have at least 4
/// vertices, lines at least 2; throws LawError where GEOS refuses.
[[nodiscard]] GeosGeometry to_geos(const Geometry& geometry);

}  // namespace bdf::geometry
