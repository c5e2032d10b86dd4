// SPDX-License-Identifier: MIT
// Texts in files of rules that stand for values.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/schema.h"

namespace bdf::rules {

/// Whether the text stands for a value of that type: true, Vrai, Oui and 1 do for a boolean,
/// 2026-11-24 for a date, 2026-11-24 01:09:08 for a date with a time.
[[nodiscard]] bool stands_for_value(ColumnType type, const std::string& text);

/// The characters of a text in UTF-8.
[[nodiscard]] std::size_t characters_in(std::string_view text);

/// The type, for people: "a whole number".
[[nodiscard]] std::string in_words(ColumnType type);

}  // namespace bdf::rules
