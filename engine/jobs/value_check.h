// SPDX-License-Identifier: MIT
// One value held against what a schema says of its attribute.
#pragma once

#include <map>
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

/// A class that links lead to.
struct LinkTarget {
  std::string key_pattern;   ///< of its keys; "" for any
  std::optional<Keys> keys;  ///< its objects'; nullopt where they are not at hand
};

/// By class.
using LinkTargets = std::map<std::string, LinkTarget>;

/// What is wrong with values of one attribute. Any thread.
///
/// IGN's validator calls each of these an error. Here what a producer's layer may hold before the
/// reference has taken it over is a warning: values that are missing or not in the enumeration,
/// keys that the producer has given itself, and links to what another file holds.
class ValueCheck {
 public:
  /// A value of the key is an error where it is missing; the key's own pattern is asked for too.
  /// `target`: where links lead; null for no link. All must outlive the check.
  ValueCheck(const rules::AttributeDefinition& definition, const rules::LayerSchema& schema,
             const LinkTarget* target);

  /// The first flaw of the value in its normal form (merge/compare.h): missing, no UTF-8, with
  /// control characters, another type, too long, more digits or decimals than there is room for;
  /// and of the members of a list: against the pattern, not in the enumeration, naming no feature
  /// or, where features are not at hand, being no key. Values are cut in what is said of them.
  [[nodiscard]] std::optional<ValueFlaw> flaw_of(const ValueView& value) const;

 private:
  [[nodiscard]] std::optional<ValueFlaw> flaw_of_form(const std::string& form) const;
  [[nodiscard]] std::optional<ValueFlaw> flaw_of_number(const std::string& form) const;
  [[nodiscard]] std::optional<ValueFlaw> flaw_of_member(const std::string& member) const;
  [[nodiscard]] std::optional<ValueFlaw> flaw_of_link(const std::string& member) const;
  [[nodiscard]] std::vector<std::string> members_of(const std::string& form) const;

  const rules::AttributeDefinition& definition_;
  bool is_key_;
  const LinkTarget* target_;
  std::string pattern_;
  std::regex expression_;
  std::regex link_expression_;
  std::unordered_set<std::string> values_;  ///< in normal form
};

}  // namespace bdf::jobs
