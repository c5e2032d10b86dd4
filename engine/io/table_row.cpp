// SPDX-License-Identifier: MIT
#include "io/table_row.h"

#include "io/sql.h"

namespace bdf::io {

namespace {

std::string definition_of(const TableDefinition& table) {
  return "main." + sql_name(table.name) + " (" + std::string(table.columns) + ")";
}

}  // namespace

void recreate(Database& database, const TableDefinition& table) {
  database.execute("DROP TABLE IF EXISTS main." + sql_name(table.name));
  database.execute("CREATE TABLE " + definition_of(table));
}

void create_if_missing(Database& database, const TableDefinition& table) {
  database.execute("CREATE TABLE IF NOT EXISTS " + definition_of(table));
}

Statement insert_into(Database& database, std::string_view table, std::size_t count) {
  return database.prepare("INSERT INTO main." + sql_name(table) + " VALUES (" +
                          placeholders(count) + ")");
}

void run_with(Statement& statement, std::span<const ValueView> values) {
  int parameter = 0;
  for (const auto& value : values) statement.bind(++parameter, value);
  statement.run();
}

ValueView text_or_null(std::string_view text) {
  return text.empty() ? ValueView(Null{}) : ValueView(text);
}

}  // namespace bdf::io
