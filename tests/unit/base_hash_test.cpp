// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "base/hash.h"

namespace bdf {
namespace {

class HashOfFile : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path file(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }

  const std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) /
      testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST(Hash, EqualBytesGiveEqualHashesAndNeverNone) {
  EXPECT_EQ(hash_of("Isère"), hash_of("Isère"));
  EXPECT_NE(hash_of("Isère"), hash_of("Isere"));
  EXPECT_FALSE(hash_of("").none());
}

TEST(Hash, Sha256IsThatOfTheStandard) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_F(HashOfFile, IsTheHashOfItsBytesWhateverTheirNumber) {
  const std::string long_text((std::size_t{3} << 20) + 7, 'x');
  EXPECT_EQ(sha256_of_file(file("long", long_text)), sha256(long_text));
  EXPECT_EQ(sha256_of_file(file("empty", "")), sha256(""));
}

TEST_F(HashOfFile, ComesWithTheOnesThatOthersPublish) {
  const std::string long_text((std::size_t{3} << 20) + 7, 'x');
  const auto digests = digests_of_file(file("long", long_text));
  EXPECT_EQ(digests.size, long_text.size());
  EXPECT_EQ(digests.sha256, sha256(long_text));
  // RFC 1321's examples.
  EXPECT_EQ(digests_of_file(file("empty", "")).md5, "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(digests_of_file(file("abc", "abc")).md5, "900150983cd24fb0d6963f7d28e17f72");
  file("abc-wal", "log");
  EXPECT_EQ(digests_of_file(folder_ / "abc").sha256, sha256("abc"));
  EXPECT_THROW(static_cast<void>(digests_of_file(folder_ / "missing")), InputError);
}

TEST_F(HashOfFile, RefusesWhatCannotBeRead) {
  EXPECT_THROW(static_cast<void>(sha256_of_file(folder_ / "missing")), InputError);
  EXPECT_THROW(static_cast<void>(sha256_of_file(folder_)), InputError);
}

TEST(Hash, UuidHasItsVersionAndVariantAndNeverChanges) {
  const auto uuid = uuid_v5("DDT 38/cours_d_eau/1");
  ASSERT_EQ(uuid.size(), 36U);
  EXPECT_EQ(uuid[14], '5');
  EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
  EXPECT_EQ(uuid, "c5a938f4-e2c7-5885-94d3-e13276c288f5");
  EXPECT_NE(uuid, uuid_v5("DDT 38/cours_d_eau/2"));
}

}  // namespace
}  // namespace bdf
