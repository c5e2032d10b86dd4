// SPDX-License-Identifier: MIT
#include "credential/trust_list.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "credential/judgement.h"
#include "support/credential_samples.h"
#include "support/json_schema.h"

namespace bdf::credential {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Json = nlohmann::json;
using tests::at;
using tests::did;
using tests::method;
using tests::sample_key;

constexpr int anchor = 9;  ///< whose key the reader trusts

TrustedKey entry(int key, const std::string& organisation) {
  return {organisation,
          method(key),
          sample_key(key).public_key(),
          {"rivers", "hedges"},
          "2026-01-01T00:00:00+01:00",
          "",
          {}};
}

TrustList sample_list() {
  TrustList list{did(anchor), 7, "2026-11-01T00:00:00Z", "2027-02-01T00:00:00Z", {}};
  list.keys = {entry(1, "DDT 51"), entry(2, "DDT 51"), entry(3, "DDT 70")};
  list.keys[0].valid_until = "2026-12-31T00:00:00Z";
  list.keys[2].revoked = {
      "2026-06-01T00:00:00Z", RevocationReason::key_compromise, {std::string(64, 'a')}};
  return list;
}

std::string issued(const TrustList& list, int key = anchor) {
  return issue_trust_list(list, sample_key(key), {method(key), "2026-11-01T00:00:00Z", ""});
}

class TrustLists : public ::testing::Test {
 protected:
  TrustLists() { set_language("en"); }

  [[nodiscard]] TrustListJudgement judged(const std::string& text) const {
    return judge_trust_list(text, anchors_, at(now_), seen_);
  }
  [[nodiscard]] Verdict verdict(const std::string& text) const {
    return judged(text).finding.verdict;
  }

