// SPDX-License-Identifier: MIT
#include "credential/credential.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "support/credential_samples.h"

namespace bdf::credential {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;
using tests::issued;
using tests::revocable_credential;
using tests::sample_credential;

class Credentials : public ::testing::Test {
 protected:
  Credentials() { set_language("en"); }

  static std::string refusal_of(const std::string& text) {
    try {
      static_cast<void>(read_credential(text));
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  template <class Change>
  static std::string refusal(Change&& change) {
    return refusal_of(tests::changed_and_signed(issued(revocable_credential()), change));
  }
};

TEST_F(Credentials, ReadBack) {
  auto credential = revocable_credential();
  credential.contexts = {"https://www.w3.org/ns/credentials/undefined-terms/v2"};
  credential.issuer_name = "Direction départementale des territoires";
  const auto read = read_credential(issued(credential));
  EXPECT_EQ(read.credential, credential);
  EXPECT_EQ(read.proof.verification_method, tests::method(1));
  EXPECT_TRUE(holds(read.proof, tests::sample_key(1).public_key()));
}

TEST_F(Credentials, AreWhatTheDataModelAsksFor) {
  const auto json = Json::parse(issued(revocable_credential()));
  EXPECT_EQ(json["@context"], Json::array({"https://www.w3.org/ns/credentials/v2"}));
  EXPECT_EQ(json["type"], Json::array({"VerifiableCredential", tests::label_type}));
  EXPECT_EQ(json["issuer"], tests::did(1));
  EXPECT_EQ(json["credentialStatus"], Json::parse(R"({"id": "https://geo.example/status/1#94567",
                            "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
                            "statusListIndex": "94567",
                            "statusListCredential": "https://geo.example/status/1"})"));
}

TEST_F(Credentials, AreTheSameBytesEachTime) {
  EXPECT_EQ(issued(sample_credential()), issued(sample_credential()));
  EXPECT_EQ(issued(sample_credential()).back(), '\n');
}

TEST_F(Credentials, HaveADigestWhateverTheirLayout) {
  const auto text = issued(sample_credential());
  EXPECT_EQ(read_credential(Json::parse(text).dump(4)).digest, read_credential(text).digest);
  auto other = sample_credential();
  other.id += "0";
  EXPECT_NE(read_credential(issued(other)).digest, read_credential(text).digest);
}

TEST_F(Credentials, AreNotIssuedByAnothersKey) {
  EXPECT_THROW(static_cast<void>(issued(sample_credential(1), 2)), UsageError);
}

TEST_F(Credentials, AreNotIssuedWhereTheyCouldNotBeRead) {
  for (const auto* subject : {"", "{}", "[]", "1", R"({"a":1,"a":2})", R"({"@type":"x"})",
                              R"({"a":1e20})", R"({"a":1e400})"}) {
    auto credential = sample_credential();
    credential.subject = subject;
    EXPECT_THROW(static_cast<void>(issued(credential)), InputError) << subject;
  }
  auto credential = sample_credential();
  credential.valid_until = "2026-11-23T00:00:00Z";
  EXPECT_THROW(static_cast<void>(issued(credential)), InputError);
  credential = revocable_credential();
  credential.status->purpose = "message";
  EXPECT_THROW(static_cast<void>(issued(credential)), InputError);
  credential = revocable_credential();
  credential.status->list = "no url";
  EXPECT_THROW(static_cast<void>(issued(credential)), InputError);
}

TEST_F(Credentials, MayLackWhatIsOptional) {
  EXPECT_EQ(refusal([](Json& json) {
              for (const auto* name : {"id", "validFrom", "validUntil", "credentialStatus"})
                json.erase(name);
              json["type"] = "VerifiableCredential";
            }),
            "");
  for (const auto* name : {"@context", "type", "issuer", "credentialSubject"})
    EXPECT_THAT(refusal([&](Json& json) { json.erase(name); }),
                HasSubstr("“" + std::string(name) + "”: it is missing"));
}

TEST_F(Credentials, MaySayMore) {
  EXPECT_EQ(refusal([](Json& json) {
              json["name"] = {{"@value", "Label"}, {"@language", "en"}};
              json["evidence"] = Json::array({{{"type", "Report"}}});
              json["issuer"] = {{"id", tests::did(1)}, {"name", "DDT 51"}, {"url", "https://a"}};
              json["credentialStatus"] = Json::array({json["credentialStatus"]});
            }),
            "");
}

TEST_F(Credentials, AreRefusedWhereAMemberIsAnother) {
  const std::vector<std::pair<std::string, Json>> changes{
      {"@context", "https://www.w3.org/ns/credentials/v2"},
      {"@context", Json::array()},
      {"@context", {"https://www.w3.org/2018/credentials/v1"}},
      {"@context", {"https://geo.example", "https://www.w3.org/ns/credentials/v2"}},
      {"@context", {"https://www.w3.org/ns/credentials/v2", {{"ratio", "https://geo.example"}}}},
      {"@context", {"https://www.w3.org/ns/credentials/v2", "geo"}},
      {"type", {"LabelCredential"}},
      {"type", "LabelCredential"},
      {"type", Json::array()},
      {"type", {"VerifiableCredential", 1}},
      {"issuer", "https://geo.example"},
      {"issuer", "did:example:1"},
      {"issuer", {{"name", "DDT 51"}}},
      {"issuer", Json::array({tests::did(1)})},
      {"id", "58172aac"},
      {"id", Json::array({"urn:a:b"})},
      {"validFrom", "2026-11-24"},
      {"validFrom", "2026-11-24T00:00:00"},
      {"validUntil", "2026-02-29T00:00:00Z"},
      {"validUntil", "2026-11-24T00:59:59+01:00"},
      {"credentialSubject", Json::object()},
      {"credentialSubject", Json::array({{{"id", "urn:a:b"}}})},
      {"credentialSubject", {{"id", "no url"}}},
      {"credentialStatus", Json::array()},
      {"credentialStatus", "https://geo.example/status/1"}};
  for (const auto& [name, value] : changes) {
    const auto why = refusal([&, name = name, value = value](Json& json) { json[name] = value; });
    EXPECT_THAT(why, HasSubstr("“" + name)) << value;
  }
}

TEST_F(Credentials, AreRefusedWhereSomethingMustNotBeIgnored) {
  for (const auto* name : {"issuanceDate", "expirationDate", "termsOfUse", "@graph", "@id"})
    EXPECT_THAT(refusal([&](Json& json) { json[name] = "2026-11-24T00:00:00Z"; }), HasSubstr(name));
  for (const auto* name : {"@context", "@id", "@reverse"})
    EXPECT_THAT(refusal([&](Json& json) {
                  json["credentialSubject"]["a"] = {{{name, "x"}}};
                }),
                HasSubstr(name));
  EXPECT_THAT(refusal([](Json& json) {
                json["credentialStatus"] =
                    Json::array({json["credentialStatus"], json["credentialStatus"]});
              }),
              HasSubstr("there must be one status"));
}

TEST_F(Credentials, AreRefusedWithAStatusThatIsNotUnderstood) {
  const std::vector<std::pair<std::string, Json>> changes{
      {"type", "StatusList2021Entry"},
      {"statusPurpose", "message"},
      {"statusPurpose", "refresh"},
      {"statusListIndex", 94567},
      {"statusListIndex", "-1"},
      {"statusListIndex", "094567"},
      {"statusListIndex", "9 4"},
      {"statusListIndex", "1e3"},
      {"statusListIndex", "99999999999"},
      {"statusListIndex", "18446744073709551616"},
      {"statusListCredential", "status/1"},
      {"statusSize", 2},
      {"statusSize", "1"},
      {"statusMessage", Json::array()},
      {"id", tests::status_list_url},
      {"anything", 1}};
  for (const auto& [name, value] : changes)
    EXPECT_THAT(refusal([&, name = name, value = value](Json& json) {
                  json["credentialStatus"][name] = value;
                }),
                HasSubstr("“credentialStatus." + name + "”"))
        << value;
  EXPECT_EQ(refusal([](Json& json) { json["credentialStatus"]["statusSize"] = 1; }), "");
  EXPECT_EQ(refusal([](Json& json) { json["credentialStatus"].erase("id"); }), "");
}

TEST_F(Credentials, AreRefusedAsTextThatReadersDoNotAgreeUpon) {
  const auto text = issued(sample_credential());
  const auto with = [&](const std::string& member) { return "{" + member + "," + text.substr(1); };
  EXPECT_EQ(refusal_of(text), "");
  EXPECT_THAT(refusal_of(with(R"("id":"urn:a:b")")), HasSubstr("two members “id”"));
  EXPECT_THAT(refusal_of(with(R"("a":1e999)")), HasSubstr("not finite"));
  EXPECT_THAT(refusal_of(with(R"("a":9007199254740993)")), HasSubstr("2^53"));
  EXPECT_NE(refusal_of(with(R"("a":"\ud800")")), "");
  EXPECT_NE(refusal_of(with("\"a\":\"\xed\xa0\x80\"")), "");
  EXPECT_THAT(refusal_of(with("\"a\":" + std::string(200, '[') + std::string(200, ']'))),
              HasSubstr("deep"));
  EXPECT_THAT(refusal_of(with("\"a\":\"" + std::string(2 << 20, 'a') + "\"")),
              HasSubstr("too long"));
  EXPECT_NE(refusal_of(std::string(100000, '{')), "");
  for (const auto* other : {"", "null", "[]", "1", "\"a\"", "{}"}) EXPECT_NE(refusal_of(other), "");
}

/// What is refused may be of any length; what is said of it is not.
TEST_F(Credentials, AreRefusedInFewWords) {
  const std::string name(100000, 'n');
  for (const auto& why : {refusal([&](Json& json) { json["validFrom"] = name; }),
                          refusal([&](Json& json) { json["credentialStatus"][name] = 1; }),
                          refusal([&](Json& json) { json["credentialSubject"]["@" + name] = 1; }),
                          refusal_of(fmt::format(R"({{"{0}":1,"{0}":1}})", name))}) {
    EXPECT_NE(why, "");
    EXPECT_LT(why.size(), 1000U);
  }
}

TEST_F(Credentials, AreValidFromAndUntilInWhateverZone) {
  auto credential = sample_credential();
  credential.valid_from = "2026-11-24T09:00:00+09:00";
  credential.valid_until = "2026-11-24T00:00:00-05:00";
  const auto verdict = [&](const std::string& now) {
    return validity(credential, tests::at(now)).verdict;
  };
  EXPECT_EQ(verdict("2026-11-23T23:59:59Z"), Verdict::not_yet_valid);
  EXPECT_EQ(verdict("2026-11-24T00:00:00Z"), Verdict::good);
  EXPECT_EQ(verdict("2026-11-24T05:00:00Z"), Verdict::good);
  EXPECT_EQ(verdict("2026-11-24T05:00:00.001Z"), Verdict::expired);
}

}  // namespace
}  // namespace bdf::credential
