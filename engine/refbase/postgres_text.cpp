// SPDX-License-Identifier: MIT
#include "refbase/postgres_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace bdf::refbase {

namespace {

/// PostgreSQL's numbers for its types (src/include/catalog/pg_type.dat).
enum Oid : std::uint32_t {
  bool_oid = 16,
  bytea_oid = 17,
  int8_oid = 20,
  int2_oid = 21,
  int4_oid = 23,
  float4_oid = 700,
  float8_oid = 701,
  timestamptz_oid = 1184,
  numeric_oid = 1700
};

/// bytea in text: \x and hexadecimal digits.
constexpr std::string_view bytea_prefix = "\\x";

template <class Number>
Number number_in(std::string_view text) {
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

double real_in(std::string_view text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return number_in<double>(text);
}

void append_hex(std::string& text, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto begin = text.size();
  text.resize(begin + bytes.size() * 2);
  auto* at = text.data() + begin;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    *at++ = digits[byte >> 4];
    *at++ = digits[byte & 0xf];
  }
}

/// The values of hexadecimal digits, by letter.
constexpr std::array<std::uint8_t, 256> digit_values = [] {
  std::array<std::uint8_t, 256> values{};
  for (std::uint8_t i = 0; i < 10; ++i) values['0' + i] = i;
  for (std::uint8_t i = 0; i < 6; ++i) {
    values['a' + i] = static_cast<std::uint8_t>(10 + i);
    values['A' + i] = static_cast<std::uint8_t>(10 + i);
  }
  return values;
}();

void read_hex(std::string_view digits, std::string& bytes) {
  const auto value = [&](std::size_t at) {
    return digit_values[static_cast<unsigned char>(digits[at])];
  };
  bytes.resize(digits.size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<char>(value(2 * i) << 4 | value(2 * i + 1));
}

/// 2026-11-24 01:09:08.5+00 becomes 2026-11-24T01:09:08.500Z.
void read_instant(std::string_view text, std::string& instant) {
  constexpr std::size_t to_the_second = 19, thousandths = 3;
  instant.assign(text.substr(0, text.find('+', to_the_second)));
  if (instant.size() < to_the_second) return;
  instant[10] = 'T';
  if (instant.size() == to_the_second) instant += '.';
  while (instant.size() < to_the_second + 1 + thousandths) instant += '0';
  instant += 'Z';
}

}  // namespace

void append_text(std::string& text, const ValueView& value) {
  if (const auto* words = std::get_if<std::string_view>(&value)) {
    text.append(*words);
  } else if (const auto* blob = std::get_if<BlobView>(&value)) {
    text.append(bytea_prefix);
    append_hex(text, blob->bytes);
  } else if (const auto* real = std::get_if<double>(&value); real && !std::isfinite(*real)) {
    text.append(std::isnan(*real) ? "NaN" : *real > 0 ? "Infinity" : "-Infinity");
  } else {
    text.append(to_text(value));
  }
}

void append_escaped(std::string& line, std::string_view field) {
  constexpr std::string_view special = "\\\n\r\t";
  constexpr std::string_view letters = "\\nrt";
  while (!field.empty()) {
    const auto at = std::min(field.find_first_of(special), field.size());
    line.append(field.substr(0, at));
    if (at == field.size()) return;
    line += '\\';
    line += letters[special.find(field[at])];
    field.remove_prefix(at + 1);
  }
}

void append_geometry(std::string& text, const ValueView& geometry, int srid) {
  const auto* wkb = std::get_if<BlobView>(&geometry);
  if (wkb == nullptr) return append_text(text, geometry);
  text.append("SRID=").append(std::to_string(srid)).append(";");
  append_hex(text, wkb->bytes);
}

ValueView value_in(std::uint32_t type, std::string_view text, std::string& buffer) {
  switch (type) {
    case bool_oid:
      return std::int64_t{text == "t" ? 1 : 0};
    case int2_oid:
    case int4_oid:
    case int8_oid:
      return number_in<std::int64_t>(text);
    case float4_oid:
    case float8_oid:
    case numeric_oid:
      return real_in(text);
    case bytea_oid:
      read_hex(text.substr(bytea_prefix.size()), buffer);
      return BlobView{buffer};
    case timestamptz_oid:
      read_instant(text, buffer);
      return std::string_view(buffer);
    default:
      return text;
  }
}

}  // namespace bdf::refbase
