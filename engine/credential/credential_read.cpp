// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "base/shown.h"
#include "credential/credential.h"
#include "crypto/canonical_json.h"
#include "crypto/did.h"
#include "crypto/json_members.h"

namespace bdf::credential {

namespace {

using crypto::JsonMembers;
using Json = nlohmann::json;

constexpr std::size_t longest_credential = std::size_t{1} << 20;

/// Whether the text begins with a scheme (RFC 3986) and has no blanks.
bool is_url(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::string_view others = "0123456789+.-";
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  if (letters.find(text.front()) == std::string_view::npos) return false;
  const auto in_scheme = [&](char c) {
    return letters.find(c) != std::string_view::npos || others.find(c) != std::string_view::npos;
  };
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), in_scheme) &&
         std::none_of(text.begin(), text.end(), [](char c) { return c >= 0 && c <= ' '; });
}

std::string url_in(const JsonMembers& members, std::string_view name) {
  auto url = members.text(name);
  if (!is_url(url)) members.refuse(name, msg("a URL is needed here"));
  return url;
}

/// What gives names another meaning than the contexts at the top do.
void check_no_keywords(const JsonMembers& members, const std::string& name, const Json& value) {
  if (value.is_object())
    for (const auto& [inner, deeper] : value.items()) {
      const bool is_text = inner == "@value" || inner == "@language" || inner == "@direction";
      if (inner.starts_with('@') && !is_text)
        members.refuse(name, msg("“{}” has no place here", shown_shortly(inner)));
      check_no_keywords(members, name, deeper);
    }
  if (value.is_array())
    for (const auto& item : value) check_no_keywords(members, name, item);
}

void check_nothing_is_ignored_that_must_not_be(const JsonMembers& members) {
  for (const auto* name : {"issuanceDate", "expirationDate"})
    if (members.has(name))
      members.refuse(name, msg("data model 2.0 says this by validFrom and validUntil"));
  if (members.has("termsOfUse"))
    members.refuse("termsOfUse", msg("terms that are not understood here must not be ignored"));
  for (const auto& [name, value] : members.json().items()) {
    if (name == "@context" || name == "proof") continue;
    if (name.starts_with('@')) members.refuse(name, msg("this JSON-LD keyword has no place here"));
    check_no_keywords(members, name, value);
  }
}

