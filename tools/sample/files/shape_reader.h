// SPDX-License-Identifier: MIT
// Geometries read back from the bytes that GeoPackages and change tables hold, by nothing of the
// engine's: what judges it must not read as it does.
#pragma once

#include <optional>
#include <string_view>

#include "world/shape.h"

namespace bdf::sample {

struct Drawn {
  Shape shape;
  bool z = false;  ///< whether the bytes carry altitudes; the shape's are 0 elsewhere
};

/// ISO WKB, little-endian, of points, lines, polygons and several of these; of a collection all
/// parts, of the last member's kind. Throws InputError for other bytes.
[[nodiscard]] Drawn read_wkb(std::string_view bytes);

/// GeoPackage binary; nullopt for an empty geometry. Throws InputError for other bytes.
[[nodiscard]] std::optional<Drawn> read_blob(std::string_view blob);

}  // namespace bdf::sample
