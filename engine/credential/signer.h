// SPDX-License-Identifier: MIT
// Who has signed a document, and whether that is to be believed.
#pragma once

#include <string>

#include "credential/trust.h"
#include "credential/verdict.h"
#include "crypto/data_integrity.h"

namespace bdf::credential {

/// Of a document, what its signature is judged by.
struct SignedDocument {
  std::string issuer;  ///< the DID that it says it is of
  crypto::Proof proof;
  std::string digest;  ///< of all of it, with its proof
};

struct Signer {
  Finding finding;
  std::string organisation;  ///< whose key it is, where it is one of those trusted
};

/// The verdict is malformed, wrong_signer, altered, untrusted_signer or good. A did:key is its key;
/// the keys of a did:web are in its document, where that is at hand, else among those trusted: a
/// document from which a retired key was taken out takes with it all that this key has signed. A
/// proof that does not say when it was made is malformed: there is no telling whether its key was
/// good then. Validity is not asked about here.
[[nodiscard]] Signer signer_of(const SignedDocument& document, const Trust& trust,
                               const Question& question);

/// Whether the proof is from the future, or past its own end: not_yet_valid, expired or good.
[[nodiscard]] Finding proof_validity(const crypto::Proof& proof, Instant now);

}  // namespace bdf::credential
