// SPDX-License-Identifier: MIT
// A condition for programs, in the ledger, and for people.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "rules/condition.h"

namespace bdf::rules {

namespace {

using Json = nlohmann::ordered_json;
using Values = std::vector<std::optional<std::string>>;

Json json_of(const Values& values) {
  auto list = Json::array();
  for (const auto& value : values) list.push_back(value ? Json(*value) : Json());
  return list.size() == 1 ? list.front() : list;
}

Json json_of(const Clause& clause) {
  if (clause.bounds.empty())
    return clause.negated ? Json{{"not", json_of(clause.values)}} : json_of(clause.values);
  auto bounds = Json::object();
  for (const auto& [limit, number] : clause.bounds)
    bounds[limit_names[static_cast<std::size_t>(limit)]] = number;
  return bounds;
}

Values values_in(const Json& json) {
  Values values;
  for (const auto& value : json.is_array() ? json : Json::array({json}))
    values.push_back(value.is_null() ? std::nullopt : std::optional(value.get<std::string>()));
  return values;
}

Clause clause_in(const std::string& attribute, const Json& json) {
  Clause clause;
  clause.attribute = attribute;
  clause.negated = json.is_object() && json.contains("not");
  if (clause.negated || !json.is_object())
    clause.values = values_in(clause.negated ? json["not"] : json);
  for (std::size_t i = 0; i < limit_names.size() && json.is_object(); ++i)
    if (json.contains(limit_names[i]))
      clause.bounds.push_back({static_cast<Limit>(i), json[limit_names[i]].get<double>()});
  return clause;
}

std::string value_text(const std::optional<std::string>& value) {
  return value && !value->empty() ? *value : msg("(empty)");
}

std::string values_text(const Clause& clause) {
  const auto& name = clause.attribute;
  if (clause.values.size() == 1) {
    const auto value = value_text(clause.values.front());
    return clause.negated ? msg("{} is not {}", name, value) : msg("{} is {}", name, value);
  }
  std::vector<std::string> texts;
  for (const auto& value : clause.values) texts.push_back(value_text(value));
  const auto list = fmt::format("{}", fmt::join(texts, ", "));
  return clause.negated ? msg("{} is none of {}", name, list) : msg("{} is one of {}", name, list);
}

std::string bound_text(const std::string& name, const Bound& bound) {
  switch (bound.limit) {
    case Limit::at_least:
      return msg("{} is at least {}", name, bound.number);
    case Limit::more_than:
      return msg("{} is more than {}", name, bound.number);
    case Limit::at_most:
      return msg("{} is at most {}", name, bound.number);
    case Limit::less_than:
      return msg("{} is less than {}", name, bound.number);
  }
  return {};
}

}  // namespace

std::string to_json(const Condition& condition) {
  auto json = Json::object();
  for (const auto& clause : condition) json[clause.attribute] = json_of(clause);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Condition condition_from_json(const std::string& text) {
  try {
    Condition condition;
    const auto json = Json::parse(text);
    for (const auto& [attribute, clause] : json.items())
      condition.push_back(clause_in(attribute, clause));
    return condition;
  } catch (const nlohmann::json::exception&) {
    throw InputError(msg("“{}” is no condition.", text));
  }
}

std::string in_words(const Condition& condition) {
  std::string text;
  const auto add = [&](const std::string& part) {
    text = text.empty() ? part : msg("{} and {}", text, part);
  };
  for (const auto& clause : condition) {
    if (clause.bounds.empty()) add(values_text(clause));
    for (const auto& bound : clause.bounds) add(bound_text(clause.attribute, bound));
  }
  return text;
}

}  // namespace bdf::rules
