// SPDX-License-Identifier: MIT
#include "package/content_digest.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/geometry_blob.h"
#include "io/sql.h"
#include "model/overloaded.h"

namespace bdf::package {

namespace {

/// Each value begins with its kind and its length, so that no two rows say the same.
void add_value(Sha256& digest, const ValueView& value) {
  const auto add = [&](char kind, std::string_view text) {
    digest.add(fmt::format("{}{}:", kind, text.size()));
    digest.add(text);
  };
  std::visit(
      Overloaded{[&](Null) { digest.add("n"); }, [&](std::int64_t) { add('i', to_text(value)); },
                 [&](double) { add('r', to_text(value)); },
                 [&](std::string_view text) { add('t', text); },
                 [&](BlobView blob) { add('b', blob.bytes); }},
      value);
}

std::vector<std::string> sorted_columns(const Schema& layer) {
  auto names = io::column_names(layer);
  std::sort(names.begin(), names.end());
  return names;
}

std::string query(const Schema& layer, const std::vector<std::string>& columns,
                  const std::vector<std::string>& key) {
  auto sql = "SELECT " + io::sql_names(columns);
  if (!layer.geometry_column.empty())
    sql += (columns.empty() ? "" : ", ") + io::sql_name(layer.geometry_column);
  sql += " FROM " + io::sql_name(layer.layer) + " ORDER BY ";
  return sql + io::sql_names(key.empty() ? std::vector{layer.primary_key} : key);
}

}  // namespace

LayerContent content_of(io::Database& database, const Schema& layer,
                        const std::vector<std::string>& key) {
  for (const auto& column : key)
    if (!layer.find(column))
      throw InputError(msg("{}, layer {}: there is no column “{}”, by which its features are known",
                           database.path().string(), layer.layer, column));
  const auto columns = sorted_columns(layer);
  Sha256 digest;
  for (const auto& name : columns) {
    const auto& column = layer.columns[*layer.find(name)];
    digest.add(fmt::format("{}:{} {}\n", name.size(), name, static_cast<int>(column.type)));
  }
  digest.add(layer.geometry_type + "\n");
  LayerContent content;
  auto rows = database.prepare(query(layer, columns, key));
  while (rows.step()) {
    ++content.count;
    for (int i = 0; i < static_cast<int>(columns.size()); ++i) add_value(digest, rows.column(i));
    if (!layer.geometry_column.empty())
      add_value(digest, io::unwrapped_geometry(rows.column(static_cast<int>(columns.size()))));
    digest.add("\n");
  }
  content.digest = digest.hex();
  return content;
}

}  // namespace bdf::package
