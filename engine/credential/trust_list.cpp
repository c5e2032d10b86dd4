// SPDX-License-Identifier: MIT
#include "credential/trust_list.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "credential/signer.h"
#include "credential/trust_list_words.h"
#include "crypto/canonical_json.h"

namespace bdf::credential {

namespace {

using Json = nlohmann::json;

Json as_json(const KeyRevocation& revocation) {
  Json json{{"since", revocation.since},
            {"reason", reason_words[static_cast<std::size_t>(revocation.reason)]}};
  if (!revocation.upheld.empty()) json["upheld"] = revocation.upheld;
  return json;
}

Json as_json(const TrustedKey& key) {
  Json json{{"organisation", key.organisation},
            {"verification_method", key.verification_method},
            {"public_key", to_text(key.key)},
            {"themes", key.themes},
            {"valid_from", key.valid_from}};
  if (!key.valid_until.empty()) json["valid_until"] = key.valid_until;
  if (key.revoked) json["revoked"] = as_json(*key.revoked);
  return json;
}

Json as_json(const TrustList& list) {
  auto keys = Json::array();
  for (const auto& key : list.keys) keys.push_back(as_json(key));
  return {{"type", trust_list_type},   {"version", trust_list_version}, {"issuer", list.issuer},
          {"sequence", list.sequence}, {"issued", list.issued},         {"expires", list.expires},
          {"keys", std::move(keys)}};
}

Finding validity(const TrustList& list, Instant now) {
  if (now < *instant_of(list.issued))
    return {Verdict::not_yet_valid, msg("it is valid from {} on", list.issued)};
  if (now > *instant_of(list.expires))
    return {Verdict::expired, msg("it was valid until {}", list.expires)};
  return {};
}

Finding novelty(const SecuredTrustList& secured, const std::optional<TrustListMark>& seen) {
  const auto& list = secured.list;
  if (seen && list.sequence < seen->sequence)
    return {Verdict::superseded,
            msg("it is number {}, and number {} is known already", list.sequence, seen->sequence)};
  if (seen && list.sequence == seen->sequence && secured.digest != seen->digest)
    return {
        Verdict::superseded,
        msg("another list of number {} is known already: ask who has issued them", list.sequence)};
  return {};
}

bool is_valid(const TrustedKey& key, Instant now) {
  const auto from = instant_of(key.valid_from);
  const auto until = instant_of(key.valid_until);
  if (key.revoked && (key.revoked->reason == RevocationReason::key_compromise ||
                      now >= *instant_of(key.revoked->since)))
    return false;
  return !(from && now < *from) && !(until && now > *until);
}

}  // namespace

std::string issue_trust_list(const TrustList& list, const crypto::PrivateKey& key,
                             const crypto::ProofOptions& options) {
  const auto url = crypto::did_url_in(options.verification_method);
  if (!url || url->did != list.issuer)
    throw UsageError(
        msg("“{}” is no key of the issuer, {}", options.verification_method, list.issuer));
  auto text = crypto::canonical_json(crypto::with_proof(as_json(list), key, options)) + "\n";
  // What would not be read is not written.
  static_cast<void>(read_trust_list(text));
  return text;
}

TrustListJudgement judge_trust_list(std::string_view text, const Trust& anchors, Instant now,
                                    const std::optional<TrustListMark>& seen) {
  TrustListJudgement judgement;
  try {
    judgement.said = read_trust_list(text);
  } catch (const InputError& error) {
    judgement.finding = {Verdict::malformed, error.what()};
    return judgement;
  }
  const auto& [list, proof, digest] = *judgement.said;
  judgement.finding = signer_of({list.issuer, proof, digest}, anchors, {now, "", ""}).finding;
  if (judgement.finding.verdict != Verdict::good) return judgement;
  judgement.finding = first_of(first_of(validity(list, now), proof_validity(proof, now)),
                               novelty(*judgement.said, seen));
  return judgement;
}

TrustListMark mark_of(const SecuredTrustList& secured) {
  return {secured.list.sequence, secured.digest};
}

std::vector<crypto::KnownKey> known_keys(const TrustList& list, const std::string& theme,
                                         Instant now) {
  std::vector<crypto::KnownKey> known;
  for (const auto& key : list.keys)
    if (is_valid(key, now) &&
        std::find(key.themes.begin(), key.themes.end(), theme) != key.themes.end())
      known.push_back({key.key, key.organisation});
  return known;
}

}  // namespace bdf::credential
