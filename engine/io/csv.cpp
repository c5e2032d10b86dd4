// SPDX-License-Identifier: MIT
#include "io/csv.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/error.h"
#include "base/message.h"
#include "model/schema.h"

namespace bdf::io {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::vector<CsvRow> run() {
    while (at_ < text_.size()) {
      CsvRow row{line_, {}};
      do row.cells.push_back(cell());
      while (take(','));
      take('\r');
      if (take('\n')) ++line_;
      if (row.cells.size() > 1 || !row.cells.front().empty()) rows_.push_back(std::move(row));
    }
    return std::move(rows_);
  }

 private:
  bool take(char c) {
    const bool there = at_ < text_.size() && text_[at_] == c;
    if (there) ++at_;
    return there;
  }

  std::string cell() {
    std::string cell;
    if (take('"')) quoted(cell);
    const auto end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    cell += text_.substr(at_, end - at_);
    at_ = end;
    return cell;
  }

  /// What stands up to the closing quote.
  void quoted(std::string& cell) {
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"' && !take('"')) return;
      if (c == '\n') ++line_;
      cell += c;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::vector<CsvRow> rows_;
};

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

}  // namespace

std::vector<CsvRow> parse_csv(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return Parser(text).run();
}

std::vector<CsvRow> read_csv(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file || std::filesystem::is_directory(path))
    throw InputError(msg("{} cannot be read", path.string()));
  return parse_csv(text);
}

std::string csv_line(std::span<const std::string> cells, char separator) {
  const std::string marks = std::string("\"\r\n") + separator;
  std::string line;
  for (const auto& cell : cells) {
    if (&cell != cells.data()) line += separator;
    if (cell.find_first_of(marks) == std::string::npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char c : cell) line += c == '"' ? std::string("\"\"") : std::string(1, c);
    line += '"';
  }
  return line;
}

std::string no_formula(std::string cell) {
  constexpr std::string_view begins_formula = "=+-@\t\r";
  if (!cell.empty() && begins_formula.find(cell.front()) != std::string_view::npos)
    cell.insert(0, "'");
  return cell;
}

std::optional<std::size_t> csv_column(const CsvRow& header, std::string_view name) {
  for (std::size_t i = 0; i < header.cells.size(); ++i)
    if (same_name(trimmed(header.cells[i]), name)) return i;
  return std::nullopt;
}

}  // namespace bdf::io
