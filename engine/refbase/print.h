// SPDX-License-Identifier: MIT
// The print of a version of an object: equal prints mean equal values.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/row_index.h"
#include "model/schema.h"
#include "model/value.h"

namespace bdf::refbase {

/// A column whose values count in a print.
struct PrintedColumn {
  int number = 0;  ///< of the column in the base: a name may change
  ColumnType type = ColumnType::text;
};

/// Over the number and the compared form of every value that is not NULL or blank, in the order of
/// the columns, which must be that of their numbers, and over the geometry's bytes. A column that
/// is NULL throughout changes no print. Kept in bases: what it is made of never changes.
[[nodiscard]] Hash128 print_of(std::span<const PrintedColumn> columns,
                               std::span<const ValueView> values, const ValueView& geometry);

/// 32 hexadecimal digits, as bases keep a print.
[[nodiscard]] std::string text_of(const Hash128& print);

}  // namespace bdf::refbase
