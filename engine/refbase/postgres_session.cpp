// SPDX-License-Identifier: MIT
#include "refbase/postgres_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <future>
#include <optional>
#include <pqxx/pqxx>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "base/message.h"
#include "io/source.h"
#include "io/sqlite.h"
#include "refbase/postgres_text.h"
#include "refbase/server_rights.h"

namespace bdf::refbase {

namespace {

/// As GeoPackages call the primary key of a layer that comes without one.
std::string name_of_fid(const Schema& schema) {
  const std::string wanted = schema.find("fid") ? "ogc_fid" : "fid";
  auto name = wanted;
  for (int i = 1; schema.find(name); ++i) name = fmt::format("{}_{}", wanted, i);
  return name;
}

/// A row as COPY takes it.
struct CopyLine {
  std::string text;
};

/// libpqxx 6.4 joins only fields whose number is known when compiling, by the function of this name
/// that goes with their type; it then sends what comes back as it is.
const std::string& separated_list(const char*, const CopyLine& line,
                                  const pqxx::internal::TypedCopyEscaper&) {
  return line.text;
}

constexpr const char* schema_name = "bdfrance";
/// Of those who write there is one at a time: who has this lock, which members of a base have no
/// right to take. It keeps no reader out.
constexpr const char* lock_of_writers = "LOCK TABLE bdfrance.bdf_base IN EXCLUSIVE MODE";
/// Readers share this one, which fixes nothing yet of what they see; who changes columns has it
/// alone.
constexpr const char* lock_of_readers = "LOCK TABLE bdfrance.bdf_layer IN ACCESS SHARE MODE";
constexpr const char* lock_readers_out = "LOCK TABLE bdfrance.bdf_layer IN ACCESS EXCLUSIVE MODE";
/// For others who write; then, while others wait behind this one, for those who read. A
/// lock_timeout of the role, the database or the connection counts instead.
constexpr const char* patience = "SET LOCAL lock_timeout = '10min'";
constexpr const char* patience_with_readers = "SET LOCAL lock_timeout = '1min'";
constexpr const char* lock_not_available = "55P03";
/// Accounts and processes that hold a lock on a table of the base: $1 says whether any, or only one
/// of those that writers take.
constexpr const char* holders_of_locks =
    "SELECT string_agg(DISTINCT coalesce(a.usename, '?') || ' (' || l.pid || ')', ', ') FROM "
    "pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation LEFT JOIN pg_stat_activity AS a ON "
    "a.pid = l.pid WHERE l.granted AND l.pid <> pg_backend_pid() AND l.database = (SELECT oid FROM "
    "pg_database WHERE datname = current_database()) AND c.relnamespace = "
    "to_regnamespace('bdfrance') AND ($1 OR (c.relname = 'bdf_base' AND l.mode <> "
    "'AccessShareLock'))";
constexpr int oldest_server = 130000;
constexpr int rows_at_once = 2000;

/// What libpq is given: an address as it is, PG:… without its beginning; a server that does not
/// answer is not waited for without end.
std::string connection_string(const std::string& address) {
  constexpr std::string_view prefix = "PG:";
  const bool is_uri = !address.starts_with(prefix);
  std::string text = is_uri ? address : address.substr(prefix.size());
  if (text.find("connect_timeout") != std::string::npos) return text;
  const char separator = !is_uri ? ' ' : text.find('?') == std::string::npos ? '?' : '&';
  return text + separator + "connect_timeout=10";
}

std::string trimmed(std::string text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0)
    text.pop_back();
  return text;
}

std::string dimensions_of(const Schema& schema) {
  return std::string(schema.z != 0 ? "Z" : "") + (schema.m != 0 ? "M" : "");
}

std::string index_name(const Schema& layer, std::string_view table) {
  return io::sql_name(std::string("bdf_ix_").append(table == layer.layer ? "live_" : "past_") +
                      layer.layer);
}

class PostgresSession : public SqlSession {
 public:
  explicit PostgresSession(const std::string& address)
      : address_(address), name_(io::without_password(address)) {
    guarded([&] { connect(); });
  }

  std::int64_t run(const std::string& sql, const Values& parameters) override {
    std::int64_t count = 0;
    in_transaction([&](pqxx::transaction_base& transaction) {
      count = static_cast<std::int64_t>(execute(transaction, sql, parameters).affected_rows());
    });
    return count;
  }

  void run_script(const std::string& sql) override {
    in_transaction([&](pqxx::transaction_base& transaction) { transaction.exec(sql); });
  }

