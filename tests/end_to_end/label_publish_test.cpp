// SPDX-License-Identifier: MIT
// Labelled packages on their way: packed, published, fetched.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/label_desk.h"
#include "support/package_desk.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

class LabelPublish : public testing::TestWithParam<std::string> {
 protected:
  /// Labelled on the tenth of the month that follows.
  [[nodiscard]] fs::path labelled(const Words& build) {
    return desk_.issue(desk_.build(build), {"--now", "2026-03-20T00:00:00Z"});
  }
  void publish(const Words& packages) const {
    Words words{"package", "publish", "--out", desk_ / "tree", "--now", "2026-03-21T00:00:00Z"};
    words.insert(words.end(), packages.begin(), packages.end());
    const auto ran = support::bdf(words);
    ASSERT_EQ(ran.code, 0) << ran.err;
  }
  [[nodiscard]] json fetch(const std::string& into = "into", const Words& more = {}) const {
    Words words{"package",     "fetch", desk_ / "tree", "--pack",     "VEGETATION",
                "--territory", "038",   "--into",       desk_ / into, "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const auto ran = support::bdf(words);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return json::parse(ran.out, nullptr, false);
  }
  [[nodiscard]] json verify(const fs::path& package) const {
    return said_by_label("verification", desk_.verify(package, {"--now", "2026-03-22T00:00:00Z"}));
  }

  LabelDesk desk_{"vegetation"};
};

TEST_P(LabelPublish, ALabelGoesWithItsPackage) {
  const auto package = labelled({"--as", GetParam()});
  EXPECT_EQ(package.extension().string(), "." + GetParam());
  EXPECT_EQ(support::bdf({"package", "verify", package}).code, 0);
  EXPECT_TRUE(verify(package)["good"]);
  publish({package});
  static_cast<void>(fetch());
  const auto fetched = desk_ / "into" / package.stem().string();
  ASSERT_TRUE(fs::is_directory(fetched));
  EXPECT_EQ(support::bdf({"package", "verify", fetched}).code, 0);
  EXPECT_TRUE(verify(fetched)["good"]);
  EXPECT_TRUE(fs::exists(fetched / "label.svg"));
}

INSTANTIATE_TEST_SUITE_P(Forms, LabelPublish, testing::Values("zip", "7z"),
                         [](const auto& of) { return "of_" + of.param; });

using LabelDifferential = LabelPublish;

/// What differentials make is the data alone: the label is of the package as it was published.
TEST_F(LabelDifferential, BringsDataWithoutALabel) {
  const auto first = labelled({"--as", "zip"});
  publish({first});
  static_cast<void>(fetch());
  desk_.data().execute("UPDATE haie SET hauteur = 3 WHERE fid = 5");
  const auto second = labelled({"--as", "zip", "--edition", "2026-03-15"});
  const auto differential = desk_.build(
      {"--as", "zip", "--edition", "2026-03-15", "--differential", "--previous", first});
  publish({second, differential});
  const auto said = fetch();
  const auto fetched = desk_ / "into" / second.stem().string();
  ASSERT_TRUE(fs::is_directory(fetched)) << said;
  ASSERT_FALSE(fs::exists(fetched / "label.json")) << said;
  EXPECT_EQ(support::bdf({"package", "verify", fetched}).code, 0);
  const auto ran = desk_.verify(fetched);
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("has no label"));
  EXPECT_EQ(fetch("into", {"--full"})["way"], "full") << "the papers, which it lacks, come along";
  EXPECT_TRUE(verify(fetched)["good"]);
  EXPECT_FALSE(fs::exists(fetched / "published_manifest.json"));
  EXPECT_EQ(support::bdf({"package", "verify", fetched}).code, 0);
  EXPECT_EQ(fetch("into", {"--full"})["way"], "none");
}

}  // namespace
}  // namespace bdf::tests
