// SPDX-License-Identifier: MIT
#include "crypto/signature.h"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "crypto/base58.h"
#include "crypto/canonical_json.h"
#include "unit/crypto_samples.h"

namespace bdf::crypto {
namespace {

using Json = nlohmann::json;
using tests::sample_key;

const std::string digest(64, 'a');
const std::string signing_time = "2026-11-24T01:09:08Z";

OwnKey own_key(int number = 1) { return {sample_key(number), "DDT 51"}; }

Content content() {
  return {"contribution", digest, {{"theme", "rivers"}, {"producer", "DDT de la Haute-Saône"}}};
}

std::vector<KnownKey> known() {
  return {{sample_key(9).public_key(), "DDT 52"}, {sample_key(1).public_key(), "DDT 51"}};
}

Verdict verdict_on(const Signature& signature, const Content& of = content()) {
  return judge(signature, of, known()).verdict;
}

/// The same key says something else, as `change` makes it, and signs it again for `what`.
Signature signed_anew(const std::function<void(Json&)>& change, const std::string& what) {
  auto json = parse_strictly(sign(content(), own_key(), signing_time).statement);
  change(json);
  const auto text = canonical_json(json);
  return {text, multibase_of(sample_key(1).sign("bdf signature 1 " + what + "\n" + text))};
}

TEST(Signature, IsGood) {
  const auto signature = sign(content(), own_key(), signing_time);
  const auto found = judge(signature, content(), known());
  EXPECT_EQ(found.verdict, Verdict::good);
  ASSERT_TRUE(found.statement);
  EXPECT_EQ(found.statement->organisation, "DDT 51");
  EXPECT_EQ(found.statement->signer, sample_key(1).public_key());
  EXPECT_EQ(found.statement->time, signing_time);
}

TEST(Signature, SaysWhatItIsDefinedToSay) {
  const auto signature = sign(content(), own_key(), signing_time);
  EXPECT_EQ(signature.statement,
            R"({"digest":")" + digest + R"(","organisation":"DDT 51","signer":")" +
                to_text(sample_key(1).public_key()) +
                R"(","subject":{"producer":"DDT de la Haute-Saône","theme":"rivers"},)"
                R"("time":"2026-11-24T01:09:08Z","what":"contribution"})");
  const auto bytes = bytes_of_multibase(signature.signature);
  ASSERT_TRUE(bytes && bytes->size() == 64);
  SignatureBytes raw;
  std::copy(bytes->begin(), bytes->end(), raw.begin());
  EXPECT_TRUE(has_signed(sample_key(1).public_key(),
                         "bdf signature 1 contribution\n" + signature.statement, raw));
}

TEST(Signature, TellsWhatIsWrongApart) {
  const auto signature = sign(content(), own_key(), signing_time);
  auto other = content();
  other.digest[5] = 'b';
  EXPECT_EQ(verdict_on(signature, other), Verdict::altered);
  EXPECT_EQ(verdict_on(sign(content(), own_key(3), signing_time)), Verdict::unknown_signer);
  EXPECT_EQ(verdict_on(sign(content(), own_key(9), signing_time)), Verdict::other_name);
  auto by_another = signature;
  by_another.signature = sign(content(), own_key(3), signing_time).signature;
  EXPECT_EQ(verdict_on(by_another), Verdict::wrong_signature);
  EXPECT_EQ(verdict_on({signature.statement, ""}), Verdict::malformed);
  EXPECT_EQ(verdict_on({"", signature.signature}), Verdict::malformed);
  EXPECT_EQ(verdict_on({"{}", signature.signature}), Verdict::malformed);
}

TEST(Signature, BindsTheSubjectAsAWhole) {
  const auto signature = sign(content(), own_key(), signing_time);
  for (const auto* name : {"theme", "producer"}) {
    auto other = content();
    other.subject[name] += "x";
    EXPECT_EQ(verdict_on(signature, other), Verdict::altered);
    other.subject.erase(name);
    EXPECT_EQ(verdict_on(signature, other), Verdict::altered);
  }
  auto other = content();
  other.subject["further"] = "";
  EXPECT_EQ(verdict_on(signature, other), Verdict::altered);
}

