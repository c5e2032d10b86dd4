// SPDX-License-Identifier: MIT
#include "refbase/print.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/hash.h"
#include "geometry/wkb.h"
#include "merge/compare.h"

namespace bdf::refbase {

namespace {

template <class Number>
void append_number(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void append_part(std::string& bytes, int number, std::string_view form) {
  append_number(bytes, std::int32_t{number});
  append_number(bytes, static_cast<std::uint32_t>(form.size()));
  bytes.append(form);
}

/// ASCII text that no normal form would change.
bool is_plain(std::string_view text) {
  if (text.empty()) return false;
  const auto is_blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  if (is_blank(text.front()) || is_blank(text.back())) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

void append_value(std::string& bytes, const PrintedColumn& column, const ValueView& value) {
  if (is_null(value)) return;
  // What most values are, without the detour by the normal form, which is the same.
  if (column.type == ColumnType::text) {
    const auto* text = std::get_if<std::string_view>(&value);
    if (text != nullptr && is_plain(*text)) return append_part(bytes, column.number, *text);
  } else if (column.type == ColumnType::integer || column.type == ColumnType::boolean) {
    const auto* integer = std::get_if<std::int64_t>(&value);
    if (integer != nullptr &&
        (column.type == ColumnType::integer || *integer == 0 || *integer == 1)) {
      char digits[24];
      const auto end = std::to_chars(digits, digits + sizeof digits, *integer).ptr;
      return append_part(bytes, column.number, {digits, static_cast<std::size_t>(end - digits)});
    }
  }
  if (const auto form = merge::normal_form(column.type, value))
    append_part(bytes, column.number, *form);
}

/// As a GeoPackage and PostGIS both write it: ISO, little-endian.
void append_geometry(std::string& bytes, const ValueView& geometry) {
  constexpr int of_no_column = 0;
  const auto* blob = std::get_if<BlobView>(&geometry);
  if (blob == nullptr) return;
  const auto wkb = blob->bytes;
  constexpr std::size_t header = 5;
  const bool little = wkb.size() >= header && wkb[0] == 1;
  const bool iso = little && wkb[4] == 0;
  if (iso) return append_part(bytes, of_no_column, wkb);
  const auto decoded = geometry::geometry_of(geometry);
  append_part(bytes, of_no_column, decoded ? geometry::encode_wkb(*decoded) : std::string(wkb));
}

}  // namespace

Hash128 print_of(std::span<const PrintedColumn> columns, std::span<const ValueView> values,
                 const ValueView& geometry) {
  thread_local std::string bytes;
  bytes.clear();
  for (std::size_t i = 0; i < columns.size(); ++i) append_value(bytes, columns[i], values[i]);
  append_geometry(bytes, geometry);
  return hash_of(bytes);
}

std::string text_of(const Hash128& print) {
  return fmt::format("{:016x}{:016x}", print.high, print.low);
}

}  // namespace bdf::refbase
