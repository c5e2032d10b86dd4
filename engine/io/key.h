// SPDX-License-Identifier: MIT
// Keys: what makes two features' ids the same id.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "model/row_index.h"
#include "model/value.h"

namespace bdf::io {

/// The key's canonical text: 7, 7.0 and '7' are one key; text is trimmed of blanks and in NFC.
/// Components are separated by `,` (a `,` or `\` inside one is escaped by `\`). nullopt where one
/// is NULL or blank.
[[nodiscard]] std::optional<std::string> text_of_key(std::span<const ValueView> values);

/// The hash of that text, as scan() gives it; none() where there is none.
[[nodiscard]] Hash128 hash_of_key(std::span<const ValueView> values);

}  // namespace bdf::io
