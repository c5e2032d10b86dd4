// SPDX-License-Identifier: MIT
#include "crypto/data_integrity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "crypto/base58.h"
#include "crypto/canonical_json.h"
#include "support/credential_samples.h"

namespace bdf::crypto {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;
using tests::sample_key;

/// Appendix B.1 of "Data Integrity EdDSA Cryptosuites v1.0" (W3C 2025): TestVectors/keyPair.json,
/// unsigned.json and eddsa-jcs-2022/ of github.com/w3c/vc-di-eddsa.
namespace w3c {

const std::string seed = "c96ef9ea10c5e414c471723aff9de72c35fa5b70fae97e8832ecac7d2e2b8ed6";
const std::string method =
    "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    "#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
const std::string created = "2023-02-24T23:36:38Z";
const std::string proof_hash = "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db";
const std::string document_hash =
    "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19";
const std::string signature =
    "407cd12654b33d718ecbb99179a1506daaa849450bf3fc523cce3e1c96f8b803"
    "51da3f253d725c6f00b07c9e5448d50b3ef78012b9ab54255116d069c6dd2808";

Json document() {
  return Json::parse(R"({
    "@context": ["https://www.w3.org/ns/credentials/v2",
                 "https://www.w3.org/ns/credentials/examples/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"}})");
}

Json secured() {
  auto json = document();
  json["proof"] = {{"type", "DataIntegrityProof"},
                   {"cryptosuite", "eddsa-jcs-2022"},
                   {"created", created},
                   {"verificationMethod", method},
                   {"proofPurpose", "assertionMethod"},
                   {"@context", json["@context"]},
                   {"proofValue",
                    "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdc"
                    "nTMuVor51aX"}};
  return json;
}

}  // namespace w3c

std::string text_of(const std::string& hex) {
  const auto bytes = tests::from_hex(hex);
  return {bytes.begin(), bytes.end()};
}

class DataIntegrity : public ::testing::Test {
 protected:
  DataIntegrity() { set_language("en"); }
};

TEST_F(DataIntegrity, SignsTheVectorOfItsSpecification) {
  EXPECT_EQ(
      with_proof(w3c::document(), tests::key_from_hex(w3c::seed), {w3c::method, w3c::created, ""}),
      w3c::secured());
}

TEST_F(DataIntegrity, ReadsTheVectorOfItsSpecification) {
  const auto proof = read_proof(w3c::secured());
  EXPECT_EQ(proof.verification_method, w3c::method);
  EXPECT_EQ(proof.created, instant_of(w3c::created));
  EXPECT_FALSE(proof.expires);
  EXPECT_EQ(proof.signed_bytes, text_of(w3c::proof_hash + w3c::document_hash));
  const std::string signature(proof.signature.begin(), proof.signature.end());
  EXPECT_EQ(signature, text_of(w3c::signature));
  EXPECT_TRUE(holds(proof, tests::key_from_hex(w3c::seed).public_key()));
  EXPECT_FALSE(holds(proof, sample_key(1).public_key()));
}

TEST_F(DataIntegrity, BindsEveryMember) {
  const auto key = tests::key_from_hex(w3c::seed).public_key();
  const auto flat = w3c::secured().flatten();
  for (const auto& [pointer, value] : flat.items()) {
    auto changed = w3c::secured();
    auto& place = changed[Json::json_pointer(pointer)];
    place = place.get<std::string>() + "x";
    bool held = false;
    try {
      held = holds(read_proof(changed), key);
    } catch (const InputError&) {
      continue;  // refused before it is looked at
    }
    EXPECT_FALSE(held) << pointer;
  }
}

TEST_F(DataIntegrity, BindsNoLayout) {
  const auto text = w3c::secured().dump(4);
  EXPECT_TRUE(holds(read_proof(parse_strictly(text)), tests::key_from_hex(w3c::seed).public_key()));
}

TEST_F(DataIntegrity, SignsDocumentsWithoutContext) {
  const auto secured = with_proof({{"a", 1}}, sample_key(1), tests::proof_options());
  EXPECT_FALSE(secured["proof"].contains("@context"));
  EXPECT_TRUE(holds(read_proof(secured), sample_key(1).public_key()));
}

