// SPDX-License-Identifier: MIT
#include "crypto/canonical_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/message.h"
#include "base/shown.h"
#include "crypto/ecmascript_number.h"
#include "io/json_value.h"

namespace bdf::crypto {

namespace {

using Json = nlohmann::json;

constexpr std::int64_t greatest_integer = std::int64_t{1} << 53;
constexpr std::size_t deepest = 100;

[[noreturn]] void fail_integer() {
  throw InputError(
      msg("JSON: an integer beyond 2^53, which readers do not agree upon; write it as a text"));
}

void check_integer(std::int64_t number) {
  if (number > greatest_integer || number < -greatest_integer) fail_integer();
}

void check_unsigned(std::uint64_t number) {
  if (number > static_cast<std::uint64_t>(greatest_integer)) fail_integer();
}

void check_finite(double number) {
  if (!std::isfinite(number)) throw InputError(msg("JSON: a number that is not finite"));
}

void check_depth(std::size_t depth) {
  if (depth > deepest) throw InputError(msg("JSON: nested more than {} deep", deepest));
}

void check_text(const std::string& text) {
  if (!io::is_utf8(text)) throw InputError(msg("JSON: text that is not UTF-8"));
}

/// The UTF-16 units of a text that is UTF-8.
std::u16string utf16(std::string_view text) {
  std::u16string units;
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at++]);
    char32_t code = first < 0x80   ? first
                    : first < 0xE0 ? first & 0x1FU
                    : first < 0xF0 ? first & 0xFU
                                   : first & 0x7U;
    for (; at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80; ++at)
      code = code << 6 | (static_cast<unsigned char>(text[at]) & 0x3FU);
    if (code < 0x10000) {
      units += static_cast<char16_t>(code);
    } else {
      units += static_cast<char16_t>(0xD7C0 + (code >> 10));
      units += static_cast<char16_t>(0xDC00 + (code & 0x3FF));
    }
  }
  return units;
}

/// Backspace, tab, line feed, form feed and carriage return have a letter of their own.
std::string escaped(char character) {
  constexpr std::string_view letters = "btn-fr";
  const auto code = static_cast<unsigned char>(character);
  const auto at = static_cast<std::size_t>(code) - 8;
  if (code >= 8 && at < letters.size() && letters[at] != '-') return {'\\', letters[at]};
  return fmt::format("\\u{:04x}", code);
}

void append_text(std::string& bytes, const std::string& text) {
  check_text(text);
  bytes += '"';
  for (const char character : text) {
    if (character == '"' || character == '\\') bytes += '\\';
    if (static_cast<unsigned char>(character) < 0x20)
      bytes += escaped(character);
    else
      bytes += character;
  }
  bytes += '"';
}

void append(std::string& bytes, const Json& value, std::size_t depth);

void append_object(std::string& bytes, const Json& object, std::size_t depth) {
  std::vector<std::pair<std::u16string, Json::const_iterator>> members;
  for (auto member = object.begin(); member != object.end(); ++member) {
    check_text(member.key());
    members.emplace_back(utf16(member.key()), member);
  }
  std::sort(members.begin(), members.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  bytes += '{';
  for (const auto& [units, member] : members) {
    if (bytes.back() != '{') bytes += ',';
    append_text(bytes, member.key());
    bytes += ':';
    append(bytes, member.value(), depth + 1);
  }
  bytes += '}';
}

void append_array(std::string& bytes, const Json& array, std::size_t depth) {
  bytes += '[';
  for (const auto& item : array) {
    if (bytes.back() != '[') bytes += ',';
    append(bytes, item, depth + 1);
  }
  bytes += ']';
}

void append_number(std::string& bytes, const Json& number) {
  if (number.is_number_unsigned()) {
    check_unsigned(number.get<std::uint64_t>());
    bytes += fmt::format("{}", number.get<std::uint64_t>());
  } else if (number.is_number_integer()) {
    check_integer(number.get<std::int64_t>());
    bytes += fmt::format("{}", number.get<std::int64_t>());
  } else {
    check_finite(number.get<double>());
    bytes += ecmascript_text(number.get<double>());
  }
}

void append(std::string& bytes, const Json& value, std::size_t depth) {
  check_depth(depth);
  if (value.is_object())
    append_object(bytes, value, depth);
  else if (value.is_array())
    append_array(bytes, value, depth);
  else if (value.is_string())
    append_text(bytes, value.get_ref<const std::string&>());
  else if (value.is_number())
    append_number(bytes, value);
  else if (value.is_boolean())
    bytes += value.get<bool>() ? "true" : "false";
  else if (value.is_null())
    bytes += "null";
  else
    throw InputError(msg("JSON: a value that JSON does not have"));
}

/// Builds the document as nlohmann's parser comes by its parts. A parser of its own keeps the last
/// of two members of one name, and rounds integers that are too great.
class StrictBuilder : public nlohmann::json_sax<Json> {
 public:
  [[nodiscard]] Json take() { return std::move(root_); }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override {
    check_integer(value);
    return add(value);
  }
  bool number_unsigned(number_unsigned_t value) override {
    check_unsigned(value);
    return add(value);
  }
  bool number_float(number_float_t value, const string_t& written) override {
    if (written.find_first_of(".eE") == std::string::npos) fail_integer();
    check_finite(value);
    return add(value);
  }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    if (open_.back()->contains(name))
      throw InputError(msg("JSON: an object has two members “{}”", shown_shortly(name)));
    name_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string&,
                   const Json::exception& error) override {
    // A number too great for a double is told apart from what is no JSON at all.
    if (error.id == 406) check_finite(HUGE_VAL);
    throw InputError(msg("JSON: wrong at byte {}", position));
  }

 private:
  Json& place(Json value) {
    if (open_.empty()) return root_ = std::move(value);
    auto& parent = *open_.back();
    if (parent.is_object()) return parent[name_] = std::move(value);
    parent.push_back(std::move(value));
    return parent.back();
  }
  bool add(Json value) {
    place(std::move(value));
    return true;
  }
  bool open(Json value) {
    check_depth(open_.size());
    open_.push_back(&place(std::move(value)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  Json root_;
  std::vector<Json*> open_;  ///< from the outermost to the innermost; only the last one grows
  std::string name_;
};

}  // namespace

std::string canonical_json(const Json& value) {
  std::string bytes;
  append(bytes, value, 0);
  return bytes;
}

Json parse_strictly(std::string_view text) {
  StrictBuilder builder;
  Json::sax_parse(text, &builder);
  return builder.take();
}

}  // namespace bdf::crypto
