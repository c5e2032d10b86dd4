// SPDX-License-Identifier: MIT
// For tests of files: a folder of one's own, and tables held against their definitions in schemas/.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "io/sqlite.h"

namespace bdf::tests {

/// An empty folder that belongs to the running test, removed at its end.
class TestFolder {
 public:
  TestFolder() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    path_ = std::filesystem::path(::testing::TempDir()) /
            (std::string("bdf_") + test->test_suite_name() + "_" + test->name());
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// "name TYPE notnull pk" of each column of a table.
inline std::vector<std::string> columns_of(io::Database& database, const std::string& table) {
  std::vector<std::string> columns;
  auto row = database.prepare("SELECT name, type, \"notnull\", pk FROM pragma_table_info('" +
                              table + "')");
  while (row.step())
    columns.push_back(row.text(0) + " " + row.text(1) + " " + row.text(2) + " " + row.text(3));
  return columns;
}

/// An empty database with the tables of schemas/NAME.
inline io::Database defined_in_schemas(const TestFolder& folder, const std::string& name) {
  auto database = io::Database::open_output(folder.file(name + ".db"));
  database.execute(bytes_of(std::filesystem::path(BDF_REPOSITORY) / "schemas" / name));
  return database;
}

}  // namespace bdf::tests
