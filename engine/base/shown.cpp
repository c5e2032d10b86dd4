// SPDX-License-Identifier: MIT
#include "base/shown.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <optional>

namespace bdf {

namespace {

/// A letter at the beginning of a text, and how many bytes it takes.
struct Letter {
  char32_t code = 0;
  std::size_t size = 1;
};

/// nullopt where the text does not begin with UTF-8.
std::optional<Letter> first_letter(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return Letter{first, 1};
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) return std::nullopt;
  char32_t code = first & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) return std::nullopt;
    code = code << 6 | (byte(i) & 0x3fU);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = code >= 0xd800 && code < 0xe000;
  if (code < least[size] || code > 0x10ffff || is_surrogate) return std::nullopt;
  return Letter{code, size};
}

bool steers(char32_t code) {
  const bool is_control = code < 0x20 || (code >= 0x7f && code < 0xa0);
  const bool turns = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  const bool breaks = code == 0x2028 || code == 0x2029;
  return is_control || turns || breaks;
}

/// Paths begin at the temporary folders instead of leading into them.
std::string without_temporary_folders(std::string_view text) {
  std::error_code error;
  const auto folder = std::filesystem::temp_directory_path(error) / temporary_prefix;
  const auto begin = folder.string();
  const auto end = std::string(temporary_suffix) + "/";
  constexpr std::size_t digits = 16;
  std::string rest;
  while (true) {
    const auto at = text.find(begin);
    rest.append(text.substr(0, at));
    if (at == std::string_view::npos) return rest;
    text.remove_prefix(at);
    const bool is_ours = text.substr(std::min(begin.size() + digits, text.size())).starts_with(end);
    const auto size = is_ours ? begin.size() + digits + end.size() : begin.size();
    if (!is_ours) rest.append(text.substr(0, size));
    text.remove_prefix(size);
  }
}

std::string escaped(std::string_view text, std::string_view kept) {
  std::string all;
  while (!text.empty()) {
    const auto letter = first_letter(text);
    const auto size = letter ? letter->size : 1;
    if (!letter)
      all += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    else if (steers(letter->code) && kept.find(text.front()) == std::string_view::npos)
      all += fmt::format("\\u{:04x}", static_cast<unsigned>(letter->code));
    else
      all.append(text.substr(0, size));
    text.remove_prefix(size);
  }
  return all;
}

}  // namespace

std::string shown(std::string_view text) {
  return escaped(without_temporary_folders(text), "\n\t");
}

std::string shown_on_a_line(std::string_view text) {
  return escaped(without_temporary_folders(text), "");
}

std::string shown_shortly(std::string_view text) {
  constexpr std::size_t most = 200;
  if (text.size() <= most) return shown_on_a_line(text);
  auto end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80) --end;
  return shown_on_a_line(text.substr(0, end)) + "…";
}

}  // namespace bdf
