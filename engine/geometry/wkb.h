// SPDX-License-Identifier: MIT
// Well-known binary (OGC 06-103r4, ISO 13249-3), in and out.
//
// Everything here reads ISO WKB and the EWKB flags (Z, M and SRID, which is skipped), in both byte
// orders, in one pass that allocates nothing by a count that the bytes do not back. Pure functions:
// any thread. Nothing throws but std::bad_alloc.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/geometry.h"
#include "model/value.h"

namespace bdf::geometry {

struct Decoded {
  std::optional<Geometry> geometry;
  bool malformed = false;
};

/// Points, lines and polygons, single or multi, with or without Z. Each path of the result has at
/// least one vertex and each part one path; POINT EMPTY (NaN coordinates) has no part.
///
/// What Geometry cannot hold is opaque, neither geometry nor malformed: M, curves, collections,
/// TIN, polyhedral surfaces, and multis and polygons one of whose members or rings is empty.
/// Malformed are bytes cut short, counts beyond the bytes, members of the wrong type or dimension,
/// more than 32 levels, and bytes left over.
[[nodiscard]] Decoded decode_wkb(std::string_view wkb);

/// The same of a feature's geometry; nullopt for NULL, and for what is opaque or malformed.
[[nodiscard]] std::optional<Geometry> geometry_of(const ValueView& value);

/// ISO WKB, little-endian. decode_wkb gives back the same geometry, bit for bit.
[[nodiscard]] std::string encode_wkb(const Geometry& geometry);

/// The envelope of any WKB, arcs included, without building it; vertices with a NaN are skipped.
/// nullopt where there is no vertex, or where the bytes are malformed.
[[nodiscard]] std::optional<Box> box_of_wkb(std::string_view wkb);

/// x,y,x,y… of all vertices of any WKB, NaN too, in the order of the bytes; empty points are left
/// out. nullopt where the bytes are malformed.
[[nodiscard]] std::optional<std::vector<double>> xy_of_wkb(std::string_view wkb);

/// The same bytes but for their x and y, which are as many as xy_of_wkb gives, in that order.
/// Malformed bytes come back as they are.
[[nodiscard]] std::string wkb_with_xy(std::string_view wkb, std::span<const double> xy);

/// No vertex at all, or only points whose X and Y are NaN. False where malformed.
[[nodiscard]] bool is_empty_wkb(std::string_view wkb);

/// The number of vertices of any WKB, closing ones included, empty points not; 0 where malformed.
[[nodiscard]] std::size_t vertex_count_of_wkb(std::string_view wkb);

/// As WKT says it: "LINESTRING Z", "MULTIPOLYGON", "COMPOUNDCURVE ZM". Empty where malformed.
[[nodiscard]] std::string type_name_of_wkb(std::string_view wkb);

/// By the outermost header alone; false where it cannot be read.
[[nodiscard]] bool wkb_has_z(std::string_view wkb);
[[nodiscard]] bool wkb_has_m(std::string_view wkb);

}  // namespace bdf::geometry
