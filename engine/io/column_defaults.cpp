// SPDX-License-Identifier: MIT
#include "io/column_defaults.h"

#include <algorithm>
#include <string>

#include "io/table_info.h"

namespace bdf::io {

namespace {

bool is_literal(std::string_view sql) {
  if (sql.empty()) return false;
  if (same_name(sql, "true") || same_name(sql, "false")) return true;
  if (sql.front() == '\'' || sql.starts_with("x'") || sql.starts_with("X'")) {
    const auto body = sql.substr(sql.find('\'') + 1);
    std::size_t at = 0;
    while (at < body.size() && (body[at] != '\'' || body.substr(at, 2) == "''"))
      at += body[at] == '\'' ? 2 : 1;
    return at + 1 == body.size();
  }
  return sql.find_first_not_of("+-.0123456789eE") == std::string_view::npos;
}

Value literal_value(Database& database, const std::string& sql) {
  if (!is_literal(sql)) return Null{};
  auto select = database.prepare("SELECT " + sql);
  return select.step() ? to_value(select.column(0)) : Null{};
}

Value zero_of(ColumnType type) {
  switch (type) {
    case ColumnType::boolean:
    case ColumnType::integer:
      return std::int64_t{0};
    case ColumnType::real:
      return 0.0;
    case ColumnType::blob:
      return Blob{};
    case ColumnType::text:
    case ColumnType::date:
    case ColumnType::datetime:
      break;
  }
  return std::string();
}

ColumnDefault default_of(Database& database, const TableColumn& column, ColumnType type) {
  ColumnDefault result;
  result.value = literal_value(database, column.default_sql);
  result.not_null = column.not_null;
  if (column.not_null)
    result.instead_of_null = is_null(view_of(result.value)) ? zero_of(type) : result.value;
  return result;
}

}  // namespace

std::vector<ColumnDefault> column_defaults(Database& database, const Schema& schema) {
  const auto table = table_columns(database, schema.layer);
  std::vector<ColumnDefault> defaults;
  for (const auto& column : schema.columns) {
    const auto declared = std::find_if(table.begin(), table.end(), [&](const auto& candidate) {
      return same_name(candidate.name, column.name);
    });
    defaults.push_back(declared == table.end() ? ColumnDefault{}
                                               : default_of(database, *declared, column.type));
  }
  return defaults;
}

}  // namespace bdf::io
