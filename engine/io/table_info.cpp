// SPDX-License-Identifier: MIT
#include "io/table_info.h"

#include <sqlite3.h>

#include <algorithm>

#include "base/error.h"
#include "model/schema.h"

namespace bdf::io {

std::vector<TableColumn> table_columns(Database& database, std::string_view table) {
  constexpr std::int64_t first_generated = 2;
  auto info = database.prepare(
      "SELECT name, type, dflt_value, \"notnull\", hidden, pk FROM pragma_table_xinfo(?, 'main')");
  info.bind(1, table);
  std::vector<TableColumn> columns;
  while (info.step())
    columns.push_back({info.text(0), info.text(1), info.text(2), info.integer(3) != 0,
                       info.integer(4) >= first_generated, static_cast<int>(info.integer(5))});
  return columns;
}

namespace {

bool can_select(Database& database, std::string_view table, const std::string& column) {
  const auto sql = "SELECT " + sql_name(column) + " FROM main." + sql_name(table);
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database.handle(), sql.c_str(), -1, &statement, nullptr);
  sqlite3_finalize(statement);
  return code == SQLITE_OK;
}

}  // namespace

std::string rowid_name(Database& database, std::string_view table,
                       const std::vector<TableColumn>& columns) {
  const TableColumn* key = nullptr;
  for (const auto& column : columns)
    if (column.primary_key == 1) key = &column;
  const bool alone = std::none_of(columns.begin(), columns.end(),
                                  [](const auto& column) { return column.primary_key > 1; });
  if (key && alone && same_name(key->declared, "INTEGER")) return key->name;
  for (const char* name : {"rowid", "_rowid_", "oid"}) {
    const bool taken = std::any_of(columns.begin(), columns.end(), [&](const auto& column) {
      return same_name(column.name, name);
    });
    if (!taken && can_select(database, table, name)) return name;
  }
  return {};
}

}  // namespace bdf::io