/// The texts of a list that begins with `first`, without it.
std::vector<std::string> texts_in(const JsonMembers& members, const std::string& name) {
  const auto& list = members.at(name);
  if (!list.is_array()) members.refuse(name, msg("a list is needed here"));
  std::vector<std::string> texts;
  for (const auto& item : list) {
    if (!item.is_string() || item.get_ref<const std::string&>().empty())
      members.refuse(name, msg("texts are needed in this list"));
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

std::vector<std::string> contexts_in(const JsonMembers& members) {
  constexpr auto name = "@context";
  auto contexts = texts_in(members, name);
  if (contexts.empty() || contexts.front() != base_context)
    members.refuse(name, msg("“{}” must come first", base_context));
  if (!std::all_of(contexts.begin(), contexts.end(), is_url))
    members.refuse(name, msg("URLs are needed in this list"));
  contexts.erase(contexts.begin());
  return contexts;
}

std::vector<std::string> types_in(const JsonMembers& members) {
  constexpr auto name = "type";
  auto types =
      members.at(name).is_string() ? std::vector{members.text(name)} : texts_in(members, name);
  const auto base = std::find(types.begin(), types.end(), base_type);
  if (base == types.end()) members.refuse(name, msg("“{}” must be among them", base_type));
  types.erase(base);
  return types;
}

void read_issuer(const JsonMembers& members, Credential& credential) {
  constexpr auto name = "issuer";
  if (members.at(name).is_object()) {
    const auto issuer = members.object(name);
    credential.issuer = issuer.text("id");
    credential.issuer_name = issuer.optional_text("name");
  } else {
    credential.issuer = members.text(name);
  }
  if (!crypto::is_did(credential.issuer))
    members.refuse(name, msg("a DID as in did:key:z6Mk… or did:web:geo.example is needed here"));
}

void read_validity(const JsonMembers& members, Credential& credential) {
  credential.valid_from = members.optional_time("validFrom");
  credential.valid_until = members.optional_time("validUntil");
  const auto from = instant_of(credential.valid_from);
  const auto until = instant_of(credential.valid_until);
  if (from && until && *until < *from)
    members.refuse("validUntil", msg("it ends before it begins"));
}

std::uint64_t index_in(const JsonMembers& entry) {
  constexpr auto name = "statusListIndex";
  constexpr std::size_t most_digits = 10;
  const auto text = entry.text(name);
  std::uint64_t index = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, index);
  if (error != std::errc() || rest != end || text.size() > most_digits ||
      text != std::to_string(index))
    entry.refuse(name, msg("an integer from 0 on is needed here, as a text"));
  return index;
}

StatusEntry status_in(const JsonMembers& entry) {
  entry.allow_only({"id", "type", "statusPurpose", "statusListIndex", "statusListCredential",
                    "statusSize", "statusReference"});
  entry.require("type", "BitstringStatusListEntry");
  if (entry.has("statusSize") && entry.at("statusSize") != 1)
    entry.refuse("statusSize", msg("only statuses of one bit are understood here"));
  StatusEntry status{entry.text("statusPurpose"), index_in(entry),
                     url_in(entry, "statusListCredential")};
  if (status.purpose != revocation_purpose && status.purpose != suspension_purpose)
    entry.refuse("statusPurpose",
                 msg("it must be “{}” or “{}”", revocation_purpose, suspension_purpose));
  if (entry.has("id") && url_in(entry, "id") == status.list)
    entry.refuse("id", msg("it must be another URL than the list's"));
  return status;
}

/// One; a list of one is the same in JSON-LD.
std::optional<StatusEntry> read_status(const JsonMembers& members) {
  constexpr auto name = "credentialStatus";
  if (!members.has(name)) return std::nullopt;
  const auto& value = members.at(name);
  if (!value.is_array()) return status_in(members.object(name));
  if (value.size() != 1) members.refuse(name, msg("there must be one status"));
  return status_in(JsonMembers(value[0], name));
}

std::string subject_in(const JsonMembers& members) {
  constexpr auto name = "credentialSubject";
  const auto subject = members.object(name);
  if (subject.json().empty()) members.refuse(name, msg("it says nothing"));
  if (subject.has("id")) static_cast<void>(url_in(subject, "id"));
  return crypto::canonical_json(subject.json());
}

Credential credential_in(const JsonMembers& members) {
  Credential credential;
  credential.contexts = contexts_in(members);
  credential.types = types_in(members);
  check_nothing_is_ignored_that_must_not_be(members);
  if (members.has("id")) credential.id = url_in(members, "id");
  read_issuer(members, credential);
  read_validity(members, credential);
  credential.subject = subject_in(members);
  credential.status = read_status(members);
  return credential;
}

}  // namespace

SecuredCredential read_credential(std::string_view text) {
  if (text.size() > longest_credential) throw InputError(msg("it is too long for what it is"));
  const auto json = crypto::parse_strictly(text);
  const JsonMembers members(json, "");
  return {credential_in(members), crypto::read_proof(json), sha256(crypto::canonical_json(json))};
}

SignedDocument signed_document(const SecuredCredential& secured) {
  return {secured.credential.issuer, secured.proof, secured.digest};
}

Finding validity(const Credential& credential, Instant now) {
  const auto from = instant_of(credential.valid_from);
  const auto until = instant_of(credential.valid_until);
  if (from && now < *from)
    return {Verdict::not_yet_valid, msg("it is valid from {} on", credential.valid_from)};
  if (until && now > *until)
    return {Verdict::expired, msg("it was valid until {}", credential.valid_until)};
  return {};
}

}  // namespace bdf::credential
