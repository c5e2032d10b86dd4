// SPDX-License-Identifier: MIT
// The same geometry as another carrier holds it: digitised the other way round, with or without Z,
// single or multi. Pure functions: any thread.
#pragma once

#include <string>
#include <string_view>

#include "model/geometry.h"

namespace bdf::geometry {

/// Lines from end to beginning, the parts of a multi in reverse order. Points and polygons as they
/// are.
[[nodiscard]] Geometry reversed(Geometry geometry);

[[nodiscard]] Geometry without_z(Geometry geometry);

/// With the altitudes of `model`, another version of the same geometry: a vertex that stands where
/// one of the model's does (within `tolerance` in the plane) has its Z, and one that stands between
/// two of them that of the model there; between two vertices that have one Z
/// is linear in the length along the path, before the first and behind the last it is theirs.
/// Where no vertex is the model's and both are one line, Z is that of the model at the same share
/// of its length: a line that was moved keeps its fall. Else, and where the model has no Z, as it
/// was.
[[nodiscard]] Geometry with_z_of(Geometry geometry, const Geometry& model, double tolerance);

/// With a Z at each vertex that has none (NaN): between two vertices of its path that have one
/// linear in the length, before the first and behind the last theirs. A path without any stays so.
[[nodiscard]] Geometry with_gaps_filled(Geometry geometry);

/// With that one Z at every vertex.
[[nodiscard]] Geometry with_altitude(Geometry geometry, double z);

/// The Z `none` read as no altitude: NaN.
[[nodiscard]] Geometry without_altitude(Geometry geometry, double none);

/// The kind of geometry that a layer declares: "LINESTRING", "MULTIPOLYGON" … A single part becomes
/// a multi where that is declared, a multi of one part a single one.
[[nodiscard]] Geometry as_declared(Geometry geometry, std::string_view geometry_type);

}  // namespace bdf::geometry
