// SPDX-License-Identifier: MIT
#include "support/json_schema.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <stdexcept>

namespace bdf::support {

namespace {

using Json = nlohmann::json;

bool is_of_type(const Json& value, const std::string& type) {
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  return type == value.type_name();
}

bool has_type(const Json& value, const Json& types) {
  if (types.is_string()) return is_of_type(value, types);
  return std::any_of(types.begin(), types.end(),
                     [&](const Json& type) { return is_of_type(value, type); });
}

class Checker {
 public:
  explicit Checker(const Json& root) : root_(root) {}

  void check(const Json& value, const Json& schema, const std::string& place) {
    if (schema.is_boolean()) {
      if (!schema.get<bool>()) report(place, "is not allowed");
      return;
    }
    if (schema.contains("$ref"))
      check(value, root_.at(Json::json_pointer(schema["$ref"].get<std::string>().substr(1))),
            place);
    check_value(value, schema, place);
    if (value.is_object()) check_object(value, schema, place);
    if (value.is_array() && schema.contains("items"))
      for (std::size_t i = 0; i < value.size(); ++i)
        check(value[i], schema["items"], place + "/" + std::to_string(i));
  }

  std::vector<std::string> found;

 private:
  void report(const std::string& place, const std::string& what) {
    found.push_back(place + " " + what);
  }

  void check_value(const Json& value, const Json& schema, const std::string& place) {
    if (schema.contains("type") && !has_type(value, schema["type"]))
      report(place, "has another type");
    if (schema.contains("const") && value != schema["const"]) report(place, "is another constant");
    if (schema.contains("enum") &&
        std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end())
      report(place, "is none of the enumeration");
    if (schema.contains("minimum") && value.is_number() && value < schema["minimum"])
      report(place, "is too small");
    if (schema.contains("pattern") && value.is_string() &&
        !std::regex_search(value.get<std::string>(),
                           std::regex(schema["pattern"].get<std::string>())))
      report(place, "does not match its pattern");
  }

  void check_object(const Json& value, const Json& schema, const std::string& place) {
    for (const auto& name : schema.value("required", Json::array()))
      if (!value.contains(name.get<std::string>()))
        report(place, "lacks " + name.get<std::string>());
    const auto properties = schema.value("properties", Json::object());
    const auto others = schema.value("additionalProperties", Json(true));
    for (const auto& [name, member] : value.items())
      check(member, properties.contains(name) ? properties[name] : others, place + "/" + name);
  }

  const Json& root_;
};

}  // namespace

std::vector<std::string> violations(const Json& document, const Json& schema) {
  Checker checker(schema);
  checker.check(document, schema, "");
  return checker.found;
}

Json schema_of(const std::string& name) {
  const std::string path = BDF_REPOSITORY "/schemas/formats/" + name + ".schema.json";
  std::ifstream file(path);
  if (!file) throw std::runtime_error("no schema " + path);
  return Json::parse(file);
}

}  // namespace bdf::support
