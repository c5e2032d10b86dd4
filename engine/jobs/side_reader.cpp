// SPDX-License-Identifier: MIT
#include "jobs/side_reader.h"

#include "io/geopackage.h"

namespace bdf::jobs {

RowIndex SideReader::scan(int threads) const {
  io::ScanPlan plan;
  plan.layer = schema().layer;
  plan.primary_key = schema().primary_key;
  plan.geometry_column = schema().geometry_column;
  plan.key = key().columns;
  plan.keyless = key().none;
  plan.names = true;
  plan.only_shapes = true;
  return io::scan(path_, plan, threads);
}

FeatureTable SideReader::read(const Schema& schema, std::span<const std::int64_t> fids,
                              int threads) const {
  auto database = io::Database::open_input(path_);
  auto table = io::read_features(database, schema, fids);
  to_common(table, versions_->crs, side_, threads);
  return table;
}

FeatureTable SideReader::read(std::span<const std::int64_t> fids, int threads) const {
  return read(schema(), fids, threads);
}

FeatureTable SideReader::read_values(std::span<const std::int64_t> fids,
                                     std::span<const std::size_t> columns) const {
  auto some = schema();
  some.columns.clear();
  for (const auto column : columns) some.columns.push_back(schema().columns[column]);
  some.geometry_column.clear();
  auto database = io::Database::open_input(path_);
  return io::read_features(database, some, fids);
}

FeatureTable SideReader::read_shapes(std::span<const std::int64_t> fids, int threads) const {
  auto shapes = schema();
  shapes.columns.clear();
  return read(shapes, fids, threads);
}

std::vector<std::string> SideReader::read_texts(std::span<const std::int64_t> fids,
                                                std::size_t column) const {
  auto one = schema();
  one.columns = {schema().columns[column]};
  one.geometry_column.clear();
  auto database = io::Database::open_input(path_);
  const auto table = io::read_features(database, one, fids);
  std::vector<std::string> texts;
  texts.reserve(table.size());
  for (std::size_t row = 0; row < table.size(); ++row)
    texts.push_back(to_text(table.columns.front()[row]));
  return texts;
}

}  // namespace bdf::jobs
