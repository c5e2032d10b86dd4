// SPDX-License-Identifier: MIT
// GZIP (RFC 1952) in memory.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace bdf::credential {

/// The same bytes for the same bytes: neither a time nor a name is written.
[[nodiscard]] std::vector<unsigned char> gzip_of(std::span<const unsigned char> bytes);

/// What was compressed. Nothing for what is not one whole GZIP member with nothing behind it, and
/// for more than `most` bytes, of which no more are ever unpacked.
[[nodiscard]] std::optional<std::vector<unsigned char>> bytes_of_gzip(
    std::span<const unsigned char> packed, std::size_t most);

}  // namespace bdf::credential
