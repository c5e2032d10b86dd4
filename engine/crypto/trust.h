// SPDX-License-Identifier: MIT
// Public keys in files, a line each: the key, and behind a blank whose it is. A `#` begins a line
// that only people read.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "crypto/key_pair.h"

namespace bdf::crypto {

/// A public key and whose it is; "" where that is not said.
struct KnownKey {
  PublicKey key;
  std::string organisation;
};

/// The line of a file of public keys, with its end.
[[nodiscard]] std::string line_of(const KnownKey& known);

/// The keys of a file, or of all files FOLDER/*.pub. Throws InputError where there is none, and
/// names the line that is no key.
[[nodiscard]] std::vector<KnownKey> read_public_keys(const std::filesystem::path& path);

}  // namespace bdf::crypto
