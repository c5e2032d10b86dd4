// SPDX-License-Identifier: MIT
#include "package/carrier_formats.h"

#include <algorithm>
#include <array>

namespace bdf::package {

namespace {

struct CarrierFormat {
  std::string_view word;
  std::string_view title;
  std::string_view file_type;
};

constexpr std::array<CarrierFormat, 5> formats{{{"GPKG", "GeoPackage", "GPKG"},
                                                {"SHP", "ESRI Shapefile", "SHP"},
                                                {"GEOJSON", "GeoJSON", "GEOJSON"},
                                                {"FGB", "FlatGeobuf", ""},
                                                {"FLATGEOBUF", "FlatGeobuf", ""}}};

const CarrierFormat* find_format(std::string_view format) {
  const auto word = format.substr(0, format.find('-'));
  const auto found = std::find_if(formats.begin(), formats.end(),
                                  [&](const CarrierFormat& one) { return one.word == word; });
  return found == formats.end() ? nullptr : &*found;
}

}  // namespace

std::string format_title(std::string_view format) {
  const auto* known = find_format(format);
  return std::string(known == nullptr ? format : known->title);
}

std::string file_type_uri(std::string_view format) {
  const auto* known = find_format(format);
  if (known == nullptr || known->file_type.empty()) return "";
  return "http://publications.europa.eu/resource/authority/file-type/" +
         std::string(known->file_type);
}

}  // namespace bdf::package
