// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "io/geopackage.h"
#include "io/sql.h"

namespace bdf::io {

namespace {

constexpr std::size_t fids_at_once = 10'000;

/// From `source`, which calls the layer's rows "feature".
std::string select_features(const Schema& schema, const std::string& source) {
  std::vector<std::string> names{schema.primary_key};
  for (const auto& column : schema.columns) names.push_back(column.name);
  if (!schema.geometry_column.empty()) names.push_back(schema.geometry_column);
  std::string columns;
  for (const auto& name : names)
    columns += (columns.empty() ? "feature." : ", feature.") + sql_name(name);
  return "SELECT " + columns + " FROM " + source;
}

std::string rows_of(const Schema& schema) {
  return "main." + sql_name(schema.layer) + " AS feature";
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
  // One statement for many rows keeps its place in the file, and the file locked.
  auto select = database.prepare(
      select_features(schema, "json_each(?) AS wanted CROSS JOIN " + rows_of(schema)) +
      " ON feature." + sql_name(schema.primary_key) + " = wanted.value");
  while (!fids.empty()) {
    const auto some = fids.first(std::min(fids.size(), fids_at_once));
    fids = fids.subspan(some.size());
    const auto wanted = fmt::format("[{}]", fmt::join(some, ","));
    select.bind(1, std::string_view(wanted));
    for (const auto fid : some) {
      if (!select.step() || select.integer(0) != fid)
        throw InputError(
            msg("{}: layer {} has no feature {}", database.path().string(), schema.layer, fid));
      add_row(table, select);
    }
    select.reset();
  }
  return table;
}

FeatureTable read_all_features(Database& database, const Schema& schema) {
  auto table = empty_table(schema);
  auto select = database.prepare(select_features(schema, rows_of(schema)) + " ORDER BY feature." +
                                 sql_name(schema.primary_key));
  while (select.step()) add_row(table, select);
  return table;
}

}  // namespace bdf::io
