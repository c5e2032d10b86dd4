// SPDX-License-Identifier: MIT
#include "io/sqlite.h"

#include <sqlite3.h>

#include <cerrno>
#include <string_view>

#include "base/error.h"
#include "base/message.h"

namespace bdf::io {

namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

std::string reason_of(sqlite3* database, int code) {
  const int cause = sqlite3_system_errno(database);
  const bool no_room = cause == ENOSPC || cause == EDQUOT;
  switch (code & 0xff) {
    case SQLITE_FULL:
      return msg("the disk is full");
    case SQLITE_IOERR:
      if (code == SQLITE_IOERR_SHORT_READ) return msg("the file is truncated");
      if (no_room) return msg("the disk is full");
      return msg("the disk cannot be read or written ({})", sqlite3_errmsg(database));
    case SQLITE_CORRUPT:
      if (std::string_view(sqlite3_errmsg(database)).starts_with("malformed database schema"))
        return msg("a table is declared in a way that cannot be read ({})",
                   sqlite3_errmsg(database));
      return msg("the file is truncated or damaged");
    case SQLITE_NOTADB:
      return msg("the file is not an SQLite database");
    case SQLITE_BUSY:
      return msg("the file is in use by another program, such as QGIS: save its edits or close it");
    case SQLITE_NOMEM:
      return msg("out of memory");
    default:
      return sqlite3_errmsg(database);
  }
}

}  // namespace

void fail(sqlite3* database, int code) {
  const char* name = sqlite3_db_filename(database, "main");
  const auto message = fmt::format("{}: {}", name ? name : "", reason_of(database, code));
  if (sqlite3_db_readonly(database, "main") == 1) throw InputError(message);
  throw StoreError(message);
}

std::string sql_name(std::string_view name) {
  std::string result = "\"";
  for (const char c : name) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) fail(database, code);
}

Statement& Statement::bind(int parameter, const ValueView& value) {
  sqlite3_stmt* s = handle();
  const int code = std::visit(
      Overloaded{[&](Null) { return sqlite3_bind_null(s, parameter); },
                 [&](std::int64_t number) { return sqlite3_bind_int64(s, parameter, number); },
                 [&](double number) { return sqlite3_bind_double(s, parameter, number); },
                 [&](std::string_view text) {
                   // A null pointer would bind NULL.
                   const char* bytes = text.data() ? text.data() : "";
                   return sqlite3_bind_text64(s, parameter, bytes, text.size(), SQLITE_STATIC,
                                              SQLITE_UTF8);
                 },
                 [&](BlobView blob) {
                   const char* bytes = blob.bytes.data() ? blob.bytes.data() : "";
                   return sqlite3_bind_blob64(s, parameter, bytes, blob.bytes.size(),
                                              SQLITE_STATIC);
                 }},
      value);
  if (code != SQLITE_OK) fail(sqlite3_db_handle(s), code);
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(handle());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  fail(sqlite3_db_handle(handle()), sqlite3_extended_errcode(sqlite3_db_handle(handle())));
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() { sqlite3_reset(handle()); }

ValueView Statement::column(int index) const {
  const auto length = [&] {
    return static_cast<std::size_t>(sqlite3_column_bytes(handle(), index));
  };
  switch (sqlite3_column_type(handle(), index)) {
    case SQLITE_INTEGER:
      return sqlite3_column_int64(handle(), index);
    case SQLITE_FLOAT:
      return sqlite3_column_double(handle(), index);
    case SQLITE_TEXT: {
      const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle(), index));
      return std::string_view(bytes, length());
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle(), index));
      return BlobView{std::string_view(bytes, length())};
    }
    default:
      return Null{};
  }
}

std::int64_t Statement::integer(int index) const { return sqlite3_column_int64(handle(), index); }

std::string Statement::text(int index) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle(), index));
  if (!bytes) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle(), index))};
}

int Statement::column_count() const { return sqlite3_column_count(handle()); }

void Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(handle(), sqlite3_extended_errcode(handle()));
}

bool Database::has_table(std::string_view name) {
  auto find =
      prepare("SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE");
  return find.bind(1, name).step();
}

Transaction::Transaction(Database& database)
    : database_(database), open_(sqlite3_get_autocommit(database.handle()) != 0) {
  if (open_) database.execute("BEGIN");
}

Transaction::~Transaction() {
  if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  if (open_) database_.execute("COMMIT");
  open_ = false;
}

}  // namespace bdf::io
