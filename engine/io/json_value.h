// SPDX-License-Identifier: MIT
// Attribute values as JSON, with nothing lost: what was stored as an integer, a real, text or bytes
// reads back as that, bit for bit.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "model/value.h"

namespace bdf::io {

/// Keeps the order in which keys are added, so that the same calls give the same text.
using Json = nlohmann::ordered_json;

/// NULL, integers and text are what JSON has. A real always has a point or an exponent. What JSON
/// cannot say is an object of one member: {"real": "nan" | "inf" | "-inf"}, {"blob": HEX}, and
/// {"text_hex": HEX} for text that is not UTF-8. The bits of a NaN are not kept.
[[nodiscard]] Json json_of(const ValueView& value);
/// Throws InputError where `json` is nothing that json_of writes.
[[nodiscard]] Value value_of(const Json& json);

/// A geometry: its WKB in upper-case hexadecimal, or null. What is stored in place of a geometry
/// and is no blob is written as the value it is, text as {"text_hex": HEX}.
[[nodiscard]] Json json_of_geometry(const ValueView& geometry);
[[nodiscard]] Value geometry_of(const Json& json);

/// The key under which an attribute stands beside `geometry` and `object`. An attribute that has
/// one of these names itself (in any case), or that begins with a backslash, has a backslash before
/// it.
[[nodiscard]] std::string key_of_attribute(std::string_view name);
[[nodiscard]] std::string attribute_of_key(std::string_view key);

/// Throws InputError that says what is wrong with the text.
[[nodiscard]] Json parse_json(const std::string& text);

[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace bdf::io
