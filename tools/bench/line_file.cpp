// SPDX-License-Identifier: MIT
#include "line_file.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "geopackage_sql.h"

namespace bdf::bench {
namespace {

/// Appends a value's bytes; GeoPackage blobs are little-endian here, as the machines we run on.
template <class T>
void append(std::string& bytes, T value) {
  const auto at = bytes.size();
  bytes.resize(at + sizeof value);
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

}  // namespace

LineFile::LineFile(const std::filesystem::path& path, std::vector<Column> columns)
    : columns_(std::move(columns)) {
  std::filesystem::remove(path);
  sqlite3* opened = nullptr;
  const int failed = sqlite3_open(path.c_str(), &opened);
  database_.reset(opened);
  if (failed != SQLITE_OK) throw std::runtime_error(path.string() + ": " + sqlite3_errmsg(opened));
  run(tables_sql);
  create_layer();
}

void LineFile::create_layer() {
  std::string table =
      "CREATE TABLE troncon_hydrographique (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
      "geometrie LINESTRING";
  std::string row = "INSERT INTO troncon_hydrographique VALUES (?,?";
  for (const auto& column : columns_) {
    table += ", " + column.name + " " + column.type;
    row += ",?";
  }
  run(table + ")");
  insert_ = prepare((row + ")").c_str());
}

void LineFile::add(std::int64_t fid, const Reach& reach) {
  const Box box = box_of(reach);
  encode(reach, box);
  sqlite3_bind_int64(insert_.get(), 1, fid);
  sqlite3_bind_blob(insert_.get(), 2, blob_.data(), static_cast<int>(blob_.size()), SQLITE_STATIC);
  for (std::size_t i = 0; i < columns_.size(); ++i)
    bind(static_cast<int>(i) + 3, columns_[i].value(reach));
  step(insert_);
  entries_.push_back({fid, box});
}

void LineFile::finish(bool indexed) {
  if (indexed) index();
  run("COMMIT");
  insert_.reset();
  database_.reset();
}

void LineFile::index() {
  run(rtree_sql);
  const Statement insert = prepare(rtree_insert_sql);
  for (const auto& [fid, box] : entries_) {
    sqlite3_bind_int64(insert.get(), 1, fid);
    sqlite3_bind_double(insert.get(), 2, box.min_x);
    sqlite3_bind_double(insert.get(), 3, box.max_x);
    sqlite3_bind_double(insert.get(), 4, box.min_y);
    sqlite3_bind_double(insert.get(), 5, box.max_y);
    step(insert);
  }
  run(rtree_triggers_sql);
}

LineFile::Box LineFile::box_of(const Reach& reach) {
  const Vertex& first = reach.vertices.front();
  Box box{first.x, first.x, first.y, first.y, first.z, first.z};
  for (const auto& [x, y, z] : reach.vertices) {
    box = {std::min(box.min_x, x), std::max(box.max_x, x), std::min(box.min_y, y),
           std::max(box.max_y, y), std::min(box.min_z, z), std::max(box.max_z, z)};
  }
  return box;
}

/// A GeoPackage blob: envelope of x, y and z, then LINESTRING Z as ISO WKB.
void LineFile::encode(const Reach& reach, const Box& box) {
  blob_.assign({'G', 'P', '\0', '\x05'});
  append(blob_, std::int32_t{2154});
  append(blob_, box);
  append(blob_, std::uint8_t{1});
  append(blob_, std::uint32_t{1002});
  append(blob_, static_cast<std::uint32_t>(reach.vertices.size()));
  for (const Vertex& vertex : reach.vertices) append(blob_, vertex);
}

void LineFile::run(const std::string& sql) {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(database_.get()));
}

LineFile::Statement LineFile::prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql, -1, &statement, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(database_.get()));
  return Statement(statement);
}

void LineFile::step(const Statement& statement) {
  if (sqlite3_step(statement.get()) != SQLITE_DONE)
    throw std::runtime_error(sqlite3_errmsg(database_.get()));
  sqlite3_reset(statement.get());
}

void LineFile::bind(int column, const std::string& text) {
  if (text.empty()) {
    sqlite3_bind_null(insert_.get(), column);
  } else {
    sqlite3_bind_text(insert_.get(), column, text.data(), static_cast<int>(text.size()),
                      SQLITE_TRANSIENT);
  }
}

}  // namespace bdf::bench
