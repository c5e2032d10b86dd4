// SPDX-License-Identifier: MIT
#include "geometry/validity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "base/message.h"
#include "geometry/geos.h"

namespace bdf::geometry {

namespace {

using Reason = std::optional<Invalidity>;

bool all_finite(const std::vector<double>& numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](double v) { return std::isfinite(v); });
}

Reason bad_coordinate(const Geometry& geometry) {
  const auto bad_xy = std::find_if(geometry.xy.begin(), geometry.xy.end(),
                                   [](double v) { return !std::isfinite(v); });
  if (bad_xy != geometry.xy.end()) {
    return Invalidity{"INVALID_COORDINATE",
                      msg("vertex {} has a coordinate that is no finite number",
                          (bad_xy - geometry.xy.begin()) / 2 + 1),
                      std::nullopt};
  }
  const auto bad_z =
      std::find_if(geometry.z.begin(), geometry.z.end(), [](double v) { return std::isinf(v); });
  if (bad_z == geometry.z.end()) return std::nullopt;
  return Invalidity{"INVALID_COORDINATE",
                    msg("vertex {} has an infinite Z", bad_z - geometry.z.begin() + 1),
                    std::nullopt};
}

bool same_place(const Geometry& geometry, std::size_t i, std::size_t j) {
  return geometry.xy[2 * i] == geometry.xy[2 * j] &&
         geometry.xy[2 * i + 1] == geometry.xy[2 * j + 1];
}

Point place_of(const Geometry& geometry, std::size_t vertex) {
  return {geometry.xy[2 * vertex], geometry.xy[2 * vertex + 1]};
}

std::string text_of(const Point& place) { return fmt::format("{} {}", place.x, place.y); }

Reason bad_line(const Geometry& geometry, std::size_t path) {
  const std::size_t first = geometry.rings[path];
  for (std::size_t i = first + 1; i < geometry.rings[path + 1]; ++i) {
    if (!same_place(geometry, first, i)) return std::nullopt;
  }
  const auto place = place_of(geometry, first);
  return Invalidity{"TOO_FEW_POINTS",
                    msg("a line with fewer than two distinct vertices, at {}", text_of(place)),
                    place};
}

Reason bad_ring(const Geometry& geometry, std::size_t ring) {
  const std::size_t first = geometry.rings[ring];
  const std::size_t last = geometry.rings[ring + 1] - 1;
  const auto place = place_of(geometry, first);
  if (!same_place(geometry, first, last)) {
    return Invalidity{"RING_NOT_CLOSED", msg("a ring is not closed, at {}", text_of(place)), place};
  }
  if (last - first < 3) {
    return Invalidity{"TOO_FEW_POINTS",
                      msg("a ring with fewer than four vertices, at {}", text_of(place)), place};
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

/// GEOS says in words what JTS, which it was made from, has codes for.
std::string_view code_of(std::string_view reason) {
  using Entry = std::pair<std::string_view, std::string_view>;
  constexpr std::array known{Entry{"Self-intersection", "SELF_INTERSECTION"},
                             Entry{"Ring Self-intersection", "RING_SELF_INTERSECTION"},
                             Entry{"Hole lies outside shell", "HOLE_OUTSIDE_SHELL"},
                             Entry{"Holes are nested", "NESTED_HOLES"},
                             Entry{"Nested shells", "NESTED_SHELLS"},
                             Entry{"Duplicate Rings", "DUPLICATE_RINGS"},
                             Entry{"Interior is disconnected", "DISCONNECTED_INTERIOR"},
                             Entry{"Too few points in geometry component", "TOO_FEW_POINTS"}};
  for (const auto& [words, code] : known)
    if (words == reason) return code;
  return "UNKNOWN";
}

std::optional<Point> point_of(const GEOSGeometry* place) {
  double x = 0;
  double y = 0;
  if (place == nullptr || GEOSGeomGetX_r(geos(), place, &x) != 1 ||
      GEOSGeomGetY_r(geos(), place, &y) != 1) {
    return std::nullopt;
  }
  return Point{x, y};
}

Reason bad_polygon(const Geometry& geometry) {
  const GeosGeometry polygon = to_geos(geometry);
  char* reason = nullptr;
  GEOSGeometry* place = nullptr;
  const char result = GEOSisValidDetail_r(geos(), polygon.get(), 0, &reason, &place);
  const GeosText owned_reason(reason);
  const GeosGeometry owned_place(place);
  if (geos_bool(result)) return std::nullopt;
  const std::string_view words = reason == nullptr ? "" : reason;
  const auto point = point_of(place);
  auto said = translated_reason(words);
  if (point) said = msg("{}, at {} {}", said, point->x, point->y);
  return Invalidity{code_of(words), std::move(said), point};
}

}  // namespace

std::optional<Invalidity> invalidity_of(const Geometry& geometry) {
  if (geometry.empty()) return std::nullopt;
  if (Reason reason = bad_coordinate(geometry)) return reason;
  if (Reason reason = bad_path(geometry)) return reason;
  if (geometry.kind == GeometryKind::polygon) return bad_polygon(geometry);
  return std::nullopt;
}

std::optional<std::string> why_invalid(const Geometry& geometry) {
  auto invalidity = invalidity_of(geometry);
  if (!invalidity) return std::nullopt;
  return std::move(invalidity->reason);
}

bool is_simple(const Geometry& geometry) {
  if (!all_finite(geometry.xy)) return false;
  if (geometry.empty() || geometry.kind == GeometryKind::polygon) return true;
  if (bad_path(geometry)) return false;
  return geos_bool(GEOSisSimple_r(geos(), to_geos(geometry).get()));
}

}  // namespace bdf::geometry
