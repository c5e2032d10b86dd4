// SPDX-License-Identifier: MIT
// Inputs as users name them: FILE, FILE::layer, PG:…. GeoPackages are used as they are; all else that
// GDAL opens is brought into a GeoPackage first.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "io/geopackage.h"
#include "model/schema.h"

namespace bdf::io {

struct SourceName {
  std::string path;
  std::string layer;  ///< "" for all
};

/// Splits FILE::layer. A file whose own name holds `::` is found first.
[[nodiscard]] SourceName parse_source(std::string_view text);

struct SourceOptions {
  std::string encoding;  ///< for text that does not say its own; "" leaves it to the driver
  std::string crs;       ///< "EPSG:2154": for layers that declare none; "" makes that an error
};

struct Source {
  std::filesystem::path geopackage;  ///< the file itself, or the copy made in `staging`
  std::string layer;                 ///< as asked for; "" for all
  bool staged = false;
  std::string digest;  ///< SHA-256 of the input's bytes (of all files of a Shapefile, by name)
};

/// True where the file begins as an SQLite database does.
[[nodiscard]] bool is_sqlite(const std::filesystem::path& path);

/// Checks that the input exists and is one we mean to read (GeoPackage, Shapefile, GeoJSON,
/// GeoJSON sequence, FlatGeobuf, PostgreSQL; no remote file systems), and brings what is no
/// GeoPackage into `staging`/`name`.gpkg with its fids kept where they are positive and unique.
/// Throws InputError that says which file and what to do. The digest is left empty.
[[nodiscard]] Source open_source(const SourceName& name, const SourceOptions& options,
                                 const std::filesystem::path& staging, std::string_view stem);

/// Whether two reference systems are the same, by code or else by definition.
[[nodiscard]] bool same_crs(const Crs& a, const Crs& b);

/// Whether its coordinates are degrees.
[[nodiscard]] bool is_geographic(const Crs& crs);

/// Gives `code` ("EPSG:2154") to the spatial layers that declare no reference system. Throws InputError
/// that names the file and --crs where there is such a layer and `code` is "".
void declare_crs(Catalog& catalog, const std::string& code, const std::string& file);

}  // namespace bdf::io
