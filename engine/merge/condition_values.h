// SPDX-License-Identifier: MIT
// Which values of a cluster a condition looks at, and whether one keeps it.
#pragma once

#include <vector>

#include "merge/context.h"

namespace bdf::merge {

/// A value, and in whose file's words it stands.
struct Version {
  Side side = Side::local;
  Value value;
};
using Versions = std::vector<Version>;

/// What merged is to hold of the attribute: one value of a whole object that both sides have, both
/// sides' where that is an open conflict; of another cluster one a feature, as rules/condition.h
/// says. None where the attribute is nullptr, or neither side carries it. `context` has the rules
/// without conditions.
[[nodiscard]] Versions versions_of(const Context& context, const ClusterFeatures& cluster,
                                   const Attribute* attribute);

/// Whether the value is what the clause asks for.
[[nodiscard]] bool keeps(const rules::Clause& clause, const Attribute& attribute,
                         const Version& version);

/// The same of a value of that kind, as its file carries it.
[[nodiscard]] bool keeps(const rules::Clause& clause, const ValueKind& kind,
                         const CarriedValue& value);

/// Whether the feature of that side says all that is asked of it. A column that the side does not
/// carry says nothing.
[[nodiscard]] bool keeps(const rules::Condition& condition, const Layout& layout,
                         FeatureRef feature, Side side);

}  // namespace bdf::merge
