// SPDX-License-Identifier: MIT
#include "support/credential_samples.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "crypto/base58.h"
#include "crypto/canonical_json.h"
#include "crypto/did.h"

namespace bdf::tests {

namespace {

using Json = nlohmann::json;

std::string raw_digest(const Json& json) {
  const auto bytes = from_hex(sha256(crypto::canonical_json(json)));
  return {bytes.begin(), bytes.end()};
}

}  // namespace

Instant at(std::string_view time) {
  const auto instant = instant_of(time);
  if (!instant) ADD_FAILURE() << time << " is no time";
  return instant.value_or(Instant{});
}

std::string did(int number) { return crypto::did_of(sample_key(number).public_key()); }

std::string method(int number) {
  return crypto::verification_method_of(sample_key(number).public_key());
}

crypto::ProofOptions proof_options(int number) {
  return {method(number), "2026-11-24T01:09:08Z", ""};
}

credential::Credential sample_credential(int issuer) {
  credential::Credential credential;
  credential.id = "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33";
  credential.types = {label_type};
  credential.issuer = did(issuer);
  credential.valid_from = "2026-11-24T00:00:00Z";
  credential.valid_until = "2027-11-24T00:00:00Z";
  credential.subject =
      R"({"digest":"sha256","ratio":0.985,"title":"Cours d’eau de la Haute-Saône"})";
  return credential;
}

credential::Credential revocable_credential(int issuer) {
  auto credential = sample_credential(issuer);
  credential.status = {std::string(credential::revocation_purpose), 94567, status_list_url};
  return credential;
}

credential::StatusList sample_status_list(int issuer) {
  auto list = credential::new_status_list(status_list_url, did(issuer));
  list.valid_from = "2026-11-24T00:00:00Z";
  list.valid_until = "2026-12-24T00:00:00Z";
  return list;
}

std::string issued(const credential::Credential& credential, int key) {
  return credential::issue(credential, sample_key(key), proof_options(key));
}

Json signed_anyhow(Json document, Json proof, const crypto::PrivateKey& key) {
  proof["proofValue"] = crypto::multibase_of(key.sign(raw_digest(proof) + raw_digest(document)));
  document["proof"] = std::move(proof);
  return document;
}

std::string signed_anew(const std::string& text, const ChangeJson& change,
                        const ChangeJson& change_proof, int key) {
  auto document = Json::parse(text);
  auto proof = document["proof"];
  document.erase("proof");
  proof.erase("proofValue");
  change(document);
  if (document.contains("@context") && proof.contains("@context"))
    proof["@context"] = document["@context"];
  change_proof(proof);
  return signed_anyhow(document, proof, sample_key(key)).dump();
}

std::string changed_and_signed(const std::string& text, const ChangeJson& change) {
  return signed_anew(text, change, [](Json&) {});
}

}  // namespace bdf::tests
