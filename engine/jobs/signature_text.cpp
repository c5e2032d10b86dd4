// SPDX-License-Identifier: MIT
#include "jobs/signature_text.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/message.h"
#include "report/printable.h"

namespace bdf::jobs {

namespace {

using Json = nlohmann::ordered_json;
using crypto::Verdict;
using report::printable;

std::string good_text(const crypto::Statement& said) {
  return msg("signed by {} at {}, with the key {}", printable(said.organisation),
             printable(said.time), crypto::to_text(said.signer));
}

/// `said` is there but for what is malformed.
std::string fault_text(Verdict verdict, const std::optional<crypto::Statement>& said) {
  if (verdict == Verdict::malformed || !said)
    return msg("what stands in the place of a signature is none");
  const auto name = printable(said->organisation);
  const auto key = crypto::to_text(said->signer);
  if (verdict == Verdict::wrong_signature)
    return msg("a wrong signature: the key {} has not signed this", key);
  if (verdict == Verdict::altered)
    return msg("altered since {} signed it at {}, with the key {}", name, printable(said->time),
               key);
  if (verdict == Verdict::unknown_signer)
    return msg("signed in the name of {} at {}, with the key {}, which is not among those trusted",
               name, printable(said->time), key);
  return msg("signed in the name of {} at {}, with the key {}, which is another's", name,
             printable(said->time), key);
}

}  // namespace

std::string signature_text(const crypto::Judgement& judgement) {
  return judgement.verdict == Verdict::good ? good_text(*judgement.statement)
                                            : fault_text(judgement.verdict, judgement.statement);
}

std::string unasked_text(const crypto::Judgement& judgement) {
  if (judgement.verdict != Verdict::unknown_signer) return signature_text(judgement);
  return msg("signed in the name of {} at {}, with the key {}",
             printable(judgement.statement->organisation), printable(judgement.statement->time),
             crypto::to_text(judgement.statement->signer));
}

std::string signatures_text(const std::vector<crypto::Judgement>& judgements) {
  if (judgements.empty()) return msg("nobody has signed this") + "\n";
  std::string text;
  for (const auto& judgement : judgements) text += signature_text(judgement) + "\n";
  return text;
}

Json signature_json(const crypto::Judgement& judgement) {
  Json json{{"verdict", crypto::name_of(judgement.verdict)}};
  const auto& said = judgement.statement;
  json["organisation"] = said ? Json(said->organisation) : Json();
  json["signer"] = said ? Json(crypto::to_text(said->signer)) : Json();
  json["time"] = said ? Json(said->time) : Json();
  return json;
}

Json signatures_json(const std::vector<crypto::Judgement>& judgements) {
  auto json = Json::array();
  for (const auto& judgement : judgements) json.push_back(signature_json(judgement));
  return json;
}

std::string key_text(const crypto::KnownKey& key) {
  return msg("organisation: {}", printable(key.organisation)) + "\n" +
         msg("public key: {}", crypto::to_text(key.key)) + "\n";
}

std::string key_json(const crypto::KnownKey& key) {
  const auto text = crypto::to_text(key.key);
  const Json json{
      {"organisation", key.organisation}, {"public_key", text}, {"did", "did:key:" + text}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bdf::jobs
