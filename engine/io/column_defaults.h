// SPDX-License-Identifier: MIT
// What a table puts where a feature brings nothing.
#pragma once

#include <vector>

#include "io/sqlite.h"
#include "model/schema.h"

namespace bdf::io {

struct ColumnDefault {
  Value value;  ///< the declared default where it is a literal, else Null
  bool not_null = false;
  Value instead_of_null;  ///< what a NOT NULL column holds for want of a value; else Null
};

/// One entry a column of the schema, in its order. A default that is no literal counts as none: it
/// could be another value at each run.
[[nodiscard]] std::vector<ColumnDefault> column_defaults(Database& database, const Schema& schema);

}  // namespace bdf::io
