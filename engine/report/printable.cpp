// SPDX-License-Identifier: MIT
#include "report/printable.h"

#include <algorithm>

namespace bdf::report {

namespace {

struct Character {
  char32_t code = 0;
  std::size_t length = 1;
  bool valid = false;
};

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

std::size_t length_by(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

/// The character that `text`, not empty, begins with (RFC 3629: no overlong forms, no surrogates).
Character first_of(std::string_view text) {
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const auto first = static_cast<unsigned char>(text.front());
  const auto length = length_by(first);
  if (length == 0 || length > text.size()) return {};
  const auto rest = text.substr(1, length - 1);
  if (!std::all_of(rest.begin(), rest.end(), continues)) return {};
  char32_t code = length == 1 ? first : first & (0x7FU >> length);
  for (const char byte : rest) code = code << 6 | (static_cast<unsigned char>(byte) & 0x3FU);
  if (code < smallest[length] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return {};
  return {code, length, true};
}

bool is_blank(char32_t code) { return code == '\t' || code == '\n' || code == '\r'; }

/// Controls (C0, DEL, C1), line separators and the marks of bidirectional writing.
bool is_hidden(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0x200E || code == 0x200F || code == 0xFEFF ||
         (code & 0xFFFEU) == 0xFFFE;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto character = first_of(text);
    if (character.valid && is_blank(character.code))
      result += ' ';
    else if (!character.valid || is_hidden(character.code))
      result += "\uFFFD";
    else
      result += text.substr(0, character.length);
    text.remove_prefix(character.length);
  }
  return result;
}

std::string shortened(std::string_view text, std::size_t length) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!continues(text[i]) && ++characters > length) return std::string(text.substr(0, i)) + "…";
  return std::string(text);
}

}  // namespace bdf::report
