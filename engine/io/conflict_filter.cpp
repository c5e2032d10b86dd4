// SPDX-License-Identifier: MIT
#include "io/conflict_filter.h"

#include <sqlite3.h>

#include <memory>

#include "base/error.h"
#include "base/message.h"

namespace bdf::io {

namespace {

/// Steps of SQLite's machine: some seconds. Half a million conflicts take some ten million.
constexpr int steps_a_call = 1'000'000;
constexpr int most_calls = 200;
/// Longer texts are no geometries any more, but a way to fill the memory.
constexpr int longest_text = 100'000'000;

// NOLINTNEXTLINE(readability-function-size): SQLite says which parameters it has.
int authorize(void* /*unused*/, int action, const char* /*unused*/, const char* /*unused*/,
              const char* /*unused*/, const char* /*unused*/) {
  const bool reads = action == SQLITE_SELECT || action == SQLITE_READ ||
                     action == SQLITE_FUNCTION || action == SQLITE_RECURSIVE;
  return reads ? SQLITE_OK : SQLITE_DENY;
}

/// While it lives, the connection reads and does nothing else, and not for ever.
class OnlyReading {
 public:
  explicit OnlyReading(sqlite3* database)
      : database_(database), limit_(sqlite3_limit(database, SQLITE_LIMIT_LENGTH, longest_text)) {
    sqlite3_set_authorizer(database, authorize, nullptr);
    sqlite3_progress_handler(database, steps_a_call, count, &calls_);
  }
  ~OnlyReading() {
    sqlite3_progress_handler(database_, 0, nullptr, nullptr);
    sqlite3_set_authorizer(database_, nullptr, nullptr);
    sqlite3_limit(database_, SQLITE_LIMIT_LENGTH, limit_);
  }
  OnlyReading(const OnlyReading&) = delete;
  OnlyReading& operator=(const OnlyReading&) = delete;

 private:
  static int count(void* calls) { return ++*static_cast<int*>(calls) > most_calls ? 1 : 0; }

  sqlite3* database_;
  int limit_;
  int calls_ = 0;
};

struct Finalize {
  void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

[[noreturn]] void refuse(const std::string& expression, const std::string& why) {
  throw UsageError(
      msg("--where “{}” is no expression over the columns of layer conflict: {}. Names of columns "
          "stand as they are, texts between single quotes, as in: attribute = 'nature'",
          expression, why));
}

/// What went wrong with the expression; a file that cannot be read is another matter.
[[noreturn]] void fail_on_step(sqlite3* database, const std::string& expression) {
  const int code = sqlite3_extended_errcode(database);
  switch (code & 0xff) {
    case SQLITE_INTERRUPT:
      throw UsageError(
          msg("--where “{}” takes too long, and is given up: write a simpler one", expression));
    case SQLITE_ERROR:
    case SQLITE_TOOBIG:
    case SQLITE_AUTH:
    case SQLITE_NOMEM:
      refuse(expression, sqlite3_errmsg(database));
    default:
      fail(database, code);
  }
}

Prepared prepare(Database& conflicts, const std::string& sql, const std::string& expression) {
  sqlite3_stmt* statement = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v2(conflicts.handle(), sql.c_str(),
                                      static_cast<int>(sql.size() + 1), &statement, &rest);
  Prepared prepared(statement);
  if (code != SQLITE_OK) fail_on_step(conflicts.handle(), expression);
  if (rest != sql.c_str() + sql.size())
    refuse(expression, msg("it goes on after the end of the expression"));
  return prepared;
}

}  // namespace

std::vector<std::string> conflicts_where(Database& conflicts, const std::string& expression) {
  const OnlyReading guard(conflicts.handle());
  const std::string select = "SELECT conflict_id FROM main.conflict WHERE ";
  // With parentheses nothing but an expression fits in, without them none can be closed too early.
  prepare(conflicts, select + expression + "\n", expression);
  const auto rows =
      prepare(conflicts, select + "(" + expression + "\n) ORDER BY conflict_id", expression);
  std::vector<std::string> ids;
  int code = SQLITE_OK;
  while ((code = sqlite3_step(rows.get())) == SQLITE_ROW)
    if (const auto* id = sqlite3_column_text(rows.get(), 0))
      ids.emplace_back(reinterpret_cast<const char*>(id));
  if (code != SQLITE_DONE) fail_on_step(conflicts.handle(), expression);
  return ids;
}

}  // namespace bdf::io
