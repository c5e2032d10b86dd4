// SPDX-License-Identifier: MIT
// Rows of our own tables: few columns, known names.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "io/sqlite.h"

namespace bdf::io {

/// One of our tables: its name, and its columns as SQL declares them, `name TYPE, …`.
struct TableDefinition {
  std::string_view name;
  std::string_view columns;
};

/// Creates the table, empty: what a table of that name held is gone.
void recreate(Database& database, const TableDefinition& table);
void create_if_missing(Database& database, const TableDefinition& table);

/// INSERT INTO `table` with `count` values, ready to be bound.
[[nodiscard]] Statement insert_into(Database& database, std::string_view table, std::size_t count);

/// Binds the values in order and runs the statement.
void run_with(Statement& statement, std::span<const ValueView> values);

/// An empty text is NULL in our tables; Statement::text gives "" back.
[[nodiscard]] ValueView text_or_null(std::string_view text);

}  // namespace bdf::io
