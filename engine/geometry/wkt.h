// SPDX-License-Identifier: MIT
// Well-known text (OGC 06-103r4), for resolutions and for people.
#pragma once

#include <string>
#include <string_view>

namespace bdf::geometry {

/// Any WKB as WKT, each number in the shortest form that reads back to the same double; malformed
/// WKB in upper-case hexadecimal.
[[nodiscard]] std::string to_wkt(std::string_view wkb);

/// ISO WKB, little-endian. Takes any type that to_wkt writes, in any case, with Z and M apart or
/// attached ("LineStringZ"), and MULTIPOINT with or without inner parentheses.
/// Throws UsageError naming what is wrong and at which character.
[[nodiscard]] std::string wkb_from_wkt(std::string_view wkt);

/// For people, in their language: "LINESTRING Z, 12 vertices, length 345.2", in the units of the
/// CRS; the area for polygons. Curves, M and collections go without a measure.
[[nodiscard]] std::string describe(std::string_view wkb);

}  // namespace bdf::geometry
