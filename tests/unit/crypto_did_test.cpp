// SPDX-License-Identifier: MIT
#include "crypto/did.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "crypto/base64url.h"
#include "unit/crypto_samples.h"

namespace bdf::crypto {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;
using tests::sample_key;

const std::string office = "did:web:geo.example";

/// The example of "The did:key Method v0.7".
TEST(Did, OfAKeyIsTheKey) {
  const std::string did = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
  const auto key = public_key_in(did);
  ASSERT_TRUE(key);
  EXPECT_EQ(did_of(*key), did);
  EXPECT_EQ(verification_method_of(*key),
            did + "#z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
  const auto lookup = look_up(document_of(*key), verification_method_of(*key), {});
  EXPECT_EQ(lookup.state, KeyState::usable);
  EXPECT_EQ(lookup.key, key);
  EXPECT_EQ(look_up(document_of(*key), did + "#other", {}).state, KeyState::unknown);
}

/// The examples of "did:web Method Specification", and what it says of ports and paths.
TEST(Did, OfTheWebHasTheAddressOfItsDocument) {
  const std::vector<std::pair<std::string, std::string>> samples{
      {"did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"},
      {"did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"},
      {"did:web:example.com%3A3000", "https://example.com:3000/.well-known/did.json"},
      {"did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"},
      {"did:web:localhost%3A8443", "https://localhost:8443/.well-known/did.json"},
      {"did:web:geo.example:.well-known", "https://geo.example/.well-known/did.json"}};
  for (const auto& [did, address] : samples) EXPECT_EQ(document_address_of(did), address) << did;
}

TEST(Did, OfTheWebLeadsNowhereElse) {
  for (const auto* did : {"",
                          "did:web:",
                          "did:key:z6Mk",
                          "did:web:.",
                          "did:web:geo..example",
                          "did:web:-geo.example",
                          "did:web:geo.example-",
                          "did:web:geo.example.",
                          "did:web:Geo.example",
                          "did:web:192.168.0.1",
                          "did:web:2130706433",
                          "did:web:%5B::1%5D",
                          "did:web:geo.example:",
                          "did:web:geo.example::a",
                          "did:web:geo.example:..",
                          "did:web:geo.example:a:..:b",
                          "did:web:geo.example:.",
                          "did:web:geo.example:a%2Fb",
                          "did:web:geo.example:a/b",
                          "did:web:geo.example/a",
                          "did:web:geo.example%2Fa",
                          "did:web:geo.example%3A",
                          "did:web:geo.example%3A0",
                          "did:web:geo.example%3A65536",
                          "did:web:geo.example%3A08443",
                          "did:web:geo.example%3a8443",
                          "did:web:geo.example%3A84x3",
                          "did:web:user@geo.example",
                          "did:web:geo.example?a",
                          "did:web:geo.example#a",
                          "did:web:géo.example",
                          "did:web:geo.example:a b",
                          "did:web:geo.example\n",
                          "did:WEB:geo.example"}) {
    EXPECT_FALSE(document_address_of(did)) << did;
    EXPECT_FALSE(is_did(did)) << did;
  }
  EXPECT_FALSE(document_address_of("did:web:" + std::string(64, 'a') + ".example"));
  EXPECT_FALSE(document_address_of("did:web:geo.example:" + std::string(2000, 'a')));
}

TEST(Did, UrlsNameAKey) {
  EXPECT_EQ(did_url_in(office + "#key-1"), (DidUrl{office, "key-1"}));
  const auto method = verification_method_of(sample_key(1).public_key());
  EXPECT_EQ(did_url_in(method)->did, did_of(sample_key(1).public_key()));
  for (const auto& text : {office, office + "#", office + "#a#b", office + "?a#b", office + "/a#b",
                           office + "#a b", "#key-1" + office, std::string("did:example:1#a"),
                           std::string("#a"), office + "#" + std::string(2000, 'a')})
    EXPECT_FALSE(did_url_in(text)) << text;
}

class DidDocuments : public ::testing::Test {
 protected:
  DidDocuments() { set_language("en"); }

  /// A method by a key of our samples.
  static Json multikey(const std::string& fragment, int key) {
    return {{"id", office + "#" + fragment},
            {"type", "Multikey"},
            {"controller", office},
            {"publicKeyMultibase", to_text(sample_key(key).public_key())}};
  }

  static Json jwk(const std::string& fragment, const std::string& x) {
    return {{"id", office + "#" + fragment},
            {"type", "JsonWebKey"},
            {"controller", office},
            {"publicKeyJwk", {{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", x}}}};
  }

  static Json document() {
    return {{"@context", "https://www.w3.org/ns/cid/v1"},
            {"id", office},
            {"verificationMethod", Json::array({multikey("a", 1), multikey("b", 2)})},
            {"authentication", {office + "#b"}},
            {"assertionMethod", {office + "#a"}},
            {"service", Json::array({{{"type", "Other"}}})}};
  }

  static KeyState state(const Json& json, const std::string& fragment,
                        const std::string& now = "2026-11-24T00:00:00Z") {
    return look_up(read_did_document(json.dump()), office + "#" + fragment, *instant_of(now)).state;
  }

  static std::string refusal(const Json& json) {
    try {
      static_cast<void>(read_did_document(json.dump()));
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  static std::string refusal_of_method(const std::function<void(Json&)>& change) {
    auto json = document();
    change(json["verificationMethod"][0]);
    return refusal(json);
  }
};

TEST_F(DidDocuments, SayWhichKeysAssert) {
  const auto read = read_did_document(document().dump());
  EXPECT_EQ(read.did, office);
  EXPECT_EQ(look_up(read, office + "#a", {}).key, sample_key(1).public_key());
  EXPECT_EQ(state(document(), "a"), KeyState::usable);
  EXPECT_EQ(state(document(), "b"), KeyState::not_for_assertions);
  EXPECT_EQ(state(document(), "c"), KeyState::unknown);
}

TEST_F(DidDocuments, MayLeaveTheDidOut) {
  auto json = document();
  json["verificationMethod"][0]["id"] = "#a";
  json["assertionMethod"] = {"#a"};
  EXPECT_EQ(state(json, "a"), KeyState::usable);
}

TEST_F(DidDocuments, MayHoldAMethodWhereItIsUsed) {
  auto json = document();
  json["assertionMethod"] = Json::array({multikey("c", 3)});
  EXPECT_EQ(state(json, "c"), KeyState::usable);
  EXPECT_EQ(state(json, "a"), KeyState::not_for_assertions);
}

/// RFC 8037, appendix A: the key of RFC 8032's first test.
TEST_F(DidDocuments, HoldKeysAsJwk) {
  auto json = document();
  json["verificationMethod"] =
      Json::array({jwk("a", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")});
  const auto lookup = look_up(read_did_document(json.dump()), office + "#a", {});
  ASSERT_EQ(lookup.state, KeyState::usable);
  const auto bytes =
      tests::from_hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_TRUE(std::equal(bytes.begin(), bytes.end(), lookup.key->bytes.begin()));
}

TEST_F(DidDocuments, HoldKeysOfOtherKinds) {
  auto json = document();
  json["verificationMethod"][0]["type"] = "Ed25519VerificationKey2020";
  EXPECT_EQ(state(json, "a"), KeyState::usable);
  json["verificationMethod"][0]["type"] = "EcdsaSecp256k1VerificationKey2019";
  EXPECT_EQ(state(json, "a"), KeyState::other_kind);
  json["verificationMethod"][0] = multikey("a", 1);
  json["verificationMethod"][0]["publicKeyMultibase"] =
      "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP";  // P-256
  EXPECT_EQ(state(json, "a"), KeyState::other_kind);
  json["verificationMethod"][0] = jwk("a", "x");
  json["verificationMethod"][0]["publicKeyJwk"]["crv"] = "X25519";
  EXPECT_EQ(state(json, "a"), KeyState::other_kind);
}

TEST_F(DidDocuments, AreBelievedAboutTheirOwnKeysOnly) {
  auto json = document();
  json["verificationMethod"][0]["controller"] = "did:web:other.example";
  EXPECT_EQ(state(json, "a"), KeyState::other_controller);
}

TEST_F(DidDocuments, TakeKeysBack) {
  auto json = document();
  auto& method = json["verificationMethod"][0];
  method["revoked"] = "2026-11-24T01:00:00+01:00";
  EXPECT_EQ(state(json, "a", "2026-11-23T23:59:59Z"), KeyState::usable);
  EXPECT_EQ(state(json, "a", "2026-11-24T00:00:00Z"), KeyState::revoked);
  method["expires"] = "2026-01-01T00:00:00Z";
  EXPECT_EQ(state(json, "a", "2026-11-23T23:59:59Z"), KeyState::expired);
  EXPECT_EQ(state(json, "a", "2026-11-24T00:00:00Z"), KeyState::revoked);
}

TEST_F(DidDocuments, AreReadStrictly) {
  EXPECT_EQ(refusal(document()), "");
  for (const auto& json : {Json::array(), Json(1), Json::object()}) EXPECT_NE(refusal(json), "");
  auto json = document();
  json["id"] = "did:example:1";
  EXPECT_THAT(refusal(json), HasSubstr("“id”"));
  json = document();
  json["verificationMethod"][1]["id"] = office + "#a";
  EXPECT_THAT(refusal(json), HasSubstr("another one of this id"));
  json = document();
  json["assertionMethod"] = Json::array({multikey("a", 3)});
  EXPECT_THAT(refusal(json), HasSubstr("another one of this id"));
  json = document();
  json["verificationMethod"] = multikey("a", 1);
  EXPECT_THAT(refusal(json), HasSubstr("a list is needed"));
  const auto twice = document().dump();
  EXPECT_THROW(static_cast<void>(read_did_document(twice.substr(0, twice.size() - 1) +
                                                   R"(,"id":"did:web:other.example"})")),
               InputError);
  EXPECT_THROW(static_cast<void>(read_did_document(std::string(2 << 20, ' '))), InputError);
}

TEST_F(DidDocuments, AreReadMethodByMethod) {
  EXPECT_NE(refusal_of_method([](Json& method) { method = "#a"; }), "");
  for (const auto* name : {"id", "type", "controller", "publicKeyMultibase"}) {
    EXPECT_THAT(refusal_of_method([&](Json& method) { method.erase(name); }), HasSubstr(name));
    EXPECT_THAT(refusal_of_method([&](Json& method) { method[name] = 1; }), HasSubstr(name));
  }
  for (const auto* name : {"revoked", "expires"})
    EXPECT_THAT(refusal_of_method([&](Json& method) { method[name] = "2026-11-24T00:00:00"; }),
                HasSubstr(name));
  EXPECT_NE(refusal_of_method([](Json& method) { method["id"] = "did:web:other.example#a"; }), "");
  EXPECT_NE(refusal_of_method([](Json& method) { method["publicKeyMultibase"] = "z6Mk1"; }), "");
  for (const auto* x : {"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR", "1", "11qYAYKxCrfVS/7T", ""})
    EXPECT_NE(refusal_of_method([&](Json& method) { method = jwk("a", x); }), "") << x;
}

TEST_F(DidDocuments, MustNotGivePrivateKeysAway) {
  const std::string secret = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
  for (const auto* name : {"secretKeyMultibase", "privateKeyMultibase", "privateKeyBase58"}) {
    const auto why = refusal_of_method([&](Json& method) { method[name] = secret; });
    EXPECT_THAT(why, HasSubstr("gives the private key away"));
    EXPECT_THAT(why, Not(HasSubstr(secret)));
  }
  const auto why = refusal_of_method([&](Json& method) {
    method = jwk("a", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    method["publicKeyJwk"]["d"] = secret;
  });
  EXPECT_THAT(why, HasSubstr("publicKeyJwk.d"));
  EXPECT_THAT(why, Not(HasSubstr(secret)));
}

/// RFC 4648, section 10, without padding.
TEST(Base64Url, WritesAndReadsTheVectorsOfItsRfc) {
  const std::vector<std::pair<std::string, std::string>> vectors{
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xfe", "-__-"}};
  for (const auto& [bytes, text] : vectors) {
    const std::vector<unsigned char> raw(bytes.begin(), bytes.end());
    EXPECT_EQ(base64url_of(raw), text);
    EXPECT_EQ(bytes_of_base64url(text), raw);
  }
  for (const auto* text : {"Zg==", "Zm8=", "Zh", "Z", "Zm9v\n", " Zm9v", "+//+", "Zm9vY", "é"})
    EXPECT_FALSE(bytes_of_base64url(text)) << text;
}

}  // namespace
}  // namespace bdf::crypto
