// SPDX-License-Identifier: MIT
// GeoPackages, read and written through SQLite: layers as they are declared, values as stored.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/geometry_blob.h"
#include "io/key.h"
#include "io/sqlite.h"
#include "model/change.h"
#include "model/feature_table.h"
#include "model/row_index.h"

namespace bdf::io {

/// What a GeoPackage holds. Names as gpkg_contents or the table's declaration spell them.
struct Catalog {
  /// Feature tables that are real tables, in the order of gpkg_contents. Generated columns are left
  /// out. A table with no INTEGER PRIMARY KEY has its rowid for one, by the name that reaches it.
  std::vector<Schema> layers;
  std::vector<std::string> other_tables;  ///< attribute tables and any others that are not ours,
                                          ///< the standard's or SQLite's
  std::vector<std::string> views;         ///< never read
  std::vector<std::string>
      unknown_triggers;  ///< all but those that the GeoPackage standard and GDAL create

  /// The layer of that name, without regard to (ASCII) case.
  [[nodiscard]] const Schema* find(std::string_view layer) const;
};

/// Throws InputError where the file is no GeoPackage or a layer's declaration is broken: no such
/// geometry column, or no rowid to tell its rows apart.
[[nodiscard]] Catalog read_catalog(Database& database);

/// Drops what another program would run on opening or editing the file. Returns what was dropped,
/// for people, in their language.
std::vector<std::string> drop_unknown_triggers_and_views(Database& database);

/// Which values of a layer a scan reads, in an order that is the same for all sides.
struct ScanPlan {
  std::string layer;
  std::string primary_key;
  std::string geometry_column;              ///< "" leaves geometries out of the print
  std::vector<std::string> key;             ///< columns; empty: the primary key is the key
  std::vector<std::string> columns;         ///< those of the print
  bool keyless = false;                     ///< no row has a key
  bool pairs = false;                       ///< whether pair prints are made
  std::vector<std::string> pair_columns{};  ///< those of the pair print
  std::vector<std::string> gained{};        ///< these count in it where they are not NULL
  bool names = false;                       ///< whether the keys' texts are kept
  bool only_shapes = false;  ///< a row without a vertex has no print, whatever its columns hold
};

/// Reads every row once, in order of fid. Opens its own connections, at most `threads`. A
/// geometry counts in the print by its WKB, whatever its GeoPackage header says.
[[nodiscard]] RowIndex scan(const std::filesystem::path& path, const ScanPlan& plan, int threads);

/// The features of those fids, in that order; ascending order is fastest. All columns.
/// Throws InputError where one does not exist.
[[nodiscard]] FeatureTable read_features(Database& database, const Schema& schema,
                                         std::span<const std::int64_t> fids);
[[nodiscard]] FeatureTable read_all_features(Database& database, const Schema& schema);

/// An empty GeoPackage 1.3 in an empty database, with the three required reference systems.
void create_geopackage(Database& database);

/// Adds the layer's table, its CRS (schema.crs.srs_id is kept where free or the same, else a new
/// one is chosen), and its rows in gpkg_contents and gpkg_geometry_columns. A layer with no
/// geometry column becomes an attributes table. `first_columns` stand before the schema's. A type
/// that could not stand in SQL as it is declared is declared anew by its ColumnType; a layer with
/// no primary key gets one: fid, or ogc_fid, ogc_fid_1 … where a column has that name.
/// Returns the schema as created, `first_columns` among its columns.
Schema create_layer(Database& database, const Schema& schema,
                    std::span<const Column> first_columns = {});

/// Adds a column, NULL in every row, to a layer that has none of that name.
void add_column(Database& database, std::string_view layer, const Column& column);

/// Adds an R-tree with its standard triggers to a layer that has none; does nothing to one that
/// has.
void create_spatial_index(Database& database, const Schema& schema);

/// Inserts rows into a layer; the caller holds a transaction, and calls finish_layer() at the end.
class FeatureWriter {
 public:
  /// `columns`: the columns given to add(), in order, by name.
  FeatureWriter(Database& database, const Schema& schema, std::span<const std::string> columns);
  /// `fid` nullopt: SQLite chooses. `wkb`: Blob with WKB, or Null; any other value is written as it
  /// is. Returns the fid.
  std::int64_t add(std::optional<std::int64_t> fid, std::span<const ValueView> values,
                   const ValueView& wkb);

 private:
  Statement insert_;
  int srs_id_;
  bool has_geometry_;
  std::string blob_;
};

/// Sets extent, feature count and last_change of a layer from its rows.
void finish_layer(Database& database, const Schema& schema, std::string_view time);

/// Applies changes to a layer of a database, in one transaction: updates only the changed columns,
/// keeps its R-tree, feature count, extent (which only grows) and last_change right, adds columns
/// of `new_columns` first. Deletions come first, then updates, then insertions. Insertions keep
/// Change::fid where it is free, else get the fids after the greatest, in the order given; a column
/// that the source does not carry gets its default where that is a literal, and a NOT NULL column
/// that would be NULL its default, else '' or 0. Geometries are taken to be in the target's CRS.
/// Returns the fid of each change (0 for a deletion). Throws StoreError that names the layer and
/// the feature where a constraint of the table forbids a change or the feature to change is not
/// there.
///
/// `further` are updates of other features that are too many to be held at once; of the features
/// before them, only the fids count.
std::vector<std::int64_t> apply_changes(Database& database, const LayerChanges& changes,
                                        std::span<const Column> new_columns, std::string_view time,
                                        const ShowChanges& further = {});

}  // namespace bdf::io
