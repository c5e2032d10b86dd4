// SPDX-License-Identifier: MIT
// What there is to settle of an attribute of an object that both sides have.
#pragma once

#include "merge/settle.h"

namespace bdf::merge {

/// The attribute's three values, and who answers for it. A side that does not carry the column has
/// not touched it.
[[nodiscard]] Subject subject_of(const Context& context, const ThreeWay<FeatureRef>& features,
                                 const Attribute& attribute);

}  // namespace bdf::merge
