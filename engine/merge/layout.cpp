// SPDX-License-Identifier: MIT
#include "merge/layout.h"

#include <algorithm>

namespace bdf::merge {

namespace {

ColumnType coarser(ColumnType a, ColumnType b) {
  if (a == b) return a;
  // Where two sides declare a column differently, values compare in the first of these that
  // either declares; a text '12' in one file is the number 12 of the other.
  for (const auto type : {ColumnType::blob, ColumnType::boolean, ColumnType::date,
                          ColumnType::datetime, ColumnType::real, ColumnType::integer})
    if (a == type || b == type) return type;
  return ColumnType::text;
}

/// Merged cannot have a second column of the name of local's primary key or geometry.
bool is_taken(const Schema& local, const Column& column) {
  return same_name(column.name, local.primary_key) ||
         (!local.geometry_column.empty() && same_name(column.name, local.geometry_column));
}

void add_columns(Layout& layout, const Schema& schema, Side side, const Schema& local) {
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const auto& column = schema.columns[i];
    if (is_taken(local, column)) continue;
    const auto known = std::find_if(layout.attributes.begin(), layout.attributes.end(),
                                    [&](const auto& a) { return same_name(a.name, column.name); });
    if (known == layout.attributes.end()) {
      layout.attributes.push_back({column.name, column.type, {}, {}});
      layout.attributes.back().column[side] = i;
    } else {
      known->type = coarser(known->type, column.type);
      known->column[side] = i;
    }
  }
}

}  // namespace

bool Attribute::is_gained() const {
  return carried_by(Side::reference) && !carried_by(Side::local) && !carried_by(Side::ancestor);
}

bool Attribute::is_private() const {
  return carried_by(Side::local) && !carried_by(Side::reference);
}

bool Layout::is_shared(const Attribute& attribute) const {
  return attribute.carried_by(Side::local) && attribute.carried_by(Side::reference) &&
         (!has_ancestor || attribute.carried_by(Side::ancestor));
}

bool Layout::prints_suffice() const {
  return std::all_of(attributes.begin(), attributes.end(), [&](const Attribute& attribute) {
    if (!attribute.carried_by(Side::local)) return !attribute.is_gained();
    const int others = (attribute.carried_by(Side::ancestor) ? 1 : 0) +
                       (attribute.carried_by(Side::reference) ? 1 : 0);
    return others == 0 || others == (has_ancestor ? 2 : 1);
  });
}

std::vector<std::string> Layout::shared_columns() const {
  std::vector<std::string> names;
  for (const auto& attribute : attributes)
    if (is_shared(attribute)) names.push_back(attribute.name);
  return names;
}

Layout lay_out(const ThreeWay<const Schema*>& schemas) {
  Layout layout;
  layout.has_ancestor = schemas.ancestor != nullptr;
  for (const auto side : {Side::local, Side::reference, Side::ancestor}) {
    if (schemas[side] == nullptr) continue;
    add_columns(layout, *schemas[side], side, *schemas.local);
    layout.geometry[side] = !schemas[side]->geometry_column.empty();
  }
  std::size_t next = schemas.local->columns.size();
  for (auto& attribute : layout.attributes) {
    attribute.merged = attribute.column.local;
    if (attribute.is_gained()) attribute.merged = next++;
  }
  return layout;
}

}  // namespace bdf::merge
