// SPDX-License-Identifier: MIT
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "io/geojson.h"
#include "io/json_value.h"

namespace bdf::io {

namespace {

constexpr std::uint32_t point = 1, line = 2, polygon = 3, collection = 7, with_z = 1000;
/// A multi's number is its member's and this.
constexpr std::uint32_t multi = 3;

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 7> types{
    {{"Point", point},
     {"LineString", line},
     {"Polygon", polygon},
     {"MultiPoint", multi + point},
     {"MultiLineString", multi + line},
     {"MultiPolygon", multi + polygon},
     {"GeometryCollection", collection}}};

constexpr const char* members_of = "geometries";
constexpr int deepest = 16;

/// The numbers of the first position, however deep it lies; 0 where there is none.
std::size_t dimension_of(const Json& json, int depth = 0) {
  if (depth == deepest) return 0;
  if (json.is_object()) {
    const auto found = json.find(json.contains(members_of) ? members_of : "coordinates");
    return found == json.end() ? 0 : dimension_of(*found, depth + 1);
  }
  if (!json.is_array() || json.empty()) return 0;
  return json.front().is_number() ? json.size() : dimension_of(json.front(), depth + 1);
}

class Encoding {
 public:
  explicit Encoding(std::size_t dimension) : dimension_(dimension) {}

  [[nodiscard]] const std::string& wkb() const { return wkb_; }

  bool geometry(const Json& json, int depth = 0) {
    if (depth == deepest || !json.is_object() || !json.contains("type")) return false;
    for (const auto& [name, type] : types) {
      if (json.at("type") != name) continue;
      const auto found = json.find(type == collection ? members_of : "coordinates");
      return found != json.end() && body(type, *found, depth);
    }
    return false;
  }

 private:
  template <class Number>
  void append(Number number) {
    wkb_.append(reinterpret_cast<const char*>(&number), sizeof number);
  }

  void head(std::uint32_t type) {
    wkb_ += '\1';
    append(type + (dimension_ == 3 ? with_z : 0));
  }

  template <class Show>
  bool each(const Json& list, const Show& show) {
    if (!list.is_array()) return false;
    append(static_cast<std::uint32_t>(list.size()));
    for (const auto& one : list)
      if (!show(one)) return false;
    return true;
  }

  bool position(const Json& json) {
    if (!json.is_array() || json.size() != dimension_) return false;
    for (const auto& number : json) {
      if (!number.is_number()) return false;
      append(number.get<double>());
    }
    return true;
  }

  bool path(const Json& json) {
    return each(json, [&](const Json& one) { return position(one); });
  }

  bool body(std::uint32_t type, const Json& json, int depth) {
    head(type);
    if (type == point) return position(json);
    if (type == line) return path(json);
    if (type == polygon) return each(json, [&](const Json& ring) { return path(ring); });
    if (type == collection)
      return each(json, [&](const Json& member) { return geometry(member, depth + 1); });
    return each(json, [&](const Json& member) { return body(type - multi, member, depth); });
  }

  std::size_t dimension_;
  std::string wkb_;
};

}  // namespace

std::optional<std::string> wkb_of_geojson(const Json& geometry) {
  const auto dimension = dimension_of(geometry);
  Encoding encoding(dimension == 3 ? 3 : 2);
  if (dimension > 3 || !encoding.geometry(geometry)) return std::nullopt;
  return encoding.wkb();
}

}  // namespace bdf::io
