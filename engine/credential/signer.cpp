// SPDX-License-Identifier: MIT
#include "credential/signer.h"

#include <algorithm>

#include "base/message.h"

namespace bdf::credential {

namespace {

using crypto::KeyLookup;
using crypto::KeyState;

const crypto::DidDocument* document_of(const std::string& did, const Trust& trust) {
  const auto found =
      std::find_if(trust.documents.begin(), trust.documents.end(),
                   [&](const crypto::DidDocument& document) { return document.did == did; });
  return found == trust.documents.end() ? nullptr : &*found;
}

std::vector<const TrustedKey*> trusted_under(const std::string& method, const Trust& trust) {
  std::vector<const TrustedKey*> found;
  for (const auto& key : trust.keys)
    if (key.verification_method == method) found.push_back(&key);
  return found;
}

/// Of those trusted under this name the one that has signed, else any.
std::optional<KeyLookup> looked_up_among_trusted(const SignedDocument& document,
                                                 const Trust& trust) {
  std::optional<KeyLookup> lookup;
  for (const auto* trusted : trusted_under(document.proof.verification_method, trust))
    if (!lookup || holds(document.proof, trusted->key))
      lookup = KeyLookup{KeyState::usable, trusted->key};
  return lookup;
}

/// Nothing where neither the DID nor anything at hand says which keys it has.
std::optional<KeyLookup> looked_up(const SignedDocument& document, const Trust& trust,
                                   Instant now) {
  const auto& method = document.proof.verification_method;
  if (const auto key = crypto::public_key_in(document.issuer))
    return look_up(crypto::document_of(*key), method, now);
  if (const auto* known = document_of(document.issuer, trust)) return look_up(*known, method, now);
  return looked_up_among_trusted(document, trust);
}

/// Why the key cannot be the issuer's word.
Finding wrong_key(KeyState state, const std::string& method) {
  switch (state) {
    case KeyState::unknown:
      return {Verdict::wrong_signer, msg("its issuer has no key {}", method)};
    case KeyState::not_for_assertions:
      return {Verdict::wrong_signer,
              msg("its issuer does not use the key {} for assertions (assertionMethod)", method)};
    case KeyState::other_controller:
      return {Verdict::wrong_signer, msg("the key {} is under somebody else's control", method)};
    case KeyState::other_kind:
      return {Verdict::wrong_signer, msg("the key {} is no Ed25519 key", method)};
    case KeyState::expired:
      return {Verdict::untrusted_signer, msg("its issuer's key {} has expired", method)};
    case KeyState::revoked:
      return {Verdict::untrusted_signer, msg("its issuer has revoked the key {}", method)};
    case KeyState::usable:
      break;
  }
  return {};
}

/// Whether the key that the document names has signed it, and is its issuer's.
Finding authenticity(const SignedDocument& document, const Trust& trust, Instant now) {
  const auto& method = document.proof.verification_method;
  const auto url = crypto::did_url_in(method);
  if (!url || url->did != document.issuer)
    return {Verdict::wrong_signer,
            msg("it is issued by {}, and signed by {}", document.issuer, url ? url->did : method)};
  const auto lookup = looked_up(document, trust, now);
  if (!lookup)
    return {Verdict::untrusted_signer,
            msg("the keys of {} are not known: neither is its document at hand, {}, nor is it "
                "trusted",
                document.issuer, crypto::document_address_of(document.issuer).value_or("-"))};
  auto finding = wrong_key(lookup->state, method);
  if (lookup->key && !holds(document.proof, *lookup->key))
    finding = first_of(std::move(finding),
                       {Verdict::altered, msg("its issuer's key {} has not signed this", method)});
  return finding;
}

/// Why a revocation makes that the document does not count; "" where it does not.
std::string why_revoked(const KeyRevocation& revocation, const SignedDocument& document,
                        const Question& question) {
  if (revocation.reason != RevocationReason::key_compromise) {
    const auto since = instant_of(revocation.since);
    if (since && (question.now < *since || *document.proof.created < *since)) return "";
    return msg("its signer's key was revoked on {}, before it was signed", revocation.since);
  }
  const auto& upheld = revocation.upheld;
  if (std::find(upheld.begin(), upheld.end(), document.digest) != upheld.end()) return "";
  return msg(
      "its signer's key was revoked on {} as compromised: what it has signed does not count, "
      "whatever date it bears",
      revocation.since);
}

std::string why_outside_of_validity(const TrustedKey& key, Instant created) {
  const auto from = instant_of(key.valid_from);
  const auto until = instant_of(key.valid_until);
  if (from && created < *from)
    return msg("it was signed before its signer's key was valid, {}", key.valid_from);
  if (until && created > *until)
    return msg("it was signed after its signer's key was valid, {}", key.valid_until);
  return "";
}

/// Why the key is not believed in this; "" where it is.
std::string why_not_trusted(const TrustedKey& key, const SignedDocument& document,
                            const Question& question) {
  const auto& themes = key.themes;
  if (!question.theme.empty() && !themes.empty() &&
      std::find(themes.begin(), themes.end(), question.theme) == themes.end())
    return msg("{} is not trusted for the theme “{}”", key.organisation, question.theme);
  return why_outside_of_validity(key, *document.proof.created);
}

/// Whoever else is said to have this key: once it is revoked, it is revoked for all.
std::string why_revoked_anywhere(const crypto::PublicKey& key, const SignedDocument& document,
                                 const Trust& trust, const Question& question) {
  for (const auto& trusted : trust.keys) {
    if (trusted.key != key || !trusted.revoked) continue;
    if (auto why = why_revoked(*trusted.revoked, document, question); !why.empty()) return why;
  }
  return "";
}

/// Of a document that its issuer has signed. Whoever is trusted by several words needs one of them.
Signer trusted_signer(const SignedDocument& document, const Trust& trust,
                      const Question& question) {
  Signer signer{{Verdict::untrusted_signer,
                 msg("it is signed by {}, who is not among those trusted", document.issuer)},
                ""};
  for (const auto* key : trusted_under(document.proof.verification_method, trust)) {
    if (!holds(document.proof, key->key)) continue;
    auto why = why_revoked_anywhere(key->key, document, trust, question);
    if (why.empty()) why = why_not_trusted(*key, document, question);
    const auto verdict = why.empty() ? Verdict::good : Verdict::untrusted_signer;
    signer = {{verdict, std::move(why)}, key->organisation};
    if (verdict == Verdict::good) break;
  }
  return signer;
}

}  // namespace

Signer signer_of(const SignedDocument& document, const Trust& trust, const Question& question) {
  if (!document.proof.created)
    return {{Verdict::malformed, msg("its proof does not say when it was made")}, ""};
  auto finding = authenticity(document, trust, question.now);
  if (finding.verdict != Verdict::good) return {std::move(finding), ""};
  return trusted_signer(document, trust, question);
}

Finding proof_validity(const crypto::Proof& proof, Instant now) {
  if (proof.created && now < *proof.created)
    return {Verdict::not_yet_valid, msg("its proof bears a date that is yet to come")};
  if (proof.expires && now > *proof.expires)
    return {Verdict::expired, msg("its proof has expired")};
  return {};
}

}  // namespace bdf::credential
