// SPDX-License-Identifier: MIT
#include "credential/trust.h"

namespace bdf::credential {

std::vector<TrustedKey> trusted_keys(const std::vector<crypto::KnownKey>& known) {
  std::vector<TrustedKey> keys;
  keys.reserve(known.size());
  for (const auto& [key, organisation] : known)
    keys.push_back({organisation, crypto::verification_method_of(key), key, {}, "", "", {}});
  return keys;
}

std::vector<TrustedKey> trusted_keys(const crypto::DidDocument& document, Instant now) {
  std::vector<TrustedKey> keys;
  for (const auto& method : document.methods)
    if (crypto::look_up(document, method.id, now).state == crypto::KeyState::usable)
      keys.push_back({"", method.id, *method.key, {}, "", "", {}});
  return keys;
}

}  // namespace bdf::credential