  void read(const std::string& sql, const Values& parameters, const ShowRow& show) override {
    in_transaction([&](pqxx::transaction_base& transaction) {
      execute(transaction, "DECLARE bdf_rows NO SCROLL CURSOR FOR " + sql, parameters);
      // The next rows come while these are shown.
      const auto fetch = [&] {
        return transaction.exec(fmt::format("FETCH {} FROM bdf_rows", rows_at_once));
      };
      auto rows = fetch();
      while (rows.size() == rows_at_once) {
        auto next = std::async(std::launch::async, fetch);
        show_all(rows, show);
        rows = next.get();
      }
      show_all(rows, show);
      transaction.exec("CLOSE bdf_rows");
    });
  }

  void load(const LoadTarget& target, const ShowRows& rows) override {
    in_transaction([&](pqxx::transaction_base& transaction) {
      std::vector<std::string> columns;
      for (const auto& column : target.columns) columns.push_back(io::sql_name(column));
      const auto geometry =
          target.layer != nullptr ? io::sql_name(target.layer->geometry_column) : std::string();
      // libpqxx 6.4 puts the table's name into the statement as it stands.
      pqxx::stream_to stream(transaction, io::sql_name(target.table), columns);
      CopyLine line;
      std::string field;
      rows([&](Row row) {
        line.text.clear();
        for (std::size_t i = 0; i < row.size(); ++i) {
          if (i > 0) line.text += '\t';
          field.clear();
          if (is_null(row[i]))
            line.text += "\\N";
          else if (target.layer != nullptr && columns[i] == geometry)
            append_geometry(line.text, row[i], target.layer->crs.srs_id);
          else
            append_text(field, row[i]);
          append_escaped(line.text, field);
        }
        stream << line;
      });
      stream.complete();
    });
  }

  void begin(Access access) override {
    guarded([&] {
      // Before the transaction: what a reader's sees is fixed by its first question.
      has_base_ = has_base_ || finds_base();
      if (access == Access::write) {
        transaction_ = std::make_unique<pqxx::work>(*connection_);
        lock_writers_out(*transaction_);
      } else {
        transaction_ = std::make_unique<pqxx::transaction<pqxx::repeatable_read>>(*connection_);
        if (waits_) transaction_->exec(patience);
        if (has_base_) transaction_->exec(lock_of_readers);
      }
    });
  }

  void commit(const Question& done) override {
    bool in_doubt = false;
    guarded([&] {
      try {
        transaction_->commit();
      } catch (const pqxx::in_doubt_error&) {
        in_doubt = true;
      }
      transaction_.reset();
    });
    if (in_doubt) find_out(done);
  }

  void roll_back() override {
    guarded([&] { transaction_.reset(); });
  }

  void keep_readers_out() override {
    in_transaction(
        [&](pqxx::transaction_base& transaction) { transaction.exec(lock_readers_out); });
  }

  bool is_empty() override { return true; }
  void prepare_empty() override {
    in_transaction([&](pqxx::transaction_base& transaction) {
      try {
        transaction.exec(fmt::format("CREATE SCHEMA IF NOT EXISTS {}", schema_name));
      } catch (const pqxx::unique_violation&) {  // somebody else has, while this one waited
        throw StoreError(msg("{}: there is a base already", name_));
      }
    });
  }
  void show_table(const std::string&) override {}

  std::optional<std::vector<std::string>> readable_columns(std::string_view table) override {
    std::vector<std::string> columns;
    bool all = true;
    for (const auto& row : rows_of(
             *this,
             "SELECT a.attname::text, has_column_privilege(a.attrelid, a.attnum, 'SELECT')::int "
             "FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid WHERE c.relname = $1 "
             "AND c.relnamespace = to_regnamespace($2) AND a.attnum > 0 AND NOT a.attisdropped",
             {std::string(table), std::string(schema_name)})) {
      if (integer_in(row[1]) != 0)
        columns.push_back(text_in(row[0]));
      else
        all = false;
    }
    return all ? std::nullopt : std::optional(std::move(columns));
  }

  bool has_table(std::string_view table) override {
    return !is_null(view_of(value_of(
        *this, "SELECT 1 FROM pg_class WHERE relname = $1 AND relnamespace = to_regnamespace($2)",
        {std::string(table), std::string(schema_name)})));
  }

  std::string type_of(const Column& column) const override {
    switch (column.type) {
      case ColumnType::boolean:
        return "boolean";
      case ColumnType::integer:
        return "bigint";
      case ColumnType::real:
        return "double precision";
      case ColumnType::date:
        return "date";
      case ColumnType::datetime:
        return "timestamp with time zone";
      case ColumnType::blob:
        return "bytea";
      case ColumnType::text:
        break;
    }
    return "text";
  }

  std::string wkb_of(std::string_view column) const override {
    return fmt::format("ST_AsBinary({}, 'NDR')", io::sql_name(column));
  }

