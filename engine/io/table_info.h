// SPDX-License-Identifier: MIT
// A table's columns as SQLite knows them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/sqlite.h"

namespace bdf::io {

struct TableColumn {
  std::string name;
  std::string declared;
  std::string default_sql;  ///< "" where there is none
  bool not_null = false;
  bool generated = false;
  int primary_key = 0;  ///< its place in the primary key, from 1; else 0
};

/// Columns in their order, generated ones included; {} where there is no such table.
[[nodiscard]] std::vector<TableColumn> table_columns(Database& database, std::string_view table);

/// The name by which a table's integer key is reached: its INTEGER PRIMARY KEY, else the first of
/// rowid, _rowid_ and oid that no column takes; "" where it has none (WITHOUT ROWID).
[[nodiscard]] std::string rowid_name(Database& database, std::string_view table,
                                     const std::vector<TableColumn>& columns);

}  // namespace bdf::io
