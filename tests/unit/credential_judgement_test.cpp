// SPDX-License-Identifier: MIT
#include "credential/judgement.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "support/credential_samples.h"

namespace bdf::credential {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;
using tests::at;
using tests::issued;
using tests::method;
using tests::revocable_credential;
using tests::sample_credential;
using tests::sample_key;
using tests::sample_status_list;

TrustedKey steward(int key, const std::string& organisation = "DDT 51") {
  TrustedKey trusted;
  trusted.organisation = organisation;
  trusted.verification_method = method(key);
  trusted.key = sample_key(key).public_key();
  trusted.themes = {"rivers"};
  trusted.valid_from = "2026-01-01T00:00:00Z";
  return trusted;
}

class Judging : public ::testing::Test {
 protected:
  Judging() { set_language("en"); }

  [[nodiscard]] Judgement judged(const std::string& text,
                                 const std::optional<std::string>& list = std::nullopt) const {
    return judge(text, trust_, {at(now_), "rivers", tests::label_type}, list);
  }
  [[nodiscard]] Verdict verdict(const std::string& text,
                                const std::optional<std::string>& list = std::nullopt) const {
    return judged(text, list).finding.verdict;
  }
  [[nodiscard]] std::string reason(const std::string& text,
                                   const std::optional<std::string>& list = std::nullopt) const {
    return judged(text, list).finding.reason;
  }

  static std::string list_text(const StatusList& list, int key = 1) {
    return issue_status_list(list, sample_key(key), tests::proof_options(key));
  }
  static std::string list_with(std::uint64_t index) {
    auto list = sample_status_list();
    set_status(list, index, true);
    return list_text(list);
  }

