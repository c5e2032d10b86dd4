// SPDX-License-Identifier: MIT
#include "night/checkout.h"

#include <fmt/format.h>
#include <gdal_priv.h>

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "files/shape_blob.h"
#include "io/sqlite.h"

namespace bdf::sample {
namespace {

constexpr int lambert_93 = 2154;
constexpr const char* geometry_column = "geometrie";

std::string sql_text(const std::string& text) {
  std::string quoted = "'";
  for (const char letter : text) quoted += letter == '\'' ? "''" : std::string(1, letter);
  return quoted + "'";
}

struct AsSql {
  std::string operator()(std::monostate) const { return "NULL"; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(double number) const { return fmt::format("{}", number); }
  std::string operator()(const std::string& text) const { return sql_text(text); }
};

std::string sql_value(const Value& value) { return std::visit(AsSql{}, value); }

std::string key_of(const Version& version, const RowWriter& writer) {
  return sql_text(writer.key(version.feature));
}

/// The object that a version stands for first of all keeps its row.
const Version* row_of(const std::vector<Version>& local, std::uint64_t object) {
  const auto found = std::find_if(local.begin(), local.end(), [&](const Version& version) {
    return version.origins.front().object == object;
  });
  return found == local.end() ? nullptr : &*found;
}

bool is_known(const Story& story, std::uint64_t object) {
  return std::any_of(story.ancestor.begin(), story.ancestor.end(),
                     [&](const Version& version) { return version.feature.number == object; });
}

}  // namespace

std::string sql_geometry(const Shape& shape, const RowWriter& writer) {
  const FileLayer layer = writer.layer();
  std::string blob;
  write_blob(shape, geometry_form(layer.geometry_type, layer.z), lambert_93, blob);
  std::string sql = "X'";
  for (const char byte : blob) sql += fmt::format("{:02X}", static_cast<unsigned char>(byte));
  return sql + "'";
}

Checkout::Checkout(const std::filesystem::path& file) : file_(file) {
  dataset_.reset(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE));
  if (!dataset_ || dataset_->StartTransaction() != OGRERR_NONE)
    throw StoreError(file.string() + " cannot be edited: " + CPLGetLastErrorMsg());
}

Checkout::~Checkout() {
  if (dataset_) dataset_->CommitTransaction();
}

void Checkout::run(const std::string& sql) {
  CPLErrorReset();
  dataset_->ReleaseResultSet(dataset_->ExecuteSQL(sql.c_str(), nullptr, nullptr));
  if (CPLGetLastErrorType() >= CE_Failure)
    throw StoreError(file_.string() + " cannot be edited: " + CPLGetLastErrorMsg());
}

void Checkout::apply(const Edit& edit, const RowWriter& writer) {
  const Story& story = edit.story;
  const std::string layer = io::sql_name(writer.layer().name);
  for (const Version& before : story.ancestor) {
    const Version* now = row_of(story.local, before.feature.number);
    if (now != nullptr)
      update(*now, writer);
    else
      run("DELETE FROM " + layer + " WHERE cleabs = " + key_of(before, writer));
  }
  for (const Version& version : story.local) {
    const std::uint64_t object = version.origins.front().object;
    if (!is_known(story, object))
      insert(version, writer);
    else if (row_of(story.local, object) != &version)
      insert_part(version, writer);
  }
}

void Checkout::update(const Version& version, const RowWriter& writer) {
  std::string set;
  for (const std::string_view changed : version.changed) {
    const bool is_geometry = changed == geometry;
    set += (set.empty() ? "" : ", ") +
           io::sql_name(is_geometry ? geometry_column : std::string(changed)) + " = " +
           (is_geometry ? sql_geometry(writer.shape(version.feature), writer)
                        : sql_value(*version.feature.find(changed)));
  }
  if (!set.empty())
    run("UPDATE " + io::sql_name(writer.layer().name) + " SET " + set +
        " WHERE cleabs = " + key_of(version, writer));
}

void Checkout::insert(const Version& version, const RowWriter& writer) {
  const FileLayer layer = writer.layer();
  std::vector<Value> row;
  writer.values({0, &version.feature, &version}, row);
  std::string columns = geometry_column;
  std::string values = sql_geometry(writer.shape(version.feature), writer);
  for (std::size_t i = 0; i < row.size(); ++i) {
    columns += ", " + io::sql_name(layer.columns[i].name);
    values += ", " + sql_value(row[i]);
  }
  run("INSERT INTO " + io::sql_name(layer.name) + " (" + columns + ") VALUES (" + values + ")");
}

/// QGIS gives the second part of what it cuts all that the whole said, its cleabs too.
void Checkout::insert_part(const Version& version, const RowWriter& writer) {
  const FileLayer layer = writer.layer();
  std::string columns;
  for (const FileColumn& column : layer.columns) columns += ", " + io::sql_name(column.name);
  run("INSERT INTO " + io::sql_name(layer.name) + " (" + geometry_column + columns + ") SELECT " +
      sql_geometry(writer.shape(version.feature), writer) + columns + " FROM " +
      io::sql_name(layer.name) + " WHERE cleabs = " + key_of(version, writer) + " LIMIT 1");
}

}  // namespace bdf::sample
