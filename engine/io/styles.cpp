// SPDX-License-Identifier: MIT
#include "io/styles.h"

#include <algorithm>
#include <array>

#include "io/layer_statistics.h"
#include "io/table_info.h"
#include "io/table_row.h"

namespace bdf::io {

namespace {

/// As QGIS creates it through GDAL.
constexpr TableDefinition styles_table{
    "layer_styles",
    "id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), "
    "f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), "
    "styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, "
    "owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP"};

/// Those that we fill in; QGIS looks for a style by the first six.
constexpr std::array<std::string_view, 8> filled{
    "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column",
    "styleQML",        "useAsDefault",   "styleName",    "update_time"};

void ensure_table(Database& database, std::string_view time) {
  if (database.has_table(styles_table.name)) return;
  create_if_missing(database, styles_table);
  auto contents = database.prepare(
      "INSERT OR IGNORE INTO main.gpkg_contents (table_name, data_type, identifier, last_change) "
      "VALUES (?1, 'attributes', ?1, ?2)");
  contents.bind(1, styles_table.name).bind(2, time).run();
}

bool has_the_columns(Database& database) {
  const auto columns = table_columns(database, styles_table.name);
  return std::all_of(filled.begin(), filled.end(), [&](std::string_view name) {
    return std::any_of(columns.begin(), columns.end(), [&](const TableColumn& column) {
      return !column.generated && same_name(column.name, name);
    });
  });
}

bool has_style(Database& database, const std::string& layer) {
  auto select =
      database.prepare("SELECT 1 FROM main.layer_styles WHERE f_table_name = ? COLLATE NOCASE");
  return select.bind(1, layer).step();
}

/// A table of the user's may ask for more than we know: then the row is left out.
void add_style(Database& database, const LayerStyle& style, std::string_view time) {
  auto insert = database.prepare(
      "INSERT OR IGNORE INTO main.layer_styles (f_table_catalog, f_table_schema, f_table_name, "
      "f_geometry_column, styleQML, useAsDefault, styleName, update_time) "
      "VALUES ('', '', ?1, ?2, ?3, 1, substr(?1, 1, 30), ?4)");
  insert.bind(1, style.layer).bind(2, style.geometry_column).bind(3, style.qml).bind(4, time);
  insert.run();
  auto changes = database.prepare("SELECT changes()");
  if (changes.step()) add_to_feature_count(database, styles_table.name, changes.integer(0));
}

}  // namespace

void add_styles(Database& database, const std::vector<LayerStyle>& styles, std::string_view time) {
  const auto exact = exact_time(time);
  Transaction transaction(database);
  ensure_table(database, exact);
  if (has_the_columns(database))
    for (const auto& style : styles)
      if (!has_style(database, style.layer)) add_style(database, style, exact);
  transaction.commit();
}

}  // namespace bdf::io
