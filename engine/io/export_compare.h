// SPDX-License-Identifier: MIT
// Whether a file of another form says the same value as the layer that it was made of.
#pragma once

#include <string_view>

#include "model/schema.h"
#include "model/value.h"

namespace bdf::io {

/// By value: a number may be a whole or a real one, or digits in a text; bytes may be hexadecimal
/// digits; times are the same where they are the same instant, one without a zone only as one in
/// UTC. NULL and "" are two.
[[nodiscard]] bool says_the_same(ColumnType type, const ValueView& layer, const ValueView& file);

/// The same vertices, each within `tolerance`, whatever the order of rings and parts, and whether a
/// single part is a multi. Heights that are none (NaN) are no heights, and no geometry is not an
/// empty one.
[[nodiscard]] bool is_same_shape(const ValueView& layer, const ValueView& file, double tolerance);

}  // namespace bdf::io
