// SPDX-License-Identifier: MIT
#include "jobs/contribution_signer.h"

#include <vector>

#include "base/error.h"
#include "base/message.h"
#include "jobs/signature_text.h"
#include "jobs/signed_contribution.h"

namespace bdf::jobs {

namespace {

std::vector<crypto::KnownKey> keys_of(const rules::Organisation& organisation) {
  std::vector<crypto::KnownKey> keys;
  for (const auto& text : organisation.keys)
    if (const auto key = crypto::public_key_in(text)) keys.push_back({*key, organisation.name});
  return keys;
}

}  // namespace

namespace {

std::string signer_among(const std::string& name, const std::vector<crypto::Judgement>& judgements,
                         const rules::Membership& member) {
  for (const auto& judgement : judgements)
    if (judgement.verdict == crypto::Verdict::good)
      return crypto::to_text(judgement.statement->signer);
  if (!member.community->signed_only) return {};
  std::string found = msg("nobody has signed this");
  if (!judgements.empty()) found = signature_text(judgements.front());
  throw RightsError(msg("{}: “{}” takes only what a key of “{}” has signed: {}", name,
                        member.community->name, member.organisation->name, found));
}

}  // namespace

std::string signer_of(const SignedFile& file, const std::optional<rules::Membership>& member) {
  if (!member) return {};
  return signer_among(
      file.path.string(),
      judge_signatures(io::read_signatures(file.path), file.head, keys_of(*member->organisation)),
      *member);
}

std::string signer_of_content(const std::string& name, const crypto::Content& content,
                              const std::vector<crypto::Signature>& signatures,
                              const std::optional<rules::Membership>& member) {
  if (!member) return {};
  std::vector<crypto::Judgement> judgements;
  for (const auto& signature : signatures)
    judgements.push_back(crypto::judge(signature, content, keys_of(*member->organisation)));
  for (const auto& judgement : judgements)
    if (judgement.verdict == crypto::Verdict::altered ||
        judgement.verdict == crypto::Verdict::wrong_signature ||
        judgement.verdict == crypto::Verdict::malformed)
      throw RightsError(msg("{}: {}", name, signature_text(judgement)));
  return signer_among(name, judgements, *member);
}

}  // namespace bdf::jobs
