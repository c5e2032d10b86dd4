// SPDX-License-Identifier: MIT
// Writes a GeoPackage (1.3) of many layers, as IGN delivers them: without a clock, the same bytes
// from the same calls on every machine with the same SQLite.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "files/shape_blob.h"
#include "io/sqlite.h"
#include "model/schema.h"
#include "world/feature.h"

namespace bdf::sample {

struct FileColumn {
  std::string name;
  std::string type;  ///< the SQL type: TEXT(24), BOOLEAN, DATETIME, DATE, REAL, INTEGER …
};

struct FileLayer {
  std::string name;
  std::string geometry_type;  ///< POINT, LINESTRING, MULTIPOLYGON …; "" for an attribute table
  bool z = false;
  std::vector<FileColumn> columns;
  bool spatial_index = false;  ///< IGN delivers none
  std::string geometry_column = "geometrie";
  std::string primary_key = "fid";
};

/// One file, written by one thread: begin_layer, add …, end_layer, begin_layer …, finish. It is
/// built beside its path and put there by finish(); without finish() nothing is left of it. All
/// functions throw StoreError where the disk refuses.
class GeoPackageFile {
 public:
  /// `crs`: "EPSG:2154". `last_change` stands in gpkg_contents.
  GeoPackageFile(std::filesystem::path path, const std::string& crs,
                 std::string last_change = "2026-06-15T00:00:00.000Z");
  ~GeoPackageFile();
  GeoPackageFile(const GeoPackageFile&) = delete;
  GeoPackageFile& operator=(const GeoPackageFile&) = delete;

  void begin_layer(FileLayer layer);
  /// `values` are in the order of the columns. nullptr: NULL for a geometry. Throws LawError where
  /// there are more or fewer values than columns, or the layer's type cannot hold the shape.
  void add(std::int64_t fid, const Shape* shape, const std::vector<Value>& values);
  /// Writes the extent of what was added.
  void end_layer();

  /// A table without geometries; rows are numbered from 1.
  void add_table(FileLayer table, const std::vector<std::vector<Value>>& rows);

  /// Replaces what is at the path.
  void finish();

 private:
  [[nodiscard]] bool is_spatial() const { return !layer_.geometry_type.empty(); }
  void register_crs();
  void create_table();
  void prepare_insert();
  void register_contents();
  void bind_shape(const Shape* shape);

  std::filesystem::path path_, draft_;
  Crs crs_;
  std::string last_change_;
  std::optional<io::Database> database_;
  std::optional<io::Transaction> transaction_;
  std::optional<io::Statement> insert_;  ///< of the open layer
  FileLayer layer_;
  GeometryForm form_;
  Extent extent_;
  std::string blob_;  ///< of the row being written
};

}  // namespace bdf::sample