  template <class Change>
  static std::string refusal(Change&& change) {
    const auto text = tests::signed_anew(
        issued(sample_list()), change, [](Json&) {}, anchor);
    try {
      static_cast<void>(read_trust_list(text));
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  Trust anchors_{trusted_keys({{sample_key(anchor).public_key(), "IGN"}}), {}};
  std::string now_ = "2026-11-25T00:00:00Z";
  std::optional<TrustListMark> seen_;
};

TEST_F(TrustLists, ReadBack) {
  const auto found = judged(issued(sample_list()));
  EXPECT_EQ(found.finding.verdict, Verdict::good) << found.finding.reason;
  ASSERT_TRUE(found.said);
  EXPECT_EQ(found.said->list, sample_list());
}

TEST_F(TrustLists, AreOfTheFormThatTheirSchemaSays) {
  EXPECT_THAT(
      support::violations(Json::parse(issued(sample_list())), support::schema_of("trust_list")),
      IsEmpty());
  auto bare = Json::parse(issued(sample_list()));
  bare["keys"][2]["revoked"]["reason"] = "other";
  EXPECT_EQ(support::violations(bare, support::schema_of("trust_list")).size(), 1U);
}

TEST_F(TrustLists, AreBelievedByTheAnchorAlone) {
  auto list = sample_list();
  list.issuer = did(8);
  EXPECT_EQ(verdict(issued(list, 8)), Verdict::untrusted_signer);
  EXPECT_THROW(static_cast<void>(issued(sample_list(), 8)), UsageError);
  auto json = Json::parse(issued(sample_list()));
  json["keys"][1]["organisation"] = "DDT 52";
  EXPECT_EQ(verdict(json.dump()), Verdict::altered);
  const auto by_a_steward = tests::signed_anew(
      issued(sample_list()), [](Json&) {},
      [](Json& proof) { proof["verificationMethod"] = method(1); }, 1);
  EXPECT_EQ(verdict(by_a_steward), Verdict::wrong_signer);
}

TEST_F(TrustLists, HaveAnAnchorThatIsRotatedByTheReader) {
  auto list = sample_list();
  list.issuer = did(8);
  const auto next = trusted_keys({{sample_key(8).public_key(), "IGN"}});
  anchors_.keys.insert(anchors_.keys.end(), next.begin(), next.end());
  EXPECT_EQ(verdict(issued(list, 8)), Verdict::good);
  EXPECT_EQ(verdict(issued(sample_list())), Verdict::good);
}

TEST_F(TrustLists, HoldForATime) {
  const auto text = issued(sample_list());
  now_ = "2026-10-31T23:59:59Z";
  EXPECT_EQ(verdict(text), Verdict::not_yet_valid);
  now_ = "2027-02-01T00:00:00Z";
  EXPECT_EQ(verdict(text), Verdict::good);
  now_ = "2027-02-01T00:00:01Z";
  EXPECT_EQ(verdict(text), Verdict::expired);
}

TEST_F(TrustLists, AreNotReplacedByOlderOnes) {
  auto list = sample_list();
  const auto text = issued(list);
  seen_ = mark_of(*judged(text).said);
  EXPECT_EQ(seen_->sequence, 7U);
  EXPECT_EQ(verdict(text), Verdict::good) << "the same list again";
  list.sequence = 6;
  EXPECT_EQ(verdict(issued(list)), Verdict::superseded);
  list.sequence = 8;
  EXPECT_EQ(verdict(issued(list)), Verdict::good);
  list.sequence = 7;
  list.keys.pop_back();
  EXPECT_EQ(verdict(issued(list)), Verdict::superseded) << "another list of the same number";
  now_ = "2028-01-01T00:00:00Z";
  EXPECT_EQ(verdict(issued(list)), Verdict::superseded) << "which matters more than its age";
}

TEST_F(TrustLists, AreReadStrictly) {
  EXPECT_EQ(refusal([](Json&) {}), "");
  for (const auto* name : {"type", "version", "issuer", "sequence", "issued", "expires", "keys"})
    EXPECT_THAT(refusal([&](Json& json) { json.erase(name); }), HasSubstr(name));
  for (const auto* name :
       {"organisation", "verification_method", "public_key", "themes", "valid_from"})
    EXPECT_THAT(refusal([&](Json& json) { json["keys"][0].erase(name); }),
                HasSubstr("keys[0]." + std::string(name)));
  for (const auto* name : {"since", "reason"})
    EXPECT_THAT(refusal([&](Json& json) { json["keys"][2]["revoked"].erase(name); }),
                HasSubstr("keys[2].revoked." + std::string(name)));
  for (const auto* place : {"/more", "/keys/0/more", "/keys/2/revoked/more"})
    EXPECT_THAT(refusal([&](Json& json) { json[Json::json_pointer(place)] = 1; }),
                HasSubstr("no such member"));
}

TEST_F(TrustLists, AreRefusedWhereAMemberIsAnother) {
  const std::vector<std::pair<std::string, Json>> changes{
      {"/type", "StatusList"},
      {"/version", 2},
      {"/issuer", "IGN"},
      {"/sequence", 0},
      {"/sequence", -1},
      {"/sequence", "7"},
      {"/sequence", 7.5},
      {"/issued", "2026-11-01T00:00:00"},
      {"/expires", "2026-10-01T00:00:00Z"},
      {"/keys", Json::object()},
      {"/keys/0", "z6Mk"},
      {"/keys/0/organisation", "DDT\n51"},
      {"/keys/0/organisation", ""},
      {"/keys/0/verification_method", did(1)},
      {"/keys/0/verification_method", method(3)},
      {"/keys/0/public_key", "z6Mk"},
      {"/keys/0/public_key", to_text(sample_key(4).public_key())},
      {"/keys/0/themes", Json::array()},
      {"/keys/0/themes", "rivers"},
      {"/keys/0/themes", {"rivers", "rivers"}},
      {"/keys/0/themes", {""}},
      {"/keys/0/valid_from", "2026"},
      {"/keys/0/valid_until", "2025-01-01T00:00:00Z"},
      {"/keys/2/revoked/reason", "unspecified"},
      {"/keys/2/revoked/since", ""},
      {"/keys/2/revoked/upheld", {"abc"}},
      {"/keys/1/verification_method", method(1)},
      {"/keys/2/organisation", 7}};
  for (const auto& [place, value] : changes)
    EXPECT_NE(refusal([&, place = place, value = value](Json& json) {
                json[Json::json_pointer(place)] = value;
              }),
              "")
        << place << " " << value;
}

TEST_F(TrustLists, GiveAKeyToOneOrganisation) {
  auto list = sample_list();
  list.keys[1] = entry(1, "DDT 52");
  list.keys[1].verification_method = "did:web:geo.example#a";
  EXPECT_THROW(static_cast<void>(issued(list)), InputError);
  list.keys[1].organisation = "DDT 51";
  EXPECT_NO_THROW(static_cast<void>(issued(list)));
}

TEST_F(TrustLists, SayWhoMaySignALabel) {
  const Trust trust{judged(issued(sample_list())).said->list.keys, {}};
  const auto verdict_of = [&](int key, const std::string& theme) {
    return judge(tests::issued(tests::sample_credential(key), key), trust, {at(now_), theme, ""},
                 std::nullopt)
        .finding.verdict;
  };
  EXPECT_EQ(verdict_of(1, "rivers"), Verdict::good);
  EXPECT_EQ(verdict_of(2, "hedges"), Verdict::good);
  EXPECT_EQ(verdict_of(2, "roads"), Verdict::untrusted_signer);
  EXPECT_EQ(verdict_of(3, "rivers"), Verdict::untrusted_signer) << "revoked";
  EXPECT_EQ(verdict_of(4, "rivers"), Verdict::untrusted_signer);
}

TEST_F(TrustLists, SayWhoMaySignAContribution) {
  const auto names = [&](const std::string& theme, const std::string& now) {
    std::vector<crypto::PublicKey> keys;
    for (const auto& known : known_keys(sample_list(), theme, at(now))) {
      EXPECT_EQ(known.organisation, "DDT 51");
      keys.push_back(known.key);
    }
    return keys;
  };
  using Keys = std::vector<crypto::PublicKey>;
  const auto one = sample_key(1).public_key();
  const auto two = sample_key(2).public_key();
  EXPECT_EQ(names("rivers", now_), (Keys{one, two}));
  EXPECT_EQ(names("roads", now_), Keys{});
  EXPECT_EQ(names("rivers", "2027-01-01T00:00:00Z"), Keys{two});
  EXPECT_EQ(names("rivers", "2025-12-31T22:59:59Z"), Keys{});
}

TEST_F(TrustLists, ThrowForNothingThatAnybodyHasWritten) {
  for (const auto* text : {"", "{}", "[]", "\xff", R"({"keys":[]})"})
    EXPECT_EQ(verdict(text), Verdict::malformed) << text;
  EXPECT_EQ(verdict(tests::issued(tests::sample_credential(anchor), anchor)), Verdict::malformed)
      << "a credential of the same signer";
}

}  // namespace
}  // namespace bdf::credential
