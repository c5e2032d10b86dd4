// SPDX-License-Identifier: MIT
// Inputs as users name them: FILE, FILE::layer, PG:…. GeoPackages are used as they are; all else
// that GDAL opens is brought into a GeoPackage first.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"

namespace bdf::io {

struct SourceName {
  std::string path;
  std::string layer;  ///< "" for all
};

/// Splits FILE::layer. A file whose own name holds `::` is found first.
[[nodiscard]] SourceName parse_source(std::string_view text);

/// A source or the address of a server as messages and files name it: without the password. What is
/// left still finds the server, where the password is in ~/.pgpass.
[[nodiscard]] std::string without_password(const std::string& address);

struct SourceOptions {
  std::string encoding;       ///< for text that does not say its own; "" leaves it to the driver
  std::string crs;            ///< "EPSG:2154": for layers that declare none; "" makes that an error
  bool allow_remote = false;  ///< URLs and GDAL's virtual file systems
};

struct Source {
  std::filesystem::path geopackage;  ///< the file itself, or the copy made in `staging`
  std::string layer;                 ///< as asked for; "" for all
  bool staged = false;
  std::vector<Finding> findings{};  ///< what was lost or assumed on the way in; `input` is ""
};

/// Checks that the input exists, is one we mean to read (GeoPackage, Shapefile, GeoJSON, GeoJSON
/// sequence, FlatGeobuf, PostgreSQL; no remote file systems unless allowed) and has the layer asked
/// for, and brings what is no GeoPackage into `staging`/`stem`.gpkg. The layers of a GeoPackage
/// that declare no CRS are the caller's to complete (io/crs.h).
///
/// Shapefiles must be whole, with as many shapes as records. Their lines and polygons are all multi
/// in the copy where one of them is; M goes where no shape has any. Text must be UTF-8 once it has
/// been decoded.
///
/// In the copy fids are kept where they are positive and unique, and are one more throughout where
/// they begin at 0; times are ISO 8601 in UTC, lists are JSON.
///
/// Throws InputError that says which file and what to do; passwords are left out of it.
[[nodiscard]] Source open_source(const SourceName& name, const SourceOptions& options,
                                 const std::filesystem::path& staging, std::string_view stem);

}  // namespace bdf::io
