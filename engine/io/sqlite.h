// SPDX-License-Identifier: MIT
// SQLite behind RAII. Every database is opened so that nothing inside it runs: triggers and views
// are off, functions in schemas untrusted, extensions cannot be loaded.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "model/value.h"

struct sqlite3;
struct sqlite3_stmt;

namespace bdf::io {

/// `name` between double quotes, inner quotes doubled: the only way a name reaches SQL.
[[nodiscard]] std::string quoted(std::string_view name);

/// A prepared statement. Lives no longer than its Database.
class Statement {
 public:
  /// Parameters count from 1. Text and blobs must live until the next step() or bind.
  Statement& bind(int parameter, const ValueView& value);
  /// True while there is a row.
  bool step();
  /// Runs a statement that gives no row, then resets it.
  void run();
  void reset();
  /// Columns count from 0. Views live until the next step().
  [[nodiscard]] ValueView column(int index) const;
  [[nodiscard]] std::int64_t integer(int index) const;
  [[nodiscard]] std::string text(int index) const;
  [[nodiscard]] int column_count() const;
  [[nodiscard]] sqlite3_stmt* handle() const { return statement_.get(); }

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  Statement(class Database& database, std::string_view sql);
  class Database* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One connection, used by one thread at a time. Failures become InputError for a database that
/// is read, StoreError for one that is written; both name the file.
class Database {
 public:
  /// Reads an input, its write-ahead log included; works in folders that cannot be written.
  [[nodiscard]] static Database open_input(const std::filesystem::path& path);
  /// Opens for reading and writing, creating it where it is missing. No journal and no fsync: only
  /// for files in a folder that is built beside its target (io/output_folder.h).
  [[nodiscard]] static Database open_output(const std::filesystem::path& path);

  Statement prepare(std::string_view sql) { return Statement(*this, sql); }
  void execute(const std::string& sql);
  [[nodiscard]] bool has_table(std::string_view name);
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
  /// Throws the error that `code` stands for.
  [[noreturn]] void fail(int code) const;

 private:
  struct Close {
    void operator()(sqlite3* database) const noexcept;
  };
  Database(std::filesystem::path path, bool output);
  std::filesystem::path path_;
  bool output_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// A copy of `from` as its open sessions see it (sqlite3_backup), into the new file `to`.
void copy_database(Database& from, const std::filesystem::path& to);

}  // namespace bdf::io
