// SPDX-License-Identifier: MIT
#include "io/key.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/hash.h"
#include "io/normalise.h"

namespace bdf::io {

namespace {

/// Already its own canonical text: printable ASCII with nothing to trim or to escape.
bool is_plain(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < '\x7f' && c != ',' && c != '\\';
  });
}

/// A real that is a whole number counts as that integer.
std::optional<std::int64_t> whole_number(const ValueView& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  constexpr double beyond = 9223372036854775808.0;  // 2^63
  const auto* real = std::get_if<double>(&value);
  if (!real || !(std::abs(*real) < beyond) || std::trunc(*real) != *real) return std::nullopt;
  return static_cast<std::int64_t>(*real);
}

std::string component_of_key(const ValueView& value) {
  if (const auto integer = whole_number(value)) return to_text(*integer);
  const auto* text = std::get_if<std::string_view>(&value);
  std::string component;
  for (const char c : text ? normal_text(*text) : to_text(value)) {
    if (c == ',' || c == '\\') component += '\\';
    component += c;
  }
  return component;
}

Hash128 hash_of_integer(std::int64_t number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  return hash_of({digits, static_cast<std::size_t>(end - digits)});
}

}  // namespace

std::optional<std::string> text_of_key(std::span<const ValueView> values) {
  std::string key;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto component = component_of_key(values[i]);
    if (component.empty()) return std::nullopt;
    if (i > 0) key += ',';
    key += component;
  }
  return key;
}

Hash128 hash_of_key(std::span<const ValueView> values) {
  if (values.size() == 1) {
    const auto* text = std::get_if<std::string_view>(&values[0]);
    if (text && is_plain(*text)) return hash_of(*text);
    if (const auto number = whole_number(values[0])) return hash_of_integer(*number);
  }
  const auto key = text_of_key(values);
  return key ? hash_of(*key) : Hash128{};
}

}  // namespace bdf::io
