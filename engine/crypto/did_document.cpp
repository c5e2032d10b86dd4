// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "crypto/base64url.h"
#include "crypto/canonical_json.h"
#include "crypto/did.h"
#include "crypto/json_members.h"

namespace bdf::crypto {

namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_document = std::size_t{1} << 20;

/// A document that everybody may read is no place for them. The value is not repeated.
void check_holds_no_secret(const JsonMembers& members) {
  for (const auto* name : {"secretKeyMultibase", "privateKeyMultibase", "privateKeyBase58", "d"})
    if (members.has(name))
      members.refuse(name, msg("this gives the private key away: replace the key"));
}

std::optional<PublicKey> multikey_in(const JsonMembers& method) {
  constexpr std::string_view name = "publicKeyMultibase";
  const auto text = method.text(name);
  if (!text.starts_with("z6Mk")) return std::nullopt;
  const auto key = public_key_in(text);
  if (!key) method.refuse(name, msg("this is no public key of Ed25519"));
  return key;
}

/// RFC 8037.
std::optional<PublicKey> jwk_in(const JsonMembers& jwk) {
  check_holds_no_secret(jwk);
  if (jwk.text("kty") != "OKP" || jwk.text("crv") != "Ed25519") return std::nullopt;
  const auto bytes = bytes_of_base64url(jwk.text("x"));
  PublicKey key;
  if (!bytes || bytes->size() != key.bytes.size())
    jwk.refuse("x", msg("this is no public key of Ed25519"));
  std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
  return key;
}

std::optional<PublicKey> key_in(const JsonMembers& method) {
  check_holds_no_secret(method);
  const auto type = method.text("type");
  if (type == "Multikey" || type == "Ed25519VerificationKey2020") return multikey_in(method);
  if (type == "JsonWebKey" || type == "JsonWebKey2020")
    return jwk_in(method.object("publicKeyJwk"));
  return std::nullopt;
}

/// The id of a method, which may be written without the document's DID: #key-1.
std::string absolute(const std::string& id, const std::string& did) {
  return id.starts_with('#') ? did + id : id;
}

std::optional<Instant> time_in(const JsonMembers& method, std::string_view name) {
  if (!method.has(name)) return std::nullopt;
  return instant_of(method.time(name));
}

VerificationMethod method_in(const JsonMembers& method, const std::string& did) {
  const auto id = absolute(method.text("id"), did);
  const auto url = did_url_in(id);
  if (!url || url->did != did)
    method.refuse("id", msg("it must be “{}” and a fragment behind “#”", did));
  return {id,
          method.text("controller"),
          false,
          key_in(method),
          time_in(method, "expires"),
          time_in(method, "revoked")};
}

class DocumentReader {
 public:
  explicit DocumentReader(const Json& json) : members_(json, "") {
    document_.did = members_.text("id");
    if (!is_did(document_.did))
      members_.refuse("id", msg("a DID as in did:key:z6Mk… or did:web:geo.example is needed here"));
  }

  [[nodiscard]] DidDocument read() {
    for_each("verificationMethod", [&](const Json& item, const std::string& place) {
      add(method_in(JsonMembers(item, place), document_.did), place);
    });
    for_each("assertionMethod",
             [&](const Json& item, const std::string& place) { assert_by(item, place); });
    for (auto& method : document_.methods) method.asserts = asserting_.contains(method.id);
    return std::move(document_);
  }

 private:
  template <class Action>
  void for_each(const std::string& name, Action&& action) const {
    if (!members_.has(name)) return;
    const auto& items = members_.at(name);
    if (!items.is_array()) members_.refuse(name, msg("a list is needed here"));
    for (std::size_t i = 0; i < items.size(); ++i) action(items[i], fmt::format("{}[{}]", name, i));
  }

  void add(VerificationMethod method, const std::string& place) {
    if (!ids_.insert(method.id).second)
      members_.refuse(place, msg("there is another one of this id"));
    document_.methods.push_back(std::move(method));
  }

  /// Either the id of a method, or a method that is for nothing else.
  void assert_by(const Json& item, const std::string& place) {
    if (item.is_string()) {
      asserting_.insert(absolute(item.get<std::string>(), document_.did));
      return;
    }
    auto method = method_in(JsonMembers(item, place), document_.did);
    asserting_.insert(method.id);
    add(std::move(method), place);
  }

  JsonMembers members_;
  DidDocument document_;
  std::set<std::string> ids_;
  std::set<std::string> asserting_;
};

}  // namespace

DidDocument read_did_document(std::string_view text) {
  if (text.size() > longest_document) throw InputError(msg("it is too long for what it is"));
  const auto json = parse_strictly(text);
  return DocumentReader(json).read();
}

}  // namespace bdf::crypto
