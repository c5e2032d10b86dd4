// SPDX-License-Identifier: MIT
// Conflicts picked by an SQL expression that a person has typed.
#pragma once

#include <string>
#include <vector>

#include "io/sqlite.h"

namespace bdf::io {

/// The ids of the rows of layer conflict for which the expression holds, sorted.
///
/// The database must have been opened to be read. The expression is one expression over the columns
/// of the layer: it may read the file and call functions, and nothing else (no other statement, no
/// PRAGMA, no ATTACH), and it is given up after as many steps as some millions of conflicts need.
/// Throws UsageError that says what is wrong with it; InputError where the file cannot be read.
[[nodiscard]] std::vector<std::string> conflicts_where(Database& conflicts,
                                                       const std::string& expression);

}  // namespace bdf::io
