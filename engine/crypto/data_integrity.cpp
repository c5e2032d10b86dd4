// SPDX-License-Identifier: MIT
#include "crypto/data_integrity.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "crypto/base58.h"
#include "crypto/canonical_json.h"
#include "crypto/did.h"
#include "crypto/json_members.h"

namespace bdf::crypto {

namespace {

using Json = nlohmann::json;

constexpr std::string_view type = "DataIntegrityProof";
constexpr std::string_view cryptosuite = "eddsa-jcs-2022";
constexpr std::string_view purpose = "assertionMethod";

std::string raw_sha256(const std::string& text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size());
  return {digest.begin(), digest.end()};
}

/// Of a proof without its value, and a document without its proof.
std::string bytes_to_sign(const Json& proof, const Json& document) {
  require_sodium();
  return raw_sha256(canonical_json(proof)) + raw_sha256(canonical_json(document));
}

void check_members(const JsonMembers& proof) {
  proof.allow_only({"@context", "created", "cryptosuite", "expires", "id", "nonce", "proofPurpose",
                    "proofValue", "type", "verificationMethod"});
  proof.require("type", type);
  proof.require("cryptosuite", cryptosuite);
  proof.require("proofPurpose", purpose);
  for (const auto* name : {"id", "nonce"}) static_cast<void>(proof.optional_text(name));
  if (!did_url_in(proof.text("verificationMethod")))
    proof.refuse("verificationMethod",
                 msg("a DID with the fragment of a key is needed here, as in did:key:z6Mk…#z6Mk…"));
}

void check_context(const JsonMembers& proof, const Json& document) {
  const auto found = proof.json().find("@context");
  if (found != proof.json().end() && *found != document.value("@context", Json()))
    proof.refuse("@context", msg("it is another one than the document's"));
}

std::optional<Instant> time_in(const JsonMembers& proof, std::string_view name) {
  if (!proof.has(name)) return std::nullopt;
  return instant_of(proof.time(name));
}

SignatureBytes signature_in(const JsonMembers& proof) {
  constexpr std::string_view name = "proofValue";
  const auto bytes = bytes_of_multibase(proof.text(name));
  SignatureBytes signature;
  if (!bytes) proof.refuse(name, msg("multibase base58btc is needed here, which begins with z"));
  if (bytes->size() != signature.size())
    proof.refuse(
        name, msg("{} bytes are needed here, and there are {}", signature.size(), bytes->size()));
  std::copy(bytes->begin(), bytes->end(), signature.begin());
  return signature;
}

void check_is_one_proof(const JsonMembers& document) {
  if (document.at("proof").is_array())
    document.refuse("proof", msg("there must be one proof: sets and chains are not read here"));
}

}  // namespace

Json with_proof(const Json& document, const PrivateKey& key, const ProofOptions& options) {
  const JsonMembers members(document, "");
  if (members.has("proof")) members.refuse("proof", msg("the document is signed already"));
  Json proof{{"type", type},
             {"cryptosuite", cryptosuite},
             {"created", options.created},
             {"verificationMethod", options.verification_method},
             {"proofPurpose", purpose}};
  if (!options.expires.empty()) proof["expires"] = options.expires;
  if (members.has("@context")) proof["@context"] = members.at("@context");
  const auto signature = key.sign(bytes_to_sign(proof, document));
  proof["proofValue"] = multibase_of(signature);
  auto secured = document;
  secured["proof"] = std::move(proof);
  // What would not be read is not written.
  static_cast<void>(read_proof(secured));
  return secured;
}

Proof read_proof(const Json& document) {
  const JsonMembers members(document, "");
  check_is_one_proof(members);
  const auto proof = members.object("proof");
  check_members(proof);
  check_context(proof, document);
  auto options = proof.json();
  options.erase("proofValue");
  auto unsecured = document;
  unsecured.erase("proof");
  Proof read{proof.text("verificationMethod"), time_in(proof, "created"), time_in(proof, "expires"),
             bytes_to_sign(options, unsecured), signature_in(proof)};
  if (read.created && read.expires && *read.expires < *read.created)
    proof.refuse("expires", msg("it ends before it begins"));
  return read;
}

bool holds(const Proof& proof, const PublicKey& key) {
  return has_signed(key, proof.signed_bytes, proof.signature);
}

}  // namespace bdf::crypto
