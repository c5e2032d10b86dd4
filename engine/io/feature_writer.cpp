// SPDX-License-Identifier: MIT
#include <sqlite3.h>

#include "io/geopackage.h"
#include "io/sql.h"

namespace bdf::io {

namespace {

std::string insert_sql(const Schema& schema, std::span<const std::string> columns) {
  std::vector<std::string> names{schema.primary_key};
  names.insert(names.end(), columns.begin(), columns.end());
  if (!schema.geometry_column.empty()) names.push_back(schema.geometry_column);
  return "INSERT INTO main." + sql_name(schema.layer) + " (" + sql_names(names) + ") VALUES (" +
         placeholders(names.size()) + ")";
}

}  // namespace

FeatureWriter::FeatureWriter(Database& database, const Schema& schema,
                             std::span<const std::string> columns)
    : insert_(database.prepare(insert_sql(schema, columns))),
      srs_id_(schema.crs.srs_id),
      has_geometry_(!schema.geometry_column.empty()) {}

std::int64_t FeatureWriter::add(std::optional<std::int64_t> fid, std::span<const ValueView> values,
                                const ValueView& wkb) {
  int at = 1;
  insert_.bind(at++, fid ? ValueView(*fid) : ValueView(Null{}));
  for (const auto& value : values) insert_.bind(at++, value);
  if (has_geometry_) insert_.bind(at, wrapped_geometry(wkb, srs_id_, blob_));
  insert_.run();
  return sqlite3_last_insert_rowid(sqlite3_db_handle(insert_.handle()));
}

}  // namespace bdf::io
