// SPDX-License-Identifier: MIT
// By which name a key signs what others verify.
#pragma once

#include <string>

#include "crypto/key_pair.h"

namespace bdf::jobs {

struct SigningMethod {
  std::string url;  ///< a DID URL: the key
  std::string did;  ///< whose it is
};

/// `asked` is a DID URL, or "": that of the key's did:key. Throws UsageError for what is none.
[[nodiscard]] SigningMethod signing_method(const std::string& asked, const crypto::PublicKey& key);

}  // namespace bdf::jobs
