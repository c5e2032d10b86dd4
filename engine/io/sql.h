// SPDX-License-Identifier: MIT
// Small pieces of SQL text.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/sqlite.h"
#include "model/schema.h"

namespace bdf::io {

/// "a", "b", "c"
[[nodiscard]] std::string sql_names(std::span<const std::string> names);
/// The names of the schema's columns, in order.
[[nodiscard]] std::vector<std::string> column_names(const Schema& schema);
/// `wanted`, or where a column of the schema has that name, `wanted`_1, _2 …
[[nodiscard]] std::string free_name(const Schema& schema, std::string_view wanted);
/// ?, ?, ?
[[nodiscard]] std::string placeholders(std::size_t count);

}  // namespace bdf::io
