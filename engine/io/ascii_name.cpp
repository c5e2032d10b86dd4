// SPDX-License-Identifier: MIT
#include "io/ascii_name.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <utility>

namespace bdf::io {

namespace {

constexpr std::array<std::pair<utf8proc_int32_t, std::string_view>, 4> two_letters{
    {{0x152, "OE"}, {0x153, "oe"}, {0xC6, "AE"}, {0xE6, "ae"}}};

bool is_plain(utf8proc_int32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/// The letter without its accents.
std::string plain(utf8proc_int32_t character) {
  for (const auto& [letter, both] : two_letters)
    if (letter == character) return std::string(both);
  std::array<utf8proc_int32_t, 16> parts{};
  int last_class = UTF8PROC_BOUNDCLASS_START;
  const auto count =
      utf8proc_decompose_char(character, parts.data(), static_cast<utf8proc_ssize_t>(parts.size()),
                              UTF8PROC_DECOMPOSE, &last_class);
  const bool is_letter = count > 0 && is_plain(parts[0]);
  return {is_letter ? static_cast<char>(parts[0]) : '_'};
}

bool is_accent(utf8proc_int32_t character) {
  return utf8proc_category(character) == UTF8PROC_CATEGORY_MN;
}

}  // namespace

std::string ascii_name(std::string_view name) {
  std::string ascii;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(name.data());
  const auto size = static_cast<utf8proc_ssize_t>(name.size());
  for (utf8proc_ssize_t at = 0; at < size;) {
    utf8proc_int32_t character = 0;
    const auto step = utf8proc_iterate(bytes + at, size - at, &character);
    at += std::max<utf8proc_ssize_t>(step, 1);
    if (step > 0 && is_accent(character)) continue;
    ascii += step > 0 ? plain(character) : "_";
  }
  return ascii;
}

}  // namespace bdf::io
