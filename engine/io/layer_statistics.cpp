// SPDX-License-Identifier: MIT
#include "io/layer_statistics.h"

#include <algorithm>
#include <array>
#include <string>

#include "io/geopackage.h"

namespace bdf::io {

void set_extent(Database& database, std::string_view layer, const std::optional<Box>& box) {
  auto update = database.prepare(
      "UPDATE main.gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? "
      "WHERE table_name = ? COLLATE NOCASE");
  const ValueView none = Null{};
  update.bind(1, box ? ValueView{box->min_x} : none).bind(2, box ? ValueView{box->min_y} : none);
  update.bind(3, box ? ValueView{box->max_x} : none).bind(4, box ? ValueView{box->max_y} : none);
  update.bind(5, layer).run();
}

void add_to_feature_count(Database& database, std::string_view layer, std::int64_t difference) {
  if (difference == 0 || !database.has_table("gpkg_ogr_contents")) return;
  auto update = database.prepare(
      "UPDATE main.gpkg_ogr_contents SET feature_count = feature_count + ? "
      "WHERE table_name = ? COLLATE NOCASE");
  update.bind(1, difference).bind(2, layer).run();
}

std::string exact_time(std::string_view time) {
  constexpr std::size_t to_the_second = 20;  // 2026-11-24T01:09:08Z
  std::string exact(time);
  if (exact.size() == to_the_second && exact.back() == 'Z') exact.insert(exact.size() - 1, ".000");
  return exact;
}

void set_last_change(Database& database, std::string_view layer, std::string_view time) {
  const auto exact = exact_time(time);
  auto update = database.prepare(
      "UPDATE main.gpkg_contents SET last_change = ? WHERE table_name = ? COLLATE NOCASE");
  update.bind(1, exact).bind(2, layer).run();
}

namespace {

std::int64_t count_of(Database& database, const std::string& sql, std::string_view layer) {
  auto select = database.prepare(sql);
  if (sql.find('?') != std::string::npos) select.bind(1, layer);
  return select.step() ? select.integer(0) : 0;
}

}  // namespace

std::optional<Box> declared_extent(Database& database, std::string_view layer) {
  auto select = database.prepare(
      "SELECT min_x, min_y, max_x, max_y FROM main.gpkg_contents "
      "WHERE table_name = ? COLLATE NOCASE AND coalesce(min_x, min_y, max_x, max_y) NOTNULL");
  if (!select.bind(1, layer).step()) return std::nullopt;
  std::array<double, 4> bounds{};
  for (int i = 0; i < 4; ++i) {
    const auto bound = select.column(i);
    if (const auto* real = std::get_if<double>(&bound))
      bounds[static_cast<std::size_t>(i)] = *real;
    else if (const auto* integer = std::get_if<std::int64_t>(&bound))
      bounds[static_cast<std::size_t>(i)] = static_cast<double>(*integer);
    else
      return std::nullopt;
  }
  return Box{bounds[0], bounds[1], bounds[2], bounds[3]};
}

std::optional<Box> extent_of_features(Database& database, const Schema& schema) {
  auto select = database.prepare("SELECT " + sql_name(schema.geometry_column) + " FROM main." +
                                 sql_name(schema.layer));
  std::optional<Box> all;
  while (select.step()) {
    const auto box = box_of_geometry(unwrapped_geometry(select.column(0)));
    if (box) all = all ? united(*all, *box) : *box;
  }
  return all;
}

void grow_extent(Database& database, const Schema& schema, const Box& box) {
  const auto known = declared_extent(database, schema.layer);
  set_extent(database, schema.layer,
             known ? std::optional(united(*known, box)) : extent_of_features(database, schema));
}

void finish_layer(Database& database, const Schema& schema, std::string_view time) {
  if (!schema.geometry_column.empty())
    set_extent(database, schema.layer, extent_of_features(database, schema));
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