TEST_F(DataIntegrity, TakesAProofThatDoesNotRepeatTheContext) {
  auto proof = w3c::secured()["proof"];
  proof.erase("proofValue");
  proof.erase("@context");
  const auto key = tests::key_from_hex(w3c::seed);
  EXPECT_TRUE(
      holds(read_proof(tests::signed_anyhow(w3c::document(), proof, key)), key.public_key()));
}

TEST_F(DataIntegrity, SignsNothingThatItWouldNotRead) {
  const auto sign = [](const Json& document, const ProofOptions& options) {
    static_cast<void>(with_proof(document, sample_key(1), options));
  };
  const auto options = tests::proof_options();
  EXPECT_THROW(sign(Json::array(), options), InputError);
  EXPECT_THROW(sign({{"proof", 1}}, options), InputError);
  EXPECT_THROW(sign({{"a", "\xff"}}, options), InputError);
  EXPECT_THROW(sign({{"a", 1}}, {options.verification_method, "2026-11-24T01:09:08", ""}),
               InputError);
  EXPECT_THROW(sign({{"a", 1}}, {options.verification_method, options.created, "2026-11-23"}),
               InputError);
  EXPECT_THROW(sign({{"a", 1}}, {tests::did(1), options.created, ""}), InputError);
  EXPECT_THROW(
      sign({{"a", 1}}, {options.verification_method, options.created, "2026-11-23T00:00:00Z"}),
      InputError);
}

