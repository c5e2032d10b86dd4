// SPDX-License-Identifier: MIT
// One value held against what a schema says of its attribute.
#pragma once

#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "model/finding.h"
#include "model/value.h"
#include "rules/layer_schema.h"

namespace bdf::jobs {

struct ValueFlaw {
  Level level = Level::warning;
  std::string_view code;
  std::string message;
};

/// Normal forms of keys.
using Keys = std::unordered_set<std::string>;

/// What is wrong with values of one attribute. Any thread.
class ValueCheck {
 public:
  /// A value of the key is an error where it is missing; the key's own pattern is asked for too.
  /// `targets`: the keys that links may name; null where they are not at hand. Both must outlive
  /// the check.
  ValueCheck(const rules::AttributeDefinition& definition, const rules::LayerSchema& schema,
             const Keys* targets);

  /// The first flaw of the value in its normal form (merge/compare.h): missing, no UTF-8, another
  /// type, too long; and of the members of a list: against the pattern, not in the enumeration,
  /// naming no feature.
  [[nodiscard]] std::optional<ValueFlaw> flaw_of(const ValueView& value) const;

 private:
  [[nodiscard]] std::optional<ValueFlaw> flaw_of_form(const std::string& form) const;
  [[nodiscard]] std::optional<ValueFlaw> flaw_of_member(const std::string& member) const;

  const rules::AttributeDefinition& definition_;
  bool is_key_;
  const Keys* targets_;
  std::string pattern_;
  std::regex expression_;
  std::unordered_set<std::string> values_;  ///< in normal form
};

}  // namespace bdf::jobs
