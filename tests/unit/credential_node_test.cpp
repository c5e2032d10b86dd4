// SPDX-License-Identifier: MIT
// Credentials between the engine and a second implementation: tests/support/credential.mjs.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <random>

#include "credential/judgement.h"
#include "credential/trust_list.h"
#include "crypto/base64url.h"
#include "io/output_folder.h"
#include "support/credential_samples.h"
#include "support/run.h"
#include "unit/table_definitions.h"

namespace bdf::credential {
namespace {

using Json = nlohmann::json;
using tests::at;
using tests::did;
using tests::method;
using tests::sample_key;

class BesideNode : public ::testing::Test {
 protected:
  /// What the other implementation answers.
  Json node(const Json& request) {
    io::write_text(folder_.file("request.json"), request.dump());
    const auto ran = tests::run(
        {"node", BDF_REPOSITORY "/tests/support/credential.mjs", folder_.file("request.json")});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return Json::parse(ran.out);
  }

  std::vector<bool> verified_by_node(const std::vector<std::string>& documents) {
    auto encoded = Json::array();  // some are no UTF-8
    for (const auto& document : documents)
      encoded.push_back(crypto::base64url_of({bytes_in(document), document.size()}));
    return node({{"do", "verify"}, {"documents", encoded}}).get<std::vector<bool>>();
  }

  static const unsigned char* bytes_in(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  }

  static Json signing_request(const Json& document) {
    return {{"do", "sign"},
            {"seed", "0101010101010101010101010101010101010101010101010101010101010101"},
            {"document", document},
            {"options", {{"verificationMethod", method(1)}, {"created", "2026-11-24T01:09:08Z"}}}};
  }

  static Verdict verdict(const std::string& text,
                         const std::optional<std::string>& list = std::nullopt) {
    const Trust trust{trusted_keys({{sample_key(1).public_key(), ""}}), {}};
    return judge(text, trust, {at("2026-11-25T00:00:00Z"), "", ""}, list).finding.verdict;
  }

  tests::TestFolder folder_;
};

Json unsigned_sample() {
  auto json = Json::parse(tests::issued(tests::revocable_credential()));
  json.erase("proof");
  return json;
}

/// The texts that differ from this one in one byte, each of which is another JSON value or none.
std::vector<std::string> altered(const std::string& text) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {  // but for the end of the line
    auto other = text;
    other[i] = static_cast<char>(other[i] ^ 1);
    all.push_back(std::move(other));
    all.push_back(text.substr(0, i) + text.substr(i + 1));
  }
  return all;
}

TEST_F(BesideNode, OursAreVerifiedThere) {
  const auto text = tests::issued(tests::revocable_credential());
  EXPECT_EQ(verified_by_node({text, Json::parse(text).dump(2)}), (std::vector<bool>{true, true}));
}

TEST_F(BesideNode, TheirsAreVerifiedHere) {
  const auto theirs = node(signing_request(unsigned_sample()));
  EXPECT_EQ(verdict(theirs.dump(2)), Verdict::status_unknown);
  auto plain = unsigned_sample();
  plain.erase("credentialStatus");
  EXPECT_EQ(verdict(node(signing_request(plain)).dump()), Verdict::good);
}

TEST_F(BesideNode, BothSignTheSameBytes) {
  EXPECT_EQ(node(signing_request(unsigned_sample())),
            Json::parse(tests::issued(tests::revocable_credential())));
}

TEST_F(BesideNode, NeitherTakesAlteredBytes) {
  auto plain = unsigned_sample();
  plain.erase("credentialStatus");
  for (const auto& text :
       {tests::issued(tests::sample_credential()), node(signing_request(plain)).dump() + "\n"}) {
    ASSERT_EQ(verdict(text), Verdict::good);
    const auto others = altered(text);
    ASSERT_GT(others.size(), 1000U);
    const auto there = verified_by_node(others);
    for (std::size_t i = 0; i < others.size(); ++i) {
      EXPECT_FALSE(there[i]) << others[i];
      EXPECT_NE(verdict(others[i]), Verdict::good) << others[i];
    }
  }
}

/// A JSON value of whatever kind.
class RandomJson {
 public:
  explicit RandomJson(unsigned seed) : random_(seed) {}

  Json value(int depth = 0) {
    switch (random_() % (depth < 4 ? 7 : 5)) {
      case 0:
        return nullptr;
      case 1:
        return random_() % 2 == 0;
      case 2:
        return number();
      case 3:
        return integer();
      case 4:
        return text();
      case 5:
        return list(depth);
      default:
        return object(depth);
    }
  }

