// SPDX-License-Identifier: MIT
#include "io/layer_statistics.h"

#include <algorithm>
#include <string>

#include "io/geopackage.h"

namespace bdf::io {

Box united(const Box& a, const Box& b) {
  return {std::min(a.min_x, b.min_x), std::min(a.min_y, b.min_y), std::max(a.max_x, b.max_x),
          std::max(a.max_y, b.max_y)};
}

void grow_extent(Database& database, std::string_view layer, const Box& box) {
  auto update = database.prepare(
      "UPDATE main.gpkg_contents SET min_x = min(coalesce(min_x, ?1), ?1), "
      "min_y = min(coalesce(min_y, ?2), ?2), max_x = max(coalesce(max_x, ?3), ?3), "
      "max_y = max(coalesce(max_y, ?4), ?4) WHERE table_name = ?5 COLLATE NOCASE");
  update.bind(1, box.min_x).bind(2, box.min_y).bind(3, box.max_x).bind(4, box.max_y);
  update.bind(5, layer).run();
}

void set_extent(Database& database, std::string_view layer, const std::optional<Box>& box) {
  auto clear = database.prepare(
      "UPDATE main.gpkg_contents SET min_x = NULL, min_y = NULL, max_x = NULL, max_y = NULL "
      "WHERE table_name = ? COLLATE NOCASE");
  clear.bind(1, layer).run();
  if (box) grow_extent(database, layer, *box);
}

void add_to_feature_count(Database& database, std::string_view layer, std::int64_t difference) {
  if (difference == 0 || !database.has_table("gpkg_ogr_contents")) return;
  auto update = database.prepare(
      "UPDATE main.gpkg_ogr_contents SET feature_count = feature_count + ? "
      "WHERE table_name = ? COLLATE NOCASE");
  update.bind(1, difference).bind(2, layer).run();
}

void set_last_change(Database& database, std::string_view layer, std::string_view time) {
  constexpr std::size_t to_the_second = 20;  // 2026-11-24T01:09:08Z; the standard wants .000
  std::string exact(time);
  if (exact.size() == to_the_second && exact.back() == 'Z') exact.insert(exact.size() - 1, ".000");
  auto update = database.prepare(
      "UPDATE main.gpkg_contents SET last_change = ? WHERE table_name = ? COLLATE NOCASE");
  update.bind(1, exact).bind(2, layer).run();
}

namespace {

std::optional<Box> box_of_layer(Database& database, const Schema& schema) {
  auto select = database.prepare("SELECT " + sql_name(schema.geometry_column) + " FROM main." +
                                 sql_name(schema.layer));
  std::optional<Box> all;
  while (select.step()) {
    const auto box = box_of_geometry(unwrapped_geometry(select.column(0)));
    if (box) all = all ? united(*all, *box) : *box;
  }
  return all;
}

std::int64_t count_of(Database& database, const std::string& sql, std::string_view layer) {
  auto select = database.prepare(sql);
  if (sql.find('?') != std::string::npos) select.bind(1, layer);
  return select.step() ? select.integer(0) : 0;
}

}  // namespace

void finish_layer(Database& database, const Schema& schema, std::string_view time) {
  if (!schema.geometry_column.empty())
    set_extent(database, schema.layer, box_of_layer(database, schema));
  if (database.has_table("gpkg_ogr_contents")) {
    const auto now = count_of(database, "SELECT count(*) FROM main." + sql_name(schema.layer), "");
    const auto before = count_of(database,
                                 "SELECT feature_count FROM main.gpkg_ogr_contents "
                                 "WHERE table_name = ? COLLATE NOCASE",
                                 schema.layer);
    add_to_feature_count(database, schema.layer, now - before);
  }
  set_last_change(database, schema.layer, time);
}

}  // namespace bdf::io
