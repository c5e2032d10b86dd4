// SPDX-License-Identifier: MIT
#include "jobs/signing_method.h"

#include "base/error.h"
#include "base/message.h"
#include "crypto/did.h"

namespace bdf::jobs {

SigningMethod signing_method(const std::string& asked, const crypto::PublicKey& key) {
  auto method = asked.empty() ? crypto::verification_method_of(key) : asked;
  const auto url = crypto::did_url_in(method);
  if (!url) throw UsageError(msg("--did {}: a key's DID URL, as did:web:geo.example#2026", method));
  return {std::move(method), url->did};
}

}  // namespace bdf::jobs
