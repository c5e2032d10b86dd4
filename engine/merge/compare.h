// SPDX-License-Identifier: MIT
// When two values are the same: comparing as the contract says, on normal forms.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "model/value.h"

namespace bdf::merge {

/// How values of an attribute are compared.
struct ValueKind {
  // NOLINTNEXTLINE(google-explicit-constructor): a type alone is the plainest kind.
  ValueKind(ColumnType of) : type(of) {}

  ColumnType type;
  std::optional<int> scale;  ///< numbers are rounded to that many decimals
  bool list = false;         ///< `/`-separated members, whose order and repetition say nothing
};

/// The type in which values of columns of these types are compared: a date with a timestamp as
/// dates, a text '12' with a number as numbers.
[[nodiscard]] ColumnType coarser(ColumnType a, ColumnType b);

/// One text for all values that mean the same in a column of that kind; nullopt for NULL and for
/// blank text. Numbers written as text, Vrai/Faux/Oui/Non/true/false/t/f, timestamps with an
/// offset, a timestamp in a date column, text in another Unicode form or with outer blanks: all
/// come to one form. What cannot be read as the column's type is kept as text.
[[nodiscard]] std::optional<std::string> normal_form(const ValueKind& kind, const ValueView& value);

/// Whether a value can be read as one of that kind: a number, a truth, a day, a time. NULL and
/// blank text can be anything.
[[nodiscard]] bool is_of_kind(const ValueKind& kind, const ValueView& value);

/// The number that the value stands for, at the kind's scale; nullopt for NULL and for what is
/// none.
[[nodiscard]] std::optional<double> number_of(const ValueKind& kind, const ValueView& value);

[[nodiscard]] bool same_value(const ValueKind& kind, const ValueView& a, const ValueView& b);

/// A value, and how many bytes of text its carrier holds; 0: any number.
struct CarriedValue {
  ValueView value;
  std::size_t width = 0;
};

/// The same at the precision of the coarser carrier: a text that fills its carrier's width may have
/// been cut there, and a time without a fraction of a second is the same as one with.
[[nodiscard]] bool same_carried(const ValueKind& kind, const CarriedValue& a,
                                const CarriedValue& b);

/// The members of a `/`-separated list, each once, sorted, without outer blanks.
[[nodiscard]] std::vector<std::string> members_of(std::string_view list);

/// An order for the rules `max` and `min`: numbers by size, all else by normal form; NULL comes
/// before everything.
[[nodiscard]] bool less(const ValueKind& kind, const ValueView& a, const ValueView& b);

/// The value that such a text, written by to_text(), stands for in a column of that type.
[[nodiscard]] Value value_from_text(ColumnType type, const std::optional<std::string>& text);

/// Geometries as WKB or Null; alike within `tolerance` (units of the CRS). An empty geometry is
/// not the same as none.
[[nodiscard]] bool same_geometry(const ValueView& a, const ValueView& b, double tolerance);

}  // namespace bdf::merge
