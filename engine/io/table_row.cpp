// SPDX-License-Identifier: MIT
#include "io/table_row.h"

namespace bdf::io {

namespace {

std::string definition_of(const TableDefinition& table) {
  return sql_name(table.name) + " (" + std::string(table.columns) + ")";
}

}  // namespace

void recreate(Database& database, const TableDefinition& table) {
  database.execute("DROP TABLE IF EXISTS " + sql_name(table.name));
  database.execute("CREATE TABLE " + definition_of(table));
}

void create_if_missing(Database& database, const TableDefinition& table) {
  database.execute("CREATE TABLE IF NOT EXISTS " + definition_of(table));
}

Statement insert_into(Database& database, std::string_view table, std::size_t count) {
  std::string sql = "INSERT INTO " + sql_name(table) + " VALUES (";
  for (std::size_t i = 0; i < count; ++i) sql += i == 0 ? "?" : ", ?";
  return database.prepare(sql + ")");
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
