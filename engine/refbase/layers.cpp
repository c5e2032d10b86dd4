// SPDX-License-Identifier: MIT
#include "refbase/layers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "io/key.h"
#include "io/sql.h"

namespace bdf::refbase {

namespace {

using Json = nlohmann::json;

/// PostgreSQL cuts longer names; ours stand before a layer's.
constexpr std::size_t longest_name = 63;
constexpr std::string_view longest_prefix = "bdf_ix_pastfrom_";

BaseLayer layer_in(const Values& row) {
  BaseLayer layer;
  layer.schema.layer = text_in(row[0]);
  layer.class_name = text_in(row[1]);
  layer.schema_name = text_in(row[2]);
  layer.key = Json::parse(text_in(row[3])).get<std::vector<std::string>>();
  layer.schema.primary_key = text_in(row[4]);
  layer.schema.geometry_column = text_in(row[5]);
  layer.schema.geometry_type = text_in(row[6]);
  layer.schema.z = static_cast<int>(integer_in(row[7]));
  layer.schema.m = static_cast<int>(integer_in(row[8]));
  layer.schema.crs.organization = text_in(row[9]);
  layer.schema.crs.code = static_cast<int>(integer_in(row[10]));
  layer.schema.crs.definition = text_in(row[11]);
  layer.schema.crs.srs_id = static_cast<int>(integer_in(row[12]));
  layer.next_fid = integer_in(row[13]);
  layer.since = integer_in(row[14]);
  return layer;
}

/// What the tables call a column now: as it was called last.
std::string physical_name(const std::vector<Values>& rows, std::int64_t number) {
  std::string name;
  for (const auto& row : rows)
    if (integer_in(row[0]) == number) name = text_in(row[1]);
  return name;
}

void read_columns(SqlSession& session, BaseLayer& layer, std::int64_t transaction) {
  const auto rows = rows_of(session,
                            "SELECT number, name, type, declared, since, until FROM bdf_column "
                            "WHERE layer = $1 ORDER BY number, since",
                            {layer.schema.layer});
  for (const auto& row : rows) {
    const auto called_now = physical_name(rows, integer_in(row[0]));
    if (layer.kept.empty() || layer.kept.back() != called_now) layer.kept.push_back(called_now);
    const bool over = !is_null(view_of(row[5])) && integer_in(row[5]) <= transaction;
    if (integer_in(row[4]) > transaction || over) continue;
    layer.numbers.push_back(static_cast<int>(integer_in(row[0])));
    layer.schema.columns.push_back({text_in(row[1]),
                                    column_type_named(text_in(row[2])).value_or(ColumnType::text),
                                    text_in(row[3])});
    layer.physical.push_back(called_now);
  }
  // The key is kept by the names that its columns have now.
  for (auto& key : layer.key)
    for (std::size_t i = 0; i < layer.physical.size(); ++i)
      if (layer.physical[i] == key) key = layer.schema.columns[i].name;
}

void check_name(const std::string& name, std::size_t room) {
  if (name.size() > room)
    throw InputError(msg("the name “{}” is too long for a base: {} bytes at most", name, room));
}

void check_names(const Schema& schema) {
  check_name(schema.layer, longest_name - longest_prefix.size());
  for (const auto& column : schema.columns) check_name(column.name, longest_name);
  for (const auto* prefix : {"bdf_", "gpkg_", "rtree_", "sqlite_", "pg_", "spatial_ref_sys"})
    if (folded(schema.layer).starts_with(prefix))
      throw InputError(
          msg("a layer of a base cannot be called “{}”: names that begin so are those "
              "of its own tables",
              schema.layer));
  // PostgreSQL gives each table a type of its name.
  constexpr std::array<std::string_view, 5> of_postgis{"geometry", "geography", "raster", "box2d",
                                                       "box3d"};
  if (std::find(of_postgis.begin(), of_postgis.end(), folded(schema.layer)) != of_postgis.end())
    throw InputError(msg("a layer of a base cannot be called “{}”", schema.layer));
  constexpr std::array<std::string_view, 6> of_postgres{"tableoid", "xmin", "cmin",
                                                        "xmax",     "cmax", "ctid"};
  for (const auto& column : schema.columns)
    if (std::find(of_postgres.begin(), of_postgres.end(), folded(column.name)) !=
            of_postgres.end() ||
        folded(column.name).starts_with("bdf_") || same_name(column.name, schema.primary_key) ||
        same_name(column.name, schema.geometry_column))
      throw InputError(
          msg("layer {}: a column of a base cannot be called “{}”", schema.layer, column.name));
}

std::vector<std::string> tables_of(const BaseLayer& layer) {
  return {layer.schema.layer, past_table(layer)};
}

void write_column(SqlSession& session, const BaseLayer& layer, std::size_t place,
                  std::int64_t since) {
  const auto& column = layer.schema.columns[place];
  session.run("INSERT INTO bdf_column VALUES ($1, $2, $3, $4, $5, $6, NULL)",
              {layer.schema.layer, std::int64_t{layer.numbers[place]}, column.name,
               std::string(name_of(column.type)), column.declared, since});
}

void end_column(SqlSession& session, const BaseLayer& layer, std::size_t place,
                std::int64_t until) {
  session.run("UPDATE bdf_column SET until = $1 WHERE layer = $2 AND number = $3 AND until IS NULL",
              {until, layer.schema.layer, std::int64_t{layer.numbers[place]}});
}

void rename_in_tables(SqlSession& session, const BaseLayer& layer, const std::string& from,
                      const std::string& to) {
  for (const auto& table : tables_of(layer))
    session.run(fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", io::sql_name(table),
                            io::sql_name(from), io::sql_name(to)));
}

void write_key(SqlSession& session, const BaseLayer& layer) {
  session.run("UPDATE bdf_layer SET key_columns = $1 WHERE layer = $2",
              {Json(layer.key).dump(), layer.schema.layer});
}

/// A column that is no more and bears that name gives it up.
void free_name(SqlSession& session, BaseLayer& layer, const std::string& name) {
  const auto rows = rows_of(session,
                            "SELECT number, name, since, type, declared FROM bdf_column "
                            "WHERE layer = $1 ORDER BY number, since",
                            {layer.schema.layer});
  for (const auto& row : rows) {
    const auto number = integer_in(row[0]);
    const bool in_use =
        std::find(layer.numbers.begin(), layer.numbers.end(), number) != layer.numbers.end();
    const auto called = physical_name(rows, number);
    if (in_use || !same_name(called, name)) continue;
    const auto other = fmt::format("bdf_retired_{}", number);
    rename_in_tables(session, layer, called, other);
    std::replace(layer.kept.begin(), layer.kept.end(), called, other);
    // A name of no time: only what the tables call it changes.
    session.run("INSERT INTO bdf_column VALUES ($1, $2, $3, $4, $5, $6, $6)",
                {layer.schema.layer, number, other, row[3], row[4],
                 std::int64_t{std::numeric_limits<std::int32_t>::max()}});
    return;
  }
}

}  // namespace

