// SPDX-License-Identifier: MIT
// Settles one attribute or one geometry of one object: what it was, what both sides made of it,
// what earlier syncs left open, and what merged holds from now on.
#pragma once

#include <optional>

#include "merge/context.h"
#include "merge/policy.h"

namespace bdf::merge {

/// What is being settled: an attribute of the layout, or (nullptr) the geometry.
struct Subject {
  const Attribute* attribute = nullptr;
  rules::Responsibility responsibility;
  ThreeWay<ValueView> values;    ///< Null where the side does not carry it
  bool ancestor_known = true;    ///< false: new on both sides, or a column the ancestor lacks
  bool in_reference = true;      ///< false: the reference does not hold it, it never leaves
  std::optional<Side> evidence;  ///< the side that a date or a precision speaks for
  /// Where both sides changed it, it goes with that side: it is what that side's other values won
  /// by.
  std::optional<Side> goes_with;
};

struct Settlement {
  Divergence divergence = Divergence::none;
  Verdict verdict;
  Value value;   ///< what merged holds
  Value leaves;  ///< what the contribution offers or proposes, where verdict.leaves
  std::optional<Conflict> open;
  std::vector<Conflict> resolved;  ///< those that a human's decision closed, with it
  /// A value that merged no longer holds and that the reference has not answered yet.
  std::optional<Conflict> proposal;
};

/// What a human's decision on an open conflict makes of an attribute, or (nullptr) of the geometry.
struct DecidedValue {
  const Attribute* attribute = nullptr;
  Value value;
};

/// nullopt where the layer no longer has the attribute.
[[nodiscard]] std::optional<DecidedValue> decided_value(const Context& context,
                                                        const Conflict& conflict,
                                                        const Resolution& resolution);

[[nodiscard]] Settlement settle(const Context& context, const ClusterFeatures& cluster,
                                const Subject& subject);

}  // namespace bdf::merge
