// SPDX-License-Identifier: MIT
#include "jobs/row_store.h"

#include <algorithm>
#include <utility>

#include "io/geopackage.h"

namespace bdf::jobs {

RowStore::RowStore(std::filesystem::path file, const Schema& schema,
                   const std::vector<std::int64_t>& fids)
    : file_(std::move(file)), schema_(&schema), fids_(&fids), places_(fids.size(), 0) {
  read_.schema = schema;
  read_.columns.resize(schema.columns.size());
}

void RowStore::add_missing(const std::vector<std::uint32_t>& rows) {
  std::vector<std::uint32_t> missing;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(missing),
               [&](std::uint32_t row) { return places_[row] == 0; });
  if (missing.empty()) return;
  std::vector<std::int64_t> fids;
  fids.reserve(missing.size());
  for (const auto row : missing) fids.push_back((*fids_)[row]);
  if (!database_) database_ = io::Database::open_input(file_);
  auto more = io::read_features(*database_, *schema_, fids);
  auto place = static_cast<std::uint32_t>(read_.size());
  for (const auto row : missing) places_[row] = ++place;
  if (read_.size() == 0) {
    read_ = std::move(more);
    return;
  }
  for (std::size_t i = 0; i < more.size(); ++i) append(read_, {&more, i});
}

FeatureTable RowStore::read(const std::vector<std::uint32_t>& rows) {
  add_missing(rows);
  auto table = empty_like(read_);
  table.fids.reserve(rows.size());
  for (const auto row : rows) append(table, {&read_, places_[row] - 1});
  return table;
}

FeatureTable RowStore::take(const std::vector<std::uint32_t>& rows) {
  add_missing(rows);
  bool in_order = rows.size() == read_.size();
  for (std::size_t i = 0; in_order && i < rows.size(); ++i) in_order = places_[rows[i]] == i + 1;
  auto table = in_order ? std::move(read_) : read(rows);
  *this = {};
  return table;
}

}  // namespace bdf::jobs