  Trust trust_{{steward(1)}, {}};
  std::string now_ = "2026-11-25T00:00:00Z";
};

TEST_F(Judging, FindsAGoodOne) {
  const auto found = judged(issued(sample_credential()));
  EXPECT_EQ(found.finding.verdict, Verdict::good);
  EXPECT_EQ(found.finding.reason, "");
  EXPECT_EQ(found.organisation, "DDT 51");
  ASSERT_TRUE(found.said);
  EXPECT_EQ(found.said->credential, sample_credential());
}

TEST_F(Judging, AsksAboutATime) {
  const auto text = issued(sample_credential());
  now_ = "2026-11-24T01:09:07Z";  // valid already, and not signed yet
  EXPECT_EQ(verdict(text), Verdict::not_yet_valid);
  now_ = "2026-11-24T01:09:08Z";
  EXPECT_EQ(verdict(text), Verdict::good);
  now_ = "2027-11-24T00:00:00Z";
  EXPECT_EQ(verdict(text), Verdict::good);
  now_ = "2027-11-24T00:00:01Z";
  EXPECT_EQ(verdict(text), Verdict::expired);
  EXPECT_THAT(reason(text), HasSubstr("2027-11-24T00:00:00Z"));
  auto later = sample_credential();
  later.valid_from = "2027-01-01T00:00:00Z";
  now_ = "2026-12-31T23:59:59Z";
  EXPECT_EQ(verdict(issued(later)), Verdict::not_yet_valid);
}

TEST_F(Judging, AsksTheProofToo) {
  const auto text = issue(sample_credential(), sample_key(1),
                          {method(1), "2026-11-24T01:09:08Z", "2026-11-26T00:00:00Z"});
  EXPECT_EQ(verdict(text), Verdict::good);
  now_ = "2026-11-27T00:00:00Z";
  EXPECT_EQ(verdict(text), Verdict::expired);
  EXPECT_EQ(reason(text), "its proof has expired");
}

TEST_F(Judging, FindsWhatWasAltered) {
  for (const auto* pointer :
       {"/credentialSubject/digest", "/validUntil", "/id", "/proof/created", "/type/1"}) {
    auto json = Json::parse(issued(sample_credential()));
    auto& place = json[Json::json_pointer(pointer)];
    auto text = place.get<std::string>();
    text[3] = text[3] == '8' ? '9' : '8';
    place = text;
    if (std::string(pointer) == "/type/1") json["type"].push_back(tests::label_type);
    EXPECT_EQ(verdict(json.dump()), Verdict::altered) << pointer;
  }
  auto json = Json::parse(issued(sample_credential()));
  json["more"] = 1;
  EXPECT_EQ(verdict(json.dump()), Verdict::altered);
}

TEST_F(Judging, FindsAProofOfAnotherDocument) {
  auto other = sample_credential();
  other.id += "0";
  auto json = Json::parse(issued(sample_credential()));
  json["proof"] = Json::parse(issued(other))["proof"];
  EXPECT_EQ(verdict(json.dump()), Verdict::altered);
}

TEST_F(Judging, FindsAnotherSigner) {
  const auto set_method = [](int key) {
    return [key](Json& proof) { proof["verificationMethod"] = method(key); };
  };
  const auto text = issued(sample_credential());
  const auto nothing = [](Json&) {};
  trust_.keys.push_back(steward(2, "DDT 52"));
  const auto other = tests::signed_anew(text, nothing, set_method(2), 2);
  EXPECT_EQ(verdict(other), Verdict::wrong_signer) << "though that one is trusted as well";
  EXPECT_THAT(reason(other), HasSubstr(tests::did(2)));
  EXPECT_EQ(verdict(tests::signed_anew(text, nothing, nothing, 2)), Verdict::altered);
  const auto fragment = method(2).substr(method(2).find('#'));
  const auto mixed = tests::signed_anew(
      text, nothing, [&](Json& proof) { proof["verificationMethod"] = tests::did(1) + fragment; },
      2);
  EXPECT_EQ(verdict(mixed), Verdict::wrong_signer);
}

TEST_F(Judging, TrustsNobodyByItself) {
  trust_.keys = {};
  EXPECT_EQ(verdict(issued(sample_credential())), Verdict::untrusted_signer);
  trust_.keys = {steward(2)};
  EXPECT_EQ(verdict(issued(sample_credential())), Verdict::untrusted_signer);
  trust_.keys = trusted_keys({{sample_key(1).public_key(), ""}});
  EXPECT_EQ(verdict(issued(sample_credential())), Verdict::good);
}

TEST_F(Judging, TrustsByTheme) {
  trust_.keys[0].themes = {"hedges"};
  const auto text = issued(sample_credential());
  EXPECT_EQ(verdict(text), Verdict::untrusted_signer);
  EXPECT_THAT(reason(text), HasSubstr("DDT 51 is not trusted for the theme “rivers”"));
  trust_.keys.push_back(steward(1));
  EXPECT_EQ(verdict(text), Verdict::good) << "two words for one key";
}

TEST_F(Judging, BelievesTheDatesOfAKeyThatWasRetiredAsPlanned) {
  trust_.keys[0].valid_until = "2026-11-24T01:09:08Z";
  now_ = "2027-06-01T00:00:00Z";
  EXPECT_EQ(verdict(issued(sample_credential())), Verdict::good);
  trust_.keys[0].valid_until = "2026-11-24T01:09:07Z";
  EXPECT_EQ(verdict(issued(sample_credential())), Verdict::untrusted_signer);
  trust_.keys[0].valid_until = "";
  trust_.keys[0].valid_from = "2026-11-24T01:09:09Z";
  EXPECT_EQ(verdict(issued(sample_credential())), Verdict::untrusted_signer);
}

TEST_F(Judging, TakesTwoKeysOfOneStewardSideBySide) {
  trust_.keys.push_back(steward(2));
  EXPECT_EQ(verdict(issued(sample_credential(1), 1)), Verdict::good);
  EXPECT_EQ(verdict(issued(sample_credential(2), 2)), Verdict::good);
}

TEST_F(Judging, BelievesNoDateOfACompromisedKey) {
  const auto text = issued(sample_credential());
  for (const auto* since :
       {"2026-11-24T12:00:00Z", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"}) {
    trust_.keys[0].revoked = {since, RevocationReason::key_compromise, {}};
    EXPECT_EQ(verdict(text), Verdict::untrusted_signer) << since;
  }
  EXPECT_THAT(reason(text), HasSubstr("compromised"));
}

TEST_F(Judging, UpholdsWhatIsKnownToBeOlderThanACompromise) {
  const auto text = issued(sample_credential());
  trust_.keys[0].revoked = {
      "2026-11-24T12:00:00Z", RevocationReason::key_compromise, {read_credential(text).digest}};
  EXPECT_EQ(verdict(text), Verdict::good);
  auto other = sample_credential();
  other.id += "0";
  EXPECT_EQ(verdict(issued(other)), Verdict::untrusted_signer);
}

TEST_F(Judging, BelievesTheDatesOfAKeyThatIsStillInGoodHands) {
  const auto text = issued(sample_credential());
  for (const auto reason : {RevocationReason::affiliation_changed, RevocationReason::superseded,
                            RevocationReason::cessation_of_operation}) {
    trust_.keys[0].revoked = {"2026-11-24T01:09:09Z", reason, {}};
    EXPECT_EQ(verdict(text), Verdict::good);
    trust_.keys[0].revoked = {"2026-11-24T01:09:08Z", reason, {}};
    EXPECT_EQ(verdict(text), Verdict::untrusted_signer);
  }
}

TEST_F(Judging, TakesAKeyBackUnderAllItsNames) {
  auto other = steward(1);
  other.verification_method = "did:web:geo.example#1";
  other.revoked = {"2026-11-24T00:00:00Z", RevocationReason::key_compromise, {}};
  trust_.keys.push_back(other);
  EXPECT_EQ(verdict(issued(sample_credential())), Verdict::untrusted_signer);
}

TEST_F(Judging, AsksWhenItWasSigned) {
  const auto text = tests::signed_anew(
      issued(sample_credential()), [](Json&) {}, [](Json& proof) { proof.erase("created"); });
  EXPECT_EQ(verdict(text), Verdict::malformed);
}

TEST_F(Judging, AsksForItsType) {
  auto credential = sample_credential();
  credential.types = {"OtherCredential"};
  EXPECT_EQ(verdict(issued(credential)), Verdict::malformed);
  EXPECT_EQ(verdict(list_text(sample_status_list())), Verdict::malformed);
}

TEST_F(Judging, ThrowsForNothingThatAnybodyHasWritten) {
  for (const auto* text : {"", "{}", "[", "\xff", "null", R"({"proof":1})"})
    EXPECT_EQ(verdict(text), Verdict::malformed) << text;
  EXPECT_EQ(verdict(std::string(1000000, '[')), Verdict::malformed);
  EXPECT_FALSE(judged("{}").said);
  const auto two = tests::changed_and_signed(issued(sample_credential()), [](Json&) {});
  auto json = Json::parse(two);
  json["proof"] = Json::array({json["proof"], json["proof"]});
  EXPECT_EQ(verdict(json.dump()), Verdict::malformed);
}

TEST_F(Judging, FindsWhatWasRevoked) {
  const auto text = issued(revocable_credential());
  EXPECT_EQ(verdict(text, list_text(sample_status_list())), Verdict::good);
  EXPECT_EQ(verdict(text, list_with(94567)), Verdict::revoked);
  EXPECT_EQ(verdict(text, list_with(94566)), Verdict::good);
  EXPECT_EQ(verdict(text, list_with(94568)), Verdict::good);
  auto suspendable = revocable_credential();
  suspendable.status->purpose = "suspension";
  auto list = sample_status_list();
  list.purposes = {"suspension"};
  set_status(list, 94567, true);
  EXPECT_EQ(verdict(issued(suspendable), list_text(list)), Verdict::suspended);
}

TEST_F(Judging, SaysThatItWasRevokedRatherThanThatItHasExpired) {
  auto credential = revocable_credential();
  credential.valid_until = "2026-11-24T12:00:00Z";
  const auto text = issued(credential);
  EXPECT_EQ(verdict(text, list_with(94567)), Verdict::revoked);
  EXPECT_EQ(verdict(text, list_with(1)), Verdict::expired);
  EXPECT_EQ(verdict(text), Verdict::expired) << "and that needs no list";
}

TEST_F(Judging, KnowsNoStatusWithoutAListThatCounts) {
  const auto text = issued(revocable_credential());
  EXPECT_EQ(verdict(text), Verdict::status_unknown);
  EXPECT_THAT(reason(text), HasSubstr(tests::status_list_url));
  auto list = sample_status_list();
  const auto unknown = [&](const std::string& list_as_text) {
    const auto found = judged(text, list_as_text).finding;
    EXPECT_EQ(found.verdict, Verdict::status_unknown);
    return found.reason;
  };
  EXPECT_NE(unknown("{}"), "");
  EXPECT_NE(unknown(text), "") << "a credential is no list";
  list.id = "https://geo.example/status/2";
  EXPECT_THAT(unknown(list_text(list)), HasSubstr("status/2"));
  list = sample_status_list();
  list.purposes = {"suspension"};
  EXPECT_THAT(unknown(list_text(list)), HasSubstr("not of revocation"));
  auto altered = Json::parse(list_with(94567));
  altered["credentialSubject"]["encodedList"] =
      Json::parse(list_text(sample_status_list()))["credentialSubject"]["encodedList"];
  EXPECT_THAT(unknown(altered.dump()), HasSubstr("has not signed this"));
}

TEST_F(Judging, KnowsNoStatusByAListOfAnotherTime) {
  const auto text = issued(revocable_credential());
  const auto list = list_text(sample_status_list());
  now_ = "2026-12-24T00:00:00Z";
  EXPECT_EQ(verdict(text, list), Verdict::good);
  now_ = "2026-12-24T00:00:01Z";
  EXPECT_EQ(verdict(text, list), Verdict::status_unknown);
  auto later = sample_status_list();
  later.valid_from = "2026-12-01T00:00:00Z";
  now_ = "2026-11-25T00:00:00Z";
  EXPECT_EQ(verdict(text, list_text(later)), Verdict::status_unknown);
}

TEST_F(Judging, KnowsNoStatusByAListOfAnotherIssuer) {
  const auto text = issued(revocable_credential());
  const auto list = list_text(sample_status_list(2), 2);
  EXPECT_EQ(verdict(text, list), Verdict::status_unknown) << "of a stranger";
  trust_.keys.push_back(steward(2, "DDT 52"));
  EXPECT_EQ(verdict(text, list), Verdict::status_unknown) << "of another office";
  EXPECT_THAT(reason(text, list), HasSubstr("another issuer"));
  trust_.keys.back().organisation = "DDT 51";
  EXPECT_EQ(verdict(text, list), Verdict::good) << "of the same office with its next key";
  trust_.keys = trusted_keys({{sample_key(1).public_key(), ""}, {sample_key(2).public_key(), ""}});
  EXPECT_EQ(verdict(text, list), Verdict::status_unknown) << "nobody is not the same as nobody";
}

TEST_F(Judging, KnowsNoStatusBeyondTheListsEnd) {
  auto credential = revocable_credential();
  credential.status->index = fewest_statuses;
  EXPECT_EQ(verdict(issued(credential), list_with(1)), Verdict::status_unknown);
  EXPECT_THAT(reason(issued(credential), list_with(1)), HasSubstr("none of index 131072"));
}

/// An office with a domain: its document says which keys it has.
class JudgingOfTheWeb : public Judging {
 protected:
  JudgingOfTheWeb() {
    auto trusted = steward(1);
    trusted.verification_method = office_ + "#a";
    trust_ = {{trusted}, {crypto::read_did_document(document("").dump())}};
  }

  [[nodiscard]] Json document(const std::string& revoked) const {
    Json method{{"id", office_ + "#a"},
                {"type", "Multikey"},
                {"controller", office_},
                {"publicKeyMultibase", to_text(sample_key(1).public_key())}};
    if (!revoked.empty()) method["revoked"] = revoked;
    return {{"id", office_},
            {"verificationMethod", Json::array({method})},
            {"assertionMethod", {office_ + "#a"}}};
  }

  [[nodiscard]] std::string text(const std::string& fragment = "#a", int key = 1) const {
    auto credential = sample_credential();
    credential.issuer = office_;
    return issue(credential, sample_key(key), {office_ + fragment, "2026-11-24T01:09:08Z", ""});
  }

  std::string office_ = "did:web:geo.example:ddt51";
};

TEST_F(JudgingOfTheWeb, FindsAGoodOne) {
  EXPECT_EQ(verdict(text()), Verdict::good);
  EXPECT_EQ(verdict(text("#a", 2)), Verdict::altered);
  EXPECT_EQ(verdict(text("#b")), Verdict::wrong_signer);
}

TEST_F(JudgingOfTheWeb, NeedsNoDocumentForAKeyThatIsTrusted) {
  trust_.documents.clear();
  EXPECT_EQ(verdict(text()), Verdict::good);
  EXPECT_EQ(verdict(text("#a", 2)), Verdict::altered);
  trust_.keys.clear();
  EXPECT_EQ(verdict(text()), Verdict::untrusted_signer);
  EXPECT_THAT(reason(text()), HasSubstr("https://geo.example/ddt51/did.json"));
}

/// Whoever is trusted may not issue in the name of another.
TEST_F(JudgingOfTheWeb, FindsAnotherSignerWithoutADocument) {
  trust_.documents.clear();
  trust_.keys.push_back(steward(2, "DDT 52"));
  const auto other = tests::signed_anew(
      text(), [](Json&) {}, [](Json& proof) { proof["verificationMethod"] = method(2); }, 2);
  EXPECT_EQ(verdict(other), Verdict::wrong_signer);
}

TEST_F(JudgingOfTheWeb, NeedsMoreThanADocument) {
  trust_.keys.clear();
  EXPECT_EQ(verdict(text()), Verdict::untrusted_signer);
  trust_.keys = trusted_keys(trust_.documents[0], at(now_));
  EXPECT_EQ(verdict(text()), Verdict::good);
}

TEST_F(JudgingOfTheWeb, DoesNotTrustOneKeyForAnother) {
  trust_.keys[0].key = sample_key(3).public_key();
  EXPECT_EQ(verdict(text()), Verdict::untrusted_signer);
}

TEST_F(JudgingOfTheWeb, HeedsTheDocumentWhereItTakesAKeyBack) {
  trust_.documents = {crypto::read_did_document(document("2026-11-25T00:00:00Z").dump())};
  EXPECT_EQ(verdict(text()), Verdict::untrusted_signer);
  EXPECT_THAT(reason(text()), HasSubstr("revoked"));
  now_ = "2026-11-24T23:59:59Z";
  EXPECT_EQ(verdict(text()), Verdict::good);
}

TEST(Verdicts, HaveNames) {
  EXPECT_EQ(name_of(Verdict::malformed), "malformed");
  EXPECT_EQ(name_of(Verdict::superseded), "superseded");
  EXPECT_EQ(name_of(Verdict::status_unknown), "status_unknown");
  EXPECT_EQ(name_of(Verdict::good), "good");
}

}  // namespace
}  // namespace bdf::credential
