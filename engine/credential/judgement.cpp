// SPDX-License-Identifier: MIT
#include "credential/judgement.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "base/shown.h"
#include "credential/status_list.h"

namespace bdf::credential {

namespace {

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Finding unknown_status(const std::string& why) { return {Verdict::status_unknown, why}; }

/// Whether the list speaks for the credential, and now.
Finding list_finding(const SecuredStatusList& read, const Judgement& of, const Trust& trust,
                     const Question& question) {
  const auto& credential = of.said->credential;
  if (read.list.id != credential.status->list)
    return unknown_status(msg("this is the status list {}, and {} is needed",
                              shown_shortly(read.list.id), shown_shortly(credential.status->list)));
  if (!has(read.list.purposes, credential.status->purpose))
    return unknown_status(msg("the status list is not of {}", credential.status->purpose));
  const auto signer = signer_of(signed_document(read.secured), trust, question);
  if (signer.finding.verdict != Verdict::good)
    return unknown_status(msg("the status list: {}", signer.finding.reason));
  const bool is_of_same = !of.organisation.empty() && signer.organisation == of.organisation;
  if (read.list.issuer != credential.issuer && !is_of_same)
    return unknown_status(msg("the status list is of another issuer, {}", read.list.issuer));
  const auto valid = first_of(validity(read.secured.credential, question.now),
                              proof_validity(read.secured.proof, question.now));
  if (valid.verdict != Verdict::good)
    return unknown_status(msg("the status list: {}", valid.reason));
  return {};
}

/// Throws InputError where the list ends before the entry.
Finding status_in(const StatusList& list, const StatusEntry& entry) {
  if (!is_set(list, entry.index)) return {};
  if (entry.purpose == revocation_purpose)
    return {Verdict::revoked, msg("its issuer has revoked it")};
  return {Verdict::suspended, msg("its issuer has suspended it")};
}

/// Of a credential whose signer is known.
Finding status_finding(const Judgement& of, const Trust& trust, const Question& question,
                       const std::optional<std::string>& status_list) {
  const auto& entry = of.said->credential.status;
  if (!entry) return {};
  if (!status_list)
    return unknown_status(msg("the status list {} is not at hand", shown_shortly(entry->list)));
  try {
    const auto read = read_status_list(*status_list);
    auto finding = list_finding(read, of, trust, question);
    return finding.verdict == Verdict::good ? status_in(read.list, *entry) : finding;
  } catch (const InputError& error) {
    return unknown_status(msg("the status list: {}", error.what()));
  }
}

Finding type_finding(const Credential& credential, const std::string& type) {
  if (type.empty() || has(credential.types, type)) return {};
  return {Verdict::malformed, msg("its type is not {}", type)};
}

}  // namespace

Judgement judge(std::string_view text, const Trust& trust, const Question& question,
                const std::optional<std::string>& status_list) {
  Judgement judgement;
  try {
    judgement.said = read_credential(text);
  } catch (const InputError& error) {
    judgement.finding = {Verdict::malformed, error.what()};
    return judgement;
  }
  const auto& [credential, proof, digest] = *judgement.said;
  judgement.finding = type_finding(credential, question.type);
  if (judgement.finding.verdict != Verdict::good) return judgement;
  auto signer = signer_of(signed_document(*judgement.said), trust, question);
  judgement.finding = std::move(signer.finding);
  judgement.organisation = std::move(signer.organisation);
  if (judgement.finding.verdict != Verdict::good) return judgement;
  auto valid = first_of(validity(credential, question.now), proof_validity(proof, question.now));
  judgement.finding =
      first_of(std::move(valid), status_finding(judgement, trust, question, status_list));
  return judgement;
}

}  // namespace bdf::credential
