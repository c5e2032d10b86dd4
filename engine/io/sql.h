// SPDX-License-Identifier: MIT
// Small pieces of SQL text.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "io/sqlite.h"

namespace bdf::io {

/// "a", "b", "c"
[[nodiscard]] std::string sql_names(std::span<const std::string> names);
/// ?, ?, ?
[[nodiscard]] std::string placeholders(std::size_t count);

}  // namespace bdf::io
