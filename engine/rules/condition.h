// SPDX-License-Identifier: MIT
// Conditions on what an object says: `when` in a special case of a theme.
//
// A condition is asked of the object as merged is to hold it. No other reading keeps both laws:
// swapping the sides must change nothing, and so must a second sync, which sees merged as local and
// the reference as both others. So what only one side has changed counts as changed; where both
// have, the attribute's own rule decides first, and the condition looks at what it gave. Therefore
// who answers for an attribute that a condition looks at may not itself hang on a condition.
//
// - While the attribute is an open conflict, the condition holds where it holds of local's and of
//   the reference's value alike, and fails where it holds of neither. Else it is open, and what
//   hangs on it and would be decided one way or the other is shared with the rule `conflict`.
// - An object that one side has no longer, or newly, is looked at as the other side has it. Of
//   several that are one object cut, the condition must hold of all: of those of the side that has
//   changed what they say; of both sides', where both have.
// - A column that neither local nor the reference carries says nothing: no condition on it holds,
//   be it negated. NULL is a value like any other.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "rules/yaml_document.h"

namespace bdf::rules {

enum class Limit { at_least, more_than, at_most, less_than };
inline constexpr std::array limit_names{"at_least", "more_than", "at_most", "less_than"};

struct Bound {
  Limit limit = Limit::at_least;
  double number = 0;
  bool operator==(const Bound&) const = default;
};

/// What is asked of one attribute.
struct Clause {
  std::string attribute;  ///< as the theme calls it
  /// It must have one of these, or (`negated`) none of them; nullopt is NULL. Compared as the merge
  /// compares. Empty where bounds are asked for.
  std::vector<std::optional<std::string>> values;
  bool negated = false;
  std::vector<Bound> bounds;  ///< all of them; NULL, and what is no number, is within none
  bool operator==(const Clause&) const = default;
};

/// All of the clauses must hold. Without any it is no condition.
using Condition = std::vector<Clause>;

/// Reads a `when`; without one there is no condition. Throws InputError with file, line and column.
[[nodiscard]] Condition read_condition(const YamlNode& when);

/// As the theme would say it: {"nature":["Canal","Marais"],"width":{"at_least":5}}; and back again.
[[nodiscard]] std::string to_json(const Condition& condition);
/// Throws InputError where the text is no condition.
[[nodiscard]] Condition condition_from_json(const std::string& text);

/// For people, in their language: "nature is Canal and width is at least 5".
[[nodiscard]] std::string in_words(const Condition& condition);

}  // namespace bdf::rules
