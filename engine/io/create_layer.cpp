// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "io/column_type.h"
#include "io/geopackage.h"
#include "io/sql.h"
#include "io/table_info.h"

namespace bdf::io {

namespace {

bool is_registered(const Crs& crs) {
  return !crs.organization.empty() && !same_name(crs.organization, "NONE");
}

std::optional<std::int64_t> first_id(Statement& select) {
  return select.step() ? std::optional(select.integer(0)) : std::nullopt;
}

/// The id of the system where the database has it: by code, or for one of nobody's by definition.
std::optional<std::int64_t> find_crs(Database& database, const Crs& crs) {
  auto select = database.prepare(
      "SELECT srs_id FROM main.gpkg_spatial_ref_sys WHERE organization = ?1 COLLATE NOCASE "
      "AND organization_coordsys_id = ?2 AND (?3 OR definition = ?4) "
      "ORDER BY srs_id = ?5 DESC, srs_id");
  select.bind(1, crs.organization).bind(2, std::int64_t{crs.code});
  select.bind(3, std::int64_t{is_registered(crs)}).bind(4, crs.definition);
  select.bind(5, std::int64_t{crs.srs_id});
  return first_id(select);
}

bool is_free(Database& database, std::int64_t srs_id) {
  auto select = database.prepare("SELECT 1 FROM main.gpkg_spatial_ref_sys WHERE srs_id = ?");
  return srs_id > 0 && !select.bind(1, srs_id).step();
}

std::int64_t free_srs_id(Database& database, const Crs& crs) {
  for (const int wanted : {crs.srs_id, crs.code})
    if (is_free(database, wanted)) return wanted;
  auto select =
      database.prepare("SELECT max(100000, max(srs_id) + 1) FROM main.gpkg_spatial_ref_sys");
  return first_id(select).value_or(100000);
}

void insert_crs(Database& database, const Crs& crs, std::int64_t srs_id) {
  const auto name = crs.organization + ":" + std::to_string(crs.code);
  auto insert = database.prepare(
      "INSERT INTO main.gpkg_spatial_ref_sys (srs_name, srs_id, organization, "
      "organization_coordsys_id, definition) VALUES (?, ?, ?, ?, ?)");
  insert.bind(1, name).bind(2, srs_id).bind(3, crs.organization).bind(4, std::int64_t{crs.code});
  insert.bind(5, crs.definition).run();
}

/// The id of the system in this database, which is given it where it lacks it.
int ensure_crs(Database& database, Crs crs) {
  if (crs.organization.empty() && crs.definition.empty()) return std::min(crs.srs_id, 0);
  if (crs.organization.empty()) crs.organization = "NONE";
  if (crs.definition.empty()) crs.definition = "undefined";
  if (const auto id = find_crs(database, crs)) return static_cast<int>(*id);
  const auto id = free_srs_id(database, crs);
  insert_crs(database, crs, id);
  return static_cast<int>(id);
}

std::string known_geometry_type(const std::string& type) {
  constexpr std::array<std::string_view, 15> types{
      "GEOMETRY",        "POINT",        "LINESTRING",         "POLYGON",        "MULTIPOINT",
      "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "CIRCULARSTRING", "COMPOUNDCURVE",
      "CURVEPOLYGON",    "MULTICURVE",   "MULTISURFACE",       "CURVE",          "SURFACE"};
  for (const auto known : types)
    if (same_name(type, known)) return std::string(known);
  return "GEOMETRY";
}

void create_table(Database& database, const Schema& schema) {
  std::string sql = "CREATE TABLE main." + sql_name(schema.layer) + " (" +
                    sql_name(schema.primary_key) + " INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL";
  if (!schema.geometry_column.empty())
    sql += ", " + sql_name(schema.geometry_column) + " " + schema.geometry_type;
  for (const auto& column : schema.columns) sql += ", " + definition_of(column);
  database.execute(sql + ")");
}

void register_layer(Database& database, const Schema& schema) {
  const bool spatial = !schema.geometry_column.empty();
  const ValueView srs = spatial ? ValueView(std::int64_t{schema.crs.srs_id}) : ValueView(Null{});
  auto contents = database.prepare(
      "INSERT INTO main.gpkg_contents (table_name, data_type, identifier, last_change, srs_id) "
      "VALUES (?1, ?2, ?1, '1970-01-01T00:00:00.000Z', ?3)");
  contents.bind(1, schema.layer).bind(2, spatial ? "features" : "attributes").bind(3, srs).run();
  if (!spatial) return;
  auto geometry =
      database.prepare("INSERT INTO main.gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, ?)");
  geometry.bind(1, schema.layer).bind(2, schema.geometry_column).bind(3, schema.geometry_type);
  geometry.bind(4, srs).bind(5, std::int64_t{schema.z}).bind(6, std::int64_t{schema.m}).run();
}

}  // namespace

Schema create_layer(Database& database, const Schema& schema,
                    std::span<const Column> first_columns) {
  Schema created = schema;
  created.columns.insert(created.columns.begin(), first_columns.begin(), first_columns.end());
  if (created.primary_key.empty())
    created.primary_key = free_name(created, created.find("fid") ? "ogc_fid" : "fid");
  created.geometry_type = known_geometry_type(schema.geometry_type);
  Transaction transaction(database);
  if (!schema.geometry_column.empty()) created.crs.srs_id = ensure_crs(database, schema.crs);
  create_table(database, created);
  register_layer(database, created);
  transaction.commit();
  return created;
}

void add_column(Database& database, std::string_view layer, const Column& column) {
  const auto columns = table_columns(database, layer);
  const bool there = std::any_of(columns.begin(), columns.end(), [&](const auto& existing) {
    return same_name(existing.name, column.name);
  });
  if (!there)
    database.execute("ALTER TABLE main." + sql_name(layer) + " ADD COLUMN " +
                     definition_of(column));
}

}  // namespace bdf::io
