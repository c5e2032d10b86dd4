// SPDX-License-Identifier: MIT
#include "package/layer_content.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/geopackage.h"
#include "package/safe_path.h"

namespace bdf::package {

namespace {

/// A value with its type and length before it, so that no two rows are written alike.
std::string written(const ValueView& value) {
  const auto text = to_text(value);
  return fmt::format("{}:{}:{}", value.index(), text.size(), text);
}

void check_columns(const std::filesystem::path& geopackage, const Schema& schema,
                   const ManifestLayer& layer) {
  for (const auto& column : layer.columns)
    if (!schema.find(column.name))
      throw InputError(msg("{}: layer “{}” has no column “{}”", geopackage.string(),
                           printable(layer.table), printable(column.name)));
}

}  // namespace

std::string digest_of_layer(const std::filesystem::path& geopackage, const ManifestLayer& layer) {
  auto database = io::Database::open_input(geopackage);
  const auto catalog = io::read_catalog(database);
  const auto* schema = catalog.find(layer.table);
  if (schema == nullptr)
    throw InputError(
        msg("{}: there is no layer “{}”", geopackage.string(), printable(layer.table)));
  check_columns(geopackage, *schema, layer);
  std::string sql = "SELECT ";
  for (const auto& column : layer.columns)
    sql += io::sql_name(schema->columns[*schema->find(column.name)].name) + ", ";
  sql += (schema->geometry_column.empty() ? "NULL" : io::sql_name(schema->geometry_column)) +
         " FROM " + io::sql_name(schema->layer);
  auto select = database.prepare(sql);
  std::vector<std::string> rows;
  while (select.step()) {
    std::string row;
    const auto count = select.column_count();
    for (int i = 0; i < count; ++i)
      row += written(i + 1 < count ? select.column(i) : io::unwrapped_geometry(select.column(i)));
    rows.push_back(sha256(row));
  }
  std::sort(rows.begin(), rows.end());
  std::string all;
  for (const auto& row : rows) all += row;
  return sha256(all);
}

}  // namespace bdf::package
