// SPDX-License-Identifier: MIT
#include "io/conflict_rows.h"

#include "io/name_lookup.h"
#include "io/table_row.h"

namespace bdf::io {

namespace {

ValueView view_of(const std::optional<std::string>& text) {
  return text ? ValueView(std::string_view(*text)) : ValueView(Null{});
}

std::optional<std::string> text_in(const Statement& row, int column) {
  if (is_null(row.column(column))) return std::nullopt;
  return row.text(column);
}

void push_resolution(std::vector<ValueView>& values, const std::optional<Resolution>& resolution) {
  if (!resolution) {
    values.insert(values.end(), 4, Null{});
    return;
  }
  values.emplace_back(resolution->side ? name_of(*resolution->side) : std::string_view("value"));
  for (const auto* text : {&resolution->value, &resolution->by, &resolution->at})
    values.push_back(text_or_null(*text));
}

}  // namespace

const std::array<std::string, conflict_column_count>& conflict_column_names() {
  static const std::array<std::string, conflict_column_count> names{
      "conflict_id",     "layer",      "cluster",      "kind",           "attribute",
      "ancestor_id",     "local_id",   "reference_id", "ancestor_value", "local_value",
      "reference_value", "reason",     "provisional",  "resolution",     "resolution_value",
      "resolved_by",     "resolved_at"};
  return names;
}

std::vector<ValueView> conflict_values(const Conflict& conflict) {
  std::vector<ValueView> values{std::string_view(conflict.id), std::string_view(conflict.layer),
                                conflict.cluster, name_of(conflict.kind),
                                text_or_null(conflict.attribute)};
  for (const Side side : all_sides) values.push_back(text_or_null(conflict.ids[side]));
  for (const Side side : all_sides) values.push_back(view_of(conflict.values[side]));
  values.emplace_back(std::string_view(conflict.reason));
  values.emplace_back(name_of(conflict.provisional));
  push_resolution(values, conflict.resolution);
  return values;
}

Conflict read_conflict(const Statement& row) {
  Conflict conflict;
  conflict.id = row.text(0);
  conflict.layer = row.text(1);
  conflict.cluster = row.integer(2);
  conflict.kind = named(row.text(3), ConflictKind::proposal);
  conflict.attribute = row.text(4);
  for (int i = 0; i < 3; ++i) {
    conflict.ids[static_cast<Side>(i)] = row.text(5 + i);
    conflict.values[static_cast<Side>(i)] = text_in(row, 8 + i);
  }
  conflict.reason = row.text(11);
  conflict.provisional = named(row.text(12), Side::reference);
  return conflict;
}

ResolutionTexts read_resolution_texts(const Statement& row) {
  return {row.text(13), row.text(14), row.text(15), row.text(16)};
}

}  // namespace bdf::io