  Schema create_layer(const Schema& schema) override {
    Schema created = schema;
    if (created.primary_key.empty()) created.primary_key = name_of_fid(schema);
    if (!created.geometry_column.empty()) created.crs.srs_id = srid_of(schema);
    std::string columns = io::sql_name(created.primary_key) + " bigint PRIMARY KEY";
    for (const auto& column : created.columns)
      columns += ", " + io::sql_name(column.name) + " " + type_of(column);
    if (!created.geometry_column.empty())
      columns += ", " + io::sql_name(created.geometry_column) + " " + type_of_geometry(created);
    run(fmt::format("CREATE TABLE {} ({})", io::sql_name(created.layer), columns), {});
    return created;
  }

  std::string type_of_geometry(const Schema& layer) const override {
    // Where Z may be or not, no type says so.
    constexpr int optional = 2;
    if (layer.z == optional || layer.m == optional) return "geometry";
    return fmt::format("geometry({}{}, {})", layer.geometry_type, dimensions_of(layer),
                       layer.crs.srs_id);
  }

  void forget_places(const Schema&, const std::string&) override {}

  void index_places(const Schema& layer, const std::string& table) override {
    if (layer.geometry_column.empty()) return;
    run(fmt::format("CREATE INDEX IF NOT EXISTS {} ON {} USING gist ({})", index_name(layer, table),
                    io::sql_name(table), io::sql_name(layer.geometry_column)),
        {});
  }

  void finish_layer(const Schema&, std::int64_t, std::string_view) override {}

  std::string meets(const Schema& layer, const std::string&, const Box& box,
                    Values& parameters) override {
    const auto first = parameters.size();
    for (const double bound : {box.min_x, box.min_y, box.max_x, box.max_y})
      parameters.emplace_back(bound);
    return fmt::format(
        "{} && ST_MakeEnvelope(${}::float8, ${}::float8, ${}::float8, ${}::float8, {})",
        io::sql_name(layer.geometry_column), first + 1, first + 2, first + 3, first + 4,
        layer.crs.srs_id);
  }

  std::string name() const override { return name_; }

 private:
  void connect() {
    connection_ = std::make_unique<pqxx::connection>(connection_string(address_));
    if (connection_->server_version() < oldest_server)
      throw StoreError(msg("{}: PostgreSQL {} is too old: 13 or newer is needed", name_,
                           connection_->server_version() / 10000));
    pqxx::nontransaction settings(*connection_);
    settings.exec(
        "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on;"
        "SET client_min_messages = error; SET TimeZone = 'UTC'; SET DateStyle = 'ISO';"
        "SET work_mem = '256MB'; SET maintenance_work_mem = '256MB';"
        "SET cursor_tuple_fraction = 1; SET application_name = 'bdf'");
    waits_ = !settings.exec("SELECT 1 WHERE current_setting('lock_timeout') = '0'").empty();
    if (settings.exec("SELECT 1 FROM pg_extension WHERE extname = 'postgis'").empty())
      throw StoreError(msg(
          "{}: the database has no PostGIS: let its owner run CREATE EXTENSION postgis", name_));
    // Ours come first; PostGIS stays where it is.
    settings.exec(
        fmt::format("SELECT set_config('search_path', '{}, ' || "
                    "current_setting('search_path'), false)",
                    schema_name));
  }

  bool finds_base() {
    return !pqxx::nontransaction(*connection_)
                .exec(
                    "SELECT 1 FROM pg_class WHERE relname = 'bdf_layer' AND relnamespace = "
                    "to_regnamespace('bdfrance')")
                .empty();
  }

  /// Where there is no base yet, whoever makes one first keeps others from it by its tables.
  void lock_writers_out(pqxx::transaction_base& transaction) {
    if (!has_base_) return;
    if (waits_) transaction.exec(patience);
    waits_for_writers_ = true;
    transaction.exec(lock_of_writers);
    waits_for_writers_ = false;
    if (waits_) transaction.exec(patience_with_readers);
  }

  /// Others had what was wanted, for longer than this one waits.
  [[noreturn]] void fail_locked() {
    const bool of_writers = std::exchange(waits_for_writers_, false);
    transaction_.reset();
    pqxx::nontransaction asking(*connection_);
    const auto rows = asking.exec_params(holders_of_locks, !of_writers);
    const std::string who =
        rows[0][0].is_null() ? msg("somebody who has ended meanwhile") : rows[0][0].c_str();
    throw StoreError(
        of_writers ? msg("{}: others are writing into the base, and nothing was changed: {}. Run "
                         "it again when that has ended",
                         name_, who)
                   : msg("{}: others have tables of the base in use, and nothing was changed: {}. "
                         "Run it again when they have ended their transactions",
                         name_, who));
  }

  [[noreturn]] void fail_disconnected() const {
    throw StoreError(
        msg("{}: the connection was lost, and nothing was changed: run it again", name_));
  }