/// Why a proof that its key has made is refused.
std::string refusal(const std::function<void(Json&)>& change) {
  auto proof = with_proof({{"a", 1}}, sample_key(1), tests::proof_options())["proof"];
  proof.erase("proofValue");
  change(proof);
  try {
    static_cast<void>(read_proof(tests::signed_anyhow({{"a", 1}}, proof, sample_key(1))));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST_F(DataIntegrity, RefusesWhatItDoesNotUnderstandThoughItIsSigned) {
  EXPECT_EQ(refusal([](Json&) {}), "");
  const std::vector<std::pair<std::string, Json>> changes{
      {"type", "Ed25519Signature2020"},
      {"type", Json::array({"DataIntegrityProof"})},
      {"cryptosuite", "eddsa-rdfc-2022"},
      {"cryptosuite", nullptr},
      {"proofPurpose", "authentication"},
      {"verificationMethod", tests::did(1)},
      {"verificationMethod", "https://geo.example/key#1"},
      {"verificationMethod", {{"id", tests::method(1)}}},
      {"created", "2026-11-24T01:09:08"},
      {"created", "2026-11-24"},
      {"created", 1795482548},
      {"expires", "2027-02-29T00:00:00Z"},
      {"expires", "2026-11-24T01:09:07Z"},
      {"domain", "geo.example"},
      {"challenge", "1"},
      {"previousProof", "urn:uuid:1"},
      {"anything", 1},
      {"id", 1},
      {"@context", "https://geo.example/context"}};
  for (const auto& [name, value] : changes)
    EXPECT_THAT(refusal([&, name = name, value = value](Json& proof) { proof[name] = value; }),
                HasSubstr("“proof." + name + "”"))
        << value;
  for (const auto* name : {"type", "cryptosuite", "proofPurpose", "verificationMethod"})
    EXPECT_THAT(refusal([&](Json& proof) { proof.erase(name); }), HasSubstr("it is missing"));
}

TEST_F(DataIntegrity, TakesTimesOfAnyZone) {
  EXPECT_EQ(refusal([](Json& proof) { proof["created"] = "2026-11-24T10:09:08.25+09:00"; }), "");
  EXPECT_EQ(refusal([](Json& proof) {
              proof["created"] = "2026-11-24T01:00:00+01:00";
              proof["expires"] = "2026-11-24T00:00:00Z";
              proof["nonce"] = "1";
              proof["id"] = "urn:uuid:1";
            }),
            "");
}

std::string refusal_of_proof(const Json& proof) {
  auto secured = w3c::secured();
  secured["proof"] = proof;
  try {
    static_cast<void>(read_proof(secured));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

std::string refusal_of_value(const Json& value) {
  auto proof = w3c::secured()["proof"];
  proof["proofValue"] = value;
  return refusal_of_proof(proof);
}

TEST_F(DataIntegrity, RefusesValuesThatAreNo64BytesInBase58) {
  const auto of_size = [](std::size_t size) {
    return multibase_of(std::vector<unsigned char>(size, 7));
  };
  for (const std::size_t size : {0U, 1U, 63U, 65U, 80U})
    EXPECT_NE(refusal_of_value(of_size(size)), "") << size;
  EXPECT_EQ(refusal_of_value(of_size(64)), "");
  const auto value = w3c::secured()["proof"]["proofValue"].get<std::string>();
  EXPECT_THAT(refusal_of_value("u" + value.substr(1)), HasSubstr("base58btc"));
  EXPECT_THAT(refusal_of_value(value.substr(1)), HasSubstr("base58btc"));
  EXPECT_THAT(refusal_of_value(value + "0"), HasSubstr("base58btc"));
  EXPECT_THAT(refusal_of_value("z1" + value.substr(1)), HasSubstr("65"));
  EXPECT_THAT(refusal_of_value("z" + std::string(1000000, '2')), HasSubstr("base58btc"));
  EXPECT_THAT(refusal_of_value(1), HasSubstr("a text is needed"));
}

TEST_F(DataIntegrity, RefusesSetsAndChains) {
  const auto proof = w3c::secured()["proof"];
  EXPECT_EQ(refusal_of_proof(proof), "");
  for (const auto& proofs : {Json::array(), Json::array({proof}), Json::array({proof, proof})})
    EXPECT_THAT(refusal_of_proof(proofs), HasSubstr("sets and chains"));
  EXPECT_THAT(refusal_of_proof("z"), HasSubstr("an object is needed"));
  EXPECT_THROW(static_cast<void>(read_proof(w3c::document())), InputError);
}

TEST_F(DataIntegrity, BindsTheContextInItsOrder) {
  auto reordered = w3c::secured();
  std::swap(reordered["@context"][0], reordered["@context"][1]);
  EXPECT_THROW(static_cast<void>(read_proof(reordered)), InputError);
  reordered["proof"]["@context"] = reordered["@context"];
  EXPECT_FALSE(holds(read_proof(reordered), tests::key_from_hex(w3c::seed).public_key()));
  auto extended = w3c::secured();
  extended["@context"].push_back("https://geo.example/context");
  EXPECT_THROW(static_cast<void>(read_proof(extended)), InputError);
}

/// Points of small order: for the neutral one, R neutral and S zero "sign" any message.
TEST_F(DataIntegrity, HoldsForNoKeyOfSmallOrder) {
  const std::string neutral = "01" + std::string(62, '0');
  for (const auto& point :
       {neutral, std::string(64, '0'),
        std::string("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        std::string("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        std::string("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")}) {
    PublicKey key;
    const auto bytes = tests::from_hex(point);
    std::copy(bytes.begin(), bytes.end(), key.bytes.begin());
    auto proof = read_proof(w3c::secured());
    for (const auto& r : {neutral, point}) {
      const auto forged = tests::from_hex(r + std::string(64, '0'));
      std::copy(forged.begin(), forged.end(), proof.signature.begin());
      EXPECT_FALSE(holds(proof, key)) << point;
    }
  }
}

/// S and S plus the group's order are the same number to a careless reader.
TEST_F(DataIntegrity, HoldsForNoOtherFormOfASignature) {
  const auto order =
      tests::from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  auto proof = read_proof(w3c::secured());
  unsigned carry = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    carry += proof.signature[32 + i] + order[i];
    proof.signature[32 + i] = static_cast<unsigned char>(carry);
    carry >>= 8U;
  }
  ASSERT_EQ(carry, 0U);
  EXPECT_FALSE(holds(proof, tests::key_from_hex(w3c::seed).public_key()));
}

}  // namespace
}  // namespace bdf::crypto
