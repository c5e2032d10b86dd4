// SPDX-License-Identifier: MIT
// Text as WKB, by recursive descent; the bytes are written as the text is read.
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <limits>

#include "base/error.h"
#include "base/message.h"
#include "geometry/wkb_types.h"
#include "geometry/wkt.h"

namespace bdf::geometry {

namespace {

// Not <cctype>, which asks the locale.
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return result;
}

class WktReader {
 public:
  explicit WktReader(std::string_view text) : text_(text) {}

  std::string run() {
    const WkbHeader header = name();
    body(header, 1);
    if (skip_blanks() < text_.size()) fail(msg("the geometry ends before this"));
    return std::move(bytes_);
  }

 private:
  /// "LINESTRING", "LINESTRING Z", "LineStringZ".
  WkbHeader name() {
    const std::size_t start = skip_blanks();
    const std::string word = upper(take_word());
    WkbHeader header = split_name(word);
    if (header.type == 0) fail_at(start, msg("\"{}\" is no geometry type", word));
    if (!header.z && !header.m) {
      const std::string next = upper(peek_word());
      header.z = next == "Z" || next == "ZM";
      header.m = next == "M" || next == "ZM";
      if (header.z || header.m) take_word();
    }
    return header;
  }

  static WkbHeader split_name(std::string_view word) {
    WkbHeader header{type_named(word), false, false, false};
    if (header.type == 0 && word.ends_with('M')) {
      header.m = true;
      word.remove_suffix(1);
      header.type = type_named(word);
    }
    if (header.type == 0 && word.ends_with('Z')) {
      header.z = true;
      word.remove_suffix(1);
      header.type = type_named(word);
    }
    return header;
  }

  void body(const WkbHeader& header, int depth) {
    put_header(header);
    const Layout layout = info_of(header.type).layout;
    if (accept_empty()) return empty(header);
    if (layout == Layout::vertex) {
      expect('(');
      vertex(header);
      return expect(')');
    }
    list([&] {
      if (layout == Layout::path) return vertex(header);
      if (layout == Layout::rings) return ring(header);
      member(header, depth);
    });
  }

  void ring(const WkbHeader& header) {
    if (accept_empty()) return put(std::uint32_t{0});
    list([&] { vertex(header); });
  }

  void member(const WkbHeader& container, int depth) {
    if (depth == max_depth) fail(msg("nested too deep"));
    if (is_letter(peek()) && upper(peek_word()) != "EMPTY") {
      return body(named_member(container), depth + 1);
    }
    WkbHeader header = container;
    header.type = info_of(container.type).plain;
    if (header.type == 0) fail(msg("a geometry type is expected"));
    const bool bare =
        info_of(header.type).layout == Layout::vertex && !is_letter(peek()) && peek() != '(';
    if (!bare) return body(header, depth + 1);
    put_header(header);
    vertex(header);
  }

  WkbHeader named_member(const WkbHeader& container) {
    const std::size_t start = skip_blanks();
    const WkbHeader header = name();
    if (!may_hold(container.type, header.type) || header.z != container.z ||
        header.m != container.m) {
      fail_at(start, msg("{} cannot hold {}", full_name(container), full_name(header)));
    }
    return header;
  }

  /// "(item, item)", preceded in the bytes by their number.
  template <class Item>
  void list(Item item) {
    const std::size_t where = bytes_.size();
    put(std::uint32_t{0});
    expect('(');
    std::uint32_t count = 0;
    do {
      item();
      ++count;
    } while (accept(','));
    expect(')');
    std::memcpy(bytes_.data() + where, &count, sizeof count);
  }

  void vertex(const WkbHeader& header) {
    std::size_t numbers = 0;
    do {
      put(number());
      ++numbers;
    } while (numbers <= header.ordinates() && peek() != ',' && peek() != ')' && peek() != '\0');
    if (numbers != header.ordinates()) {
      fail(msg("a vertex of {} has {} numbers", full_name(header), header.ordinates()));
    }
  }

  double number() {
    const std::size_t start = skip_blanks();
    double value = 0;
    const char* end = text_.data() + text_.size();
    const auto [stop, error] = std::from_chars(text_.data() + start, end, value);
    if (error == std::errc::result_out_of_range) fail(msg("this number is out of range"));
    if (error != std::errc()) fail(msg("a number is expected"));
    at_ = static_cast<std::size_t>(stop - text_.data());
    return value;
  }

  void empty(const WkbHeader& header) {
    if (info_of(header.type).layout != Layout::vertex) return put(std::uint32_t{0});
    for (std::size_t axis = 0; axis < header.ordinates(); ++axis) {
      put(std::numeric_limits<double>::quiet_NaN());
    }
  }

  void put_header(const WkbHeader& header) {
    bytes_ += '\1';
    put(header.type + (header.z ? 1000U : 0U) + (header.m ? 2000U : 0U));
  }

  template <class Number>
  void put(Number value) {
    const auto raw = std::bit_cast<std::array<char, sizeof value>>(value);
    bytes_.append(raw.data(), raw.size());
  }

  std::size_t skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    return at_;
  }

  /// The next character that is no blank; NUL at the end.
  char peek() {
    skip_blanks();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  std::string_view peek_word() {
    std::size_t end = skip_blanks();
    while (end < text_.size() && is_letter(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }

  std::string_view take_word() {
    const std::string_view word = peek_word();
    at_ += word.size();
    return word;
  }

  bool accept(char wanted) {
    if (peek() != wanted) return false;
    ++at_;
    return true;
  }

  bool accept_empty() {
    if (upper(peek_word()) != "EMPTY") return false;
    take_word();
    return true;
  }

  void expect(char wanted) {
    if (!accept(wanted)) fail(msg("\"{}\" is expected", wanted));
  }

  [[noreturn]] void fail(const std::string& what) const { fail_at(at_, what); }

  [[noreturn]] static void fail_at(std::size_t at, const std::string& what) {
    throw UsageError(msg("WKT, character {}: {}", at + 1, what));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string bytes_;
};

}  // namespace

std::string wkb_from_wkt(std::string_view wkt) { return WktReader(wkt).run(); }

}  // namespace bdf::geometry
