// SPDX-License-Identifier: MIT
#include "rules/typed_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <regex>
#include <string_view>

#include "base/message.h"

namespace bdf::rules {

namespace {

template <class Number>
bool is_number(const std::string& text) {
  Number number{};
  const auto* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  return result.ec == std::errc() && result.ptr == end &&
         std::isfinite(static_cast<double>(number));
}

/// As the merge reads them.
bool is_boolean(const std::string& text) {
  constexpr std::array<std::string_view, 12> words{"1", "t", "true",  "vrai", "oui", "yes",
                                                   "0", "f", "false", "faux", "non", "no"};
  return std::find(words.begin(), words.end(), folded(text)) != words.end();
}

bool matches(const std::string& text, const char* pattern) {
  return std::regex_match(text, std::regex(pattern));
}

}  // namespace

bool stands_for_value(ColumnType type, const std::string& text) {
  switch (type) {
    case ColumnType::boolean:
      return is_boolean(text);
    case ColumnType::integer:
      return is_number<std::int64_t>(text);
    case ColumnType::real:
      return is_number<double>(text);
    case ColumnType::date:
      return matches(text, R"(\d{4}-\d\d-\d\d)");
    case ColumnType::datetime:
      return matches(text, R"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d)?)?)");
    case ColumnType::text:
    case ColumnType::blob:
      break;
  }
  return true;
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string in_words(ColumnType type) {
  switch (type) {
    case ColumnType::boolean:
      return msg("true or false");
    case ColumnType::integer:
      return msg("a whole number");
    case ColumnType::real:
      return msg("a number");
    case ColumnType::date:
      return msg("a date");
    case ColumnType::datetime:
      return msg("a date with a time");
    case ColumnType::text:
    case ColumnType::blob:
      break;
  }
  return msg("a text");
}

}  // namespace bdf::rules
