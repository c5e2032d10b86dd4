// SPDX-License-Identifier: MIT
// What a layer carries: its columns, its key, its geometry and its coordinate system.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bdf {

enum class ColumnType { boolean, integer, real, text, date, datetime, blob };

/// As our files and databases spell them.
inline constexpr std::array<std::pair<ColumnType, std::string_view>, 7> column_type_words{
    {{ColumnType::boolean, "boolean"},
     {ColumnType::integer, "integer"},
     {ColumnType::real, "real"},
     {ColumnType::text, "text"},
     {ColumnType::date, "date"},
     {ColumnType::datetime, "datetime"},
     {ColumnType::blob, "blob"}}};
[[nodiscard]] std::string_view name_of(ColumnType type);
[[nodiscard]] std::optional<ColumnType> column_type_named(std::string_view name);

struct Column {
  std::string name;
  ColumnType type = ColumnType::text;
  std::string declared;  ///< the SQL type as the file declares it, for example TEXT(24)
  bool operator==(const Column&) const = default;
};

struct Crs {
  int srs_id = 0;            ///< the number inside its GeoPackage; -1 and 0 mean undefined
  std::string organization;  ///< "EPSG", "IGNF", "NONE" …
  int code = 0;
  std::string definition;  ///< WKT
};

struct Schema {
  std::string layer;
  std::string primary_key;  ///< the INTEGER PRIMARY KEY column: the fid
  std::string geometry_column;
  std::string geometry_type = "GEOMETRY";
  int z = 0;  ///< as in gpkg_geometry_columns: 0 prohibited, 1 mandatory, 2 optional
  int m = 0;
  Crs crs;
  std::vector<Column> columns;  ///< without the primary key and the geometry
  bool cuts_names = false;      ///< its carrier, a Shapefile, cuts names at 10 letters

  /// The column of that name, without regard to (ASCII) case, as in SQL.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
};

/// ASCII only: SQLite folds no other letter.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);
[[nodiscard]] std::string folded(std::string_view name);

}  // namespace bdf
