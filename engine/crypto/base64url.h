// SPDX-License-Identifier: MIT
// Bytes in base64url (RFC 4648, section 5), without padding.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bdf::crypto {

[[nodiscard]] std::string base64url_of(std::span<const unsigned char> bytes);

/// The bytes of a text, of which each has one text only. Nothing for other texts: padding, blanks,
/// letters of other alphabets, bits that are no part of a byte and are not zero.
[[nodiscard]] std::optional<std::vector<unsigned char>> bytes_of_base64url(std::string_view text);

}  // namespace bdf::crypto