  Json object(int depth) {
    auto json = Json::object();
    const auto size = 1 + random_() % 5;
    for (unsigned i = 0; i < size; ++i) json["n" + text()] = value(depth + 1);
    return json;
  }

 private:
  Json list(int depth) {
    auto json = Json::array();
    const auto size = random_() % 4;
    for (unsigned i = 0; i < size; ++i) json.push_back(value(depth + 1));
    return json;
  }

  /// Of any size, but for the integers beyond 2^53, which are refused.
  double number() {
    const auto bits = std::uint64_t{random_()} << 32U | random_();
    double number = 0;
    std::memcpy(&number, &bits, sizeof number);
    const bool usable = std::isfinite(number) && (std::abs(number) < 1 || std::abs(number) > 1e22);
    return usable ? number : std::ldexp(static_cast<double>(random_()), -20);
  }

  std::int64_t integer() {
    return static_cast<std::int64_t>((std::uint64_t{random_()} << 32U | random_()) >> 11U) -
           (std::int64_t{1} << 52);
  }

  /// Of code points of one to four bytes, controls and both sides of the surrogates among them.
  std::string text() {
    static const std::vector<std::string> letters{
        "a",      "\"",     "\\",     "/", "\n", "\x01",   "\x7f", "é", "œ", "€",
        "\uD7FF", "\uE000", "\uFFFD", "😀", "𐀀",  "\u2028", "<",    "z", "0", "@"};
    std::string text;
    for (auto size = random_() % 6; size > 0; --size) text += letters[random_() % letters.size()];
    return text;
  }

  std::mt19937 random_;
};

TEST_F(BesideNode, BothAgreeOnWhateverIsSaid) {
  constexpr unsigned count = 500;
  std::vector<std::string> ours;
  auto requests = Json::array();
  for (unsigned seed = 0; seed < count; ++seed) {
    auto credential = tests::sample_credential();
    credential.subject = RandomJson(seed).object(0).dump();
    ours.push_back(tests::issued(credential));
    auto document = Json::parse(ours.back());
    document.erase("proof");
    requests.push_back(signing_request(document));
  }
  EXPECT_EQ(verified_by_node(ours), std::vector<bool>(count, true));
  const auto theirs = node({{"do", "signAll"}, {"requests", requests}});
  ASSERT_EQ(theirs.size(), count);
  for (unsigned i = 0; i < count; ++i) {
    EXPECT_EQ(verdict(theirs[i].dump()), Verdict::good) << theirs[i];
    EXPECT_EQ(theirs[i]["proof"], Json::parse(ours[i])["proof"]) << ours[i];
  }
}

TEST_F(BesideNode, BothReadTheSameStatuses) {
  std::mt19937 random(3);
  auto list = tests::sample_status_list();
  std::set<std::uint64_t> set{0, 94567, fewest_statuses - 1};
  for (int i = 0; i < 2000; ++i) set.insert(random() % fewest_statuses);
  for (const auto index : set) set_status(list, index, true);
  const auto ours = Json::parse(
      issue_status_list(list, sample_key(1), tests::proof_options()))["credentialSubject"];
  const auto read = node({{"do", "expand"}, {"encoded", ours["encodedList"]}});
  EXPECT_EQ(read, (Json{{"prefix", "u"}, {"count", fewest_statuses}, {"set", set}}));

  auto document = Json::parse(
      issue_status_list(tests::sample_status_list(), sample_key(1), tests::proof_options()));
  document.erase("proof");
  document["credentialSubject"]["encodedList"] =
      node({{"do", "encode"}, {"count", fewest_statuses}, {"set", set}});
  const auto theirs = node(signing_request(document)).dump();
  EXPECT_EQ(read_status_list(theirs).list.bits, list.bits);
  EXPECT_EQ(verdict(tests::issued(tests::revocable_credential()), theirs), Verdict::revoked);
}

TEST_F(BesideNode, BothVerifyTrustLists) {
  TrustList list{did(1), 1, "2026-11-24T00:00:00Z", "2027-11-24T00:00:00Z", {}};
  list.keys = {{"DDT 51",
                method(2),
                sample_key(2).public_key(),
                {"rivers"},
                "2026-01-01T00:00:00Z",
                "",
                {}}};
  const auto text = issue_trust_list(list, sample_key(1), tests::proof_options());
  auto other = Json::parse(text);
  other["sequence"] = 2;
  EXPECT_EQ(verified_by_node({text, other.dump()}), (std::vector<bool>{true, false}));
}

}  // namespace
}  // namespace bdf::credential
