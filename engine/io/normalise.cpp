// SPDX-License-Identifier: MIT
#include "io/normalise.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace bdf::io {

namespace {

constexpr std::string_view ascii_blanks = " \t\n\v\f\r";

std::string_view trimmed_ascii(std::string_view text) {
  const auto first = text.find_first_not_of(ascii_blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(ascii_blanks) - first + 1);
}

bool is_blank(utf8proc_int32_t character) {
  constexpr utf8proc_int32_t next_line = 0x85;
  const auto category = utf8proc_category(character);
  return character == next_line || (character >= 9 && character <= 13) ||
         category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

/// `text` is valid UTF-8.
std::string_view trimmed(std::string_view text) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  utf8proc_ssize_t first = size, end = 0;
  for (utf8proc_ssize_t at = 0; at < size;) {
    utf8proc_int32_t character = 0;
    const auto length = utf8proc_iterate(bytes + at, size - at, &character);
    if (!is_blank(character)) {
      first = std::min(first, at);
      end = at + length;
    }
    at += length;
  }
  if (end == 0) return {};
  return text.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(end - first));
}

struct Free {
  void operator()(void* bytes) const noexcept { std::free(bytes); }
};

}  // namespace

std::string normal_text(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
  if (ascii) return std::string(trimmed_ascii(text));
  utf8proc_uint8_t* composed = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &composed,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(composed);
  if (length < 0) return std::string(text);
  return std::string(
      trimmed({reinterpret_cast<const char*>(composed), static_cast<std::size_t>(length)}));
}

}  // namespace bdf::io
