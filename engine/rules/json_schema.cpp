// SPDX-License-Identifier: MIT
#include "rules/json_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "base/share.h"
#include "rules/nearest_word.h"
#include "rules/yaml_scalar.h"

namespace bdf::rules {

namespace {

using Json = nlohmann::json;
using Problems = std::vector<SchemaProblem>;

std::string type_of(const YAML::Node& node, const Json& scalar) {
  if (node.IsMap()) return "object";
  if (node.IsSequence()) return "array";
  return scalar.is_number_integer() ? "integer" : scalar.type_name();
}

bool is_of_type(const std::string& type, const std::string& asked) {
  return type == asked || (asked == "number" && type == "integer");
}

std::vector<std::string> as_list(const Json& one_or_more) {
  if (one_or_more.is_string()) return {one_or_more.get<std::string>()};
  return one_or_more.get<std::vector<std::string>>();
}

std::string type_in_words(const std::string& type) {
  if (type == "object") return msg("entries “name: value”");
  if (type == "array") return msg("a list");
  if (type == "string") return msg("a text");
  if (type == "integer") return msg("a whole number");
  if (type == "number") return msg("a number");
  if (type == "boolean") return msg("true or false");
  return msg("nothing");
}

std::string wrong_type(const std::vector<std::string>& asked, const std::string& type,
                       const std::string& text) {
  if (asked == std::vector<std::string>{"integer"} && type == "number")
    return msg("“{}” is no whole number that can be used here.", text);
  const bool wants_number = asked.front() == "number" || asked.front() == "integer";
  if (wants_number && type == "string" && looks_like_a_number(text))
    return msg("“{}” is no number that can be used here.", text);
  std::vector<std::string> words(asked.size());
  std::transform(asked.begin(), asked.end(), words.begin(), type_in_words);
  const auto expected = fmt::format("{}", fmt::join(words, ", "));
  const bool wants_text = std::find(asked.begin(), asked.end(), "string") != asked.end();
  if (wants_text && type != "object" && type != "array" && type != "null")
    return msg("Expected here: {}. “{}” is {}: put it in quotes to make it a text.", expected, text,
               type_in_words(type));
  return msg("Expected here: {}. This is {}.", expected, type_in_words(type));
}

/// A pointer names `/` as `~1` and `~` as `~0` (RFC 6901).
std::string pointer(const std::string& path, const std::string& key) {
  std::string escaped;
  for (const char c : key) escaped += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return path + "/" + escaped;
}

/// The standard library's expressions recurse by character; no name is nearly as long.
constexpr std::size_t longest_for_a_pattern = 1000;

/// Making an expression costs far more than searching by it, and a schema has few of them.
const std::regex& expression(const std::string& pattern) {
  thread_local std::map<std::string, std::regex> made;
  const auto found = made.find(pattern);
  return found != made.end() ? found->second : made.emplace(pattern, pattern).first->second;
}

bool matches(const std::string& text, const std::string& pattern) {
  return text.size() <= longest_for_a_pattern && std::regex_search(text, expression(pattern));
}

/// The schemas that stand by name beneath a keyword.
const Json& members_of(const Json& schema, const char* keyword) {
  static const Json none = Json::object();
  const auto found = schema.find(keyword);
  return found == schema.end() ? none : *found;
}

class Checker {
 public:
  explicit Checker(const Json& root) : root_(root) {}

  void check(const YAML::Node& node, const Json& schema, const std::string& path) {
    if (schema.is_boolean()) {
      if (!schema.get<bool>()) report(node, path, msg("This does not belong here."));
      return;
    }
    if (schema.contains("$ref")) check(node, referenced(schema["$ref"]), path);
    const Json scalar = node.IsScalar() ? json_of_scalar(node) : Json();
    if (!check_type(node, scalar, schema, path)) return;
    check_scalar(node, scalar, schema, path);
    if (node.IsMap()) check_map(node, schema, path);
    if (node.IsSequence()) check_list(node, schema, path);
    if (schema.contains("anyOf")) check_branches(node, schema["anyOf"], path, false);
    if (schema.contains("oneOf")) check_branches(node, schema["oneOf"], path, true);
  }

  Problems problems;

 private:
  void report(const YAML::Node& at, const std::string& path, std::string message) {
    auto mark = place_of(at, key_);
    if (mark.is_null()) mark = {};  // an empty document is at its beginning
    problems.push_back({mark.line + 1, mark.column + 1, path, std::move(message)});
  }

  /// Of an entry, whose value may be empty.
  void check_value(const YAML::Node& key, const YAML::Node& value, const Json& schema,
                   const std::string& path) {
    const auto* const outer = std::exchange(key_, &key);
    check(value, schema, path);
    key_ = outer;
  }

