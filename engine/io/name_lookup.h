// SPDX-License-Identifier: MIT
// From the names that our tables hold back to what they name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/message.h"

namespace bdf::io {

/// The enumerator from 0 to `last` that name_of() calls `name`.
template <class Enum>
[[nodiscard]] std::optional<Enum> find_named(std::string_view name, Enum last) {
  for (int i = 0; i <= static_cast<int>(last); ++i)
    if (name_of(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
  return std::nullopt;
}

/// The same; throws InputError where there is none.
template <class Enum>
[[nodiscard]] Enum named(const std::string& name, Enum last) {
  if (const auto found = find_named(name, last)) return *found;
  throw InputError(msg("“{}” is no word of this table.", name));
}

}  // namespace bdf::io
