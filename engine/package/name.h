// SPDX-License-Identifier: MIT
// The name of a package, in the grammar of IGN's deliveries:
//
//   PRODUCT[-DIFF]_MAJOR-MINOR_PACK_FORMAT_CRS_TERRITORY_YYYY-MM-DD
//   BDTOPO_3-5_TOUSTHEMES_GPKG_LAMB93_D032_2026-06-15
//   BDTOPO-DIFF_3-5_TOUSTHEMES_GPKG_LAMB93_D038_2026-06-15
//   ADMIN-EXPRESS_3-2__SHP_RGAF09UTM20_GLP_2024-03-25
//
// A differential says in its name the edition that it leads to; which one it starts from stands in
// its manifest.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace bdf::package {

struct PackageName {
  std::string product;  ///< "BDTOPO", "ADMIN-EXPRESS"; without -DIFF
  bool is_differential = false;
  unsigned major_version = 0;  ///< of the product's specification, at most 999; so the minor one
  unsigned minor_version = 0;
  std::string pack;                  ///< the theme: "TOUSTHEMES"; "" where the product has only one
  std::string format;                ///< "GPKG", "FLATGEOBUF-ZIP"
  std::string crs;                   ///< IGN's short name: "LAMB93", "RGAF09UTM20"
  std::string territory;             ///< "D038", "D02A", "R84", "FXX", "GLP"
  std::chrono::year_month_day date;  ///< of the edition
  bool operator==(const PackageName&) const = default;
};

/// The system of GeoJSON (RFC 7946): longitude and latitude of WGS 84; and what IGN's names call
/// it.
inline constexpr const char* geojson_crs = "EPSG:4326";
inline constexpr const char* geojson_crs_in_names = "WGS84G";

/// Throws InputError that says which part is none and what it must be. Words are of capitals and
/// digits, joined by single hyphens; a territory is a département (D and three characters), a
/// region (R and two digits) or three capitals. So a name is a sound path, too.
[[nodiscard]] std::string to_text(const PackageName& name);

/// Reads exactly what to_text() writes: to_text(package_name_of(text)) == text. Throws InputError
/// for everything else.
[[nodiscard]] PackageName package_name_of(std::string_view text);

/// How names spell the territory that others call "038", "38", "2A", "971", "FXX" or "D038".
/// Throws InputError for what is no territory's name.
[[nodiscard]] std::string territory_in_names(std::string_view code);

}  // namespace bdf::package