std::string id_typed(const std::string& text) {
  const ValueView value = std::string_view(text);
  return io::text_of_key({&value, 1}).value_or(text);
}

std::string live_table(const BaseLayer& layer) { return "bdf_live_" + layer.schema.layer; }

std::string past_table(const BaseLayer& layer) { return "bdf_past_" + layer.schema.layer; }

std::string index_name(const BaseLayer& layer, std::string_view what) {
  return fmt::format("bdf_ix_{}_{}", what, layer.schema.layer);
}

namespace {

/// For members of a server's base: it has for them what they may read of it.
void leave_out_others(BaseLayer& layer, const std::vector<std::string>& readable) {
  const auto is_read = [&](const std::string& column) {
    return std::find(readable.begin(), readable.end(), column) != readable.end();
  };
  for (std::size_t i = layer.physical.size(); i-- > 0;) {
    if (is_read(layer.physical[i])) continue;
    const auto at = static_cast<std::ptrdiff_t>(i);
    layer.physical.erase(layer.physical.begin() + at);
    layer.numbers.erase(layer.numbers.begin() + at);
    layer.schema.columns.erase(layer.schema.columns.begin() + at);
  }
  if (!is_read(layer.schema.geometry_column)) layer.schema.geometry_column.clear();
}

}  // namespace

std::vector<BaseLayer> layers_at(SqlSession& session, std::int64_t transaction) {
  std::vector<BaseLayer> layers;
  for (const auto& row :
       rows_of(session,
               "SELECT layer, class, schema, key_columns, primary_key, geometry_column, "
               "geometry_type, z, m, crs_organization, crs_code, crs_definition, srs_id, next_fid, "
               "since FROM bdf_layer WHERE since <= $1 ORDER BY layer",
               {transaction}))
    read_columns(session, layers.emplace_back(layer_in(row)), transaction);
  for (auto& layer : layers)
    if (const auto columns = session.readable_columns(layer.schema.layer))
      leave_out_others(layer, *columns);
  return layers;
}

const BaseLayer* find_layer(const std::vector<BaseLayer>& layers, std::string_view name) {
  for (const auto& layer : layers)
    if (same_name(layer.schema.layer, name)) return &layer;
  return nullptr;
}

std::string names_of(const std::vector<BaseLayer>& layers) {
  std::string names;
  for (const auto& layer : layers) names += (names.empty() ? "" : ", ") + layer.schema.layer;
  return names;
}

