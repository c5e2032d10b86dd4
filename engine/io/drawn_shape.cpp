// SPDX-License-Identifier: MIT
#include "io/drawn_shape.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "base/error.h"
#include "geometry/adapt.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"

namespace bdf::io {

namespace {

/// As it was written; nullopt where the conflict has no shape.
std::optional<std::string> written_shape(const Conflict& conflict) {
  for (const auto side : {Side::local, Side::reference, Side::ancestor})
    if (conflict.values[side]) return conflict.values[side];
  return std::nullopt;
}

std::optional<Geometry> decoded(const std::string& wkt) {
  try {
    return geometry::decode_wkb(geometry::wkb_from_wkt(wkt)).geometry;
  } catch (const UsageError&) {
    return std::nullopt;  // a version that is damaged tells nothing of altitudes
  }
}

/// Where the geometry has vertices without an altitude.
std::set<std::pair<double, double>> flat_places(const std::optional<Geometry>& geometry) {
  std::set<std::pair<double, double>> places;
  if (!geometry || !geometry->has_z) return places;
  for (std::size_t i = 0; i < geometry->vertex_count(); ++i)
    if (std::isnan(geometry->z[i])) places.emplace(geometry->xy[2 * i], geometry->xy[2 * i + 1]);
  return places;
}

Geometry with_new_altitudes(const Geometry& drawn, const std::string& before) {
  auto filled = geometry::with_gaps_filled(drawn);
  const auto flat = flat_places(decoded(before));
  for (std::size_t i = 0; i < drawn.vertex_count(); ++i)
    if (flat.contains({drawn.xy[2 * i], drawn.xy[2 * i + 1]})) filled.z[i] = drawn.z[i];
  return filled;
}

bool lacks_altitudes(const Geometry& geometry) {
  return geometry.has_z &&
         std::any_of(geometry.z.begin(), geometry.z.end(), [](double z) { return std::isnan(z); });
}

}  // namespace

std::string drawn_shape(const Conflict& conflict, std::string_view wkb) {
  const auto before = written_shape(conflict);
  if (conflict.kind != ConflictKind::geometry || !before) return {};
  auto wkt = geometry::to_wkt(wkb);
  if (wkt == *before) return {};
  const auto drawn = geometry::decode_wkb(wkb).geometry;
  if (!drawn || !lacks_altitudes(*drawn)) return wkt;
  return geometry::to_wkt(geometry::encode_wkb(with_new_altitudes(*drawn, *before)));
}

}  // namespace bdf::io
