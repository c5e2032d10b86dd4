// SPDX-License-Identifier: MIT
#include "crypto/key_pair.h"

#include <sodium.h>

#include <algorithm>
#include <vector>

#include "crypto/base58.h"

namespace bdf::crypto {

namespace {

/// multicodec's ed25519-pub, as a varint.
constexpr std::array<unsigned char, 2> codec{0xed, 0x01};
constexpr std::string_view did_prefix = "did:key:";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string to_text(const PublicKey& key) {
  std::vector<unsigned char> bytes(codec.begin(), codec.end());
  bytes.insert(bytes.end(), key.bytes.begin(), key.bytes.end());
  return multibase_of(bytes);
}

std::optional<PublicKey> public_key_in(std::string_view text) {
  if (text.starts_with(did_prefix)) text.remove_prefix(did_prefix.size());
  const auto bytes = bytes_of_multibase(text);
  PublicKey key;
  if (!bytes || bytes->size() != codec.size() + key.bytes.size()) return std::nullopt;
  if (!std::equal(codec.begin(), codec.end(), bytes->begin())) return std::nullopt;
  std::copy(bytes->begin() + codec.size(), bytes->end(), key.bytes.begin());
  return key;
}

PrivateKey::PrivateKey() : secret_(crypto_sign_SECRETKEYBYTES) {}

PrivateKey PrivateKey::generate() {
  PrivateKey key;
  crypto_sign_keypair(key.public_key_.bytes.data(), key.secret_.data());
  return key;
}

PrivateKey PrivateKey::from_seed(const Secret& seed) {
  PrivateKey key;
  crypto_sign_seed_keypair(key.public_key_.bytes.data(), key.secret_.data(), seed.data());
  return key;
}

Secret PrivateKey::seed() const {
  Secret seed(crypto_sign_SEEDBYTES);
  crypto_sign_ed25519_sk_to_seed(seed.data(), secret_.data());
  return seed;
}

SignatureBytes PrivateKey::sign(std::string_view message) const {
  SignatureBytes signature;
  crypto_sign_detached(signature.data(), nullptr, bytes_of(message), message.size(),
                       secret_.data());
  return signature;
}

bool has_signed(const PublicKey& key, std::string_view message, const SignatureBytes& signature) {
  require_sodium();
  return crypto_sign_verify_detached(signature.data(), bytes_of(message), message.size(),
                                     key.bytes.data()) == 0;
}

}  // namespace bdf::crypto
