// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "package/fact_words.h"

namespace bdf::package {

namespace {

std::string value_in(Language language, const std::optional<std::string>& value) {
  return value && !value->empty() ? *value : in(language, {"(vide)", "(empty)"});
}

std::string values_in(Language language, const rules::Clause& clause) {
  std::string values;
  for (const auto& value : clause.values)
    values += (values.empty() ? "" : ", ") + value_in(language, value);
  const bool one = clause.values.size() == 1;
  const Wording is =
      clause.negated
          ? (one ? Wording{"n'est pas", "is not"} : Wording{"n'est aucun de", "is none of"})
          : (one ? Wording{"est", "is"} : Wording{"est un de", "is one of"});
  return fmt::format("{} {} {}", clause.attribute, in(language, is), values);
}

Wording wording_of(rules::Limit limit) {
  switch (limit) {
    case rules::Limit::at_least:
      return {"est au moins", "is at least"};
    case rules::Limit::more_than:
      return {"est plus de", "is more than"};
    case rules::Limit::at_most:
      return {"est au plus", "is at most"};
    case rules::Limit::less_than:
      return {"est moins de", "is less than"};
  }
  return {};
}

std::string bound_in(Language language, const std::string& attribute, const rules::Bound& bound) {
  auto number = fmt::format("{}", bound.number);
  if (const auto point = number.find('.'); language == Language::fr && point != std::string::npos)
    number[point] = ',';
  return fmt::format("{} {} {}", attribute, in(language, wording_of(bound.limit)), number);
}

}  // namespace

std::string condition_in(Language language, const rules::Condition& condition) {
  std::string text;
  const auto add = [&](const std::string& part) {
    text += (text.empty() ? "" : in(language, {" et ", " and "})) + part;
  };
  for (const auto& clause : condition) {
    if (clause.bounds.empty()) add(values_in(language, clause));
    for (const auto& bound : clause.bounds) add(bound_in(language, clause.attribute, bound));
  }
  return text;
}

}  // namespace bdf::package
