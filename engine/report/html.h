// SPDX-License-Identifier: MIT
// The pieces of a page. Whatever comes from data goes through escaped().
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bdf::report {

/// printable(), with what HTML gives a meaning written as entities: safe in text and in a quoted
/// attribute.
[[nodiscard]] std::string escaped(std::string_view text);

/// escaped(), of at most 160 characters.
[[nodiscard]] std::string excerpt(std::string_view text);

/// Caption ("" for none) and heads are text, cells are HTML. The first cell of a row names the row.
struct Table {
  std::string caption;
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;
};

[[nodiscard]] std::string html_of(const Table& table);

/// All of these take text.
[[nodiscard]] std::string heading(std::string_view text);
[[nodiscard]] std::string paragraph(const std::vector<std::string>& sentences);
[[nodiscard]] std::string footer(const std::vector<std::string>& parts);

/// A part that shows its title, which is text, and opens when asked to. `body` is HTML.
[[nodiscard]] std::string folded_away(std::string_view title, std::string_view body);

/// A whole page with its styles, in the language of messages. `title` is text, `body` is HTML.
[[nodiscard]] std::string page_of(std::string_view title, std::string_view body);

}  // namespace bdf::report
