// SPDX-License-Identifier: MIT
#include "geometry/validity.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/message.h"
#include "geometry/geos.h"

namespace bdf::geometry {

namespace {

using Reason = std::optional<std::string>;

bool all_finite(const std::vector<double>& numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](double v) { return std::isfinite(v); });
}

Reason bad_coordinate(const Geometry& geometry) {
  const auto bad_xy = std::find_if(geometry.xy.begin(), geometry.xy.end(),
                                   [](double v) { return !std::isfinite(v); });
  if (bad_xy != geometry.xy.end()) {
    return msg("vertex {} has a coordinate that is no finite number",
               (bad_xy - geometry.xy.begin()) / 2 + 1);
  }
  const auto bad_z =
      std::find_if(geometry.z.begin(), geometry.z.end(), [](double v) { return std::isinf(v); });
  if (bad_z == geometry.z.end()) return std::nullopt;
  return msg("vertex {} has an infinite Z", bad_z - geometry.z.begin() + 1);
}

bool same_place(const Geometry& geometry, std::size_t i, std::size_t j) {
  return geometry.xy[2 * i] == geometry.xy[2 * j] &&
         geometry.xy[2 * i + 1] == geometry.xy[2 * j + 1];
}

std::string place_of(const Geometry& geometry, std::size_t vertex) {
  return fmt::format("{} {}", geometry.xy[2 * vertex], geometry.xy[2 * vertex + 1]);
}

Reason bad_line(const Geometry& geometry, std::size_t path) {
  const std::size_t first = geometry.rings[path];
  for (std::size_t i = first + 1; i < geometry.rings[path + 1]; ++i) {
    if (!same_place(geometry, first, i)) return std::nullopt;
  }
  return msg("a line with fewer than two distinct vertices, at {}", place_of(geometry, first));
}

Reason bad_ring(const Geometry& geometry, std::size_t ring) {
  const std::size_t first = geometry.rings[ring];
  const std::size_t last = geometry.rings[ring + 1] - 1;
  if (!same_place(geometry, first, last)) {
    return msg("a ring is not closed, at {}", place_of(geometry, first));
  }
  if (last - first < 3) {
    return msg("a ring with fewer than four vertices, at {}", place_of(geometry, first));
  }
  return std::nullopt;
}

Reason bad_path(const Geometry& geometry) {
  for (std::size_t path = 0; path < geometry.ring_count(); ++path) {
    Reason reason;
    if (geometry.kind == GeometryKind::line) reason = bad_line(geometry, path);
    if (geometry.kind == GeometryKind::polygon) reason = bad_ring(geometry, path);
    if (reason) return reason;
  }
  return std::nullopt;
}

/// GEOS speaks English only.
std::string translated_reason(std::string_view reason) {
  if (reason == "Self-intersection") return msg("self-intersection");
  if (reason == "Ring Self-intersection") return msg("a ring touches itself");
  if (reason == "Hole lies outside shell") return msg("a hole lies outside its shell");
  if (reason == "Holes are nested") return msg("a hole lies inside another");
  if (reason == "Nested shells") return msg("a part lies inside another");
  if (reason == "Duplicate Rings") return msg("the same ring twice");
  if (reason == "Interior is disconnected") return msg("the interior is not connected");
  if (reason == "Too few points in geometry component") {
    return msg("a ring with fewer than three distinct vertices");
  }
  return std::string(reason);
}

std::string with_place(const std::string& reason, const GEOSGeometry* place) {
  double x = 0;
  double y = 0;
  if (place == nullptr || GEOSGeomGetX_r(geos(), place, &x) != 1 ||
      GEOSGeomGetY_r(geos(), place, &y) != 1) {
    return reason;
  }
  return msg("{}, at {} {}", reason, x, y);
}

Reason bad_polygon(const Geometry& geometry) {
  const GeosGeometry polygon = to_geos(geometry);
  char* reason = nullptr;
  GEOSGeometry* place = nullptr;
  const char result = GEOSisValidDetail_r(geos(), polygon.get(), 0, &reason, &place);
  const GeosText owned_reason(reason);
  const GeosGeometry owned_place(place);
  if (geos_bool(result)) return std::nullopt;
  return with_place(translated_reason(reason == nullptr ? "" : reason), place);
}

}  // namespace

std::optional<std::string> why_invalid(const Geometry& geometry) {
  if (geometry.empty()) return std::nullopt;
  if (Reason reason = bad_coordinate(geometry)) return reason;
  if (Reason reason = bad_path(geometry)) return reason;
  if (geometry.kind == GeometryKind::polygon) return bad_polygon(geometry);
  return std::nullopt;
}

bool is_simple(const Geometry& geometry) {
  if (!all_finite(geometry.xy)) return false;
  if (geometry.empty() || geometry.kind == GeometryKind::polygon) return true;
  if (bad_path(geometry)) return false;
  return geos_bool(GEOSisSimple_r(geos(), to_geos(geometry).get()));
}

}  // namespace bdf::geometry
