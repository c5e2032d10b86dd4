// SPDX-License-Identifier: MIT
#include "refbase/sql_session.h"

#include <exception>

#include "base/error.h"
#include "refbase/postgres_session.h"
#include "refbase/sqlite_session.h"

namespace bdf::refbase {

std::vector<Values> rows_of(SqlSession& session, const std::string& sql, const Values& parameters) {
  std::vector<Values> rows;
  session.read(sql, parameters, [&](Row row) {
    auto& values = rows.emplace_back();
    for (const auto& value : row) values.push_back(to_value(value));
  });
  return rows;
}

Value value_of(SqlSession& session, const std::string& sql, const Values& parameters) {
  const auto rows = rows_of(session, sql, parameters);
  return rows.empty() ? Value{Null{}} : rows.front().front();
}

std::string text_in(const Value& value) {
  return is_null(view_of(value)) ? std::string() : to_text(view_of(value));
}

std::int64_t integer_in(const Value& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  return number != nullptr ? *number : 0;
}

Value text_or_null(const std::string& text) { return text.empty() ? Value{Null{}} : Value{text}; }

SqlTransaction::~SqlTransaction() {
  if (!open_) return;
  try {
    session_.roll_back();
  } catch (const std::exception&) {
    // What was not committed is undone with the connection that fails here.
  }
}

void SqlTransaction::commit(const Question& done) {
  session_.commit(done);
  open_ = false;
}

bool names_server(std::string_view base) {
  return base.starts_with("postgresql://") || base.starts_with("postgres://") ||
         base.starts_with("PG:");
}

std::unique_ptr<SqlSession> open_session(const std::string& base, bool creates) {
  if (names_server(base)) return open_postgres(base);
  return open_sqlite(base, creates);
}

}  // namespace bdf::refbase
