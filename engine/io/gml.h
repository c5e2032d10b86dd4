// SPDX-License-Identifier: MIT
// Geometries as GML 3.2 (ISO 19136), as far as simple features and arcs go.
//
// GDAL writes and reads GML too, but with 15 digits, and with decimals that it rounds as it likes:
// here every coordinate has the shortest form that reads back to the same double.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "io/xml_output.h"
#include "io/xml_tree.h"

namespace bdf::io {

inline constexpr const char* gml_space = "http://www.opengis.net/gml/3.2";

/// How a document's geometries are written.
struct GmlForm {
  std::string srs_name;     ///< stands on each geometry that is no part of another
  bool swapped = false;     ///< y before x
  std::size_t next_id = 1;  ///< for gml:id, which each geometry must have: g1, g2 …
};

/// What GML has no word for, in the user's language; nullopt where there is nothing: M, TIN and
/// polyhedral surfaces, triangles, empty points and lines, and what is no WKB.
[[nodiscard]] std::optional<std::string> why_not_gml(std::string_view wkb);

/// Writes what why_not_gml() has nothing against. Prefix `gml` is bound to gml_space. Z goes as a
/// third ordinate with srsDimension="3", though the system that is named has two.
void write_gml(XmlOutput& xml, std::string_view wkb, GmlForm& form);

struct GmlGeometry {
  std::string wkb;       ///< ISO, ordinates in the order in which they stand in the GML
  std::string srs_name;  ///< "" where none is said
};

/// Reads Point, LineString, Curve (straight segments, arcs by three points), CompositeCurve,
/// Polygon, Surface of polygons and their multis and collections, of GML 3.2 or 3.1, with `pos` or
/// `posList`. A list of positions has two ordinates each unless srsDimension says three.
///
/// GML has one name for several types: multis of curves and surfaces are MULTILINESTRING and
/// MULTIPOLYGON where nothing in them is an arc, a curve of one segment is that segment.
///
/// Throws InputError with the line of what cannot be read.
[[nodiscard]] GmlGeometry read_gml(const XmlElement& element);

}  // namespace bdf::io
