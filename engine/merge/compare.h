// SPDX-License-Identifier: MIT
// When two values are the same: comparing as the contract says, on normal forms.
#pragma once

#include <optional>
#include <string>

#include "model/schema.h"
#include "model/value.h"

namespace bdf::merge {

/// One text for all values that mean the same in a column of that type; nullopt for NULL and for
/// blank text. Numbers written as text, Vrai/Faux/Oui/Non/true/false/t/f, timestamps with an
/// offset, a timestamp in a date column, text in another Unicode form or with outer blanks: all
/// come to one form. What cannot be read as the column's type is kept as text.
[[nodiscard]] std::optional<std::string> normal_form(ColumnType type, const ValueView& value);

[[nodiscard]] bool same_value(ColumnType type, const ValueView& a, const ValueView& b);

/// An order for the rules `max` and `min`: numbers by size, all else by normal form; NULL comes
/// before everything.
[[nodiscard]] bool less(ColumnType type, const ValueView& a, const ValueView& b);

/// The value that such a text, written by to_text(), stands for in a column of that type.
[[nodiscard]] Value value_from_text(ColumnType type, const std::optional<std::string>& text);

/// Geometries as WKB or Null; alike within `tolerance` (units of the CRS). An empty geometry is
/// not the same as none.
[[nodiscard]] bool same_geometry(const ValueView& a, const ValueView& b, double tolerance);

}  // namespace bdf::merge
