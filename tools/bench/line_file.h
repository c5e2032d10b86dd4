// SPDX-License-Identifier: MIT
// Writes one layer of reaches as a GeoPackage, in row order and without a clock.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "columns.h"
#include "reach.h"

namespace bdf::bench {

struct DatabaseCloser {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct StatementCloser {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

/// Replaces the file at `path`; it is complete after finish(). Throws std::runtime_error.
class LineFile {
 public:
  LineFile(const std::filesystem::path& path, std::vector<Column> columns);

  void add(std::int64_t fid, const Reach& reach);
  /// `indexed`: with the GeoPackage R-tree and the triggers that keep it.
  void finish(bool indexed);

 private:
  using Statement = std::unique_ptr<sqlite3_stmt, StatementCloser>;
  struct Box {
    double min_x, max_x, min_y, max_y, min_z, max_z;
  };

  static Box box_of(const Reach& reach);
  void run(const std::string& sql);
  [[nodiscard]] Statement prepare(const char* sql);
  void step(const Statement& statement);
  void bind(int column, const std::string& text);
  void encode(const Reach& reach, const Box& box);
  void index();

  void create_layer();

  std::unique_ptr<sqlite3, DatabaseCloser> database_;
  std::vector<Column> columns_;
  Statement insert_;
  std::string blob_;  ///< of the row being written
  struct Entry {
    std::int64_t fid;
    Box box;
  };
  std::vector<Entry> entries_;
};

}  // namespace bdf::bench
