// SPDX-License-Identifier: MIT
#include "io/versions.h"

#include <fmt/format.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <sqlite3.h>

namespace bdf::io {

std::map<std::string, std::string> library_versions() {
  int major = 0;
  int minor = 0;
  int patch = 0;
  OSRGetPROJVersion(&major, &minor, &patch);
  return {{"GDAL", GDALVersionInfo("RELEASE_NAME")},
          {"PROJ", fmt::format("{}.{}.{}", major, minor, patch)},
          {"SQLite", sqlite3_libversion()}};
}

}  // namespace bdf::io
