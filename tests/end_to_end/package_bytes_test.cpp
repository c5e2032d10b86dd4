// SPDX-License-Identifier: MIT
// Each region of a package's bytes is changed, cut out and pushed apart in turn: verify sees it,
// and says so as it says what is wrong with packages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "package/archive.h"
#include "support/nightly.h"
#include "support/package_desk.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using support::bdf;
using ::testing::HasSubstr;
using ::testing::Not;

/// Bytes from `begin` to `end`, made into others.
struct Region {
  std::size_t begin = 0;
  std::size_t end = 0;
};
using Damage = std::function<std::string(const std::string& bytes, const Region& region)>;

std::string changed(const std::string& bytes, const Region& region) {
  auto other = bytes;
  for (auto i = region.begin; i < region.end; ++i) other[i] = static_cast<char>(~bytes[i]);
  return other;
}
std::string one_changed(const std::string& bytes, const Region& region) {
  auto other = bytes;
  const auto middle = region.begin + (region.end - region.begin) / 2;
  other[middle] = static_cast<char>(bytes[middle] ^ 0x41);
  return other;
}
std::string without(const std::string& bytes, const Region& region) {
  return bytes.substr(0, region.begin) + bytes.substr(region.end);
}
std::string pushed_apart(const std::string& bytes, const Region& region) {
  return bytes.substr(0, region.begin) + std::string(region.end - region.begin, '\x7F') +
         bytes.substr(region.begin);
}
std::string cut(const std::string& bytes, const Region& region) {
  return bytes.substr(0, region.begin);
}

/// Of a package, or of all its files together.
const std::size_t regions = is_nightly() ? 28 : 13;

class PackageBytes : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const auto ran =
        build_package(desk_ / "out", {"--from", sample_file("hydro", "ancestor"), "--theme",
                                      "hydro", "--edition", "2026-03-15", "--as", GetParam()});
    ASSERT_EQ(ran.code, 0) << ran.err;
    package_ = package_in(desk_ / "out");
    if (GetParam() == "folder")
      files_ = files_ending(package_, "");
    else
      files_ = {package_};
  }

  /// Every region of every file in turn; `check` looks at what verify has said.
  void damage_all(const std::function<void(const Ran&)>& check) const {
    for (const auto& file : files_) {
      const auto bytes = bytes_of(file);
      const auto share = std::max<std::size_t>(1, regions / files_.size());
      for (std::size_t i = 0; i < std::min(share, bytes.size()); ++i) {
        const Region region{bytes.size() * i / share, bytes.size() * (i + 1) / share};
        for (const Damage& damage : {Damage(changed), Damage(one_changed), Damage(without),
                                     Damage(pushed_apart), Damage(cut)}) {
          const auto other = damage(bytes, region);
          if (other == bytes) continue;
          write_bytes(file, other);
          SCOPED_TRACE(file.filename().string() + " " + std::to_string(region.begin));
          check(bdf({"package", "verify", package_}));
        }
      }
      write_bytes(file, bytes);
    }
  }

  support::Desk desk_;
  fs::path package_;
  std::vector<fs::path> files_;
};

TEST_P(PackageBytes, EachRegionThatIsDamagedIsSeen) {
  int seen = 0;
  damage_all([&](const Ran& ran) {
    ++seen;
    EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
    EXPECT_THAT(ran.err, Not(HasSubstr("unexpected failure")));
  });
  EXPECT_GT(seen, 40);
  EXPECT_EQ(bdf({"package", "verify", package_}).code, 0) << "nothing was left damaged";
}

/// Where no digest lies beside it, what holds is at least a package, and nothing comes to an end
/// that is nobody's words.
TEST_P(PackageBytes, DamageOfAPackageWithoutDigestsEndsInWords) {
  for (const auto* ending : {".sha256", ".md5"}) fs::remove(package_.string() + ending);
  const auto whole = desk_ / "whole";
  package::unpack(package_, whole);
  const auto files = tree_in(whole);
  int seen = 0, number = 0;
  damage_all([&](const Ran& ran) {
    ASSERT_TRUE(ran.code == 0 || ran.code == 3) << ran.code << ran.err;
    EXPECT_THAT(ran.err, Not(HasSubstr("unexpected failure")));
    if (ran.code == 3) return void(++seen);
    if (GetParam() == "folder") return;  // only its manifest can be another, as a whole
    const auto folder = desk_ / ("unpacked" + std::to_string(++number));
    package::unpack(package_, folder);
    EXPECT_TRUE(tree_in(folder) == files);
    fs::remove_all(folder);
  });
  EXPECT_GT(seen, 40);
}

INSTANTIATE_TEST_SUITE_P(Forms, PackageBytes, testing::Values("zip", "7z", "folder"),
                         [](const auto& of) { return "as_" + of.param; });

}  // namespace
}  // namespace bdf::tests
