// SPDX-License-Identifier: MIT
#include "crypto/base58.h"

#include <gtest/gtest.h>

#include "unit/crypto_samples.h"

namespace bdf::crypto {
namespace {

std::vector<unsigned char> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

/// The vectors of draft-msporny-base58-03.
TEST(Base58, WritesAndReadsTheVectorsOfItsDraft) {
  const std::vector<std::pair<std::vector<unsigned char>, std::string>> vectors{
      {bytes_of("Hello World!"), "z2NEpo7TZRRrLZSi2U"},
      {bytes_of("The quick brown fox jumps over the lazy dog."),
       "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"},
      {tests::from_hex("0000287fb4cd"), "z11233QC4"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(multibase_of(bytes), text);
    EXPECT_EQ(bytes_of_multibase(text), bytes);
  }
}

TEST(Base58, KeepsZerosAtTheFront) {
  for (const auto* hex : {"", "00", "0000", "01", "000001", "ff", "00ff00"}) {
    const auto bytes = tests::from_hex(hex);
    EXPECT_EQ(bytes_of_multibase(multibase_of(bytes)), bytes) << hex;
  }
}

TEST(Base58, RefusesOtherTexts) {
  for (const auto* text :
       {"", "2NEpo7TZRRrLZSi2U", "z0", "zO", "zI", "zl", "z1 ", "mAAAA", "z\xC3\xA9"})
    EXPECT_FALSE(bytes_of_multibase(text)) << text;
  EXPECT_TRUE(bytes_of_multibase("z" + std::string(127, '2')));
  EXPECT_FALSE(bytes_of_multibase("z" + std::string(128, '2')));
}

}  // namespace
}  // namespace bdf::crypto
