// SPDX-License-Identifier: MIT
#include "credential/status_list.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "base/shown.h"
#include "credential/gzip.h"
#include "crypto/base64url.h"
#include "crypto/canonical_json.h"
#include "crypto/json_members.h"

namespace bdf::credential {

namespace {

using crypto::JsonMembers;
using Json = nlohmann::json;

constexpr std::string_view subject_type = "BitstringStatusList";
constexpr char base64url_prefix = 'u';

unsigned char mask_of(std::uint64_t index) {
  return static_cast<unsigned char>(0x80U >> index % 8);
}

void check_index(const StatusList& list, std::uint64_t index) {
  if (index >= status_count(list))
    throw InputError(msg("the status list {} has {} statuses, and none of index {}",
                         shown_shortly(list.id), status_count(list), index));
}

std::string encoded(const std::vector<unsigned char>& bits) {
  return base64url_prefix + crypto::base64url_of(gzip_of(bits));
}

std::vector<unsigned char> bits_in(const JsonMembers& subject) {
  constexpr auto name = "encodedList";
  const auto text = subject.text(name);
  const auto packed = text.front() == base64url_prefix
                          ? crypto::bytes_of_base64url(std::string_view(text).substr(1))
                          : std::nullopt;
  if (!packed) subject.refuse(name, msg("multibase base64url is needed here, which begins with u"));
  auto bits = bytes_of_gzip(*packed, most_statuses / 8);
  if (!bits) subject.refuse(name, msg("this is not GZIP of up to {} statuses", most_statuses));
  if (bits->size() * 8 < fewest_statuses)
    subject.refuse(
        name, msg("{} statuses are too few: {} are needed", bits->size() * 8, fewest_statuses));
  return std::move(*bits);
}

std::vector<std::string> purposes_in(const JsonMembers& subject) {
  constexpr auto name = "statusPurpose";
  const auto& value = subject.at(name);
  if (!value.is_array()) return {subject.text(name)};
  std::vector<std::string> purposes;
  for (const auto& purpose : value) {
    if (!purpose.is_string()) subject.refuse(name, msg("texts are needed in this list"));
    purposes.push_back(purpose.get<std::string>());
  }
  return purposes;
}

void check_is_whole(const Credential& credential) {
  const auto& types = credential.types;
  if (std::find(types.begin(), types.end(), status_list_type) == types.end())
    throw InputError(msg("this is no status list: its type is not {}", status_list_type));
  if (credential.id.empty() || credential.valid_from.empty() || credential.valid_until.empty())
    throw InputError(msg("a status list needs an id, validFrom and validUntil"));
}

Json subject_of(const StatusList& list) {
  Json subject{{"id", list.id + "#list"},
               {"type", subject_type},
               {"statusPurpose", list.purposes},
               {"encodedList", encoded(list.bits)}};
  if (list.purposes.size() == 1) subject["statusPurpose"] = list.purposes.front();
  return subject;
}

}  // namespace

StatusList new_status_list(const std::string& id, const std::string& issuer) {
  return {id,
          issuer,
          "",
          "",
          {std::string(revocation_purpose)},
          std::vector<unsigned char>(fewest_statuses / 8)};
}

std::uint64_t status_count(const StatusList& list) { return list.bits.size() * 8; }

bool is_set(const StatusList& list, std::uint64_t index) {
  check_index(list, index);
  return (list.bits[index / 8] & mask_of(index)) != 0;
}

void set_status(StatusList& list, std::uint64_t index, bool set) {
  check_index(list, index);
  auto& byte = list.bits[index / 8];
  const bool revokes = std::find(list.purposes.begin(), list.purposes.end(), revocation_purpose) !=
                       list.purposes.end();
  if (revokes && !set && is_set(list, index))
    throw UsageError(msg("what is revoked stays revoked: issue it anew"));
  byte = static_cast<unsigned char>(set ? byte | mask_of(index) : byte & ~mask_of(index));
}

std::string issue_status_list(const StatusList& list, const crypto::PrivateKey& key,
                              const crypto::ProofOptions& options) {
  Credential credential;
  credential.id = list.id;
  credential.types = {std::string(status_list_type)};
  credential.issuer = list.issuer;
  credential.valid_from = list.valid_from;
  credential.valid_until = list.valid_until;
  credential.subject = crypto::canonical_json(subject_of(list));
  auto text = issue(credential, key, options);
  // What would not be read is not written.
  static_cast<void>(read_status_list(text));
  return text;
}

SecuredStatusList read_status_list(std::string_view text) {
  auto secured = read_credential(text);
  const auto& credential = secured.credential;
  check_is_whole(credential);
  const auto json = crypto::parse_strictly(credential.subject);
  const JsonMembers subject(json, "credentialSubject");
  subject.require("type", subject_type);
  StatusList list{credential.id,          credential.issuer,    credential.valid_from,
                  credential.valid_until, purposes_in(subject), bits_in(subject)};
  return {std::move(list), std::move(secured)};
}

}  // namespace bdf::credential
