// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "credential/credential.h"
#include "crypto/canonical_json.h"
#include "crypto/did.h"

namespace bdf::credential {

namespace {

using Json = nlohmann::json;

Json list_of(std::string_view first, const std::vector<std::string>& others) {
  Json list{first};
  for (const auto& other : others) list.push_back(other);
  return list;
}

Json as_json(const StatusEntry& status) {
  const auto index = std::to_string(status.index);
  return {{"id", status.list + "#" + index},
          {"type", "BitstringStatusListEntry"},
          {"statusPurpose", status.purpose},
          {"statusListIndex", index},
          {"statusListCredential", status.list}};
}

Json as_json(const Credential& credential) {
  Json json{{"@context", list_of(base_context, credential.contexts)},
            {"type", list_of(base_type, credential.types)},
            {"issuer", credential.issuer},
            {"credentialSubject", crypto::parse_strictly(credential.subject)}};
  if (!credential.issuer_name.empty())
    json["issuer"] = {{"id", credential.issuer}, {"name", credential.issuer_name}};
  if (!credential.id.empty()) json["id"] = credential.id;
  if (!credential.valid_from.empty()) json["validFrom"] = credential.valid_from;
  if (!credential.valid_until.empty()) json["validUntil"] = credential.valid_until;
  if (credential.status) json["credentialStatus"] = as_json(*credential.status);
  return json;
}

void check_is_issuers(const std::string& issuer, const crypto::ProofOptions& options) {
  const auto url = crypto::did_url_in(options.verification_method);
  if (!url || url->did != issuer)
    throw UsageError(msg("“{}” is no key of the issuer, {}", options.verification_method, issuer));
}

}  // namespace

std::string issue(const Credential& credential, const crypto::PrivateKey& key,
                  const crypto::ProofOptions& options) {
  check_is_issuers(credential.issuer, options);
  const auto secured = crypto::with_proof(as_json(credential), key, options);
  auto text = crypto::canonical_json(secured) + "\n";
  // What would not be read is not written.
  static_cast<void>(read_credential(text));
  return text;
}

}  // namespace bdf::credential
