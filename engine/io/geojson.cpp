// SPDX-License-Identifier: MIT
#include "io/geojson.h"

#include <algorithm>
#include <cmath>

#include "geometry/wkb.h"
#include "model/value.h"

namespace bdf::io {

namespace {

bool all_finite(const std::vector<double>& numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](double n) { return std::isfinite(n); });
}

/// Appends the coordinates of one geometry to a text.
class CoordinatesWriter {
 public:
  CoordinatesWriter(const Geometry& geometry, std::string& text)
      : geometry_(geometry), text_(text) {}

  void write() {
    if (geometry_.empty()) {
      text_ += "[]";
    } else if (geometry_.multi) {
      list(0, geometry_.part_count(), [&](std::size_t i) { part(i); });
    } else {
      part(0);
    }
  }

 private:
  /// `[item(first),…]`
  template <class Item>
  void list(std::size_t first, std::size_t end, Item&& item) {
    for (auto i = first; i < end; ++i) {
      text_ += i == first ? '[' : ',';
      item(i);
    }
    text_ += ']';
  }

  void part(std::size_t i) {
    const auto first = geometry_.parts[i];
    if (geometry_.kind != GeometryKind::polygon) return path(first);
    list(first, geometry_.parts[i + 1], [&](std::size_t ring) { path(ring); });
  }

  /// A point's position, or a line's or ring's list of them.
  void path(std::size_t i) {
    const auto first = geometry_.rings[i];
    if (geometry_.kind == GeometryKind::point) return vertex(first);
    list(first, geometry_.rings[i + 1], [&](std::size_t v) { vertex(v); });
  }

  void vertex(std::size_t i) {
    text_ += '[';
    text_ += to_text(geometry_.xy[2 * i]);
    text_ += ',';
    text_ += to_text(geometry_.xy[2 * i + 1]);
    if (geometry_.has_z) {
      text_ += ',';
      text_ += to_text(geometry_.z[i]);
    }
    text_ += ']';
  }

  const Geometry& geometry_;
  std::string& text_;
};

std::string_view type_of(const Geometry& geometry) {
  switch (geometry.kind) {
    case GeometryKind::point:
      return geometry.multi ? "MultiPoint" : "Point";
    case GeometryKind::line:
      return geometry.multi ? "MultiLineString" : "LineString";
    case GeometryKind::polygon:
      break;
  }
  return geometry.multi ? "MultiPolygon" : "Polygon";
}

}  // namespace

std::optional<std::string> geojson_of_wkb(std::string_view wkb) {
  const auto geometry = geometry::decode_wkb(wkb).geometry;
  if (!geometry || !all_finite(geometry->xy) || !all_finite(geometry->z)) return std::nullopt;
  std::string text = R"({"type":")";
  text += type_of(*geometry);
  text += R"(","coordinates":)";
  CoordinatesWriter(*geometry, text).write();
  return text + '}';
}

}  // namespace bdf::io