std::vector<bool> columns_among(const BaseLayer& layer, const std::vector<BaseLayer>& others) {
  const auto* other = find_layer(others, layer.schema.layer);
  std::vector<bool> known;
  for (const auto number : layer.numbers)
    known.push_back(other != nullptr && std::find(other->numbers.begin(), other->numbers.end(),
                                                  number) != other->numbers.end());
  return known;
}

BaseLayer create_layer(SqlSession& session, const BaseLayer& wanted) {
  check_names(wanted.schema);
  BaseLayer layer = wanted;
  layer.schema = session.create_layer(wanted.schema);
  layer.numbers.clear();
  layer.physical = io::column_names(layer.schema);
  layer.kept = layer.physical;
  const auto& schema = layer.schema;
  std::string columns = io::sql_name(schema.primary_key) + " bigint NOT NULL";
  for (const auto& column : schema.columns)
    columns += ", " + io::sql_name(column.name) + " " + session.type_of(column);
  if (!schema.geometry_column.empty())
    columns += ", " + io::sql_name(schema.geometry_column) + " " + session.type_of_geometry(schema);
  const auto past = io::sql_name(past_table(layer));
  session.run(
      fmt::format("CREATE TABLE {} ({}, bdf_id text NOT NULL, bdf_from bigint NOT NULL, "
                  "bdf_to bigint NOT NULL, bdf_print text NOT NULL)",
                  past, columns));
  for (const std::string column : {"id", "from", "to"})
    session.run(fmt::format("CREATE INDEX {} ON {} (bdf_{})",
                            io::sql_name(index_name(layer, "past" + column)), past, column));
  session.index_places(schema, past_table(layer));
  session.run(
      fmt::format("CREATE TABLE {} (id text NOT NULL, fid bigint NOT NULL, since bigint NOT "
                  "NULL, print text NOT NULL)",
                  io::sql_name(live_table(layer))));
  session.run(
      "INSERT INTO bdf_layer VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
      "$15)",
      {schema.layer, text_or_null(layer.class_name), text_or_null(layer.schema_name),
       Json(layer.key).dump(), schema.primary_key, text_or_null(schema.geometry_column),
       schema.geometry_type, std::int64_t{schema.z}, std::int64_t{schema.m},
       text_or_null(schema.crs.organization), std::int64_t{schema.crs.code},
       text_or_null(schema.crs.definition), std::int64_t{schema.crs.srs_id}, layer.next_fid,
       layer.since});
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    layer.numbers.push_back(static_cast<int>(i) + 1);
    write_column(session, layer, i, layer.since);
  }
  return layer;
}

void add_column(SqlSession& session, BaseLayer& layer, const Column& column,
                std::int64_t transaction) {
  free_name(session, layer, column.name);
  const auto last = value_of(session, "SELECT max(number) FROM bdf_column WHERE layer = $1",
                             {layer.schema.layer});
  layer.numbers.push_back(static_cast<int>(integer_in(last)) + 1);
  layer.schema.columns.push_back(column);
  layer.physical.push_back(column.name);
  layer.kept.push_back(column.name);
  check_names(layer.schema);
  for (const auto& table : tables_of(layer))
    session.run(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", io::sql_name(table),
                            io::sql_name(column.name), session.type_of(column)));
  write_column(session, layer, layer.numbers.size() - 1, transaction);
}

void rename_column(SqlSession& session, BaseLayer& layer, std::size_t place,
                   const std::string& name, std::int64_t transaction) {
  auto& column = layer.schema.columns[place];
  if (!same_name(column.name, name)) free_name(session, layer, name);
  end_column(session, layer, place, transaction);
  rename_in_tables(session, layer, layer.physical[place], name);
  for (auto& key : layer.key)
    if (key == column.name) key = name;
  std::replace(layer.kept.begin(), layer.kept.end(), layer.physical[place], name);
  column.name = name;
  layer.physical[place] = name;
  write_column(session, layer, place, transaction);
  write_key(session, layer);
}

void retire_column(SqlSession& session, BaseLayer& layer, std::size_t place,
                   std::int64_t transaction) {
  end_column(session, layer, place, transaction);
  const auto at = static_cast<std::ptrdiff_t>(place);
  layer.schema.columns.erase(layer.schema.columns.begin() + at);
  layer.numbers.erase(layer.numbers.begin() + at);
  layer.physical.erase(layer.physical.begin() + at);
}

void keep_next_fid(SqlSession& session, const BaseLayer& layer) {
  session.run("UPDATE bdf_layer SET next_fid = $1 WHERE layer = $2",
              {layer.next_fid, layer.schema.layer});
}

}  // namespace bdf::refbase
