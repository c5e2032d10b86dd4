// SPDX-License-Identifier: MIT
#include "support/desk.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

#include "geometry/canonical.h"

namespace bdf::support {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(sqlite3* database, const std::string& sql) {
  throw std::runtime_error(std::string(sqlite3_errmsg(database)) + " in " + sql);
}

/// GeoPackage 1.3, clause 2.1.3: eight bytes, then an envelope whose size the flags tell.
/// A GeoPackage geometry without its header; empty where it is none.
std::string_view wkb_in(sqlite3_value* value) {
  constexpr std::array<int, 8> envelopes{0, 32, 48, 48, 64, 0, 0, 0};
  const auto* blob = static_cast<const unsigned char*>(sqlite3_value_blob(value));
  const int size = sqlite3_value_bytes(value);
  if (blob == nullptr || size < 8) return {};
  const int header = 8 + envelopes[(blob[3] >> 1) & 7U];
  if (size < header) return {};
  return {reinterpret_cast<const char*>(blob) + header, static_cast<std::size_t>(size - header)};
}

void give(sqlite3_context* context, std::string_view bytes) {
  if (!bytes.empty())
    sqlite3_result_blob(context, bytes.data(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
}

void wkb_of(sqlite3_context* context, int, sqlite3_value** values) {
  give(context, wkb_in(values[0]));
}

void shape_of(sqlite3_context* context, int, sqlite3_value** values) {
  give(context, geometry::canonical_bytes(wkb_in(values[0])));
}

std::string text_of(sqlite3_stmt* statement, int column) {
  const auto* text = sqlite3_column_text(statement, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
  return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text), size);
}

std::string quoted(const std::string& name) {
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

}  // namespace

Desk::Desk() {
  auto pattern = (fs::temp_directory_path() / "bdf_desk_XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = fs::canonical(pattern);
}

Desk::~Desk() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

tests::Ran bdf(std::vector<std::string> arguments,
               const std::map<std::string, std::string>& environment) {
  arguments.insert(arguments.begin(), BDF_COMMAND);
  arguments.insert(arguments.end(), {"--lang", "en"});
  return tests::run(arguments, environment);
}

void ogr2ogr(const std::vector<std::string>& arguments) {
  std::vector<std::string> line{"ogr2ogr"};
  line.insert(line.end(), arguments.begin(), arguments.end());
  const auto ran = tests::run(line, {{"OGR_SQLITE_SYNCHRONOUS", "OFF"}});
  if (ran.code != 0) throw std::runtime_error("ogr2ogr: " + ran.err);
}

Sql::Sql(const fs::path& file) : database_(nullptr, sqlite3_close) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open(file.c_str(), &opened);
  database_.reset(opened);
  if (code != SQLITE_OK) fail(opened, file.string());
  sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  execute("PRAGMA synchronous = OFF");
  sqlite3_create_function(opened, "shape", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, shape_of,
                          nullptr, nullptr);
  sqlite3_create_function(opened, "wkb", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, wkb_of,
                          nullptr, nullptr);
}

Sql& Sql::attach(const fs::path& file, const std::string& name) {
  return execute("ATTACH '" + file.string() + "' AS " + name);
}

Sql& Sql::execute(const std::string& sql) {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    fail(handle(), sql);
  return *this;
}

std::vector<std::string> Sql::rows(const std::string& sql) const {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(handle(), sql.c_str(), -1, &prepared, nullptr) != SQLITE_OK)
    fail(handle(), sql);
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(prepared, sqlite3_finalize);
  std::vector<std::string> rows;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(prepared)) == SQLITE_ROW) {
    std::string row;
    for (int i = 0; i < sqlite3_column_count(prepared); ++i)
      row += (i == 0 ? "" : "|") + text_of(prepared, i);
    rows.push_back(std::move(row));
  }
  if (code != SQLITE_DONE) fail(handle(), sql);
  return rows;
}

std::string Sql::value(const std::string& sql) const {
  const auto all = rows(sql);
  return all.empty() ? std::string() : all.front().substr(0, all.front().find('|'));
}

std::string Sql::content_columns(const std::string& table) const {
  std::string columns;
  for (const auto& name :
       rows("SELECT name FROM pragma_table_info('" + table + "') WHERE pk = 0 ORDER BY cid"))
    columns +=
        (columns.empty() ? "" : ", ") + (name == "geom" ? std::string("wkb(geom)") : quoted(name));
  return columns;
}

std::vector<std::string> differences(const fs::path& a, const fs::path& b,
                                     const std::string& layer) {
  Sql sql(a);
  sql.attach(b, "other");
  const auto columns = sql.content_columns(layer);
  // A row that stands twice must stand twice in the other, too.
  const auto counted = [&](const std::string& schema) {
    return "SELECT count(*), " + columns + " FROM " + schema + "." + quoted(layer) + " GROUP BY " +
           columns;
  };
  std::vector<std::string> found;
  for (const auto& row : sql.rows(counted("main") + " EXCEPT " + counted("other")))
    found.push_back("< " + row.substr(0, 200));
  for (const auto& row : sql.rows(counted("other") + " EXCEPT " + counted("main")))
    found.push_back("> " + row.substr(0, 200));
  return found;
}

std::vector<std::string> conflict_ids(const fs::path& folder) {
  return Sql(folder / "conflicts.gpkg").rows("SELECT conflict_id FROM conflict ORDER BY 1");
}

std::map<std::string, std::string> bytes_below(const fs::path& folder) {
  std::map<std::string, std::string> content;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().filename() == "run.json") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    content[fs::relative(entry.path(), folder).string()] = {std::istreambuf_iterator<char>(in), {}};
  }
  return content;
}

std::optional<fs::path> real_data(const std::string& name) {
  const char* said = std::getenv("BDF_REALDATA");
  const auto root =
      said != nullptr ? fs::path(said) : fs::path(BDF_REPOSITORY) / ".." / "shared" / "realdata";
  if (!fs::is_directory(root / name)) return std::nullopt;
  return fs::canonical(root / name);
}

}  // namespace bdf::support
