// SPDX-License-Identifier: MIT
// SQL types as GeoPackages declare them.
#pragma once

#include <string>
#include <string_view>

#include "model/schema.h"

namespace bdf::io {

/// The type that a declaration stands for: by the GeoPackage's names (table 1 of the standard),
/// then by SQLite's affinity rules. A column declared with no type is text.
[[nodiscard]] ColumnType column_type_of(std::string_view declared);

/// The GeoPackage's declaration of a type, for a column that has none of its own.
[[nodiscard]] std::string declaration_of(ColumnType type);

/// The column as CREATE TABLE takes it: its quoted name, and its type as declared where that can
/// stand in SQL as it is, else declaration_of() its type.
[[nodiscard]] std::string definition_of(const Column& column);

}  // namespace bdf::io
