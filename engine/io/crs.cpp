// SPDX-License-Identifier: MIT
#include "io/crs.h"

#include <cpl_conv.h>
#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <optional>

#include "base/error.h"
#include "base/message.h"
#include "io/gdal_crs.h"
#include "io/gdal_errors.h"

namespace bdf::io {

namespace {

struct Free {
  void operator()(char* text) const noexcept { CPLFree(text); }
};

std::string wkt_of(const OGRSpatialReference& system, const char* format) {
  const char* const options[] = {format, nullptr};
  char* text = nullptr;
  const bool done = system.exportToWkt(&text, options) == OGRERR_NONE;
  const std::unique_ptr<char, Free> owner(text);
  return done && text ? text : "";
}

/// As the GeoPackage wants it; WKT 2 for what WKT 1 cannot say.
std::string wkt_of(const OGRSpatialReference& system) {
  const auto text = wkt_of(system, "FORMAT=WKT1_GDAL");
  return text.empty() ? wkt_of(system, "FORMAT=WKT2_2019") : text;
}

bool read_system(OGRSpatialReference& system, const std::string& text) {
  const GdalErrors quiet;
  return !text.empty() &&
         system.SetFromUserInput(text.c_str(),
                                 OGRSpatialReference::SET_FROM_USER_INPUT_LIMITATIONS_get()) ==
             OGRERR_NONE;
}

bool is_coded(const Crs& crs) {
  return !crs.organization.empty() && !same_name(crs.organization, "NONE");
}

bool read_system(OGRSpatialReference& system, const Crs& crs) {
  return (is_coded(crs) && read_system(system, fmt::format("{}:{}", crs.organization, crs.code))) ||
         read_system(system, crs.definition);
}

bool is_same(const OGRSpatialReference& a, const OGRSpatialReference& b) {
  const char* const options[] = {"CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS",
                                 "IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", nullptr};
  return a.IsSame(&b, options) != 0;
}

/// Its own code, where that is a number: the GeoPackage has no room for others, such as
/// IGNF:LAMB93.
std::optional<Crs> coded(const OGRSpatialReference& system) {
  const char* authority = system.GetAuthorityName(nullptr);
  const char* code = system.GetAuthorityCode(nullptr);
  if (!authority || !code) return std::nullopt;
  const std::string_view digits = code;
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return Crs{0, authority, number, wkt_of(system)};
}

/// EPSG's system of the same definition: .prj files often name one without its code, and PROJ
/// prefers IGNF's names where both have it.
std::optional<Crs> same_of_epsg(const OGRSpatialReference& system) {
  constexpr int same_definition = 90;  // percent, as PROJ judges it
  OGRSpatialReference without_code;
  if (without_code.importFromWkt(wkt_of(system, "FORMAT=WKT1_ESRI").c_str()) != OGRERR_NONE)
    return std::nullopt;
  int count = 0;
  int* confidence = nullptr;
  OGRSpatialReferenceH* matches =
      OSRFindMatches(OGRSpatialReference::ToHandle(&without_code), nullptr, &count, &confidence);
  std::optional<Crs> found;
  for (int i = 0; i < count && !found; ++i) {
    const auto& match = *OGRSpatialReference::FromHandle(matches[i]);
    const auto crs = coded(match);
    if (crs && crs->organization == "EPSG" && confidence[i] >= same_definition &&
        is_same(system, match))
      found = crs;
  }
  OSRFreeSRSArray(matches);
  CPLFree(confidence);
  return found;
}

}  // namespace

Crs crs_of(const OGRSpatialReference* system) {
  if (!system) return {};
  const GdalErrors quiet;
  if (auto crs = coded(*system)) return *crs;
  if (auto crs = same_of_epsg(*system)) return *crs;
  return {0, "NONE", 0, wkt_of(*system)};
}

Crs crs_named(std::string_view name) {
  OGRSpatialReference system;
  if (!read_system(system, std::string(name)))
    throw UsageError(msg("--crs {}: no such reference system is known", name));
  return crs_of(&system);
}

bool is_defined(const Crs& crs) {
  return is_coded(crs) || (!crs.definition.empty() && !same_name(crs.definition, "undefined"));
}

void complete_crs(Schema& schema, std::string_view name, const std::string& file) {
  if (schema.geometry_column.empty() || is_defined(schema.crs)) return;
  if (name.empty())
    throw InputError(
        msg("{}: layer {} does not say its coordinate reference system; say it with "
            "--crs, for example --crs EPSG:2154",
            file, schema.layer));
  const int srs_id = schema.crs.srs_id;
  schema.crs = crs_named(name);
  schema.crs.srs_id = srs_id;
}

bool same_crs(const Crs& a, const Crs& b) {
  if (is_coded(a) && same_name(a.organization, b.organization) && a.code == b.code) return true;
  if (!is_defined(a) || !is_defined(b)) return false;
  OGRSpatialReference first, second;
  if (!read_system(first, a) || !read_system(second, b)) return a.definition == b.definition;
  return is_same(first, second);
}

bool is_geographic(const Crs& crs) {
  OGRSpatialReference system;
  return read_system(system, crs) && system.IsGeographic() != 0;
}

bool is_projected_in_metres(const Crs& crs) {
  OGRSpatialReference system;
  return read_system(system, crs) && system.IsProjected() != 0 && system.GetLinearUnits() == 1;
}

std::string name_of(const Crs& crs) {
  if (is_coded(crs)) return fmt::format("{}:{}", crs.organization, crs.code);
  const auto begin = crs.definition.find('"') + 1;
  const auto end = crs.definition.find('"', begin);
  if (begin == 0 || end == std::string::npos) return crs.definition;
  return crs.definition.substr(begin, end - begin);
}

}  // namespace bdf::io
