// SPDX-License-Identifier: MIT
#include "files/geopackage_file.h"

#include <array>
#include <fstream>
#include <utility>

#include "base/error.h"
#include "io/crs.h"
#include "io/durable.h"
#include "io/geopackage.h"

namespace bdf::sample {

namespace {

namespace fs = std::filesystem;

struct Binder {
  ValueView operator()(std::monostate) const { return Null{}; }
  ValueView operator()(std::int64_t number) const { return number; }
  ValueView operator()(double number) const { return number; }
  ValueView operator()(const std::string& text) const { return std::string_view(text); }
};

/// The SQLite version that wrote last (file format, 1.3.9): no part of the data.
void forget_version(const fs::path& path) {
  constexpr std::array<char, 4> any{'\x00', '\x2e', '\x63', '\x01'};  // 3.40.1
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(96);
  file.write(any.data(), any.size());
  if (!file.flush()) io::fail_on(path);
}

io::Database new_database(const fs::path& path) {
  fs::remove(path);
  auto database = io::Database::open_output(path);
  io::create_geopackage(database);
  return database;
}

Schema schema_of(const FileLayer& layer) {
  Schema schema;
  schema.layer = layer.name;
  schema.primary_key = layer.primary_key;
  schema.geometry_column = layer.geometry_column;
  return schema;
}

}  // namespace

GeoPackageFile::GeoPackageFile(fs::path path, const std::string& crs, std::string last_change)
    : path_(std::move(path)),
      draft_(path_.string() + ".draft"),
      crs_(io::crs_named(crs)),
      last_change_(std::move(last_change)),
      database_(new_database(draft_)) {
  crs_.srs_id = crs_.code;
  transaction_.emplace(*database_);
  register_crs();
}

GeoPackageFile::~GeoPackageFile() {
  insert_.reset();
  transaction_.reset();
  if (!database_) return;
  database_.reset();
  std::error_code ignored;
  fs::remove(draft_, ignored);
}

void GeoPackageFile::register_crs() {
  const auto begin = crs_.definition.find('"') + 1;
  const auto name = crs_.definition.substr(begin, crs_.definition.find('"', begin) - begin);
  auto insert = database_->prepare(
      "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?1, ?2, ?3, ?2, ?4, NULL)");
  insert.bind(1, name).bind(2, std::int64_t{crs_.code}).bind(3, crs_.organization);
  insert.bind(4, crs_.definition).run();
}

void GeoPackageFile::begin_layer(FileLayer layer) {
  if (insert_) throw LawError("The layer " + layer_.name + " has not ended.");
  layer_ = std::move(layer);
  extent_ = {};
  if (is_spatial()) form_ = geometry_form(layer_.geometry_type, layer_.z);
  create_table();
  prepare_insert();
}

void GeoPackageFile::create_table() {
  std::string sql = "CREATE TABLE " + io::sql_name(layer_.name) + " (" +
                    io::sql_name(layer_.primary_key) +
                    " INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL";
  if (is_spatial()) sql += ", " + io::sql_name(layer_.geometry_column) + " " + layer_.geometry_type;
  for (const auto& column : layer_.columns)
    sql += ", " + io::sql_name(column.name) + " " + column.type;
  database_->execute(sql + ")");
}

void GeoPackageFile::prepare_insert() {
  std::string sql = "INSERT INTO " + io::sql_name(layer_.name) + " VALUES (?";
  for (std::size_t i = is_spatial() ? 0 : 1; i <= layer_.columns.size(); ++i) sql += ",?";
  insert_ = database_->prepare(sql + ")");
}

void GeoPackageFile::bind_shape(const Shape* shape) {
  if (shape == nullptr) {
    insert_->bind(2, Null{});
    return;
  }
  write_blob(*shape, form_, crs_.srs_id, blob_);
  extent_.add(extent_of(*shape));
  insert_->bind(2, BlobView{blob_});
}

void GeoPackageFile::add(std::int64_t fid, const Shape* shape, const std::vector<Value>& values) {
  if (!insert_ || values.size() != layer_.columns.size())
    throw LawError("A row of " + layer_.name + " has other values than its columns.");
  insert_->bind(1, fid);
  if (is_spatial()) bind_shape(shape);
  int parameter = is_spatial() ? 3 : 2;
  for (const auto& value : values) insert_->bind(parameter++, std::visit(Binder{}, value));
  insert_->run();
}

void GeoPackageFile::end_layer() {
  insert_.reset();
  register_contents();
  if (is_spatial() && layer_.spatial_index) io::create_spatial_index(*database_, schema_of(layer_));
}

void GeoPackageFile::register_contents() {
  auto contents = database_->prepare(
      "INSERT INTO gpkg_contents VALUES (?1, ?2, ?1, '', ?3, ?4, ?5, ?6, ?7, ?8)");
  contents.bind(1, layer_.name).bind(2, is_spatial() ? "features" : "attributes");
  contents.bind(3, last_change_);
  if (!extent_.empty) {
    contents.bind(4, extent_.min_x).bind(5, extent_.min_y);
    contents.bind(6, extent_.max_x).bind(7, extent_.max_y);
  }
  if (is_spatial()) contents.bind(8, std::int64_t{crs_.srs_id});
  contents.run();
  if (!is_spatial()) return;
  auto geometry = database_->prepare("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, 0)");
  geometry.bind(1, layer_.name).bind(2, layer_.geometry_column).bind(3, layer_.geometry_type);
  geometry.bind(4, std::int64_t{crs_.srs_id}).bind(5, std::int64_t{layer_.z ? 1 : 0}).run();
}

void GeoPackageFile::add_table(FileLayer table, const std::vector<std::vector<Value>>& rows) {
  table.geometry_type.clear();
  begin_layer(std::move(table));
  std::int64_t fid = 0;
  for (const auto& row : rows) add(++fid, nullptr, row);
  end_layer();
}

void GeoPackageFile::finish() {
  if (insert_) throw LawError("The layer " + layer_.name + " has not ended.");
  transaction_->commit();
  transaction_.reset();
  database_.reset();
  forget_version(draft_);
  fs::rename(draft_, path_);
}

}  // namespace bdf::sample
