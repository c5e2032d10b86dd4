// SPDX-License-Identifier: MIT
#include "io/xml_name.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace bdf::io {

namespace {

struct Range {
  std::int32_t first, last;
};

/// NameStartChar of XML 1.0 (fifth edition) without the colon.
constexpr std::array<Range, 15> starts{{{'A', 'Z'},
                                        {'_', '_'},
                                        {'a', 'z'},
                                        {0xC0, 0xD6},
                                        {0xD8, 0xF6},
                                        {0xF8, 0x2FF},
                                        {0x370, 0x37D},
                                        {0x37F, 0x1FFF},
                                        {0x200C, 0x200D},
                                        {0x2070, 0x218F},
                                        {0x2C00, 0x2FEF},
                                        {0x3001, 0xD7FF},
                                        {0xF900, 0xFDCF},
                                        {0xFDF0, 0xFFFD},
                                        {0x10000, 0xEFFFF}}};
/// What NameChar has beyond them.
constexpr std::array<Range, 5> others{
    {{'-', '.'}, {'0', '9'}, {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}}};
/// Char.
constexpr std::array<Range, 5> characters{
    {{0x9, 0xA}, {0xD, 0xD}, {0x20, 0xD7FF}, {0xE000, 0xFFFD}, {0x10000, 0x10FFFF}}};

template <std::size_t n>
bool is_in(const std::array<Range, n>& ranges, std::int32_t code) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return range.first <= code && code <= range.last; });
}

/// Takes one character off the front; nullopt where there is none.
std::optional<std::int32_t> take(std::string_view& text) {
  std::int32_t code = 0;
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (length <= 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(length));
  return code;
}

std::string utf8_of(std::int32_t code) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto length = utf8proc_encode_char(code, bytes.data());
  return {reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length)};
}

bool may_stand(std::int32_t code, bool first) {
  return is_in(starts, code) || (!first && is_in(others, code));
}

/// The character that `_xHHHH_` at the front of the text stands for, and takes that off.
std::optional<std::int32_t> take_escape(std::string_view& text) {
  if (!text.starts_with("_x")) return std::nullopt;
  const auto end = text.find('_', 2);
  if (end != 6 && end != 8) return std::nullopt;
  std::int32_t code = 0;
  const auto [stop, error] = std::from_chars(text.data() + 2, text.data() + end, code, 16);
  if (error != std::errc() || stop != text.data() + end || !utf8proc_codepoint_valid(code))
    return std::nullopt;
  text.remove_prefix(end + 1);
  return code;
}

}  // namespace

std::string xml_name(std::string_view name) {
  std::string xml;
  for (bool first = true; !name.empty(); first = false) {
    const bool looks_escaped = name.starts_with("_x");
    const auto code = take(name);
    if (!code) break;
    xml += may_stand(*code, first) && !looks_escaped ? utf8_of(*code)
                                                     : fmt::format("_x{:04X}_", *code);
  }
  return xml;
}

std::string name_of_xml(std::string_view xml) {
  std::string name;
  while (!xml.empty()) {
    if (const auto code = take_escape(xml)) {
      name += utf8_of(*code);
    } else {
      name += xml.front();
      xml.remove_prefix(1);
    }
  }
  return name;
}

bool is_ncname(std::string_view name) {
  bool fine = !name.empty();
  for (bool first = true; fine && !name.empty(); first = false) {
    const auto code = take(name);
    fine = code && may_stand(*code, first);
  }
  return fine;
}

bool is_xml_text(std::string_view text) {
  while (!text.empty()) {
    const auto code = take(text);
    if (!code || !is_in(characters, *code)) return false;
  }
  return true;
}

}  // namespace bdf::io
