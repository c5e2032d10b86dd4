// SPDX-License-Identifier: MIT
#include "crypto/key_pair.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <memory>
#include <random>

#include "unit/crypto_samples.h"

namespace bdf::crypto {
namespace {

using tests::from_hex;
using tests::sample_key;

template <class Array>
std::vector<unsigned char> bytes_of(const Array& array) {
  return {array.begin(), array.end()};
}

std::string text_of(const std::vector<unsigned char>& bytes) {
  return {bytes.begin(), bytes.end()};
}

struct Vector {
  const char* name;
  const char* seed;
  const char* public_key;
  const char* message;
  const char* signature;
};

/// RFC 8032, section 7.1.
constexpr Vector rfc_8032[] = {
    {"TEST 1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "4"
     "6bd25bf5f0595bbe24655141438e7a100b"},
    {"TEST 2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d"
     "8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"TEST 3", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "6"
     "594a7c15e9716ed28dc027beceea1ec40a"},
    {"TEST SHA(abc)", "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3fee"
     "b"
     "bd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e"
     "0"
     "303dca179c138ac17ad9bef1177331a704"}};

TEST(KeyPair, SignsAsRfc8032Does) {
  for (const auto& vector : rfc_8032) {
    const auto key = tests::key_from_hex(vector.seed);
    const auto message = text_of(from_hex(vector.message));
    EXPECT_EQ(bytes_of(key.public_key().bytes), from_hex(vector.public_key)) << vector.name;
    EXPECT_EQ(bytes_of(key.sign(message)), from_hex(vector.signature)) << vector.name;
    EXPECT_TRUE(has_signed(key.public_key(), message, key.sign(message))) << vector.name;
  }
}

/// Key and text of the test vectors in "Data Integrity EdDSA Cryptosuites v1.0", W3C 2025.
TEST(KeyPair, WritesPublicKeysAsDidKeyDoes) {
  const auto key =
      tests::key_from_hex("c96ef9ea10c5e414c471723aff9de72c35fa5b70fae97e8832ecac7d2e2b8ed6");
  const std::string text = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
  EXPECT_EQ(to_text(key.public_key()), text);
  EXPECT_EQ(public_key_in(text), key.public_key());
  EXPECT_EQ(public_key_in("did:key:" + text), key.public_key());
}

TEST(KeyPair, RefusesWhatIsNoPublicKey) {
  const auto text = to_text(sample_key(1).public_key());
  EXPECT_FALSE(public_key_in(""));
  EXPECT_FALSE(public_key_in("did:key:"));
  EXPECT_FALSE(public_key_in("did:web:" + text));
  EXPECT_FALSE(public_key_in(text.substr(1)));
  EXPECT_FALSE(public_key_in(text.substr(0, text.size() - 1)));
  EXPECT_FALSE(public_key_in(text + "1"));
  EXPECT_FALSE(public_key_in("z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjxq"));  // a private one
}

TEST(KeyPair, MakesAnotherKeyEachTimeAndTheSameFromItsSeed) {
  const auto one = PrivateKey::generate();
  const auto other = PrivateKey::generate();
  EXPECT_NE(one.public_key(), other.public_key());
  EXPECT_EQ(PrivateKey::from_seed(one.seed()).public_key(), one.public_key());
  EXPECT_FALSE(has_signed(other.public_key(), "text", one.sign("text")));
}

TEST(KeyPair, RefusesEveryBitThatIsTurned) {
  const auto key = sample_key(1);
  const auto signature = key.sign("text");
  for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
    auto turned = signature;
    turned[bit / 8] ^= static_cast<unsigned char>(1U << bit % 8);
    EXPECT_FALSE(has_signed(key.public_key(), "text", turned)) << bit;
  }
  for (std::size_t bit = 0; bit < key.public_key().bytes.size() * 8; ++bit) {
    auto turned = key.public_key();
    turned.bytes[bit / 8] ^= static_cast<unsigned char>(1U << bit % 8);
    EXPECT_FALSE(has_signed(turned, "text", signature)) << bit;
  }
}

/// S plus the order of the group satisfies the same equation.
TEST(KeyPair, RefusesASecondFormOfASignature) {
  const auto key = sample_key(1);
  auto signature = key.sign("text");
  const auto order = from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  unsigned carry = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    carry += signature[32 + i] + order[i];
    signature[32 + i] = static_cast<unsigned char>(carry);
    carry >>= 8;
  }
  EXPECT_FALSE(has_signed(key.public_key(), "text", signature));
}

/// For the neutral element as key, neutral element and 0 "sign" every message.
TEST(KeyPair, RefusesKeysOfSmallOrder) {
  PublicKey neutral;
  neutral.bytes[0] = 1;
  SignatureBytes signature{};
  signature[0] = 1;
  EXPECT_FALSE(has_signed(neutral, "text", signature));
}

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using OpenSslKey = std::unique_ptr<EVP_PKEY, FreeKey>;

SignatureBytes signed_by_openssl(const Secret& seed, const std::string& message) {
  const OpenSslKey key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  SignatureBytes signature{};
  std::size_t size = signature.size();
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  EXPECT_EQ(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()), 1);
  EXPECT_EQ(EVP_DigestSign(context.get(), signature.data(), &size, bytes, message.size()), 1);
  EXPECT_EQ(size, signature.size());
  return signature;
}

bool openssl_finds_signed(const PublicKey& by, const std::string& message,
                          const SignatureBytes& signature) {
  const OpenSslKey key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, by.bytes.data(), by.bytes.size()));
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  EXPECT_EQ(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()), 1);
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytes,
                          message.size()) == 1;
}

TEST(KeyPair, AgreesWithOpenSslBothWays) {
  std::mt19937 random(7);
  for (std::size_t size = 0; size < 200; ++size) {
    const auto key = PrivateKey::generate();
    std::string message(size, '\0');
    for (auto& byte : message) byte = static_cast<char>(random());
    const auto ours = key.sign(message);
    EXPECT_TRUE(openssl_finds_signed(key.public_key(), message, ours));
    const auto theirs = signed_by_openssl(key.seed(), message);
    EXPECT_TRUE(has_signed(key.public_key(), message, theirs));
    EXPECT_EQ(ours, theirs);
    EXPECT_FALSE(openssl_finds_signed(key.public_key(), message + "x", ours));
    EXPECT_FALSE(has_signed(key.public_key(), message + "x", theirs));
  }
}

}  // namespace
}  // namespace bdf::crypto
