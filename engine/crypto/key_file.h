// SPDX-License-Identifier: MIT
// The file of a private key: a few lines of text that its owner alone can read.
//
//   bdf private key, format 1
//   organisation: DDT 51
//   public-key: z6Mk…
//   seed: 32 bytes in base64url
//
// Under a passphrase the last line is `sealed-seed`: nonce and box of libsodium's secretbox
// (XSalsa20 and Poly1305), under the key that Argon2id derives from the passphrase by the lines
// `salt` and `argon2id: PASSES BYTES`.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "crypto/key_pair.h"
#include "crypto/trust.h"

namespace bdf::crypto {

/// A private key and whose it is.
struct OwnKey {
  PrivateKey key;
  std::string organisation;
};

struct KeyFileOptions {
  const Secret* passphrase = nullptr;  ///< protects the key; null: nothing but the file's mode does
  bool overwrite = false;
};

/// Throws UsageError for an organisation whose name is empty, has control characters, is longer
/// than 200 bytes or not UTF-8.
void check_organisation(const std::string& name);

/// Writes the file with mode 0600, whole or not at all. Throws as check_organisation() and
/// write_secret_file() do.
void write_key_file(const std::filesystem::path& path, const OwnKey& own,
                    const KeyFileOptions& options);

/// Gives the passphrase; asked only where one is needed.
using AskPassphrase = std::function<Secret()>;

/// Throws InputError where the file cannot be read, is no private key, is of a newer format, is
/// damaged, can be got at by others than its owner, or is under another passphrase.
[[nodiscard]] OwnKey read_key_file(const std::filesystem::path& path, const AskPassphrase& ask);

/// What everybody may know of the key, by what the file says: no passphrase is needed. Nothing
/// where the file begins like no private key. Throws InputError as read_key_file() does.
[[nodiscard]] std::optional<KnownKey> read_public_part(const std::filesystem::path& path);

/// The first line of a file that its owner alone can read. Throws InputError, also where that line
/// is empty.
[[nodiscard]] Secret read_passphrase_file(const std::filesystem::path& path);

}  // namespace bdf::crypto
