// SPDX-License-Identifier: MIT
// Files of strangers: neither links nor pipes nor devices are followed, waited for or read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace bdf::nightly {

/// Throws InputError where it is no ordinary file, cannot be read, or has more bytes than that, and
/// StoreError where the machine fails.
[[nodiscard]] std::string text_of_plain_file(const std::filesystem::path& path,
                                             std::uint64_t most_bytes);

/// Copies it to a new file, and tells the SHA-256 of what was copied. `most_bytes` is what is left,
/// and gets less. Throws as above, and StoreError.
[[nodiscard]] std::string copy_plain_file(const std::filesystem::path& from,
                                          const std::filesystem::path& to,
                                          std::uint64_t& most_bytes);

}  // namespace bdf::nightly
