// SPDX-License-Identifier: MIT
// Bytes as text that people can copy: base58btc, the alphabet of Bitcoin, which has none of the
// letters that are mistaken for one another.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bdf::crypto {

/// With the letter that multibase puts before it: z….
[[nodiscard]] std::string multibase_of(std::span<const unsigned char> bytes);

/// The bytes of a multibase text that begins with `z`, of which each has one text only. Nothing for
/// other texts, and for more than 128 characters: it takes a time that grows with their square.
[[nodiscard]] std::optional<std::vector<unsigned char>> bytes_of_multibase(std::string_view text);

}  // namespace bdf::crypto
