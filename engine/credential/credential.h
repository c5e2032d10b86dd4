// SPDX-License-Identifier: MIT
// Verifiable credentials (W3C Verifiable Credentials Data Model 2.0) that are secured by a Data
// Integrity proof: what an issuer says of a subject, bound to the issuer's key.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credential/signer.h"
#include "crypto/data_integrity.h"
#include "crypto/key_pair.h"

namespace bdf::credential {

inline constexpr std::string_view base_context = "https://www.w3.org/ns/credentials/v2";
inline constexpr std::string_view base_type = "VerifiableCredential";
inline constexpr std::string_view revocation_purpose = "revocation";
inline constexpr std::string_view suspension_purpose = "suspension";

/// Where a credential's status stands: a BitstringStatusListEntry.
struct StatusEntry {
  std::string purpose;      ///< revocation_purpose or suspension_purpose
  std::uint64_t index = 0;  ///< from 0: which bit
  std::string list;         ///< the URL that is the id of the status list credential
  bool operator==(const StatusEntry&) const = default;
};

struct Credential {
  std::vector<std::string> contexts;  ///< URLs, behind base_context
  std::string id;                     ///< a URL, or ""
  std::vector<std::string> types;     ///< behind base_type
  std::string issuer;                 ///< a did:key or did:web
  std::string issuer_name;            ///< as the issuer says, or ""
  std::string valid_from;             ///< a dateTimeStamp, or ""
  std::string valid_until;            ///< likewise
  std::string subject;                ///< an object that is not empty, as JSON
  std::optional<StatusEntry> status;
  bool operator==(const Credential&) const = default;
};

struct SecuredCredential {
  Credential credential;
  crypto::Proof proof;  ///< says nothing before it is judged
  std::string digest;   ///< SHA-256 of the whole document's canonical JSON, in hexadecimal
};

/// The credential with its proof, as canonical JSON and a line end. Throws InputError where
/// read_credential() would refuse it, and UsageError where the options name a key of another DID
/// than the issuer's.
[[nodiscard]] std::string issue(const Credential& credential, const crypto::PrivateKey& key,
                                const crypto::ProofOptions& options);

/// Reads it strictly; nothing is verified. Members that are not known here are allowed: they are
/// signed too. Throws InputError that says what is wrong, for what is no such credential, for more
/// than a mebibyte, and for what must not be ignored and is not understood: contexts that are no
/// URLs and JSON-LD keywords further down, which give names another meaning; several subjects or
/// statuses, a status that is no BitstringStatusListEntry of one bit and of a known purpose;
/// termsOfUse; the dates of data model 1.1.
[[nodiscard]] SecuredCredential read_credential(std::string_view text);

/// What a signature of it is judged by.
[[nodiscard]] SignedDocument signed_document(const SecuredCredential& secured);

/// By its validFrom and validUntil, both included: not_yet_valid, expired or good.
[[nodiscard]] Finding validity(const Credential& credential, Instant now);

}  // namespace bdf::credential
