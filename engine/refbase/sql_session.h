// SPDX-License-Identifier: MIT
// A connection to the database of a reference base. What is asked of it is SQL that SQLite and
// PostgreSQL both speak, so that the base is written once; where they differ, this header says how.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/geometry.h"
#include "model/schema.h"
#include "model/value.h"

namespace bdf::refbase {

/// A row that owns its values, or a statement's parameters. Truths are 1 and 0, dates ISO 8601,
/// geometries ISO WKB (a Blob).
using Values = std::vector<Value>;
/// A row while it is shown.
using Row = std::span<const ValueView>;
using ShowRow = std::function<void(Row)>;
/// Shows rows one after the other, as many as there are.
using ShowRows = std::function<void(const ShowRow&)>;

/// The table and the columns that load() fills.
struct LoadTarget {
  std::string table;
  std::vector<std::string> columns;
  const Schema* layer = nullptr;  ///< of which it holds features; null: none
};

enum class Access { read, write };

/// Asks whether what a session was committing when it lost its server has been done: rows say yes.
struct Question {
  std::string sql;
  Values parameters;
};

/// Names of tables and columns reach SQL between double quotes, values as parameters: never
/// otherwise. Everything happens between begin() and commit() or roll_back(). Failures of the
/// database throw StoreError, which names the database and never says a password. For one thread at
/// a time.
class SqlSession {
 public:
  virtual ~SqlSession() = default;

  /// Runs one statement, with parameters $1, $2 …; returns how many rows it has changed.
  virtual std::int64_t run(const std::string& sql, const Values& parameters = {}) = 0;
  /// Runs several statements, without parameters.
  virtual void run_script(const std::string& sql) = 0;
  /// Shows the rows of a query, which never are all in memory. Nothing else may be asked meanwhile.
  virtual void read(const std::string& sql, const Values& parameters, const ShowRow& show) = 0;
  /// Adds rows in one go: far faster than one statement a row.
  virtual void load(const LoadTarget& target, const ShowRows& rows) = 0;

  /// All or nothing: what happens between begin() and commit() is undone by roll_back(), and where
  /// the session ends before it. One that reads sees one state throughout; of those that write
  /// there is one at a time, and others wait for it.
  virtual void begin(Access access) = 0;
  /// Returns once what was done outlives a loss of power. Where the connection is lost meanwhile,
  /// `done` is asked on a new one: throws StoreError only where nothing was done, or where that
  /// cannot be found out, and says which.
  virtual void commit(const Question& done) = 0;
  virtual void roll_back() = 0;
  /// Waits until nobody reads, and lets nobody begin to before the transaction ends: for changes of
  /// tables that a reader's state does not cover. To be called before anything is written.
  virtual void keep_readers_out() = 0;

  /// Whether nothing is in the way of a base: a file without any table; of a server's database,
  /// any.
  [[nodiscard]] virtual bool is_empty() = 0;
  /// Makes room for a base in an empty database.
  virtual void prepare_empty() = 0;
  /// Lets people's programs list a table without geometries, and no others.
  virtual void show_table(const std::string& table) = 0;
  /// The columns of a table that whoever has opened the session may read; nullopt: all.
  [[nodiscard]] virtual std::optional<std::vector<std::string>> readable_columns(
      std::string_view table) = 0;
  /// Whether the database has that table.
  [[nodiscard]] virtual bool has_table(std::string_view table) = 0;
  /// The SQL type of a column of a layer.
  [[nodiscard]] virtual std::string type_of(const Column& column) const = 0;
  /// A geometry column in a query, so that it comes as WKB.
  [[nodiscard]] virtual std::string wkb_of(std::string_view column) const = 0;

  /// Creates the table of a layer, which QGIS opens as it is, without its spatial index. Returns
  /// the layer as created: a primary key, and the number of its CRS in this database.
  [[nodiscard]] virtual Schema create_layer(const Schema& schema) = 0;
  /// A column of geometries of that layer in another table: its type.
  [[nodiscard]] virtual std::string type_of_geometry(const Schema& layer) const = 0;
  /// Takes the places of features out of a spatial index that is not kept by the database itself;
  /// `fids` is a query of one column. To be called while the features are still there.
  virtual void forget_places(const Schema& layer, const std::string& fids) = 0;
  /// Gives a table with features of that layer a spatial index, where it has none and such tables
  /// have one.
  virtual void index_places(const Schema& layer, const std::string& table) = 0;
  /// What else people's programs are told of a layer that has changed: number, extent, time.
  virtual void finish_layer(const Schema& layer, std::int64_t gained, std::string_view time) = 0;
  /// A condition on a layer's features, in its table or another: those whose box meets this one,
  /// and maybe others. Adds its parameters.
  [[nodiscard]] virtual std::string meets(const Schema& layer, const std::string& table,
                                          const Box& box, Values& parameters) = 0;

  /// How people know the database: its path or its address, without a password.
  [[nodiscard]] virtual std::string name() const = 0;
};

/// All rows of a query.
[[nodiscard]] std::vector<Values> rows_of(SqlSession& session, const std::string& sql,
                                          const Values& parameters = {});
/// The first value of its first row; Null where there is none.
[[nodiscard]] Value value_of(SqlSession& session, const std::string& sql,
                             const Values& parameters = {});

/// A value of a row: "" and 0 for Null. The inverse for a parameter.
[[nodiscard]] std::string text_in(const Value& value);
[[nodiscard]] std::int64_t integer_in(const Value& value);
[[nodiscard]] Value text_or_null(const std::string& text);

/// Rolls back at the end of its life, unless commit() was called.
class SqlTransaction {
 public:
  SqlTransaction(SqlSession& session, Access access) : session_(session) { session.begin(access); }
  ~SqlTransaction();
  SqlTransaction(const SqlTransaction&) = delete;
  SqlTransaction& operator=(const SqlTransaction&) = delete;
  void commit(const Question& done = {});

 private:
  SqlSession& session_;
  bool open_ = true;
};

/// Whether that names a server: postgresql://… or postgres://…, or a libpq string as PG:….
[[nodiscard]] bool names_server(std::string_view base);

/// Opens a file (which is made where it is missing, if `creates`) or connects to a server.
/// ~/.pgpass, services and the PG… variables count, as with psql. Throws StoreError: no such file,
/// no GeoPackage, no server, one that is too old, no PostGIS, no right.
[[nodiscard]] std::unique_ptr<SqlSession> open_session(const std::string& base, bool creates);

}  // namespace bdf::refbase
