// SPDX-License-Identifier: MIT
// Attribute values as small JSON texts, for conflicts and ledgers.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/value.h"

namespace bdf::io {

using NamedValues = std::vector<std::pair<std::string, Value>>;

/// A JSON object in the order given. Blobs as {"blob":"HEX"}; bytes that are not UTF-8 as
/// {"bytes":"HEX"}; NaN and infinities as {"real":"nan"}.
[[nodiscard]] std::string json_object(const NamedValues& values);
[[nodiscard]] std::string json_array(const std::vector<std::string>& objects);

/// Reads back json_object(). Throws InputError where the text is not such an object.
[[nodiscard]] NamedValues parse_json_object(std::string_view text);

}  // namespace bdf::io
