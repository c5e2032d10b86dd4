// SPDX-License-Identifier: MIT
// Keys for tests, and bytes written as their vectors are.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/key_file.h"

namespace bdf::tests {

inline std::vector<unsigned char> from_hex(const std::string& hex) {
  std::vector<unsigned char> bytes;
  for (std::size_t at = 0; at < hex.size(); at += 2)
    bytes.push_back(static_cast<unsigned char>(std::stoi(hex.substr(at, 2), nullptr, 16)));
  return bytes;
}

inline crypto::Secret secret_of(std::string_view text) {
  crypto::Secret secret(text.size());
  std::copy(text.begin(), text.end(), secret.data());
  return secret;
}

inline crypto::PrivateKey key_from_hex(const std::string& seed) {
  const auto bytes = from_hex(seed);
  return crypto::PrivateKey::from_seed(
      secret_of({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
}

/// The same at every call; each `number`, below 256, gives another key.
inline crypto::PrivateKey sample_key(int number) {
  return crypto::PrivateKey::from_seed(
      secret_of(std::string(32, static_cast<char>(static_cast<unsigned char>(number)))));
}

}  // namespace bdf::tests
