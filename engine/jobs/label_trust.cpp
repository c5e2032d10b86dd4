// SPDX-License-Identifier: MIT
#include "jobs/label_trust.h"

#include "base/error.h"
#include "base/message.h"
#include "credential/trust_list.h"
#include "io/output_folder.h"
#include "jobs/signing_method.h"
#include "rules/json_schema.h"
#include "rules/yaml_document.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;
using credential::TrustedKey;
using rules::YamlNode;

void add_keys(std::vector<TrustedKey>& keys, const std::vector<fs::path>& files) {
  for (const auto& file : files) {
    const auto some = credential::trusted_keys(crypto::read_public_keys(file));
    keys.insert(keys.end(), some.begin(), some.end());
  }
}

void add_list(credential::Trust& trust, const fs::path& file, const credential::Trust& anchors,
              Instant now) {
  const auto judgement =
      credential::judge_trust_list(rules::read_text(file), anchors, now, std::nullopt);
  if (judgement.finding.verdict != credential::Verdict::good || !judgement.said)
    throw InputError(msg("{}: this list of keys is not to be believed: {}", file.string(),
                         judgement.finding.reason));
  const auto& keys = judgement.said->list.keys;
  trust.keys.insert(trust.keys.end(), keys.begin(), keys.end());
}

/// A day is its first second.
std::string instant_text(const YamlNode& node) {
  if (!node) return "";
  auto text = node.text();
  if (text.size() == 10) text += "T00:00:00Z";
  if (!instant_of(text)) node.fail(msg("“{}” is no day, and no time with its zone.", text));
  return text;
}

credential::KeyRevocation read_revocation(const YamlNode& node) {
  credential::KeyRevocation revocation;
  revocation.since = instant_text(node["since"]);
  revocation.reason = static_cast<credential::RevocationReason>(node["reason"].one_of(
      {"key_compromise", "affiliation_changed", "superseded", "cessation_of_operation"}));
  if (const auto upheld = node["upheld"]) revocation.upheld = upheld.texts();
  return revocation;
}

TrustedKey read_key(const YamlNode& node) {
  const auto key = crypto::public_key_in(node["key"].text());
  if (!key) node["key"].fail(msg("This is no public key: z6Mk…"));
  TrustedKey trusted;
  trusted.organisation = node["organisation"].text();
  trusted.key = *key;
  trusted.verification_method =
      node["did"] ? node["did"].text() : crypto::verification_method_of(*key);
  trusted.themes = node["themes"].texts();
  trusted.valid_from = instant_text(node["from"]);
  trusted.valid_until = instant_text(node["until"]);
  if (const auto revoked = node["revoked"]) trusted.revoked = read_revocation(revoked);
  return trusted;
}

/// A key that is trusted is trusted by each name that a document at hand gives it.
void add_named(credential::Trust& trust) {
  const auto trusted = trust.keys;
  for (const auto& document : trust.documents)
    for (const auto& method : document.methods)
      for (const auto& key : trusted) {
        if (!method.key || !(*method.key == key.key) || method.controller != document.did) continue;
        auto named = key;
        named.verification_method = method.id;
        trust.keys.push_back(std::move(named));
      }
}

}  // namespace

credential::Trust read_trust(const TrustSources& sources, Instant now) {
  credential::Trust trust;
  add_keys(trust.keys, sources.keys);
  for (const auto& file : sources.documents)
    trust.documents.push_back(crypto::read_did_document(rules::read_text(file)));
  add_named(trust);
  credential::Trust anchors{{}, trust.documents};
  add_keys(anchors.keys, sources.anchors);
  for (const auto& file : sources.lists) add_list(trust, file, anchors, now);
  return trust;
}

void write_trust_list(const TrustListJob& job, const crypto::OwnKey& own) {
  const auto document = rules::load_checked_yaml(job.keys, "trust_list_source");
  const auto method = signing_method(job.method, own.key.public_key());
  credential::TrustList list;
  list.issuer = method.did;
  list.sequence = static_cast<std::uint64_t>(document["sequence"].number(1, 1e15));
  list.issued = job.time;
  list.expires = instant_text(document["expires"]);
  for (const auto& node : document["keys"].items()) list.keys.push_back(read_key(node));
  io::OutputFile file(job.out, job.overwrite);
  io::write_text(file.path(),
                 credential::issue_trust_list(list, own.key, {method.url, job.time, ""}));
  file.commit();
}

}  // namespace bdf::jobs
