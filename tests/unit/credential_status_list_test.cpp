// SPDX-License-Identifier: MIT
#include "credential/status_list.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <random>

#include "base/error.h"
#include "base/message.h"
#include "credential/gzip.h"
#include "crypto/base64url.h"
#include "support/credential_samples.h"

namespace bdf::credential {
namespace {

using ::testing::HasSubstr;
using Bytes = std::vector<unsigned char>;
using Json = nlohmann::json;
using tests::sample_status_list;

class StatusLists : public ::testing::Test {
 protected:
  StatusLists() { set_language("en"); }

  static std::string issued(const StatusList& list) {
    return issue_status_list(list, tests::sample_key(1), tests::proof_options());
  }

  template <class Change>
  static std::string refusal(Change&& change) {
    const auto text = tests::changed_and_signed(issued(sample_status_list()), change);
    try {
      static_cast<void>(read_status_list(text));
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  static std::string refusal_of_list(const Json& encoded) {
    return refusal([&](Json& json) { json["credentialSubject"]["encodedList"] = encoded; });
  }

  static std::string multibase(const Bytes& bytes) { return "u" + crypto::base64url_of(bytes); }
};

TEST_F(StatusLists, ReadBack) {
  auto list = sample_status_list();
  set_status(list, 0, true);
  set_status(list, 94567, true);
  set_status(list, fewest_statuses - 1, true);
  EXPECT_EQ(read_status_list(issued(list)).list, list);
}

TEST_F(StatusLists, BeginAtTheLeft) {
  auto list = sample_status_list();
  set_status(list, 0, true);
  set_status(list, 9, true);
  set_status(list, fewest_statuses - 1, true);
  EXPECT_EQ(list.bits[0], 0x80);
  EXPECT_EQ(list.bits[1], 0x40);
  EXPECT_EQ(list.bits.back(), 0x01);
}

TEST_F(StatusLists, AreAskedBitByBit) {
  auto list = sample_status_list();
  std::mt19937 random(7);
  std::vector<bool> expected(fewest_statuses);
  for (int i = 0; i < 5000; ++i) {
    const auto index = random() % fewest_statuses;
    expected[index] = true;
    set_status(list, index, true);
  }
  const auto read = read_status_list(issued(list)).list;
  for (std::uint64_t i = 0; i < fewest_statuses; ++i) ASSERT_EQ(is_set(read, i), expected[i]) << i;
}

TEST_F(StatusLists, EndSomewhere) {
  auto list = sample_status_list();
  EXPECT_THROW(set_status(list, fewest_statuses, true), InputError);
  EXPECT_THROW(static_cast<void>(is_set(list, fewest_statuses)), InputError);
  EXPECT_THROW(static_cast<void>(is_set(list, ~std::uint64_t{0})), InputError);
}

TEST_F(StatusLists, TakeNoRevocationBack) {
  auto list = sample_status_list();
  set_status(list, 1, true);
  EXPECT_THROW(set_status(list, 1, false), UsageError);
  EXPECT_NO_THROW(set_status(list, 2, false));
  list.purposes = {"suspension"};
  set_status(list, 1, false);
  EXPECT_FALSE(is_set(list, 1));
}

/// The example of section 2.2 of "Bitstring Status List v1.0" (W3C 2025): all 131072 statuses are
/// unset.
TEST_F(StatusLists, ReadTheExampleOfTheirSpecification) {
  EXPECT_EQ(
      refusal_of_list("uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"), "");
  const auto packed = crypto::bytes_of_base64url(
      "H4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA");
  ASSERT_TRUE(packed);
  EXPECT_EQ(bytes_of_gzip(*packed, 1 << 20), Bytes(16384));
}

TEST_F(StatusLists, AreCredentialsOfTheirType) {
  const auto list = Json::parse(issued(sample_status_list()));
  EXPECT_EQ(list["type"], Json::array({"VerifiableCredential", "BitstringStatusListCredential"}));
  EXPECT_EQ(list["credentialSubject"]["type"], "BitstringStatusList");
  EXPECT_EQ(list["credentialSubject"]["statusPurpose"], "revocation");
  EXPECT_THAT(refusal([](Json& json) {
                json["type"] = {"VerifiableCredential", "Other"};
              }),
              HasSubstr("BitstringStatusListCredential"));
  EXPECT_THAT(refusal([](Json& json) { json["credentialSubject"]["type"] = "Other"; }),
              HasSubstr("credentialSubject.type"));
}

TEST_F(StatusLists, MayBeOfSeveralPurposes) {
  auto list = sample_status_list();
  list.purposes = {"revocation", "suspension"};
  EXPECT_EQ(read_status_list(issued(list)).list, list);
  EXPECT_NE(refusal([](Json& json) { json["credentialSubject"]["statusPurpose"] = {1}; }), "");
}

TEST_F(StatusLists, SayHowLongTheyHold) {
  for (const auto* name : {"id", "validFrom", "validUntil"})
    EXPECT_THAT(refusal([&](Json& json) { json.erase(name); }), HasSubstr("needs an id"));
}

TEST_F(StatusLists, AreGzipInBase64UrlAndNothingElse) {
  const auto packed = gzip_of(Bytes(16384));
  EXPECT_EQ(refusal_of_list(multibase(packed)), "");
  auto longer = packed;
  longer.push_back(0);
  auto twice = packed;
  twice.insert(twice.end(), packed.begin(), packed.end());
  auto altered = packed;
  altered[altered.size() - 8] ^= 1U;  // CRC-32
  const Bytes shorter(packed.begin(), packed.end() - 1);
  for (const auto& bytes : {longer, twice, altered, shorter, Bytes{}, Bytes(100, 7)})
    EXPECT_THAT(refusal_of_list(multibase(bytes)), HasSubstr("not GZIP"));
  const auto text = multibase(packed);
  for (const auto& other :
       {text.substr(1), "z" + text.substr(1), text + "=", text + "\n", text + "é"})
    EXPECT_THAT(refusal_of_list(other), HasSubstr("base64url"));
  EXPECT_NE(refusal_of_list(1), "");
  EXPECT_NE(refusal_of_list(""), "");
}

TEST_F(StatusLists, HaveEnoughStatusesToHideIn) {
  EXPECT_THAT(refusal_of_list(multibase(gzip_of(Bytes(16383)))), HasSubstr("too few"));
  EXPECT_THAT(refusal_of_list(multibase(gzip_of(Bytes{}))), HasSubstr("too few"));
}

/// 16 MiB and a byte of zeros are 16 KiB of GZIP; a gibibyte is one MiB.
TEST_F(StatusLists, AreNotUnpackedWithoutEnd) {
  EXPECT_EQ(refusal_of_list(multibase(gzip_of(Bytes(std::size_t{16} << 20)))), "");
  const auto bomb = gzip_of(Bytes((std::size_t{16} << 20) + 1));
  EXPECT_LT(bomb.size(), 20000U);
  EXPECT_THAT(refusal_of_list(multibase(bomb)), HasSubstr("not GZIP of up to"));
  EXPECT_FALSE(bytes_of_gzip(bomb, 1000));
}

TEST_F(StatusLists, ArePackedTheSameEachTime) {
  Bytes bytes(16384);
  bytes[77] = 3;
  EXPECT_EQ(gzip_of(bytes), gzip_of(bytes));
  EXPECT_EQ(bytes_of_gzip(gzip_of(bytes), bytes.size()), bytes);
  EXPECT_FALSE(bytes_of_gzip(gzip_of(bytes), bytes.size() - 1));
}

}  // namespace
}  // namespace bdf::credential
