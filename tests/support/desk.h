// SPDX-License-Identifier: MIT
// What an end-to-end test has at hand: a folder of its own, the command, SQL on any file, and the
// real data where it is installed.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/run.h"

namespace bdf::support {

/// A new folder, removed with all that is in it at the end. Its path has no symbolic link.
class Desk {
 public:
  Desk();
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return folder_ / name;
  }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return folder_; }

 private:
  std::filesystem::path folder_;
};

/// Runs `bdf` with English messages, whatever the locale.
[[nodiscard]] tests::Ran bdf(std::vector<std::string> arguments,
                             const std::map<std::string, std::string>& environment = {});

/// Runs ogr2ogr; throws std::runtime_error with what it said where it fails.
void ogr2ogr(const std::vector<std::string>& arguments);

/// An SQLite file under test. Triggers stay off, so that rows change without the functions that
/// spatial indexes call. SQL has one function more: wkb(blob), a GeoPackage geometry without its
/// header (NULL where it is none), and shape(blob), the same for a single part and a multi of one.
/// Everything throws std::runtime_error with SQLite's message.
class Sql {
 public:
  explicit Sql(const std::filesystem::path& file);

  Sql& attach(const std::filesystem::path& file, const std::string& name);
  Sql& execute(const std::string& sql);
  /// All rows, each with its values joined by `|`.
  [[nodiscard]] std::vector<std::string> rows(const std::string& sql) const;
  /// The first value of the first row; "" where there is none or NULL.
  [[nodiscard]] std::string value(const std::string& sql) const;
  [[nodiscard]] long number(const std::string& sql) const { return std::stol(value(sql)); }
  /// A table's own columns, quoted and joined by commas, the primary key left out and a blob named
  /// `geom` as wkb(geom): what two copies of a layer have in common.
  [[nodiscard]] std::string content_columns(const std::string& table) const;
  [[nodiscard]] sqlite3* handle() const noexcept { return database_.get(); }

 private:
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_;
};

/// Rows that one of two files has in a layer and the other has not, as `<` and `>` lines; empty
/// where both hold the same, in whatever order and under whatever primary key. Looks at the columns
/// of the first file.
[[nodiscard]] std::vector<std::string> differences(const std::filesystem::path& a,
                                                   const std::filesystem::path& b,
                                                   const std::string& layer);

/// The ids of the open conflicts in a folder that a sync wrote, sorted.
[[nodiscard]] std::vector<std::string> conflict_ids(const std::filesystem::path& folder);

/// All bytes below a folder, by relative name; run.json left out, which may differ between runs.
[[nodiscard]] std::map<std::string, std::string> bytes_below(const std::filesystem::path& folder);

/// A folder of the real data: below BDF_REALDATA, else below ../shared/realdata beside the
/// repository; nullopt where it is not installed.
[[nodiscard]] std::optional<std::filesystem::path> real_data(const std::string& name);

}  // namespace bdf::support
