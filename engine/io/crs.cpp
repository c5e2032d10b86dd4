// SPDX-License-Identifier: MIT
#include "io/crs.h"

#include <cpl_conv.h>
#include <fmt/format.h>

#include <charconv>
#include <memory>

#include "base/error.h"
#include "base/message.h"
#include "io/gdal_crs.h"
#include "io/gdal_errors.h"

namespace bdf::io {

namespace {

struct Free {
  void operator()(char* text) const noexcept { CPLFree(text); }
};

std::string wkt_of(const OGRSpatialReference& system) {
  // As the GeoPackage wants it; WKT 2 for what WKT 1 cannot say.
  for (const char* format : {"FORMAT=WKT1_GDAL", "FORMAT=WKT2_2019"}) {
    const char* const options[] = {format, nullptr};
    char* text = nullptr;
    const bool done = system.exportToWkt(&text, options) == OGRERR_NONE;
    const std::unique_ptr<char, Free> owner(text);
    if (done && text && *text) return text;
  }
  return {};
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
  return (is_coded(crs) &&
          read_system(system, fmt::format("{}:{}", crs.organization, crs.code))) ||
         read_system(system, crs.definition);
}

}  // namespace

Crs crs_of(const OGRSpatialReference* system) {
  if (!system) return {};
  const GdalErrors quiet;
  const char* authority = system->GetAuthorityName(nullptr);
  const char* code = system->GetAuthorityCode(nullptr);
  Crs crs{0, "NONE", 0, wkt_of(*system)};
  const std::string_view digits = code ? code : "";
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (authority && error == std::errc() && end == digits.data() + digits.size()) {
    crs.organization = authority;
    crs.code = number;
  }
  return crs;
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
    throw InputError(msg("{}: layer {} does not say its coordinate reference system; say it with "
                         "--crs, for example --crs EPSG:2154", file, schema.layer));
  const int srs_id = schema.crs.srs_id;
  schema.crs = crs_named(name);
  schema.crs.srs_id = srs_id;
}

bool same_crs(const Crs& a, const Crs& b) {
  if (is_coded(a) && same_name(a.organization, b.organization) && a.code == b.code) return true;
  if (!is_defined(a) || !is_defined(b)) return false;
  OGRSpatialReference first, second;
  if (!read_system(first, a) || !read_system(second, b)) return a.definition == b.definition;
  const char* const options[] = {"CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS",
                                 "IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", nullptr};
  return first.IsSame(&second, options) != 0;
}

bool is_geographic(const Crs& crs) {
  OGRSpatialReference system;
  return read_system(system, crs) && system.IsGeographic() != 0;
}

}  // namespace bdf::io
