// SPDX-License-Identifier: MIT
// A value in the form in which both kinds of base hold it.
#pragma once

#include <optional>
#include <string>

#include "model/schema.h"
#include "model/value.h"

namespace bdf::refbase {

/// The value as a column of that type holds it: a truth is 1 or 0, a number a number, a day
/// 2026-11-24, an instant in UTC; blank text in a column of no text is Null. What is so already is
/// not touched. nullopt where it cannot be: text in a column of numbers, text that is no UTF-8.
/// Views are of the value or of `buffer`.
[[nodiscard]] std::optional<ValueView> stored_value(ColumnType type, const ValueView& value,
                                                    std::string& buffer);

/// A geometry as a layer of that declaration holds it: a single one in a layer of several is one of
/// these. Null in a layer without geometries. nullopt where it cannot be.
[[nodiscard]] std::optional<ValueView> stored_geometry(const Schema& layer, const ValueView& value,
                                                       std::string& buffer);

}  // namespace bdf::refbase
