// SPDX-License-Identifier: MIT
// A value as a transaction says it, as the column that it is for holds it.
#pragma once

#include <string>

#include "io/foreign_action.h"
#include "model/schema.h"

namespace bdf::jobs {

/// Numbers may be said as text, truths as true, false, t, f, 1 and 0; blobs as hexadecimal behind
/// `\x`; days and times stay as they are said, and text takes a number in its shortest form. Throws
/// InputError with the reason where it is none of the column's type; "" is text only.
[[nodiscard]] Value value_for(const Column& column, const Value& said);

/// WKB, or Null, as the layer holds it: its kind, single or multi, straight or of curves, and x
/// before y whatever the system that it is said in has first. Throws InputError with the reason for
/// what is no geometry, in another system, of another kind or dimension than the layer's, or has a
/// ring that is not closed, too few vertices, or a coordinate that is no finite number.
[[nodiscard]] Value geometry_for(const Schema& schema, const io::SaidValue& said);

}  // namespace bdf::jobs
