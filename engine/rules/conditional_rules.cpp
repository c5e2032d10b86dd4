// SPDX-License-Identifier: MIT
// The rules of a layer once it is known which conditions hold.
#include <algorithm>
#include <functional>
#include <set>

#include "model/schema.h"
#include "rules/theme.h"

namespace bdf::rules {

namespace {

using Holds = std::vector<Truth>;
/// What a table says of one thing.
using Saying = std::function<std::optional<Responsibility>(const AuthorityTable&)>;

/// What could be decided either way is asked.
Responsibility agreed(const std::vector<Responsibility>& possible) {
  const bool one = std::all_of(possible.begin(), possible.end(),
                               [&](const auto& each) { return each == possible.front(); });
  return one ? possible.front() : Responsibility{};
}

/// The last table that holds decides, and each behind it that may hold.
Responsibility decided(const std::vector<ConditionalTable>& tables, const Holds& holds,
                       const Saying& saying, const Responsibility& otherwise) {
  std::vector<Responsibility> possible;
  for (std::size_t i = tables.size(); i-- > 0;) {
    const auto said = saying(tables[i].authority);
    if (!said || holds[i] == Truth::no) continue;
    possible.push_back(*said);
    if (holds[i] == Truth::yes) return agreed(possible);
  }
  possible.push_back(otherwise);
  return agreed(possible);
}

std::optional<Responsibility> named_in(const AuthorityTable& table, const std::string& name) {
  const auto found = table.by_attribute.find(name);
  return found == table.by_attribute.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

LayerRules LayerRules::given(const Holds& holds) const {
  auto rules = *this;
  const auto decide = [&](const Saying& saying, const Responsibility& otherwise) {
    return decided(conditional, holds, saying, otherwise);
  };
  rules.geometry = decide([](const auto& table) { return table.geometry; }, geometry);
  rules.existence = decide([](const auto& table) { return table.existence; }, existence);
  rules.attributes = decide([](const auto& table) { return table.attributes; }, attributes);
  const auto general = rules;
  std::set<std::string> names;
  for (const auto& table : conditional)
    for (const auto& entry : table.authority.by_attribute) names.insert(entry.first);
  for (const auto& one : names)
    rules.by_attribute[one] =
        decide([&](const auto& table) { return named_in(table, one); }, general.of_attribute(one));
  for (const auto& table : conditional)
    for (const auto& clause : table.when)
      rules.by_attribute[folded(clause.attribute)] = of_attribute(clause.attribute);
  rules.conditional.clear();
  return rules;
}

bool LayerRules::may_answer(Authority owner, const std::string& attribute) const {
  if (of_attribute(attribute).authority == owner) return true;
  for (std::size_t i = 0; i < conditional.size(); ++i) {
    Holds alone(conditional.size(), Truth::no);
    alone[i] = Truth::yes;
    if (given(alone).of_attribute(attribute).authority == owner) return true;
  }
  return false;
}

}  // namespace bdf::rules
