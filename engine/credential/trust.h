// SPDX-License-Identifier: MIT
// Whose signatures are believed: keys, whose they are, for which themes, from when to when.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "crypto/did.h"
#include "crypto/key_pair.h"
#include "crypto/trust.h"

namespace bdf::credential {

/// Why a key was taken back; names as in RFC 5280, section 5.3.1.
enum class RevocationReason {
  key_compromise,
  affiliation_changed,
  superseded,
  cessation_of_operation
};

/// A key that was taken back.
///
/// When a document was signed, its signer alone says. A compromised key signs with any date, so
/// nothing counts that it has signed, whatever date it bears and whatever `since` says, but the
/// documents that are upheld: those of which whoever keeps the trust knows that they were there
/// before. After the other reasons the key is still in good hands, and its dates are believed: what
/// it signed before `since` stays good.
struct KeyRevocation {
  std::string since;  ///< a dateTimeStamp
  RevocationReason reason = RevocationReason::key_compromise;
  std::vector<std::string> upheld;  ///< digests (SecuredCredential), in lower-case hexadecimal
  bool operator==(const KeyRevocation&) const = default;
};

/// A key that is believed. One that is retired as planned ends with `valid_until`: what was signed
/// until then stays good. The key that follows it may begin earlier than that.
struct TrustedKey {
  std::string organisation;         ///< "" where that is not said
  std::string verification_method;  ///< a DID URL: whose key it is, and what proofs call it
  crypto::PublicKey key;
  std::vector<std::string> themes;  ///< none: of all themes
  std::string valid_from;           ///< a dateTimeStamp: signatures before it do not count; or ""
  std::string valid_until;          ///< likewise: signatures after it
  std::optional<KeyRevocation> revoked;
  bool operator==(const TrustedKey&) const = default;
};

struct Trust {
  std::vector<TrustedKey> keys;
  /// Those at hand, each of another DID. They say which keys a did:web has and has taken back; they
  /// make nobody trusted.
  std::vector<crypto::DidDocument> documents;
};

/// Keys that somebody trusts in everything, as did:key.
[[nodiscard]] std::vector<TrustedKey> trusted_keys(const std::vector<crypto::KnownKey>& known);
/// The usable keys of a document that somebody trusts in everything.
[[nodiscard]] std::vector<TrustedKey> trusted_keys(const crypto::DidDocument& document,
                                                   Instant now);

/// What a signature is asked about.
struct Question {
  Instant now;
  std::string theme;  ///< in which its signer has to be trusted; "" for any
  std::string type;   ///< which the credential must have besides VerifiableCredential; "" for any
};

}  // namespace bdf::credential
