// SPDX-License-Identifier: MIT
// Data Integrity proofs of JSON documents (W3C Data Integrity 1.0) by the cryptosuite
// eddsa-jcs-2022 (W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.3).
//
// What is signed with Ed25519 are 64 bytes: SHA-256 of the canonical JSON (RFC 8785) of the proof
// without its value, and SHA-256 of the canonical JSON of the document without its proof. So every
// member of both is bound, and no layout is.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "base/instant.h"
#include "crypto/key_pair.h"

namespace bdf::crypto {

struct ProofOptions {
  std::string verification_method;  ///< a DID URL (did.h): by which key
  std::string created;              ///< a dateTimeStamp (base/instant.h)
  std::string expires;              ///< likewise; "" for never
};

/// The document with a proof for assertionMethod that repeats its @context. Throws InputError where
/// the document is no object, has a proof already or cannot be written canonically, and where the
/// options are not as said above.
[[nodiscard]] nlohmann::json with_proof(const nlohmann::json& document, const PrivateKey& key,
                                        const ProofOptions& options);

/// A document's proof as it is written. It says nothing before it is known to hold, and by whose
/// key.
struct Proof {
  std::string verification_method;
  std::optional<Instant> created;  ///< as whoever signed says
  std::optional<Instant> expires;
  std::string signed_bytes;  ///< the 64 bytes that the signature has to be of
  SignatureBytes signature{};
};

/// Reads it strictly. Throws InputError that names the member, for another type, cryptosuite or
/// purpose, a verification method that is no DID URL, times without a zone, a value that is not 64
/// bytes in multibase base58btc; for a member that is not known here, `domain`, `challenge` and
/// `previousProof` among them, since they restrict what a proof is good for; and for several proofs
/// (sets and chains): one that does not hold must not go unnoticed among others.
///
/// Stricter than the cryptosuite in this: where the proof repeats the @context, it must be the
/// document's. The cryptosuite lets anybody add contexts behind it, which may give names another
/// meaning.
[[nodiscard]] Proof read_proof(const nlohmann::json& document);

/// Whether this key has signed the document that the proof was read from.
[[nodiscard]] bool holds(const Proof& proof, const PublicKey& key);

}  // namespace bdf::crypto