  [[nodiscard]] const Json& referenced(const std::string& reference) const {
    return root_.at(Json::json_pointer(reference.substr(1)));
  }

  bool check_type(const YAML::Node& node, const Json& scalar, const Json& schema,
                  const std::string& path) {
    if (!schema.contains("type")) return true;
    const auto asked = as_list(schema["type"]);
    const auto type = type_of(node, scalar);
    const bool fits = std::any_of(asked.begin(), asked.end(),
                                  [&](const auto& each) { return is_of_type(type, each); });
    const bool is_plain = node.IsScalar() && node.Tag() == "?";
    if (!fits) report(node, path, wrong_type(asked, type, is_plain ? node.Scalar() : ""));
    return fits;
  }

  void check_scalar(const YAML::Node& node, const Json& scalar, const Json& schema,
                    const std::string& path) {
    if (schema.contains("const")) check_word(node, scalar, Json::array({schema["const"]}), path);
    if (schema.contains("enum")) check_word(node, scalar, schema["enum"], path);
    if (scalar.is_number()) check_number(node, scalar.get<double>(), schema, path);
    if (scalar.is_string()) check_text(node, scalar.get<std::string>(), schema, path);
  }

  void check_word(const YAML::Node& node, const Json& scalar, const Json& allowed,
                  const std::string& path) {
    if (std::find(allowed.begin(), allowed.end(), scalar) != allowed.end()) return;
    std::vector<std::string> words;
    for (const auto& each : allowed)
      words.push_back(each.is_string() ? each.get<std::string>() : each.dump());
    report(node, path, unknown_word(node.IsScalar() ? node.Scalar() : "", words));
  }

  void check_number(const YAML::Node& node, double number, const Json& schema,
                    const std::string& path) {
    if (schema.contains("minimum") && number < schema["minimum"].get<double>())
      report(node, path, msg("{} is less than {}.", node.Scalar(), schema["minimum"].dump()));
    if (schema.contains("maximum") && number > schema["maximum"].get<double>())
      report(node, path, msg("{} is more than {}.", node.Scalar(), schema["maximum"].dump()));
  }

  void check_text(const YAML::Node& node, const std::string& text, const Json& schema,
                  const std::string& path) {
    if (schema.contains("minLength") && text.size() < schema["minLength"].get<std::size_t>())
      report(node, path, msg("A text is missing here."));
    if (!schema.contains("pattern")) return;
    const auto pattern = schema["pattern"].get<std::string>();
    if (!matches(text, pattern)) report(node, path, msg("“{}” does not match {}.", text, pattern));
  }

  void check_map(const YAML::Node& node, const Json& schema, const std::string& path) {
    std::vector<std::string> names;
    for (const auto& entry : node) {
      const auto name = entry.first.IsScalar() ? entry.first.Scalar() : "";
      if (std::find(names.begin(), names.end(), name) != names.end())
        report(entry.first, path, msg("“{}” stands here twice.", name));
      names.push_back(name);
      check_entry(entry.first, entry.second, schema, path);
    }
    for (const auto& name : schema.value("required", std::vector<std::string>{}))
      if (std::find(names.begin(), names.end(), name) == names.end())
        report(node, path, msg("“{}” is missing here.", name));
  }

  void check_entry(const YAML::Node& key, const YAML::Node& value, const Json& schema,
                   const std::string& path) {
    const auto name = key.IsScalar() ? key.Scalar() : "";
    const auto& properties = members_of(schema, "properties");
    const auto& patterns = members_of(schema, "patternProperties");
    bool known = properties.contains(name);
    if (known) check_value(key, value, properties[name], pointer(path, name));
    for (const auto& [pattern, member] : patterns.items()) {
      if (!matches(name, pattern)) continue;
      known = true;
      check_value(key, value, member, pointer(path, name));
    }
    if (known || !schema.contains("additionalProperties")) return;
    const auto& others = schema["additionalProperties"];
    if (others != false) return check_value(key, value, others, pointer(path, name));
    std::vector<std::string> words;
    for (const auto& property : properties.items()) words.push_back(property.key());
    report(key, path, unknown_word(name, words));
  }

  void check_list(const YAML::Node& node, const Json& schema, const std::string& path) {
    if (node.size() < schema.value("minItems", std::size_t{0}))
      report(node, path,
             msgn("At least {} item is expected here.", "At least {} items are expected here.",
                  schema["minItems"].get<std::size_t>()));
    if (schema.contains("items"))
      for (std::size_t i = 0; i < node.size(); ++i)
        check(node[i], schema["items"], pointer(path, std::to_string(i)));
    if (schema.value("uniqueItems", false)) check_unique(node, path);
  }

  void check_unique(const YAML::Node& list, const std::string& path) {
    std::set<std::string> seen;
    for (const auto& item : list) {
      const auto text = YAML::Dump(item);
      if (!seen.insert(text).second) report(item, path, msg("“{}” stands here twice.", text));
    }
  }

