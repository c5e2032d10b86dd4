// SPDX-License-Identifier: MIT
// JSON in the one form that can be signed (RFC 8785, JCS): the same values give the same bytes.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace bdf::crypto {

/// Without blanks, members sorted by the UTF-16 units of their names, numbers as ECMAScript writes
/// them. Throws InputError for what other readers would take for something else: numbers that are
/// not finite, integers beyond ±2^53, text that is not UTF-8 (lone surrogates among it); and for
/// what is nested more than 100 deep or is binary.
[[nodiscard]] std::string canonical_json(const nlohmann::json& value);

/// Reads JSON in whatever layout. Throws InputError for what is no JSON, and for all that
/// canonical_json() refuses; moreover for a name that an object has twice.
[[nodiscard]] nlohmann::json parse_strictly(std::string_view text);

}  // namespace bdf::crypto
