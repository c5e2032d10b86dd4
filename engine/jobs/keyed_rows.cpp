// SPDX-License-Identifier: MIT
#include "jobs/keyed_rows.h"

#include <fmt/format.h>

#include "merge/compare.h"

namespace bdf::jobs {

KeyedRows::KeyedRows(const FeatureTable& table, const rules::LayerSchema* schema)
    : table_(&table), schema_(schema), key_(column_of(schema == nullptr ? "" : schema->key)) {}

std::optional<std::size_t> KeyedRows::column_of(const std::string& attribute) const {
  for (std::size_t i = 0; schema_ != nullptr && i < table_->schema.columns.size(); ++i) {
    const auto* const found = schema_->find(table_->schema.columns[i].name);
    if (found != nullptr && !attribute.empty() && found->name == attribute) return i;
  }
  return std::nullopt;
}

std::string KeyedRows::text_in(std::optional<std::size_t> column, std::size_t row) const {
  if (!column) return "";
  return merge::normal_form(ColumnType::text, table_->columns[*column][row]).value_or("");
}

std::string KeyedRows::name_of(std::size_t row) const {
  const auto key = key_of(row);
  return key.empty() ? fmt::format("fid {}", table_->fids[row]) : key;
}

ValidationFinding KeyedRows::finding_on(std::size_t row, const Point& place) const {
  ValidationFinding finding;
  finding.layer = table_->schema.layer;
  if (schema_ != nullptr) finding.class_name = schema_->layer;
  finding.fid = table_->fids[row];
  finding.feature = key_of(row);
  finding.position = place;
  return finding;
}

}  // namespace bdf::jobs
