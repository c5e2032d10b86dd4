// SPDX-License-Identifier: MIT
#include "crypto/base58.h"

#include <algorithm>

namespace bdf::crypto {

namespace {

constexpr std::string_view alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t longest = 128;

using Digits = std::vector<unsigned char>;

/// Adds a digit of base `from` at the end of a number in base `to`, whose least digit comes first.
void append_digit(Digits& number, unsigned digit, unsigned from, unsigned to) {
  unsigned carry = digit;
  for (auto& place : number) {
    carry += place * from;
    place = static_cast<unsigned char>(carry % to);
    carry /= to;
  }
  for (; carry > 0; carry /= to) number.push_back(static_cast<unsigned char>(carry % to));
}

/// The digits in another base. Zeros at the front of `digits`, which say nothing of the number, are
/// kept one by one.
Digits rebased(std::span<const unsigned char> digits, unsigned from, unsigned to) {
  Digits number;
  for (const unsigned digit : digits) append_digit(number, digit, from, to);
  const auto first = std::find_if(digits.begin(), digits.end(), [](auto digit) { return digit; });
  number.insert(number.end(), static_cast<std::size_t>(first - digits.begin()), 0);
  std::reverse(number.begin(), number.end());
  return number;
}

}  // namespace

std::string multibase_of(std::span<const unsigned char> bytes) {
  std::string text = "z";
  for (const auto digit : rebased(bytes, 256, 58)) text += alphabet[digit];
  return text;
}

std::optional<std::vector<unsigned char>> bytes_of_multibase(std::string_view text) {
  if (!text.starts_with('z') || text.size() > longest) return std::nullopt;
  Digits digits;
  for (const char character : text.substr(1)) {
    const auto digit = alphabet.find(character);
    if (digit == std::string_view::npos) return std::nullopt;
    digits.push_back(static_cast<unsigned char>(digit));
  }
  return rebased(digits, 58, 256);
}

}  // namespace bdf::crypto
