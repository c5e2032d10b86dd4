// SPDX-License-Identifier: MIT
#include "io/change_rows.h"

namespace bdf::io {

bool adds_feature(const Change& change) {
  return change.op != Op::update && change.op != Op::remove;
}

std::optional<std::int64_t> fid_in_target(const Change& change) {
  if (adds_feature(change)) return change.fid;
  const auto fid = change.feature.fid();
  return fid == no_fid ? std::nullopt : std::optional(fid);
}

void TargetRow::map_columns(const FeatureTable& table) {
  table_ = &table;
  sources_.clear();
  for (const auto& column : target_->columns) sources_.push_back(table.schema.find(column.name));
}

const std::vector<ValueView>& TargetRow::values_after(const Change& change) {
  if (change.feature.table != table_) map_columns(*change.feature.table);
  values_.clear();
  for (const auto& source : sources_)
    values_.push_back(source ? change.feature.value(*source) : ValueView(Null{}));
  if (change.op != Op::remove)
    for (const auto& value : change.values) values_[value.column] = view_of(value.after);
  return values_;
}

ValueView TargetRow::geometry_after(const Change& change) {
  const bool overlaid = change.geometry && change.op != Op::remove;
  return overlaid ? view_of(change.geometry->after) : change.feature.geometry();
}

FeatureTable empty_table(const Schema& schema) {
  FeatureTable table;
  table.schema = schema;
  table.columns.resize(schema.columns.size());
  return table;
}

FeatureTable materialised(const LayerChanges& layer) {
  auto table = empty_table(layer.target);
  TargetRow row(layer.target);
  for (const auto& change : layer.changes) {
    table.fids.push_back(fid_in_target(change).value_or(no_fid));
    const auto& values = row.values_after(change);
    for (std::size_t i = 0; i < values.size(); ++i) table.columns[i].push_back(values[i]);
    table.geometries.push_back(TargetRow::geometry_after(change));
  }
  return table;
}

}  // namespace bdf::io
