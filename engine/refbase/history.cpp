// SPDX-License-Identifier: MIT
#include "refbase/history.h"

#include <fmt/format.h>

#include "io/key.h"
#include "io/sql.h"

namespace bdf::refbase {

namespace {

constexpr const char* succession_columns = "number, predecessor, successor";

/// Those that a query for these columns finds: $1 is the layer, the other parameters follow.
std::vector<Successor> successions(SqlSession& session, const BaseLayer& layer,
                                   const std::string& sql, Values others) {
  std::vector<Successor> found;
  others.insert(others.begin(), layer.schema.layer);
  session.read(sql + " ORDER BY 1, 2, 3", others, [&](Row row) {
    found.push_back(
        {layer.schema.layer, std::get<std::int64_t>(row[0]), to_text(row[1]), to_text(row[2])});
  });
  return found;
}

}  // namespace

ObjectVersions versions_of(SqlSession& session, const BaseLayer& layer, const std::string& id) {
  ObjectVersions versions{{}, empty_table(layer)};
  const auto columns = feature_columns(session, layer);
  const auto add = [&](Row row) {
    append_row(versions.rows, row);
    const auto from = std::get<std::int64_t>(row[row.size() - 2]);
    const auto* to = std::get_if<std::int64_t>(&row.back());
    versions.validity.push_back({from, to != nullptr ? std::optional(*to) : std::nullopt});
  };
  session.read(fmt::format("SELECT {}, bdf_from, bdf_to FROM {} AS f WHERE bdf_id = $1 ORDER BY "
                           "bdf_from",
                           columns, io::sql_name(past_table(layer))),
               {id}, add);
  session.read(
      fmt::format("SELECT {}, bdf_from, NULL FROM (SELECT fid AS bdf_fid, since AS bdf_from "
                  "FROM {} WHERE id = $1) AS m JOIN {} AS f ON f.{} = m.bdf_fid",
                  columns, io::sql_name(live_table(layer)), io::sql_name(layer.schema.layer),
                  io::sql_name(layer.schema.primary_key)),
      {id}, add);
  return versions;
}

bool was_ever(SqlSession& session, const BaseLayer& layer, const std::string& id) {
  const auto found = value_of(
      session,
      fmt::format("SELECT 1 FROM {} WHERE id = $1 UNION ALL SELECT 1 FROM {} WHERE bdf_id = "
                  "$1 LIMIT 1",
                  io::sql_name(live_table(layer)), io::sql_name(past_table(layer))),
      {id});
  return !is_null(view_of(found));
}

std::vector<Successor> successions_of(SqlSession& session, const BaseLayer& layer,
                                      const std::string& id) {
  const auto where = [](const char* side) {
    return fmt::format("SELECT {} FROM bdf_succession WHERE layer = $1 AND {} = $2",
                       succession_columns, side);
  };
  return successions(session, layer, where("predecessor") + " UNION " + where("successor"), {id});
}

std::vector<Successor> successions_between(SqlSession& session, const BaseLayer& layer,
                                           std::int64_t from, std::int64_t to) {
  return successions(session, layer,
                     fmt::format("SELECT {} FROM bdf_succession WHERE layer = $1 AND number > $2 "
                                 "AND number <= $3",
                                 succession_columns),
                     {from, to});
}

std::set<int> columns_ever_named(SqlSession& session, const BaseLayer& layer,
                                 const std::vector<std::string>& names) {
  std::set<int> numbers;
  for (const auto& row : rows_of(session, "SELECT number, name FROM bdf_column WHERE layer = $1",
                                 {layer.schema.layer}))
    for (const auto& name : names)
      if (same_name(name, text_in(row[1]))) numbers.insert(static_cast<int>(integer_in(row[0])));
  return numbers;
}

FeatureTable features_of(SqlSession& session, const BaseLayer& layer, std::int64_t transaction,
                         const Selection& selection) {
  auto table = empty_table(layer);
  show_features(session, layer, transaction, selection, [&](Row row) { append_row(table, row); });
  return table;
}

std::string id_of(const BaseLayer& layer, Row row) {
  std::vector<ValueView> key;
  for (const auto& name : layer.key) {
    const auto column = layer.schema.find(name);
    key.push_back(column ? row[1 + *column] : ValueView{Null{}});
  }
  if (key.empty()) key.push_back(row[0]);
  return io::text_of_key(key).value_or("");
}

std::vector<std::string> ids_of(const BaseLayer& layer, const FeatureTable& features) {
  std::vector<std::optional<std::size_t>> columns;
  for (const auto& key : layer.key) columns.push_back(layer.schema.find(key));
  std::vector<std::string> ids;
  for (std::size_t row = 0; row < features.size(); ++row) {
    std::vector<ValueView> key;
    for (const auto& column : columns)
      key.push_back(column ? features.columns[*column][row] : ValueView{Null{}});
    if (key.empty()) key.emplace_back(features.fids[row]);
    ids.push_back(io::text_of_key(key).value_or(""));
  }
  return ids;
}

std::vector<PrintedColumn> printed_columns(const BaseLayer& layer) {
  std::vector<PrintedColumn> printed;
  for (std::size_t i = 0; i < layer.numbers.size(); ++i)
    printed.push_back({layer.numbers[i], layer.schema.columns[i].type});
  return printed;
}

std::string print_of_row(std::span<const PrintedColumn> columns, Row row) {
  const bool has_geometry = row.size() > 1 + columns.size();
  return text_of(print_of(columns, row.subspan(1, columns.size()),
                          has_geometry ? row.back() : ValueView{Null{}}));
}

}  // namespace bdf::refbase
