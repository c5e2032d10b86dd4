// SPDX-License-Identifier: MIT
#include "io/json_text.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "model/overloaded.h"

namespace bdf::io {

namespace {

using Json = nlohmann::ordered_json;

/// True where nlohmann can hold the text; it throws on what is not UTF-8 only when it writes.
bool is_utf8(const std::string& text) {
  try {
    return !Json(text).dump().empty();
  } catch (const Json::type_error&) {
    return false;
  }
}

Json json_of(const Value& value) {
  return std::visit(
      Overloaded{[](Null) { return Json(nullptr); },
                 [](std::int64_t number) { return Json(number); },
                 [](double number) {
                   return std::isfinite(number) ? Json(number) : Json{{"real", to_text(number)}};
                 },
                 [](const std::string& text) {
                   return is_utf8(text) ? Json(text) : Json{{"bytes", to_hex(text)}};
                 },
                 [](const Blob& blob) { return Json{{"blob", to_hex(blob.bytes)}}; }},
      value);
}

double special_real(const std::string& text) {
  if (text == "inf") return HUGE_VAL;
  return text == "-inf" ? -HUGE_VAL : std::nan("");
}

Value value_of(const Json& json) {
  if (json.is_null()) return Null{};
  if (json.is_boolean()) return std::int64_t{json.get<bool>() ? 1 : 0};
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.contains("blob")) return Blob{from_hex(json.at("blob").get<std::string>()).value_or("")};
  if (json.contains("bytes")) return from_hex(json.at("bytes").get<std::string>()).value_or("");
  return special_real(json.at("real").get<std::string>());
}

}  // namespace

std::string json_object(const NamedValues& values) {
  auto object = Json::object();
  for (const auto& [name, value] : values) object[name] = json_of(value);
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string json_array(const std::vector<std::string>& objects) {
  std::string array = "[";
  for (const auto& object : objects) array += (array.size() > 1 ? "," : "") + object;
  return array + "]";
}

NamedValues parse_json_object(std::string_view text) {
  NamedValues values;
  try {
    const auto object = Json::parse(text);
    for (const auto& [name, json] : object.items()) values.emplace_back(name, value_of(json));
  } catch (const Json::exception& error) {
    throw InputError(msg("“{}” is not the JSON object it should be: {}", text, error.what()));
  }
  return values;
}

}  // namespace bdf::io
