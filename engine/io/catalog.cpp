// SPDX-License-Identifier: MIT
#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "io/column_type.h"
#include "io/geopackage.h"
#include "io/table_info.h"
#include "io/triggers.h"

namespace bdf::io {

namespace {

Crs read_crs(Database& database, int srs_id) {
  Crs crs;
  crs.srs_id = srs_id;
  auto select = database.prepare(
      "SELECT organization, organization_coordsys_id, definition FROM main.gpkg_spatial_ref_sys "
      "WHERE srs_id = ?");
  if (!select.bind(1, std::int64_t{srs_id}).step()) return crs;
  crs.organization = select.text(0);
  crs.code = static_cast<int>(select.integer(1));
  crs.definition = select.text(2);
  return crs;
}

void read_geometry_column(Database& database, Schema& schema) {
  auto select = database.prepare(
      "SELECT column_name, geometry_type_name, srs_id, z, m FROM main.gpkg_geometry_columns "
      "WHERE table_name = ? COLLATE NOCASE");
  if (!select.bind(1, schema.layer).step()) return;
  schema.geometry_column = select.text(0);
  schema.geometry_type = select.text(1);
  schema.crs = read_crs(database, static_cast<int>(select.integer(2)));
  schema.z = static_cast<int>(select.integer(3));
  schema.m = static_cast<int>(select.integer(4));
}

/// Takes the geometry column's name from the table, which may spell it otherwise.
void add_columns(Schema& schema, const std::vector<TableColumn>& columns) {
  bool found = schema.geometry_column.empty();
  for (const auto& column : columns) {
    if (same_name(column.name, schema.geometry_column)) {
      schema.geometry_column = column.name;
      found = true;
    } else if (!column.generated && !same_name(column.name, schema.primary_key)) {
      schema.columns.push_back({column.name, column_type_of(column.declared), column.declared});
    }
  }
  if (!found)
    throw InputError(msg("layer {}: its geometry column {} is declared but does not exist",
                         schema.layer, schema.geometry_column));
}

Schema read_schema(Database& database, const std::string& layer) {
  Schema schema;
  schema.layer = layer;
  const auto columns = table_columns(database, layer);
  schema.primary_key = rowid_name(database, layer, columns);
  if (schema.primary_key.empty())
    throw InputError(msg("layer {}: it has no integer primary key and no rowid", layer));
  read_geometry_column(database, schema);
  add_columns(schema, columns);
  return schema;
}

std::vector<std::string> feature_tables(Database& database) {
  auto select = database.prepare(
      "SELECT c.table_name FROM main.gpkg_contents AS c JOIN main.sqlite_schema AS t "
      "ON t.name = c.table_name COLLATE NOCASE WHERE c.data_type = 'features' "
      "AND t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL %' ORDER BY c.rowid");
  std::vector<std::string> names;
  while (select.step()) names.push_back(select.text(0));
  return names;
}

bool begins(std::string_view name, std::string_view prefix) {
  return same_name(name.substr(0, prefix.size()), prefix);
}

std::vector<std::string> other_tables(Database& database, const Catalog& catalog) {
  auto select =
      database.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY name");
  std::vector<std::string> names;
  while (select.step()) {
    const auto name = select.text(0);
    const bool reserved = begins(name, "gpkg_") || begins(name, "rtree_") ||
                          begins(name, "sqlite_") || begins(name, "bdf_");
    if (!reserved && !catalog.find(name)) names.push_back(name);
  }
  return names;
}

std::vector<std::string> view_names(Database& database) {
  auto select =
      database.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'view' ORDER BY name");
  std::vector<std::string> names;
  while (select.step()) names.push_back(select.text(0));
  return names;
}

Catalog catalog_of(Database& database) {
  Catalog catalog;
  for (const auto& layer : feature_tables(database))
    catalog.layers.push_back(read_schema(database, layer));
  catalog.other_tables = other_tables(database, catalog);
  catalog.views = view_names(database);
  catalog.unknown_triggers = unknown_triggers(database);
  return catalog;
}

}  // namespace

const Schema* Catalog::find(std::string_view layer) const {
  const auto found = std::find_if(layers.begin(), layers.end(), [&](const Schema& schema) {
    return same_name(schema.layer, layer);
  });
  return found == layers.end() ? nullptr : &*found;
}

Catalog read_catalog(Database& database) {
  const auto file = database.path().string();
  const Transaction one_state(database);  // for all statements, which lock the file once
  for (const char* table : {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"})
    if (!database.has_table(table))
      throw InputError(msg(
          "{}: the file is an SQLite database but no GeoPackage: it has no table {}", file, table));
  try {
    return catalog_of(database);
  } catch (const InputError& error) {
    if (std::string_view(error.what()).starts_with(file)) throw;
    throw InputError(fmt::format("{}: {}", file, error.what()));
  }
}

}  // namespace bdf::io
