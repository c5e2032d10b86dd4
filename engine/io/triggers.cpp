// SPDX-License-Identifier: MIT
#include "io/triggers.h"

#include <set>
#include <utility>

#include "base/message.h"
#include "io/geopackage.h"
#include "io/sql.h"

namespace bdf::io {

namespace {

/// Trigger and table, both folded.
using Known = std::set<std::pair<std::string, std::string>>;

void add(Known& known, const std::string& trigger, const std::string& table) {
  known.emplace(folded(trigger), folded(table));
}

void add_insert_and_update(Known& known, const std::string& trigger, const std::string& table) {
  add(known, trigger + "_insert", table);
  add(known, trigger + "_update", table);
}

void add_standard_tables(Known& known) {
  for (const char* column :
       {"zoom_level", "matrix_width", "matrix_height", "pixel_x_size", "pixel_y_size"})
    add_insert_and_update(known, std::string("gpkg_tile_matrix_") + column, "gpkg_tile_matrix");
  add_insert_and_update(known, "gpkg_metadata_md_scope", "gpkg_metadata");
  for (const char* column : {"reference_scope", "column_name", "row_id_value", "timestamp"})
    add_insert_and_update(known, std::string("gpkg_metadata_reference_") + column,
                          "gpkg_metadata_reference");
}

/// The R-tree's, in the names of all versions of the standard.
void add_spatial_indexes(Known& known, Database& database) {
  if (!database.has_table("gpkg_geometry_columns")) return;
  auto select = database.prepare("SELECT table_name, column_name FROM main.gpkg_geometry_columns");
  while (select.step()) {
    const auto table = select.text(0);
    const auto prefix = "rtree_" + table + "_" + select.text(1);
    for (const char* suffix : {"_insert", "_update1", "_update2", "_update3", "_update4",
                               "_update5", "_update6", "_update7", "_delete"})
      add(known, prefix + suffix, table);
  }
}

void add_contents(Known& known, Database& database) {
  auto select = database.prepare("SELECT table_name FROM main.gpkg_contents");
  while (select.step()) {
    const auto table = select.text(0);
    add(known, "trigger_insert_feature_count_" + table, table);
    add(known, "trigger_delete_feature_count_" + table, table);
    for (const char* column : {"_zoom", "_tile_column", "_tile_row"})
      add_insert_and_update(known, table + column, table);
  }
}

std::vector<std::string> names_of(Database& database, const std::string& type) {
  auto select =
      database.prepare("SELECT name FROM main.sqlite_schema WHERE type = ? ORDER BY name");
  select.bind(1, type);
  std::vector<std::string> names;
  while (select.step()) names.push_back(select.text(0));
  return names;
}

void forget_table(Database& database, const std::string& name) {
  for (const char* table :
       {"gpkg_geometry_columns", "gpkg_extensions", "gpkg_ogr_contents", "gpkg_contents"}) {
    if (!database.has_table(table)) continue;
    auto remove = database.prepare("DELETE FROM main." + sql_name(table) +
                                   " WHERE table_name = ? COLLATE NOCASE");
    remove.bind(1, name).run();
  }
}

}  // namespace

std::vector<std::string> unknown_triggers(Database& database) {
  Known known;
  add_standard_tables(known);
  add_spatial_indexes(known, database);
  add_contents(known, database);
  auto select = database.prepare(
      "SELECT name, tbl_name FROM main.sqlite_schema WHERE type = 'trigger' ORDER BY name");
  std::vector<std::string> names;
  while (select.step())
    if (!known.contains({folded(select.text(0)), folded(select.text(1))}))
      names.push_back(select.text(0));
  return names;
}

std::vector<std::string> drop_unknown_triggers_and_views(Database& database) {
  std::vector<std::string> dropped;
  for (const auto& trigger : unknown_triggers(database)) {
    database.execute("DROP TRIGGER main." + sql_name(trigger));
    dropped.push_back(msg("trigger {}", trigger));
  }
  for (const auto& view : names_of(database, "view")) {
    database.execute("DROP VIEW main." + sql_name(view));
    forget_table(database, view);
    dropped.push_back(msg("view {}", view));
  }
  return dropped;
}

}  // namespace bdf::io
