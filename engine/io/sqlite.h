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

/// `name` between double quotes, inner quotes doubled: the only way a name reaches SQL. (Not called
/// quoted(): std::quoted would be found first.)
[[nodiscard]] std::string sql_name(std::string_view name);

/// A prepared statement. Lives no longer than its Database.
class Statement {
 public:
  /// Parameters count from 1. Text and blobs must live until the statement is reset or bound anew.
  Statement& bind(int parameter, const ValueView& value);
  /// True while there is a row.
  bool step();
  /// Runs a statement whose rows do not matter, then resets it.
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
  Statement(sqlite3* database, std::string_view sql);
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// Throws the error that SQLite's `code` stands for, on the connection where it came up: InputError
/// for a database that is only read, StoreError for one that is written. Both name the file.
[[noreturn]] void fail(sqlite3* database, int code);

/// One connection, used by one thread at a time. May be moved while statements live.
class Database {
 public:
  /// Reads an input, its write-ahead log included, and never changes it. Works in folders that
  /// cannot be written. Throws InputError that tells a missing, foreign, truncated or locked file
  /// apart.
  [[nodiscard]] static Database open_input(const std::filesystem::path& path);
  /// Opens for reading and writing, creating it where it is missing. No journal and no fsync: only
  /// for files in a folder that is built beside its target (io/output_folder.h).
  [[nodiscard]] static Database open_output(const std::filesystem::path& path);
  /// Opens for reading and writing a file that is kept and changed in place, by several programs: a
  /// transaction is whole or undone, and on the disk once it is committed. Who reads and who writes
  /// do not disturb one another (a write-ahead log); waits 15 seconds for another that writes.
  /// Throws StoreError where it is missing, unless `creates`, where it cannot be written, or is no
  /// database.
  [[nodiscard]] static Database open_store(const std::filesystem::path& path, bool creates);

  Statement prepare(std::string_view sql) { return {handle_.get(), sql}; }
  /// Runs one statement or several, without rows.
  void execute(const std::string& sql);
  /// A table, virtual or not, of that name without regard to (ASCII) case.
  [[nodiscard]] bool has_table(std::string_view name);
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const noexcept;
  };
  Database(std::filesystem::path path, const std::string& uri, int flags);
  std::filesystem::path path_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// A transaction, or a part of the one that is already open. Rolls back unless commit() was called;
/// without a journal a rollback undoes nothing dependably, and the file is to be thrown away.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_;
};

/// A process that closes a descriptor of its own on a database loses all locks that its sessions
/// have on it (POSIX). The following read a file that may be open in this process, or be no
/// database at all, by SQLite's descriptors.

/// Whether it begins as a database does. False where it cannot be read.
[[nodiscard]] bool begins_as_database(const std::filesystem::path& path);
/// The size and the header (with SQLite's own count of changes) of a database: other once anybody
/// has written to it and its write-ahead log is gone. "" where it cannot be read.
[[nodiscard]] std::string state_of_database(const std::filesystem::path& path);
/// SHA-256 of its bytes, followed by those of its write-ahead log where there is one. Throws
/// InputError where it cannot be read.
[[nodiscard]] std::string sha256_of_database(const std::filesystem::path& path);

/// A copy of `from` as its open sessions see it (sqlite3_backup), into the new file `to`, which has
/// no write-ahead log of its own.
void copy_database(Database& from, const std::filesystem::path& to);

}  // namespace bdf::io
