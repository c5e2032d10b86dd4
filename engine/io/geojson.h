// SPDX-License-Identifier: MIT
// Geometries as GeoJSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace bdf::io {

/// The geometry object's text (RFC 7946, 3.1), coordinates in their own CRS and in the shortest
/// form that reads back to the same double. nullopt for what GeoJSON cannot say: M, curves, mixed
/// collections, NaN and infinite coordinates, malformed WKB.
[[nodiscard]] std::optional<std::string> geojson_of_wkb(std::string_view wkb);

/// The inverse: ISO WKB, little-endian, with Z where the first position has three numbers. nullopt
/// for what is no geometry object, and for positions of another length than the first.
[[nodiscard]] std::optional<std::string> wkb_of_geojson(const nlohmann::ordered_json& geometry);

}  // namespace bdf::io
