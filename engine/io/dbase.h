// SPDX-License-Identifier: MIT
// The table of a Shapefile as its bytes are: what GDAL makes of it says neither where it is broken
// nor what it could not read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bdf::io {

struct DbaseField {
  std::string name;
  char type = 'C';         ///< C text, N and F number, D date, L logical
  std::size_t offset = 0;  ///< of its first byte in a record
  std::size_t width = 0;   ///< bytes
};

/// A .dbf file of dBase III (ESRI Shapefile Technical Description, 1998; dBase III header).
class DbaseTable {
 public:
  /// Reads the header. Throws InputError where it is cut short or contradicts itself, or where the
  /// file ends before its last record.
  explicit DbaseTable(const std::filesystem::path& path);

  [[nodiscard]] const std::vector<DbaseField>& fields() const { return fields_; }
  /// Those marked as deleted included.
  [[nodiscard]] std::size_t record_count() const { return record_count_; }
  /// The language driver: 0 says nothing, 0x57 only that it is what Windows calls ANSI.
  [[nodiscard]] int language() const { return language_; }

  /// Calls `visit` for each record that is not marked as deleted, in order, with its bytes, which
  /// are valid for the call. Throws InputError where a record does not begin with its mark: bytes
  /// were lost before it, and all values behind them are shifted.
  void for_each_record(const std::function<void(std::string_view)>& visit);

 private:
  void read_fields(const std::string& header);
  [[noreturn]] void fail_broken() const;

  std::filesystem::path path_;
  std::ifstream file_;
  std::vector<DbaseField> fields_;
  std::size_t record_count_ = 0;
  std::size_t header_size_ = 0;
  std::size_t record_size_ = 0;
  int language_ = 0;
};

/// The bytes of the field in the record, without the blanks around them.
[[nodiscard]] std::string_view trimmed(std::string_view record, const DbaseField& field);

}  // namespace bdf::io
