// SPDX-License-Identifier: MIT
#include "world/draw_text.h"

#include <charconv>

#include "base/error.h"

namespace bdf::sample {

namespace {

constexpr std::size_t number_width = 16, commune_width = 5;

void append_digits(std::string& text, std::size_t count, std::size_t base, Random& random) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (std::size_t i = 0; i < count; ++i) text += digits[random.below(base)];
}

std::size_t count_in(std::string_view digits) {
  std::size_t count = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), count);
  return count;
}

/// How INSEE's codes of communes begin in a zone: "38" in "038", "2A", "971".
std::string commune_stem(const std::string& zone) {
  return zone.size() == 3 && zone.front() == '0' ? zone.substr(1) : zone;
}

}  // namespace

void append_number(std::string& text, std::uint64_t number) {
  const auto begin = text.size();
  text.append(number_width, '0');
  for (auto at = text.size(); at-- > begin; number /= 10)
    text[at] = static_cast<char>('0' + number % 10);
}

Pattern::Piece Pattern::piece(std::string_view name, const Words& words) {
  const auto literal = [](const std::string& text) {
    return Piece{Kind::literal, text, text.size()};
  };
  if (name == "prefix") return literal(words.prefix);
  if (name == "letter") return literal(words.letter);
  if (name == "basin") return literal(words.basin);
  if (name == "zone") return literal(words.zone);
  if (name == "number") return {Kind::number, "", number_width};
  if (name == "commune") return {Kind::commune, commune_stem(words.zone), commune_width};
  if (name == "region") return {Kind::one_of, words.regions, words.regions.empty() ? 0U : 1U};
  if (name.starts_with("digits:")) return {Kind::digits, "", count_in(name.substr(7))};
  if (name.starts_with("hex:")) return {Kind::hexadecimal, "", count_in(name.substr(4))};
  throw InputError("attributes.yaml: {" + std::string(name) + "} stands for nothing");
}

Pattern::Pattern(std::string_view text, const Words& words) {
  while (!text.empty()) {
    const auto open = text.front() == '{' ? 0 : std::min(text.find('{'), text.size());
    if (open > 0) {
      pieces_.push_back({Kind::literal, std::string(text.substr(0, open)), open});
      text.remove_prefix(open);
      continue;
    }
    const auto close = std::min(text.find('}'), text.size() - 1);
    pieces_.push_back(piece(text.substr(1, close - 1), words));
    text.remove_prefix(close + 1);
  }
}

std::size_t Pattern::width() const {
  std::size_t width = 0;
  for (const auto& piece : pieces_) width += piece.count;
  return width;
}

void Pattern::append_piece(const Piece& piece, std::string& text, std::uint64_t number,
                           Random& random) {
  if (piece.kind == Kind::literal) text += piece.text;
  if (piece.kind == Kind::number) append_number(text, number);
  if (piece.kind == Kind::digits) append_digits(text, piece.count, 10, random);
  if (piece.kind == Kind::hexadecimal) append_digits(text, piece.count, 16, random);
  if (piece.kind == Kind::one_of && piece.count > 0) text += random.pick(piece.text);
  if (piece.kind == Kind::commune) {
    Random of_feature(hashed(piece.text), "commune", number);
    text += piece.text;
    append_digits(text, piece.count - piece.text.size(), 10, of_feature);
  }
}

void Pattern::append_to(std::string& text, std::uint64_t number, Random random) const {
  for (const auto& piece : pieces_) append_piece(piece, text, number, random);
}

}  // namespace bdf::sample
