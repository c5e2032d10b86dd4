// SPDX-License-Identifier: MIT
#include "refbase/versions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/message.h"
#include "io/sql.h"

namespace bdf::refbase {

std::string feature_columns(SqlSession& session, const BaseLayer& layer) {
  std::string columns = io::sql_name(layer.schema.primary_key);
  for (const auto& column : layer.physical) columns += ", " + io::sql_name(column);
  if (!layer.schema.geometry_column.empty())
    columns += ", " + session.wkb_of(layer.schema.geometry_column);
  return columns;
}

namespace {

/// An empty table that ends with the session.
void stage(SqlSession& session, const std::string& table, const std::string& columns) {
  session.run(fmt::format("DROP TABLE IF EXISTS {}", table));
  session.run(fmt::format("CREATE TEMP TABLE {} ({})", table, columns));
}

void stage_ids(SqlSession& session, std::span<const std::string> ids) {
  stage(session, "bdf_wanted", "id text PRIMARY KEY");
  session.load({"bdf_wanted", {"id"}}, [&](const ShowRow& show) {
    for (const auto& id : ids) {
      const ValueView value = std::string_view(id);
      show({&value, 1});
    }
  });
}

LiveObject object_in(Row row) {
  return {to_text(row[0]), std::get<std::int64_t>(row[1]), std::get<std::int64_t>(row[2]),
          to_text(row[3])};
}

std::vector<LiveObject> objects_of(SqlSession& session, const std::string& sql,
                                   const Values& parameters = {}) {
  std::vector<LiveObject> objects;
  session.read(sql, parameters, [&](Row row) { objects.push_back(object_in(row)); });
  return objects;
}

/// Names of all columns that the tables share: fid, those of all times, the geometry.
std::string shared_columns(const BaseLayer& layer) {
  std::vector<std::string> names{layer.schema.primary_key};
  names.insert(names.end(), layer.kept.begin(), layer.kept.end());
  if (!layer.schema.geometry_column.empty()) names.push_back(layer.schema.geometry_column);
  return io::sql_names(names);
}

/// From the layer's table and from the past one, in order of fid. Conditions follow FROM … AS f.
std::string both_tables(SqlSession& session, const BaseLayer& layer, const std::string& live,
                        const std::string& past) {
  const auto columns = feature_columns(session, layer);
  return fmt::format("SELECT {} FROM {} AS f {} UNION ALL SELECT {} FROM {} AS f {} ORDER BY 1",
                     columns, io::sql_name(layer.schema.layer), live, columns,
                     io::sql_name(past_table(layer)), past);
}

}  // namespace

std::vector<LiveObject> live_objects(SqlSession& session, const BaseLayer& layer) {
  return objects_of(session, fmt::format("SELECT id, fid, since, print FROM {}",
                                         io::sql_name(live_table(layer))));
}

std::vector<LiveObject> live_objects(SqlSession& session, const BaseLayer& layer,
                                     std::span<const std::string> ids) {
  stage_ids(session, ids);
  return objects_of(session,
                    fmt::format("SELECT id, fid, since, print FROM {} WHERE id IN (SELECT id FROM "
                                "bdf_wanted)",
                                io::sql_name(live_table(layer))));
}

std::set<std::string> live_ids(SqlSession& session, const BaseLayer& layer,
                               std::span<const std::string> ids) {
  stage_ids(session, ids);
  std::set<std::string> live;
  session.read(fmt::format("SELECT id FROM {} WHERE id IN (SELECT id FROM bdf_wanted)",
                           io::sql_name(live_table(layer))),
               {}, [&](Row row) { live.insert(to_text(row[0])); });
  return live;
}

std::vector<LiveObject> live_objects(SqlSession& session, const BaseLayer& layer, const Box& box) {
  Values parameters;
  const auto meets = session.meets(layer.schema, layer.schema.layer, box, parameters);
  return objects_of(
      session,
      fmt::format("SELECT id, fid, since, print FROM {} WHERE fid IN (SELECT {} FROM {} WHERE {})",
                  io::sql_name(live_table(layer)), io::sql_name(layer.schema.primary_key),
                  io::sql_name(layer.schema.layer), meets),
      parameters);
}

std::unordered_map<std::string, std::int64_t> former_fids(SqlSession& session,
                                                          const BaseLayer& layer,
                                                          std::span<const std::string> ids) {
  stage_ids(session, ids);
  std::unordered_map<std::string, std::int64_t> fids;
  session.read(fmt::format("SELECT bdf_id, max({}) FROM {} WHERE bdf_id IN (SELECT id FROM "
                           "bdf_wanted) GROUP BY bdf_id",
                           io::sql_name(layer.schema.primary_key), io::sql_name(past_table(layer))),
               {}, [&](Row row) { fids[to_text(row[0])] = std::get<std::int64_t>(row[1]); });
  return fids;
}

namespace {

void stage_ended(SqlSession& session, const std::vector<LiveObject>& ended) {
  stage(session, "bdf_ended", "id text PRIMARY KEY, fid bigint NOT NULL");
  session.load({"bdf_ended", {"id", "fid"}}, [&](const ShowRow& show) {
    std::vector<ValueView> row(2);
    for (const auto& object : ended) {
      row = {std::string_view(object.id), object.fid};
      show(row);
    }
  });
}

void end_versions(SqlSession& session, const BaseLayer& layer, std::int64_t count,
                  std::int64_t transaction) {
  const auto table = io::sql_name(layer.schema.layer);
  const auto live = io::sql_name(live_table(layer));
  const auto fid = io::sql_name(layer.schema.primary_key);
  const auto columns = shared_columns(layer);
  const auto all_of_them = [&](std::int64_t changed) {
    if (changed != count) fail_damaged(session, layer);
  };
  all_of_them(session.run(
      fmt::format(
          "INSERT INTO {} ({}, bdf_id, bdf_from, bdf_to, bdf_print) "
          "SELECT {}, bdf_id, bdf_from, CAST($1 AS bigint), bdf_print FROM (SELECT id AS "
          "bdf_id, fid AS bdf_fid, since AS bdf_from, print AS bdf_print FROM {} WHERE id IN "
          "(SELECT id FROM bdf_ended)) AS m JOIN {} AS f ON f.{} = m.bdf_fid",
          io::sql_name(past_table(layer)), columns, columns, live, table, fid),
      {transaction}));
  session.forget_places(layer.schema, "SELECT fid FROM bdf_ended");
  all_of_them(session.run(
      fmt::format("DELETE FROM {} WHERE {} IN (SELECT fid FROM bdf_ended)", table, fid)));
  all_of_them(
      session.run(fmt::format("DELETE FROM {} WHERE id IN (SELECT id FROM bdf_ended)", live)));
}

void begin_versions(SqlSession& session, const BaseLayer& layer, const LayerDelta& delta,
                    std::int64_t transaction) {
  std::vector<std::string> columns{layer.schema.primary_key};
  columns.insert(columns.end(), layer.physical.begin(), layer.physical.end());
  if (!layer.schema.geometry_column.empty()) columns.push_back(layer.schema.geometry_column);
  session.load({layer.schema.layer, columns, &layer.schema}, delta.rows);
  session.load({live_table(layer), {"id", "fid", "since", "print"}}, [&](const ShowRow& show) {
    std::vector<ValueView> row(4);
    for (const auto& object : delta.begun) {
      row = {std::string_view(object.id), object.fid, transaction, std::string_view(object.print)};
      show(row);
    }
  });
}

/// After the first load, when they are cheapest.
void index_live(SqlSession& session, const BaseLayer& layer) {
  const auto live = io::sql_name(live_table(layer));
  session.run(fmt::format("CREATE UNIQUE INDEX IF NOT EXISTS {} ON {} (id)",
                          io::sql_name(index_name(layer, "id")), live));
  session.run(fmt::format("CREATE INDEX IF NOT EXISTS {} ON {} (since)",
                          io::sql_name(index_name(layer, "since")), live));
  session.run(fmt::format("CREATE INDEX IF NOT EXISTS {} ON {} (fid, since)",
                          io::sql_name(index_name(layer, "fid")), live));
  session.index_places(layer.schema, layer.schema.layer);
}

}  // namespace

void fail_damaged(const SqlSession& session, const BaseLayer& layer) {
  throw StoreError(
      msg("{}: the tables of layer {} do not agree: something else has changed them. "
          "`bdf base verify` tells what",
          session.name(), layer.schema.layer));
}

void enter(SqlSession& session, const BaseLayer& layer, const LayerDelta& delta,
           std::int64_t transaction, std::string_view time) {
  if (!delta.ended.empty()) {
    stage_ended(session, delta.ended);
    end_versions(session, layer, std::ssize(delta.ended), transaction);
  }
  if (!delta.begun.empty()) begin_versions(session, layer, delta, transaction);
  index_live(session, layer);
  session.finish_layer(layer.schema, std::ssize(delta.begun) - std::ssize(delta.ended), time);
}

void fill_columns(SqlSession& session, const BaseLayer& layer, std::span<const std::size_t> columns,
                  const ShowRows& rows) {
  std::string definitions = "bdf_fid bigint PRIMARY KEY";
  std::string assignments;
  std::vector<std::string> names{"bdf_fid"};
  for (const auto place : columns) {
    const auto name = io::sql_name(layer.physical[place]);
    definitions += ", " + name + " " + session.type_of(layer.schema.columns[place]);
    assignments += fmt::format("{}{} = s.{}", assignments.empty() ? "" : ", ", name, name);
    names.push_back(layer.physical[place]);
  }
  stage(session, "bdf_filled", definitions);
  session.load({"bdf_filled", names}, rows);
  const auto table = io::sql_name(layer.schema.layer);
  session.run(fmt::format("UPDATE {} SET {} FROM bdf_filled AS s WHERE {}.{} = s.bdf_fid", table,
                          assignments, table, io::sql_name(layer.schema.primary_key)));
}

void replace_prints(SqlSession& session, const BaseLayer& layer, const ShowRows& rows) {
  stage(session, "bdf_printed", "bdf_id text PRIMARY KEY, bdf_print text NOT NULL");
  session.load({"bdf_printed", {"bdf_id", "bdf_print"}}, rows);
  session.run(
      fmt::format("UPDATE {} SET print = s.bdf_print FROM bdf_printed AS s WHERE id = "
                  "s.bdf_id",
                  io::sql_name(live_table(layer))));
}

void show_features(SqlSession& session, const BaseLayer& layer, std::int64_t transaction,
                   const Selection& selection, const ShowRow& show) {
  Values parameters{transaction};
  const auto fid = io::sql_name(layer.schema.primary_key);
  const auto live = io::sql_name(live_table(layer));
  std::string in_live, in_past = "WHERE bdf_from <= $1 AND bdf_to > $1";
  if (selection.begun_after) {
    parameters.emplace_back(*selection.begun_after);
    in_live =
        fmt::format("WHERE {} IN (SELECT fid FROM {} WHERE since > $2 AND since <= $1)", fid, live);
    in_past += " AND bdf_from > $2";
  } else if (selection.ended_until) {
    parameters.emplace_back(*selection.ended_until);
    in_live = "WHERE FALSE";
    in_past += " AND bdf_to <= $2";
  } else {
    in_live = fmt::format(
        "WHERE NOT EXISTS (SELECT 1 FROM {} AS m WHERE m.fid = f.{} AND m.since > "
        "$1)",
        live, fid);
  }
  if (selection.box && !layer.schema.geometry_column.empty()) {
    in_live +=
        " AND " + session.meets(layer.schema, layer.schema.layer, *selection.box, parameters);
    in_past += " AND " + session.meets(layer.schema, past_table(layer), *selection.box, parameters);
  }
  session.read(both_tables(session, layer, in_live, in_past), parameters, show);
}

void show_features(SqlSession& session, const BaseLayer& layer, std::int64_t transaction,
                   std::span<const std::string> ids, const ShowRow& show) {
  stage_ids(session, ids);
  const auto in_live = fmt::format(
      "WHERE {} IN (SELECT fid FROM {} WHERE since <= $1 AND id IN (SELECT id FROM "
      "bdf_wanted))",
      io::sql_name(layer.schema.primary_key), io::sql_name(live_table(layer)));
  session.read(both_tables(session, layer, in_live,
                           "WHERE bdf_from <= $1 AND bdf_to > $1 AND bdf_id IN (SELECT id FROM "
                           "bdf_wanted)"),
               {transaction}, show);
}

FeatureTable empty_table(const BaseLayer& layer) {
  FeatureTable table;
  table.schema = layer.schema;
  table.columns.resize(layer.schema.columns.size());
  return table;
}

void append_row(FeatureTable& table, Row row) {
  table.fids.push_back(std::get<std::int64_t>(row[0]));
  for (std::size_t i = 0; i < table.columns.size(); ++i) table.columns[i].push_back(row[1 + i]);
  const bool has_geometry = !table.schema.geometry_column.empty();
  table.geometries.push_back(has_geometry ? row[1 + table.columns.size()] : Null{});
}

FeatureTable live_features(SqlSession& session, const BaseLayer& layer,
                           std::span<const std::int64_t> fids) {
  auto table = empty_table(layer);
  stage(session, "bdf_wanted", "fid bigint PRIMARY KEY");
  session.load({"bdf_wanted", {"fid"}}, [&](const ShowRow& show) {
    for (const auto fid : fids) {
      const ValueView value = fid;
      show({&value, 1});
    }
  });
  session.read(fmt::format("SELECT {} FROM {} AS f WHERE {} IN (SELECT fid FROM bdf_wanted) ORDER "
                           "BY 1",
                           feature_columns(session, layer), io::sql_name(layer.schema.layer),
                           io::sql_name(layer.schema.primary_key)),
               {}, [&](Row row) { append_row(table, row); });
  return table;
}

}  // namespace bdf::refbase
