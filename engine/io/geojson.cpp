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

/// `[item(first),…]`
template <class Item>
std::string list(std::uint32_t first, std::uint32_t end, Item&& item) {
  std::string text = "[";
  for (auto i = first; i < end; ++i) text += (i == first ? "" : ",") + item(i);
  return text + "]";
}

std::string vertex(const Geometry& geometry, std::size_t i) {
  auto text = "[" + to_text(geometry.xy[2 * i]) + "," + to_text(geometry.xy[2 * i + 1]);
  if (geometry.has_z) text += "," + to_text(geometry.z[i]);
  return text + "]";
}

/// A point's position, or a line's or ring's list of them.
std::string path(const Geometry& geometry, std::uint32_t i) {
  if (geometry.kind == GeometryKind::point) return vertex(geometry, geometry.rings[i]);
  return list(geometry.rings[i], geometry.rings[i + 1],
              [&](std::uint32_t v) { return vertex(geometry, v); });
}

std::string part(const Geometry& geometry, std::uint32_t i) {
  if (geometry.kind != GeometryKind::polygon) return path(geometry, geometry.parts[i]);
  return list(geometry.parts[i], geometry.parts[i + 1],
              [&](std::uint32_t ring) { return path(geometry, ring); });
}

std::string coordinates(const Geometry& geometry) {
  if (geometry.empty()) return "[]";
  if (!geometry.multi) return part(geometry, 0);
  return list(0, static_cast<std::uint32_t>(geometry.part_count()),
              [&](std::uint32_t i) { return part(geometry, i); });
}

std::string type_of(const Geometry& geometry) {
  const std::string multi = geometry.multi ? "Multi" : "";
  switch (geometry.kind) {
    case GeometryKind::point: return multi + "Point";
    case GeometryKind::line: return multi + "LineString";
    case GeometryKind::polygon: break;
  }
  return multi + "Polygon";
}

}  // namespace

std::optional<std::string> geojson_of_wkb(std::string_view wkb) {
  const auto geometry = geometry::decode_wkb(wkb).geometry;
  if (!geometry || !all_finite(geometry->xy) || !all_finite(geometry->z)) return std::nullopt;
  return R"({"type":")" + type_of(*geometry) + R"(","coordinates":)" + coordinates(*geometry) +
         "}";
}

}  // namespace bdf::io
