// SPDX-License-Identifier: MIT
// Shapes as the bytes that GeoPackages hold.
#pragma once

#include <string>
#include <string_view>

#include "world/shape.h"

namespace bdf::sample {

/// Where a layer's x and y lie; empty until something is added.
struct Extent {
  double min_x = 0, min_y = 0, max_x = 0, max_y = 0;
  bool empty = true;
  void add(const Position& at);
  void add(const Extent& other);
};

/// How a layer keeps its geometries.
struct GeometryForm {
  ShapeKind kind = ShapeKind::line;
  bool multi = false;
  bool z = false;
};

/// "POINT", "LINESTRING", "POLYGON" or one of these after "MULTI". Throws LawError for others.
[[nodiscard]] GeometryForm geometry_form(std::string_view type, bool z);

/// GeoPackage binary (OGC 12-128r17, 2.1.3), little-endian: the envelope of x and y, but for a
/// point, then ISO WKB. `blob` is replaced, its memory used again. Throws LawError where the form
/// cannot hold the shape.
void write_blob(const Shape& shape, const GeometryForm& form, int srs_id, std::string& blob);

[[nodiscard]] Extent extent_of(const Shape& shape);

}  // namespace bdf::sample
