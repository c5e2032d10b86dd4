// SPDX-License-Identifier: MIT
// Attribute values as small JSON texts, for conflicts and ledgers.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/value.h"

namespace bdf::io {

using NamedValues = std::vector<std::pair<std::string, Value>>;

/// A JSON object in the order given, its values as json_of() (io/json_value.h) says them.
[[nodiscard]] std::string json_object(const NamedValues& values);
[[nodiscard]] std::string json_array(const std::vector<std::string>& objects);

/// Reads back json_object(). Throws InputError where the text is not such an object.
[[nodiscard]] NamedValues parse_json_object(const std::string& text);

}  // namespace bdf::io
