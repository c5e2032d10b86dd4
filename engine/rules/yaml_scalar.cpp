// SPDX-License-Identifier: MIT
#include "rules/yaml_scalar.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>

namespace bdf::rules {

namespace {

using Json = nlohmann::json;

bool is_one_of(const std::string& text, std::initializer_list<const char*> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

template <class Number>
bool read(const std::string& text, Number& number) {
  const char* const begin = text.data() + (text.starts_with('+') ? 1 : 0);
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(begin, end, number);
  return result.ec == std::errc() && result.ptr == end;
}

}  // namespace

bool looks_like_a_number(const std::string& text) {
  const auto word = text.substr(text.starts_with('-') || text.starts_with('+') ? 1 : 0);
  if (is_one_of(word, {".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"})) return true;
  return text.find_first_of("0123456789") != std::string::npos &&
         text.find_first_not_of("+-.0123456789eE") == std::string::npos;
}

Json json_of_scalar(const YAML::Node& scalar) {
  if (scalar.IsNull()) return nullptr;
  const auto& text = scalar.Scalar();
  const bool is_plain = scalar.Tag() == "?";
  if (!is_plain) return text;
  if (is_one_of(text, {"true", "True", "TRUE"})) return true;
  if (is_one_of(text, {"false", "False", "FALSE"})) return false;
  if (!looks_like_a_number(text)) return text;
  std::int64_t integer = 0;
  if (read(text, integer)) return integer;
  double number = 0;
  if (read(text, number)) return number;
  return text;
}

}  // namespace bdf::rules
