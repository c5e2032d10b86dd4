// SPDX-License-Identifier: MIT
#include "base/error.h"
#include "base/message.h"
#include "io/geopackage.h"
#include "io/sql.h"

namespace bdf::io {

namespace {

std::string select_features(const Schema& schema) {
  std::vector<std::string> names{schema.primary_key};
  for (const auto& column : schema.columns) names.push_back(column.name);
  if (!schema.geometry_column.empty()) names.push_back(schema.geometry_column);
  return "SELECT " + sql_names(names) + " FROM main." + sql_name(schema.layer);
}

FeatureTable empty_table(const Schema& schema) {
  FeatureTable table;
  table.schema = schema;
  table.columns.resize(schema.columns.size());
  return table;
}

void add_row(FeatureTable& table, const Statement& row) {
  table.fids.push_back(row.integer(0));
  int at = 1;
  for (auto& column : table.columns) column.push_back(row.column(at++));
  const bool has_geometry = !table.schema.geometry_column.empty();
  table.geometries.push_back(has_geometry ? unwrapped_geometry(row.column(at)) : Null{});
}

}  // namespace

FeatureTable read_features(Database& database, const Schema& schema,
                           std::span<const std::int64_t> fids) {
  auto table = empty_table(schema);
  table.fids.reserve(fids.size());
  auto select =
      database.prepare(select_features(schema) + " WHERE " + sql_name(schema.primary_key) + " = ?");
  // A row that stays read keeps the file locked: else each row of the loop locks it anew.
  auto lock = database.prepare("SELECT 1 FROM sqlite_master");
  static_cast<void>(lock.step());
  for (const auto fid : fids) {
    if (!select.bind(1, fid).step())
      throw InputError(
          msg("{}: layer {} has no feature {}", database.path().string(), schema.layer, fid));
    add_row(table, select);
    select.reset();
  }
  return table;
}

FeatureTable read_all_features(Database& database, const Schema& schema) {
  auto table = empty_table(schema);
  auto select =
      database.prepare(select_features(schema) + " ORDER BY " + sql_name(schema.primary_key));
  while (select.step()) add_row(table, select);
  return table;
}

}  // namespace bdf::io