  void check_branches(const YAML::Node& node, const Json& branches, const std::string& path,
                      bool only_one) {
    std::size_t fitting = 0;
    const Problems* nearest = nullptr;
    std::vector<Checker> checkers(branches.size(), Checker(root_));
    for (std::size_t i = 0; i < branches.size(); ++i) {
      checkers[i].check(node, branches[i], path);
      const auto& found = checkers[i].problems;
      if (found.empty()) ++fitting;
      if (nearest == nullptr || found.size() < nearest->size()) nearest = &found;
    }
    if (fitting == 0 && nearest != nullptr)
      problems.insert(problems.end(), nearest->begin(), nearest->end());
    if (fitting > 1 && only_one) report(node, path, msg("This can be read in more than one way."));
  }

  const Json& root_;
  const YAML::Node* key_ = nullptr;  ///< of the value that is looked at
};

/// How the keyword's value holds schemas.
enum class Holds { nothing, one, list, by_name };

const std::map<std::string, Holds>& keywords() {
  static const std::map<std::string, Holds> known{
      {"$schema", Holds::nothing},     {"$id", Holds::nothing},
      {"$comment", Holds::nothing},    {"title", Holds::nothing},
      {"description", Holds::nothing}, {"default", Holds::nothing},
      {"examples", Holds::nothing},    {"$ref", Holds::nothing},
      {"type", Holds::nothing},        {"const", Holds::nothing},
      {"enum", Holds::nothing},        {"minimum", Holds::nothing},
      {"maximum", Holds::nothing},     {"minLength", Holds::nothing},
      {"pattern", Holds::nothing},     {"required", Holds::nothing},
      {"minItems", Holds::nothing},    {"uniqueItems", Holds::nothing},
      {"items", Holds::one},           {"additionalProperties", Holds::one},
      {"anyOf", Holds::list},          {"oneOf", Holds::list},
      {"properties", Holds::by_name},  {"patternProperties", Holds::by_name},
      {"$defs", Holds::by_name}};
  return known;
}

/// A keyword passed over would be a rule that nobody checks.
void require_known_keywords(const Json& schema, const std::string& file) {
  if (schema.is_boolean()) return;
  for (const auto& [keyword, value] : schema.items()) {
    const auto found = keywords().find(keyword);
    if (found == keywords().end())
      throw InputError(
          msg("{}: “{}” is no keyword of JSON Schema that is known here.", file, keyword));
    if (found->second == Holds::one) require_known_keywords(value, file);
    if (found->second == Holds::list || found->second == Holds::by_name)
      for (const auto& member : value) require_known_keywords(member, file);
  }
}

}  // namespace

Json parse_json_schema(const std::string& file, const std::string& text) {
  auto schema = Json::parse(text, nullptr, false);
  if (schema.is_discarded()) throw InputError(msg("{} is no JSON.", file));
  require_known_keywords(schema, file);
  return schema;
}

Json load_json_schema(const std::string& name) {
  for (const auto& share : share_folders()) {
    const auto path = share / "schemas" / (name + ".schema.json");
    if (std::filesystem::is_regular_file(path))
      return parse_json_schema(path.string(), read_text(path));
  }
  throw InputError(msg("The shipped file schemas/{}.schema.json is missing.", name));
}

std::vector<SchemaProblem> problems_of(const YamlNode& document, const Json& schema) {
  Checker checker(schema);
  checker.check(document.yaml(), schema, "");
  std::stable_sort(checker.problems.begin(), checker.problems.end(),
                   [](const auto& a, const auto& b) {
                     return std::pair(a.line, a.column) < std::pair(b.line, b.column);
                   });
  return std::move(checker.problems);
}

void require_schema(const YamlNode& document, const std::string& name) {
  std::string message;
  for (const auto& problem : problems_of(document, load_json_schema(name))) {
    if (!message.empty()) message += '\n';
    message +=
        fmt::format("{}:{}:{}: {}", document.file(), problem.line, problem.column, problem.message);
  }
  if (!message.empty()) throw InputError(message);
}

YamlNode load_checked_yaml(const std::filesystem::path& path, const std::string& name) {
  struct Checked {
    std::string text;
    YamlNode document;
  };
  // One thread's own: reading a yaml-cpp node may change it.
  thread_local std::map<std::pair<std::string, std::string>, Checked> known;
  const std::pair key(path.string(), name);
  auto text = read_text(path);
  if (const auto found = known.find(key); found != known.end() && found->second.text == text)
    return found->second.document;
  auto document = parse_yaml(path.string(), text);
  require_schema(document, name);
  known.insert_or_assign(key, Checked{std::move(text), document});
  return document;
}

}  // namespace bdf::rules
