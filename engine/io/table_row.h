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

/// Runs `write` inside one transaction, or inside the caller's. Where it throws, the transaction
/// stays open and the file is to be given up.
template <class Write>
void in_one_transaction(Database& database, Write&& write) {
  database.execute("SAVEPOINT bdf");
  write();
  database.execute("RELEASE bdf");
}

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
