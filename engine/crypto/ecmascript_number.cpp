// SPDX-License-Identifier: MIT
#include "crypto/ecmascript_number.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace bdf::crypto {

namespace {

/// 0.DIGITS times 10 to the power of `point`.
struct Decimal {
  std::string digits;
  int point = 0;
};

Decimal shortest(double number) {
  constexpr std::size_t enough = 32;
  std::array<char, enough> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                 std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
  const auto mark = text.find('e');
  Decimal decimal;
  for (const char character : text.substr(0, mark))
    if (character != '.') decimal.digits += character;
  const auto sign = text[mark + 1];
  std::from_chars(text.data() + mark + 2, end.ptr, decimal.point);
  decimal.point = (sign == '-' ? -decimal.point : decimal.point) + 1;
  return decimal;
}

std::string with_exponent(const Decimal& decimal) {
  const auto& digits = decimal.digits;
  const auto fraction = digits.size() > 1 ? "." + digits.substr(1) : std::string();
  return fmt::format("{}{}e{:+}", digits.front(), fraction, decimal.point - 1);
}

}  // namespace

std::string ecmascript_text(double number) {
  if (number == 0) return "0";
  if (number < 0) return "-" + ecmascript_text(-number);
  constexpr int most_places = 21;
  constexpr int most_zeros = 6;
  const auto decimal = shortest(number);
  const auto& digits = decimal.digits;
  const auto count = static_cast<int>(digits.size());
  const auto point = decimal.point;
  if (point > most_places || point <= -most_zeros) return with_exponent(decimal);
  if (point <= 0) return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  if (count <= point) return digits + std::string(static_cast<std::size_t>(point - count), '0');
  const auto whole = static_cast<std::size_t>(point);
  return digits.substr(0, whole) + "." + digits.substr(whole);
}

}  // namespace bdf::crypto