TEST(Signature, MayBeOfAnybodyByAKeyWithoutAName) {
  const auto signature = sign(content(), {sample_key(4), "whoever"}, signing_time);
  const auto key = sample_key(4).public_key();
  EXPECT_EQ(judge(signature, content(), {{key, ""}}).verdict, Verdict::good);
  EXPECT_EQ(judge(signature, content(), {{key, "a"}, {key, "whoever"}}).verdict, Verdict::good);
  EXPECT_EQ(judge(signature, content(), {{key, "a"}, {key, "b"}}).verdict, Verdict::other_name);
  EXPECT_EQ(judge(signature, content(), {}).verdict, Verdict::unknown_signer);
}

TEST(Signature, IsBadOnceAnyBitIsTurned) {
  const auto signature = sign(content(), own_key(), signing_time);
  for (auto part : {&Signature::statement, &Signature::signature}) {
    for (std::size_t bit = 0; bit < (signature.*part).size() * 8; ++bit) {
      auto turned = signature;
      auto& byte = (turned.*part)[bit / 8];
      byte = static_cast<char>(byte ^ (1 << bit % 8));
      const auto verdict = verdict_on(turned);
      EXPECT_TRUE(verdict == Verdict::malformed || verdict == Verdict::wrong_signature) << bit;
    }
  }
}

TEST(Signature, IsBadOnceAByteIsMissingOrAdded) {
  const auto signature = sign(content(), own_key(), signing_time);
  for (auto part : {&Signature::statement, &Signature::signature})
    for (std::size_t at = 0; at < (signature.*part).size(); ++at) {
      auto shorter = signature;
      (shorter.*part).erase(at, 1);
      EXPECT_NE(verdict_on(shorter), Verdict::good) << at;
      auto longer = signature;
      (longer.*part).insert(at, " ");
      EXPECT_NE(verdict_on(longer), Verdict::good) << at;
    }
}

TEST(Signature, IsGoodForItsPurposeOnly) {
  auto theme = content();
  theme.what = "theme";
  const auto of_theme = sign(theme, own_key(), signing_time);
  EXPECT_EQ(verdict_on(of_theme, theme), Verdict::good);
  EXPECT_EQ(verdict_on(of_theme), Verdict::wrong_signature);
  const auto relabelled = signed_anew([](Json&) {}, "theme");
  EXPECT_EQ(verdict_on(relabelled), Verdict::wrong_signature);
  const auto bare =
      Signature{of_theme.statement, multibase_of(sample_key(1).sign(of_theme.statement))};
  EXPECT_EQ(verdict_on(bare, theme), Verdict::wrong_signature);
}

TEST(Signature, HasNoOtherMembersThanDefined) {
  EXPECT_EQ(verdict_on(signed_anew([](Json&) {}, "contribution")), Verdict::good);
  const std::vector<std::function<void(Json&)>> changes{
      [](Json& json) { json["more"] = 1; },
      [](Json& json) { json["time"] = 1; },
      [](Json& json) { json["subject"] = "all"; },
      [](Json& json) { json.erase("organisation"); },
      [](Json& json) { json["signer"] = "did:key:" + json["signer"].get<std::string>(); },
      [](Json& json) { json["subject"]["theme"] = 1; },
      [](Json& json) { json = "all"; },
      [](Json& json) { json = Json::array({json}); }};
  for (const auto& change : changes)
    EXPECT_EQ(verdict_on(signed_anew(change, "contribution")), Verdict::malformed);
}

TEST(Signature, ReadsBackFromJsonInWhateverLayout) {
  const auto signature = sign(content(), own_key(), signing_time);
  const auto text = signature_as_json(signature);
  for (const auto& layout : {text, Json::parse(text).dump(4)}) {
    const auto read = signature_from_json(layout);
    EXPECT_EQ(read.statement, signature.statement);
    EXPECT_EQ(read.signature, signature.signature);
  }
  for (const auto* wrong :
       {"", "[]", "{}", R"({"statement": {}})", R"({"statement": 1, "signature": 2})",
        R"({"statement": {}, "signature": "z", "more": 1})",
        R"({"statement": {}, "statement": {}, "signature": "z"})"})
    EXPECT_THROW(static_cast<void>(signature_from_json(wrong)), InputError) << wrong;
}

TEST(Signature, IsTheSameEachTime) {
  const auto once = sign(content(), own_key(), signing_time);
  EXPECT_EQ(sign(content(), own_key(), signing_time).signature, once.signature);
  EXPECT_NE(sign(content(), own_key(), "2026-11-24T01:09:09Z").signature, once.signature);
}

}  // namespace
}  // namespace bdf::crypto