  /// Whether what the lost connection was committing was done. Its lock is free once its end has
  /// ended.
  void find_out(const Question& done) {
    using namespace std::chrono_literals;
    log_warning(
        msg("{}: the connection was lost while committing; asking whether that was done", name_));
    for (const auto pause : {0s, 1s, 2s, 4s, 8s}) {
      std::this_thread::sleep_for(pause);
      try {
        connect();
        pqxx::work work(*connection_);
        lock_writers_out(work);
        if (!execute(work, done.sql, done.parameters).empty()) return;
      } catch (const pqxx::failure&) {
        continue;
      }
      fail_disconnected();
    }
    throw StoreError(
        msg("{}: the connection was lost while committing, and the server cannot be reached: "
            "whether it was done is not known. `bdf base log` will tell",
            name_));
  }

  static pqxx::result execute(pqxx::transaction_base& transaction, const std::string& sql,
                              const Values& parameters) {
    if (parameters.empty()) return transaction.exec(sql);
    std::vector<std::string> texts(parameters.size());
    std::vector<const char*> pointers;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const auto value = view_of(parameters[i]);
      append_text(texts[i], value);
      pointers.push_back(is_null(value) ? nullptr : texts[i].c_str());
    }
    return transaction.exec_params(sql, pqxx::prepare::make_dynamic_params(pointers));
  }

  static void show_all(const pqxx::result& rows, const ShowRow& show) {
    std::vector<ValueView> values(rows.columns());
    std::vector<std::string> buffers(rows.columns());
    std::vector<pqxx::oid> types;
    for (pqxx::row::size_type i = 0; i < rows.columns(); ++i) types.push_back(rows.column_type(i));
    for (const auto& row : rows) {
      for (pqxx::row::size_type i = 0; i < row.size(); ++i) {
        const auto field = row[i];
        values[i] = field.is_null() ? ValueView{Null{}}
                                    : value_in(types[i], {field.c_str(), field.size()}, buffers[i]);
      }
      show(values);
    }
  }

  /// The number of the layer's system in this database.
  int srid_of(const Schema& schema) {
    if (schema.crs.organization.empty() || schema.crs.code == 0) return 0;
    const auto found =
        value_of(*this, "SELECT srid FROM spatial_ref_sys WHERE auth_name = $1 AND auth_srid = $2",
                 {schema.crs.organization, std::int64_t{schema.crs.code}});
    if (const auto* srid = std::get_if<std::int64_t>(&found)) return static_cast<int>(*srid);
    throw StoreError(msg("{}: PostGIS does not know the reference system {}:{} of layer {}", name_,
                         schema.crs.organization, schema.crs.code, schema.layer));
  }

  template <class Work>
  void in_transaction(Work&& work) {
    if (!transaction_) throw LawError(msg("{}: nothing was begun", name_));
    guarded([&] { work(*transaction_); });
  }

  /// libpqxx's failures as ours. Theirs may quote the address.
  template <class Work>
  void guarded(Work&& work) {
    try {
      work();
    } catch (const pqxx::insufficient_privilege& error) {
      throw RightsError(
          msg("{}: there is no right to do this ({}). {}", name_, said(error), what_members_may()));
    } catch (const pqxx::disk_full&) {
      throw StoreError(msg("{}: the server's disk is full", name_));
    } catch (const pqxx::sql_error& error) {
      if (error.sqlstate() == lock_not_available) fail_locked();
      fail(error);
    } catch (const pqxx::failure& error) {
      fail(error);
    } catch (const pqxx::argument_error& error) {
      throw StoreError(fmt::format("{}: {}", name_, said(error)));
    }
  }

  template <class Failure>
  [[noreturn]] void fail(const Failure& error) const {
    const auto text = said(error);
    // After a FATAL the server has hung up, though the client may not know it yet.
    if (transaction_ && (!connection_->is_open() || text.starts_with("FATAL"))) fail_disconnected();
    throw StoreError(fmt::format("{}: {}", name_, text));
  }

  template <class Failure>
  [[nodiscard]] std::string said(const Failure& error) const {
    auto text = trimmed(error.what());
    // Where in the server's own workings it came up says nothing to people.
    text.resize(std::min(text.find("\nCONTEXT:"), text.size()));
    // An address that cannot be read is quoted in pieces, and a piece may be of the password.
    if (!connection_ && name_ != address_ && text.find("connection to server") == std::string::npos)
      return msg("the address cannot be used");
    return io::without_password(text);
  }

  std::string address_;
  std::string name_;
  std::unique_ptr<pqxx::connection> connection_;
  std::unique_ptr<pqxx::dbtransaction> transaction_;
  bool has_base_ = false;
  bool waits_ = true;  ///< as long as we say, since nobody else says how long
  bool waits_for_writers_ = false;
};

}  // namespace

std::unique_ptr<SqlSession> open_postgres(const std::string& address) {
  return std::make_unique<PostgresSession>(address);
}

}  // namespace bdf::refbase
