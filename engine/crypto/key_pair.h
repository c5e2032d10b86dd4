// SPDX-License-Identifier: MIT
// Ed25519 keys (RFC 8032).
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "crypto/secret.h"

namespace bdf::crypto {

/// What everybody may know of a key: by it signatures are judged.
struct PublicKey {
  std::array<unsigned char, 32> bytes{};
  bool operator==(const PublicKey&) const = default;
};

/// z6Mk…: multicodec 0xed01 and the key in base58btc, which is what follows `did:key:`.
[[nodiscard]] std::string to_text(const PublicKey& key);

/// The key that to_text() wrote, with or without `did:key:` before it. Nothing for other texts.
[[nodiscard]] std::optional<PublicKey> public_key_in(std::string_view text);

using SignatureBytes = std::array<unsigned char, 64>;

/// The key that signs. Cannot be copied; its memory is wiped when it goes.
class PrivateKey {
 public:
  /// From the system's random numbers.
  [[nodiscard]] static PrivateKey generate();
  /// `seed` has 32 bytes.
  [[nodiscard]] static PrivateKey from_seed(const Secret& seed);

  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  [[nodiscard]] Secret seed() const;
  /// The same message always gives the same signature.
  [[nodiscard]] SignatureBytes sign(std::string_view message) const;

 private:
  PrivateKey();
  PublicKey public_key_;
  Secret secret_;  ///< as libsodium keeps it: seed and public key
};

/// Whether the key has signed the message. False also for a signature in a form that RFC 8032 does
/// not allow, and for keys of small order, whose signatures say nothing.
[[nodiscard]] bool has_signed(const PublicKey& key, std::string_view message,
                              const SignatureBytes& signature);

}  // namespace bdf::crypto
