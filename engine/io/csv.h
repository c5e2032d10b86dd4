// SPDX-License-Identifier: MIT
// Tables as text: RFC 4180.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bdf::io {

struct CsvRow {
  std::size_t line = 0;  ///< where it begins in the file, from 1
  std::vector<std::string> cells;
};

/// The rows, the header among them; lines end in LF or CRLF, a byte order mark and empty lines are
/// left out. A quote inside a cell that does not begin with one stands for itself.
[[nodiscard]] std::vector<CsvRow> parse_csv(std::string_view text);

/// The same of a file. Throws InputError where it cannot be read.
[[nodiscard]] std::vector<CsvRow> read_csv(const std::filesystem::path& path);

/// One row, its cells quoted where they must be; without a line end.
[[nodiscard]] std::string csv_line(std::span<const std::string> cells, char separator = ',');

/// A text that a spreadsheet would take for a formula, with an apostrophe before it.
[[nodiscard]] std::string no_formula(std::string cell);

/// Where the header has that name, without regard to case and blanks around it.
[[nodiscard]] std::optional<std::size_t> csv_column(const CsvRow& header, std::string_view name);

}  // namespace bdf::io
