// SPDX-License-Identifier: MIT
#include "io/srs_name.h"

#include <ogr_spatialref.h>

#include <array>
#include <charconv>

#include "io/gdal_errors.h"

namespace bdf::io {

namespace {

constexpr int wgs84 = 4326;

std::optional<int> code_in(std::string_view digits) {
  int code = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, code);
  if (error != std::errc() || stop != end || code <= 0) return std::nullopt;
  return code;
}

/// What follows the last of that character.
std::string_view behind_last(std::string_view text, char separator) {
  return text.substr(text.rfind(separator) + 1);
}

struct Form {
  std::string_view beginning;
  char separator;
  bool official;  ///< EPSG's order of axes
};

constexpr std::array<Form, 6> forms{{{"urn:ogc:def:crs:epsg:", ':', true},
                                     {"urn:x-ogc:def:crs:epsg:", ':', true},
                                     {"http://www.opengis.net/def/crs/epsg/", '/', true},
                                     {"https://www.opengis.net/def/crs/epsg/", '/', true},
                                     {"http://www.opengis.net/gml/srs/epsg.xml#", '#', false},
                                     {"epsg:", ':', false}}};

}  // namespace

std::string srs_urn(const Crs& crs) {
  if (!same_name(crs.organization, "EPSG") || crs.code <= 0) return {};
  return "urn:ogc:def:crs:EPSG::" + std::to_string(crs.code);
}

bool begins_northwards(int epsg) {
  const GdalErrors quiet;
  OGRSpatialReference system;
  if (system.importFromEPSGA(epsg) != OGRERR_NONE) return false;
  return system.EPSGTreatsAsLatLong() != 0 || system.EPSGTreatsAsNorthingEasting() != 0;
}

std::optional<SrsName> parse_srs_name(std::string_view name) {
  const auto plain = folded(name);
  if (plain == "urn:ogc:def:crs:ogc:1.3:crs84" || plain == "urn:ogc:def:crs:ogc::crs84" ||
      plain == "http://www.opengis.net/def/crs/ogc/1.3/crs84")
    return SrsName{wgs84, false};
  for (const auto& form : forms) {
    if (!plain.starts_with(form.beginning)) continue;
    const auto code = code_in(behind_last(plain, form.separator));
    if (!code) return std::nullopt;
    return SrsName{*code, form.official && begins_northwards(*code)};
  }
  return std::nullopt;
}

}  // namespace bdf::io
