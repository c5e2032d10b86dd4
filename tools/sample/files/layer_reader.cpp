// SPDX-License-Identifier: MIT
#include "files/layer_reader.h"

#include <algorithm>
#include <cctype>

namespace bdf::sample {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

/// What a layer's table is made of.
struct Table {
  std::string key, geometry;
  std::vector<ReadColumn> columns;
};

Table table_of(io::Database& database, const std::string& name) {
  Table table;
  auto geometry = database.prepare(
      "SELECT column_name FROM gpkg_geometry_columns WHERE lower(table_name) = lower(?)");
  geometry.bind(1, std::string_view(name));
  if (geometry.step()) table.geometry = geometry.text(0);
  auto info = database.prepare("SELECT name, type, pk FROM pragma_table_info(?)");
  info.bind(1, std::string_view(name));
  while (info.step()) {
    if (info.integer(2) != 0) {
      table.key = info.text(0);
    } else if (!same_name(info.text(0), table.geometry)) {
      table.columns.push_back({info.text(0), info.text(1)});
    }
  }
  return table;
}

ReadLayer read_layer(io::Database& database, const std::string& name) {
  const Table table = table_of(database, name);
  std::string sql = "SELECT " + io::sql_name(table.key) + ", " + io::sql_name(table.geometry);
  for (const ReadColumn& column : table.columns) sql += ", " + io::sql_name(column.name);
  auto rows = database.prepare(sql + " FROM " + io::sql_name(name) + " ORDER BY 1");
  ReadLayer layer{name, table.columns, {}};
  while (rows.step()) {
    ReadFeature feature;
    feature.fid = rows.integer(0);
    const ValueView drawn = rows.column(1);
    if (const auto* blob = std::get_if<BlobView>(&drawn)) feature.drawn = read_blob(blob->bytes);
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      feature.values.push_back(to_value(rows.column(static_cast<int>(i) + 2)));
    layer.features.push_back(std::move(feature));
  }
  return layer;
}

}  // namespace

std::optional<std::size_t> ReadLayer::column(std::string_view wanted) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (same_name(columns[i].name, wanted)) return i;
  }
  return std::nullopt;
}

const ReadFeature* ReadLayer::find(std::int64_t fid) const {
  const auto at =
      std::lower_bound(features.begin(), features.end(), fid,
                       [](const ReadFeature& feature, std::int64_t f) { return feature.fid < f; });
  return at != features.end() && at->fid == fid ? &*at : nullptr;
}

std::string ReadLayer::text(const ReadFeature& feature, std::string_view wanted) const {
  const auto at = column(wanted);
  return at ? to_text(view_of(feature.values[*at])) : "";
}

ReadLayers read_layers(const std::filesystem::path& path) {
  auto database = io::Database::open_input(path);
  ReadLayers layers;
  auto contents =
      database.prepare("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'");
  while (contents.step()) layers[contents.text(0)] = read_layer(database, contents.text(0));
  return layers;
}

std::vector<std::vector<bdf::Value>> read_rows(io::Database& database, const std::string& table,
                                               const std::string& columns) {
  std::vector<std::vector<bdf::Value>> found;
  if (!database.has_table(table)) return found;
  auto rows = database.prepare("SELECT " + columns + " FROM " + io::sql_name(table));
  while (rows.step()) {
    found.emplace_back();
    for (int i = 0; i < rows.column_count(); ++i) found.back().push_back(to_value(rows.column(i)));
  }
  return found;
}

}  // namespace bdf::sample
