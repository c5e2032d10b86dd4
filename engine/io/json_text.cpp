// SPDX-License-Identifier: MIT
#include "io/json_text.h"

#include <nlohmann/json.hpp>

#include "io/json_value.h"

namespace bdf::io {

std::string json_object(const NamedValues& values) {
  auto object = Json::object();
  for (const auto& [name, value] : values) object[name] = json_of(view_of(value));
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string json_array(const std::vector<std::string>& objects) {
  std::string array = "[";
  for (const auto& object : objects) {
    if (array.size() > 1) array += ',';
    array += object;
  }
  return array + "]";
}

NamedValues parse_json_object(const std::string& text) {
  NamedValues values;
  const auto object = parse_json(text);
  for (const auto& [name, json] : object.items()) values.emplace_back(name, value_of(json));
  return values;
}

}  // namespace bdf::io
