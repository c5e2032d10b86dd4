// SPDX-License-Identifier: MIT
#include "io/json_value.h"

#include <utf8proc.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "model/schema.h"

namespace bdf::io {

namespace {

Json tagged(const char* kind, std::string content) {
  Json json = Json::object();
  json[kind] = std::move(content);
  return json;
}

Json json_of_real(double number) {
  if (std::isnan(number)) return tagged("real", "nan");
  if (std::isinf(number)) return tagged("real", number > 0 ? "inf" : "-inf");
  return number;
}

Json json_of_text(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  return tagged("text_hex", to_hex(text));
}

[[noreturn]] void refuse(const Json& json) {
  throw InputError(msg("“{}” is no value that a changeset can hold.",
                       json.dump(-1, ' ', true, Json::error_handler_t::replace)));
}

std::string bytes_of(const std::string& hex) {
  if (auto bytes = from_hex(hex)) return std::move(*bytes);
  throw InputError(msg("“{}” is no even number of hexadecimal digits.", hex));
}

Value real_named(const Json& json, const std::string& name) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (name == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (name == "inf") return infinity;
  if (name == "-inf") return -infinity;
  refuse(json);
}

Value value_of_object(const Json& json) {
  if (json.size() != 1 || !json.begin().value().is_string()) refuse(json);
  const std::string kind = json.begin().key();
  const auto content = json.begin().value().get<std::string>();
  if (kind == "real") return real_named(json, content);
  if (kind == "blob") return Blob{bytes_of(content)};
  if (kind == "text_hex") return bytes_of(content);
  refuse(json);
}

bool fits_int64(const Json& json) {
  constexpr auto greatest = std::numeric_limits<std::int64_t>::max();
  return !json.is_number_unsigned() || json.get<std::uint64_t>() <= std::uint64_t{greatest};
}

bool needs_escape(std::string_view name) {
  return same_name(name, "geometry") || same_name(name, "object") || name.substr(0, 1) == "\\";
}

}  // namespace

Json json_of(const ValueView& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  if (const auto* real = std::get_if<double>(&value)) return json_of_real(*real);
  if (const auto* text = std::get_if<std::string_view>(&value)) return json_of_text(*text);
  if (const auto* blob = std::get_if<BlobView>(&value)) return tagged("blob", to_hex(blob->bytes));
  return nullptr;
}

Value value_of(const Json& json) {
  if (json.is_null()) return Null{};
  if (json.is_number_float()) return json.get<double>();
  if (json.is_number_integer() && fits_int64(json)) return json.get<std::int64_t>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_object()) return value_of_object(json);
  refuse(json);
}

Json json_of_geometry(const ValueView& geometry) {
  if (const auto* blob = std::get_if<BlobView>(&geometry)) return to_hex(blob->bytes);
  if (const auto* text = std::get_if<std::string_view>(&geometry))
    return tagged("text_hex", to_hex(*text));
  return json_of(geometry);
}

Value geometry_of(const Json& json) {
  if (json.is_string()) return Blob{bytes_of(json.get<std::string>())};
  return value_of(json);
}

std::string key_of_attribute(std::string_view name) {
  std::string key(needs_escape(name) ? 1 : 0, '\\');
  return key.append(name);
}

std::string attribute_of_key(std::string_view key) {
  return std::string(key.substr(0, 1) == "\\" ? key.substr(1) : key);
}

Json parse_json(const std::string& text) {
  // What we write is never so deep, and reading it would take the stack.
  constexpr int deepest = 100;
  const auto keep = [](int depth, Json::parse_event_t, Json&) {
    if (depth > deepest) throw InputError(msg("This is no JSON: {}", "[[[…"));
    return true;
  };
  try {
    return Json::parse(text, keep);
  } catch (const nlohmann::json::exception& error) {
    throw InputError(msg("This is no JSON: {}", error.what()));
  }
}

namespace {

/// Without the ASCII that it begins with, which most text is all of: eight letters at a time.
std::string_view without_ascii(std::string_view text) {
  constexpr std::uint64_t high_bits = 0x8080808080808080ULL;
  std::uint64_t letters = 0;
  while (text.size() >= sizeof letters) {
    std::memcpy(&letters, text.data(), sizeof letters);
    if ((letters & high_bits) != 0) break;
    text.remove_prefix(sizeof letters);
  }
  while (!text.empty() && static_cast<unsigned char>(text.front()) < 0x80U) text.remove_prefix(1);
  return text;
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (text = without_ascii(text); !text.empty(); text = without_ascii(text)) {
    utf8proc_int32_t code = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                         static_cast<utf8proc_ssize_t>(text.size()), &code);
    if (length <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(length));
  }
  return true;
}

}  // namespace bdf::io
