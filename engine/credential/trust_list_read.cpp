// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "base/shown.h"
#include "credential/trust_list.h"
#include "credential/trust_list_words.h"
#include "crypto/canonical_json.h"
#include "crypto/json_members.h"

namespace bdf::credential {

namespace {

using crypto::JsonMembers;
using Json = nlohmann::json;

constexpr std::size_t longest_list = std::size_t{16} << 20;

/// A text of one line that can be shown.
std::string word_in(const JsonMembers& members, std::string_view name) {
  auto word = members.text(name);
  if (shown_on_a_line(word) != word) members.refuse(name, msg("it has control characters"));
  return word;
}

/// Texts of which there is one at least, and no two alike.
std::vector<std::string> words_in(const JsonMembers& members, std::string_view name) {
  const auto& list = members.at(name);
  if (!list.is_array() || list.empty()) members.refuse(name, msg("a list is needed here"));
  std::vector<std::string> words;
  for (const auto& item : list) {
    if (!item.is_string() || item.get_ref<const std::string&>().empty())
      members.refuse(name, msg("texts are needed in this list"));
    words.push_back(item.get<std::string>());
  }
  if (std::set(words.begin(), words.end()).size() != words.size())
    members.refuse(name, msg("something stands in it twice"));
  return words;
}

bool is_sha256(const std::string& text) {
  constexpr std::size_t digits = 64;
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

KeyRevocation revocation_in(const JsonMembers& members) {
  members.allow_only({"since", "reason", "upheld"});
  const auto word = members.text("reason");
  const auto* const reason = std::find(reason_words.begin(), reason_words.end(), word);
  if (reason == reason_words.end())
    members.refuse("reason", msg("“{}” is no word that is known here", shown_shortly(word)));
  KeyRevocation revocation{
      members.time("since"), static_cast<RevocationReason>(reason - reason_words.begin()), {}};
  if (!members.has("upheld")) return revocation;
  revocation.upheld = words_in(members, "upheld");
  if (!std::all_of(revocation.upheld.begin(), revocation.upheld.end(), is_sha256))
    members.refuse("upheld", msg("{} hexadecimal digits in lower case are needed here", 64));
  return revocation;
}

crypto::PublicKey public_key_of(const JsonMembers& entry) {
  const auto key = crypto::public_key_in(entry.text("public_key"));
  if (!key) entry.refuse("public_key", msg("this is no public key, which begins with z6Mk"));
  return *key;
}

void check_method(const JsonMembers& entry, const TrustedKey& key) {
  constexpr auto name = "verification_method";
  const auto url = crypto::did_url_in(key.verification_method);
  if (!url)
    entry.refuse(name,
                 msg("a DID with the fragment of a key is needed here, as in did:key:z6Mk…#z6Mk…"));
  if (crypto::public_key_in(url->did) &&
      key.verification_method != crypto::verification_method_of(key.key))
    entry.refuse(name, msg("it is another key's than public_key"));
}

TrustedKey key_in(const JsonMembers& entry) {
  entry.allow_only({"organisation", "verification_method", "public_key", "themes", "valid_from",
                    "valid_until", "revoked"});
  TrustedKey key;
  key.organisation = word_in(entry, "organisation");
  key.verification_method = entry.text("verification_method");
  key.key = public_key_of(entry);
  check_method(entry, key);
  key.themes = words_in(entry, "themes");
  key.valid_from = entry.time("valid_from");
  key.valid_until = entry.optional_time("valid_until");
  const auto until = instant_of(key.valid_until);
  if (until && *until < *instant_of(key.valid_from))
    entry.refuse("valid_until", msg("it ends before it begins"));
  if (entry.has("revoked")) key.revoked = revocation_in(entry.object("revoked"));
  return key;
}

/// What two entries must not have in common.
class Distinct {
 public:
  void add(const JsonMembers& entry, const TrustedKey& key) {
    if (!methods_.insert(key.verification_method).second)
      entry.refuse("verification_method", msg("there is another one of this id"));
    const auto [owner, is_new] = owners_.emplace(key.key.bytes, key.organisation);
    if (!is_new && owner->second != key.organisation)
      entry.refuse("public_key", msg("it is the key of {} too", owner->second));
  }

 private:
  std::set<std::string> methods_;
  std::map<std::array<unsigned char, 32>, std::string> owners_;
};

std::vector<TrustedKey> keys_in(const JsonMembers& members) {
  constexpr auto name = "keys";
  const auto& list = members.at(name);
  if (!list.is_array()) members.refuse(name, msg("a list is needed here"));
  std::vector<TrustedKey> keys;
  Distinct distinct;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const JsonMembers entry(list[i], fmt::format("{}[{}]", name, i));
    keys.push_back(key_in(entry));
    distinct.add(entry, keys.back());
  }
  return keys;
}

std::uint64_t sequence_in(const JsonMembers& members) {
  const auto& value = members.at("sequence");
  if (!value.is_number_unsigned() || value == 0)
    members.refuse("sequence", msg("an integer from 1 on is needed here"));
  return value.get<std::uint64_t>();
}

void check_version(const JsonMembers& members) {
  members.require("type", trust_list_type);
  if (members.at("version") != trust_list_version)
    members.refuse("version", msg("this version of bdf reads version {}", trust_list_version));
}

TrustList list_in(const JsonMembers& members) {
  check_version(members);
  members.allow_only(
      {"type", "version", "issuer", "sequence", "issued", "expires", "keys", "proof"});
  TrustList list{members.text("issuer"), sequence_in(members), members.time("issued"),
                 members.time("expires"), keys_in(members)};
  if (!crypto::is_did(list.issuer))
    members.refuse("issuer",
                   msg("a DID as in did:key:z6Mk… or did:web:geo.example is needed here"));
  if (*instant_of(list.expires) < *instant_of(list.issued))
    members.refuse("expires", msg("it ends before it begins"));
  return list;
}

}  // namespace

SecuredTrustList read_trust_list(std::string_view text) {
  if (text.size() > longest_list) throw InputError(msg("it is too long for what it is"));
  const auto json = crypto::parse_strictly(text);
  const JsonMembers members(json, "");
  return {list_in(members), crypto::read_proof(json), sha256(crypto::canonical_json(json))};
}

}  // namespace bdf::credential
