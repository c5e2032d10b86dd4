// SPDX-License-Identifier: MIT
// Divergence first, authority second: the table that decides a single thing.
#pragma once

#include <optional>
#include <string_view>

#include "model/change.h"
#include "model/three_way.h"
#include "rules/theme.h"

namespace bdf::merge {

/// What is to happen to one attribute, one geometry, or one object's existence.
struct Verdict {
  Side taken = Side::local;      ///< whose value merged holds (the provisional one in a conflict)
  std::optional<Status> leaves;  ///< how the local value goes out; nullopt: it does not
  bool conflict = false;
  std::string_view rule;  ///< for the ledger and for `bdf explain`
};

/// The rule that takes neither side's list of links, but the members of both.
inline constexpr std::string_view union_rule = "union";

/// The rule of a geometry of which both sides have changed other stretches: it has both.
inline constexpr std::string_view stretches_rule = "stretches_apart";

/// What leaves of a value that takes what both sides have changed, by who answers for it.
[[nodiscard]] Verdict decide_both_taken(const rules::Responsibility& responsibility);

/// The authority table of the contract. `rule_side` is what a rule such as `max` gave where both
/// sides differ, nullopt where there is no such rule.
[[nodiscard]] Verdict decide(Divergence divergence, const rules::Responsibility& responsibility,
                             Side provisional, std::optional<Side> rule_side);

/// Of a date or a precision by which a side has won, and which both changed: it stays with the
/// value that it speaks for, and the other side's lost with its own.
[[nodiscard]] Verdict decide_evidence(Side winner, const rules::Responsibility& responsibility);

}  // namespace bdf::merge
