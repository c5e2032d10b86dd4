// SPDX-License-Identifier: MIT
// GeoPackages, read and written through SQLite: layers as they are declared, values as stored.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/sqlite.h"
#include "model/change.h"
#include "model/feature_table.h"
#include "model/geometry.h"
#include "model/row_index.h"

namespace bdf::io {

/// What a GeoPackage holds.
struct Catalog {
  std::vector<Schema> layers;               ///< feature tables that are real tables
  std::vector<std::string> other_tables;    ///< attribute tables and any others that are not ours or SQLite's
  std::vector<std::string> views;           ///< never read
  std::vector<std::string> unknown_triggers;  ///< all but those that the GeoPackage standard and GDAL create
};

/// Throws InputError where the file is no GeoPackage or a layer's declaration is broken.
[[nodiscard]] Catalog read_catalog(Database& database);

/// Which values of a layer a scan reads, in an order that is the same for all sides.
struct ScanPlan {
  std::string layer;
  std::string primary_key;
  std::string geometry_column;       ///< "" leaves geometries out of the print
  std::vector<std::string> key;      ///< columns; empty: the primary key is the key
  std::vector<std::string> columns;  ///< those of the print
};

/// Reads every row once, in order of fid. Opens its own connections, at most `threads`. A
/// geometry counts in the print by its WKB, whatever its GeoPackage header says.
[[nodiscard]] RowIndex scan(const std::filesystem::path& path, const ScanPlan& plan, int threads);

/// The hash that scan() gives a key whose columns hold these values; none() where one is NULL or
/// blank text. 7, 7.0 and '7' are one key; text is trimmed of blanks and in NFC.
[[nodiscard]] Hash128 hash_of_key(std::span<const ValueView> values);

/// The key's canonical text: components separated by `,` (a `,` or `\` inside one is escaped by
/// `\`); nullopt where one is NULL or blank.
[[nodiscard]] std::optional<std::string> text_of_key(std::span<const ValueView> values);

/// The features of those fids, in that order; ascending order is fastest. All columns.
/// Throws InputError where one does not exist.
[[nodiscard]] FeatureTable read_features(Database& database, const Schema& schema,
                                         std::span<const std::int64_t> fids);
[[nodiscard]] FeatureTable read_all_features(Database& database, const Schema& schema);

/// An empty GeoPackage 1.3 in an empty database, with the three required reference systems.
void create_geopackage(Database& database);

/// Adds the layer's table, its CRS (schema.crs.srs_id is kept where free or the same, else a new
/// one is chosen), and its rows in gpkg_contents and gpkg_geometry_columns. A layer with no
/// geometry column becomes an attributes table. `first_columns` stand before the schema's.
/// Returns the schema as created.
Schema create_layer(Database& database, const Schema& schema,
                    std::span<const Column> first_columns = {});

/// Adds an R-tree with its standard triggers to a layer that has none.
void create_spatial_index(Database& database, const Schema& schema);

/// Inserts rows into a layer; the caller holds a transaction, and calls finish_layer() at the end.
class FeatureWriter {
 public:
  /// `columns`: the columns given to add(), in order, by name.
  FeatureWriter(Database& database, const Schema& schema, std::span<const std::string> columns);
  /// `fid` nullopt: SQLite chooses. `wkb`: Blob with WKB, or Null.
  std::int64_t add(std::optional<std::int64_t> fid, std::span<const ValueView> values,
                   const ValueView& wkb);

 private:
  Statement insert_;
  int srs_id_;
  bool has_geometry_;
};

/// Sets extent, feature count and last_change of a layer from its rows.
void finish_layer(Database& database, const Schema& schema, std::string_view time);

/// Applies changes to a layer of a database, in one transaction: updates only the changed columns,
/// keeps its R-tree, feature count and extent right, adds columns of `new_columns` first. Inserts
/// keep Change::fid where it is free, else get the fids after the greatest, in the order given.
/// Returns the fid of each change (0 for a deletion).
std::vector<std::int64_t> apply_changes(Database& database, const LayerChanges& changes,
                                        std::span<const Column> new_columns,
                                        std::string_view time);

/// A GeoPackage geometry blob (header with envelope for all but points) around WKB.
[[nodiscard]] std::string geometry_blob(std::string_view wkb, int srs_id);
/// The WKB inside; nullopt where the bytes are no GeoPackage geometry.
[[nodiscard]] std::optional<std::string_view> wkb_of_blob(std::string_view blob);

}  // namespace bdf::io
