// SPDX-License-Identifier: MIT
// A value, which is compared in its attribute's words, as it is written into a file.
#pragma once

#include "merge/layout.h"
#include "model/value.h"

namespace bdf::merge {

/// The value as `column` of that side's file holds it: in the producer's own words where these are
/// mapped (the first of several that mean it), a number as a number, a truth as 1 or 0 in a column
/// of truths and as Oui or Non, as BD TOPO's Shapefiles say it, in a column of text; a time as a
/// day in a column of days. What fits already, or cannot be said so, is written as it is.
[[nodiscard]] Value written(const Attribute& attribute, Side side, const Column& column,
                            const ValueView& value);

/// What may not be published is the producer's affair, whoever holds a column for it.
[[nodiscard]] bool is_restricted(const Attribute& attribute);

}  // namespace bdf::merge
