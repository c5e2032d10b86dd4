// SPDX-License-Identifier: MIT
#include "io/changeset_layout.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "io/geopackage.h"
#include "io/json_value.h"

namespace bdf::io {

namespace {

bool is_change_column(std::string_view name) {
  const auto ours = change_columns();
  return std::any_of(ours.begin(), ours.end(),
                     [&](const Column& column) { return same_name(column.name, name); });
}

bool is_taken(const Schema& schema, std::string_view name) {
  return is_change_column(name) || schema.find(name) || same_name(schema.primary_key, name) ||
         same_name(schema.geometry_column, name);
}

std::string free_name(const Schema& schema, std::string name) {
  if (!is_change_column(name)) return name;
  while (is_taken(schema, name)) name += '_';
  return name;
}

Json names_of(const std::vector<Column>& columns) {
  Json names = Json::array();
  for (const auto& column : columns) names.push_back(column.name);
  return names;
}

[[noreturn]] void refuse_layer(const Database& database, const std::string& layer) {
  throw InputError(
      msg("{}: layer “{}” is not as a changeset declares it.", database.path().string(), layer));
}

std::vector<std::string> names_in(const std::string& text) {
  try {
    return parse_json(text).get<std::vector<std::string>>();
  } catch (const nlohmann::json::exception& error) {
    throw InputError(msg("This is no list of names: {}", error.what()));
  }
}

bool begins_with_change_columns(const Schema& schema) {
  const auto ours = change_columns();
  return schema.columns.size() >= ours.size() &&
         std::equal(ours.begin(), ours.end(), schema.columns.begin(),
                    [](const Column& a, const Column& b) { return same_name(a.name, b.name); });
}

/// The layer as the file declares it, without our columns.
Schema stored_layer(const Database& database, const Catalog& catalog, const std::string& name) {
  const auto* schema = catalog.find(name);
  if (schema == nullptr || !begins_with_change_columns(*schema)) refuse_layer(database, name);
  auto stored = *schema;
  const auto ours = static_cast<std::ptrdiff_t>(change_columns().size());
  stored.columns.erase(stored.columns.begin(), stored.columns.begin() + ours);
  return stored;
}

StoredLayer read_layer_row(const Database& database, const Catalog& catalog, Statement& row) {
  StoredLayer layer;
  layer.stored = stored_layer(database, catalog, row.text(0));
  layer.target = layer.stored;
  layer.target.primary_key = row.text(1);
  layer.target.geometry_column = row.text(2);
  const auto names = names_in(row.text(3));
  if (names.size() != layer.target.columns.size()) refuse_layer(database, row.text(0));
  for (std::size_t i = 0; i < names.size(); ++i) layer.target.columns[i].name = names[i];
  layer.key = names_in(row.text(4));
  return layer;
}

}  // namespace

std::span<const Column> change_columns() {
  static const std::array<Column, 6> columns{{{"bdf_op", ColumnType::text, "TEXT"},
                                              {"bdf_id", ColumnType::text, "TEXT"},
                                              {"bdf_changed", ColumnType::text, "TEXT"},
                                              {"bdf_before", ColumnType::text, "TEXT"},
                                              {"bdf_lineage", ColumnType::text, "TEXT"},
                                              {"bdf_fid", ColumnType::integer, "INTEGER"}}};
  return columns;
}

void check_names(const Schema& schema) {
  if (same_name(schema.layer, changeset_table.name) ||
      same_name(schema.layer, changeset_layer_table.name) ||
      same_name(schema.layer, sent_signalements))
    throw InputError(msg("A layer called “{}” cannot stand in a changeset.", schema.layer));
  const bool columns_fine = std::all_of(schema.columns.begin(), schema.columns.end(),
                                        [](const Column& column) { return is_utf8(column.name); });
  if (!columns_fine || !is_utf8(schema.layer))
    throw InputError(msg("Layer “{}”: a name is not in UTF-8. Rename it.", schema.layer));
}

Schema stored_schema(const Schema& target) {
  check_names(target);
  auto stored = target;
  stored.primary_key = free_name(stored, target.primary_key);
  stored.geometry_column = free_name(stored, target.geometry_column);
  for (auto& column : stored.columns) column.name = free_name(stored, column.name);
  return stored;
}

void write_layer_row(Database& database, const LayerChanges& layer) {
  const auto columns = names_of(layer.target.columns).dump();
  const auto key = Json(layer.key).dump();
  auto insert = insert_into(database, changeset_layer_table.name, 5);
  run_with(insert, std::array<ValueView, 5>{layer.target.layer, layer.target.primary_key,
                                            layer.target.geometry_column, columns, key});
}

std::vector<StoredLayer> read_stored_layers(Database& database) {
  const auto catalog = read_catalog(database);
  auto rows = database.prepare("SELECT layer, primary_key, geometry_column, columns, key FROM " +
                               sql_name(changeset_layer_table.name) + " ORDER BY rowid");
  std::vector<StoredLayer> layers;
  while (rows.step()) layers.push_back(read_layer_row(database, catalog, rows));
  return layers;
}

Statement select_changes(Database& database, const Schema& stored) {
  std::string sql = "SELECT ";
  for (const auto& column : change_columns()) sql += sql_name(column.name) + ", ";
  for (const auto& column : stored.columns) sql += sql_name(column.name) + ", ";
  sql += sql_name(stored.geometry_column) + " FROM " + sql_name(stored.layer);
  return database.prepare(sql + " ORDER BY " + sql_name(stored.primary_key));
}

}  // namespace bdf::io
