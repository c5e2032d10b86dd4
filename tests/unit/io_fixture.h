// SPDX-License-Identifier: MIT
// Small GeoPackages to try the io room on.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "io/geopackage.h"
#include "io/sqlite.h"

namespace bdf::io {

/// A folder of the test's own, removed at its end.
class IoTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "bdf_io_XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_ / name; }

 private:
  std::filesystem::path folder_;
};

/// A connection as other programs have one: triggers run, a journal is kept.
class PlainSqlite {
 public:
  explicit PlainSqlite(const std::filesystem::path& path) {
    EXPECT_EQ(SQLITE_OK, sqlite3_open(path.c_str(), &database_));
  }
  ~PlainSqlite() { sqlite3_close(database_); }
  PlainSqlite(const PlainSqlite&) = delete;
  PlainSqlite& operator=(const PlainSqlite&) = delete;

  void run(const std::string& sql) {
    char* message = nullptr;
    EXPECT_EQ(SQLITE_OK, sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, &message))
        << message << "\n"
        << sql;
    sqlite3_free(message);
  }

 private:
  sqlite3* database_ = nullptr;
};

inline std::string little_endian(double number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

/// LINESTRING of x,y pairs.
inline std::string line_wkb(const std::vector<double>& xy) {
  std::string wkb("\x01\x02\0\0\0", 5);
  wkb += static_cast<char>(xy.size() / 2);
  wkb += std::string(3, '\0');
  for (const double number : xy) wkb += little_endian(number);
  return wkb;
}

inline Schema river_schema() {
  Schema schema;
  schema.layer = "troncon";
  schema.primary_key = "fid";
  schema.geometry_column = "geom";
  schema.geometry_type = "LINESTRING";
  schema.crs = {2154, "EPSG", 2154, "undefined"};
  schema.columns = {{"cleabs", ColumnType::text, "TEXT(24)"},
                    {"largeur", ColumnType::real, "REAL"},
                    {"rang", ColumnType::integer, "INTEGER"}};
  return schema;
}

inline std::vector<std::string> names_of(const Schema& schema) {
  std::vector<std::string> names;
  for (const auto& column : schema.columns) names.push_back(column.name);
  return names;
}

/// `count` rivers with cleabs T1, T2 … and fids 1, 2 …, each ten metres north of the one before.
inline Schema create_rivers(const std::filesystem::path& path, std::int64_t count) {
  auto database = Database::open_output(path);
  create_geopackage(database);
  const auto schema = create_layer(database, river_schema());
  Transaction transaction(database);
  FeatureWriter writer(database, schema, names_of(schema));
  for (std::int64_t i = 1; i <= count; ++i) {
    const auto key = fmt::format("T{}", i);
    const auto y = 10.0 * static_cast<double>(i);
    const auto wkb = line_wkb({0, y, 5, y, 9, y});
    const std::vector<ValueView> values{key, 0.5 * static_cast<double>(i), i};
    writer.add(i, values, BlobView{wkb});
  }
  finish_layer(database, schema, "2026-11-24T01:09:08Z");
  transaction.commit();
  return schema;
}

inline ScanPlan plan_of(const Schema& schema, const std::vector<std::string>& key) {
  return {schema.layer, schema.primary_key, schema.geometry_column, key, names_of(schema)};
}

/// The message of the error of that type that `f` throws.
template <class E, class F>
std::string message_of(F&& f) {
  try {
    f();
  } catch (const E& error) {
    return error.what();
  } catch (const std::exception& error) {
    ADD_FAILURE() << "another error: " << error.what();
    return {};
  }
  ADD_FAILURE() << "no error";
  return {};
}

}  // namespace bdf::io
