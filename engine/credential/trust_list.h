// SPDX-License-Identifier: MIT
// A list of stewards' keys by theme, signed by whoever keeps the trust: what the reader trusts is
// one key, and by it all others (schemas/formats/trust_list.schema.json).
//
// Rotation: the new key is listed beside the old one, whose valid_until says when it retires. What
// it signed until then stays good. Revocation: see KeyRevocation. The key of the list itself is
// rotated by the reader, who trusts the new one beside the old one for a while.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credential/trust.h"
#include "credential/verdict.h"
#include "crypto/data_integrity.h"

namespace bdf::credential {

struct TrustList {
  std::string issuer;          ///< a DID
  std::uint64_t sequence = 1;  ///< from 1; each list that follows has a greater one
  std::string issued;          ///< a dateTimeStamp
  std::string expires;         ///< likewise: by then there is another one
  std::vector<TrustedKey> keys;
  bool operator==(const TrustList&) const = default;
};

/// Which list was the newest that somebody has believed; to be kept with whatever was made of it.
struct TrustListMark {
  std::uint64_t sequence = 0;
  std::string digest;  ///< of the list, in hexadecimal
  bool operator==(const TrustListMark&) const = default;
};

/// The list with its proof, as canonical JSON and a line end. Throws InputError where it would not
/// be read back, and UsageError where the options name a key of another DID than the issuer's.
[[nodiscard]] std::string issue_trust_list(const TrustList& list, const crypto::PrivateKey& key,
                                           const crypto::ProofOptions& options);

struct SecuredTrustList {
  TrustList list;
  crypto::Proof proof;
  std::string digest;  ///< SHA-256 of its canonical JSON with the proof, in hexadecimal
};

/// Reads it strictly; nothing is verified. Throws InputError that names the place for a member that
/// is missing or not known; for an entry without a theme, or whose key is not the one that its
/// did:key is; for two entries of one verification method, and for a key of two organisations.
[[nodiscard]] SecuredTrustList read_trust_list(std::string_view text);

struct TrustListJudgement {
  Finding finding;
  std::optional<SecuredTrustList> said;  ///< unless the verdict is good, by anybody
};

/// Holds a list against the keys that the reader trusts, and against the newest list that it has
/// believed before: an older one is superseded, and so is another one of the same number, since of
/// two such lists one hides something. Throws nothing for what anybody may have written.
[[nodiscard]] TrustListJudgement judge_trust_list(std::string_view text, const Trust& anchors,
                                                  Instant now,
                                                  const std::optional<TrustListMark>& seen);

/// What to remember of a list that was believed.
[[nodiscard]] TrustListMark mark_of(const SecuredTrustList& secured);

/// The keys that a theme's contributions and documents may be signed with at an instant, for what
/// is judged by keys alone: valid then, and not revoked.
[[nodiscard]] std::vector<crypto::KnownKey> known_keys(const TrustList& list,
                                                       const std::string& theme, Instant now);

}  // namespace bdf::credential
