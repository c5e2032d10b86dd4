// SPDX-License-Identifier: MIT
// The disk fails, or the process is killed, somewhere in publishing or fetching a package: what
// others see is whole, and the next run comes to the same end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>

#include "base/hash.h"
#include "package/archive.h"
#include "package/channel_index.h"
#include "package/file_check.h"
#include "support/nightly.h"
#include "support/package_series.h"
#include "support/run.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

using Words = std::vector<std::string>;
using Environment = std::map<std::string, std::string>;

/// Beginning with `words`, which may be another program that starts it.
Ran bdf(Words words, const Words& more, const Environment& environment = {}) {
  words.emplace_back(BDF_COMMAND);
  words.emplace_back("package");
  words.insert(words.end(), more.begin(), more.end());
  return run(words, environment);
}

/// Path to digest.
std::map<std::string, std::string> digests_in(const fs::path& folder) {
  auto tree = tree_in(folder);
  for (auto& [path, content] : tree) content = sha256(content);
  return tree;
}

class PackageFailure : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = new TemporaryFolder;
    editions_ = new std::vector<Edition>(make_series(made_->path(), 2));
  }
  static void TearDownTestSuite() {
    delete editions_;
    delete made_;
  }

  [[nodiscard]] fs::path work() const { return folder_.path() / "work"; }
  [[nodiscard]] fs::path tree() const { return folder_.path() / "tree"; }
  static const Edition& edition(std::size_t number) { return editions_->at(number); }

  [[nodiscard]] Words publishing(const fs::path& to, bool both = true) const {
    Words words{"publish", "--out", to, edition(0).full.archive};
    if (both) {
      words.push_back(edition(1).full.archive);
      words.push_back(edition(1).differential.at(0).archive);
    }
    return words;
  }
  [[nodiscard]] Words fetching(const Words& more) const {
    Words words{"fetch", tree(), "--pack", "HYDRO", "--territory", "038", "--into", work()};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  /// How often the command writes, syncs or renames below work().
  [[nodiscard]] long calls_of(const Words& command) const {
    const auto count = folder_.path() / "calls";
    const auto ran = bdf({}, command,
                         {{"LD_PRELOAD", BDF_FAIL_SHIM},
                          {"BDF_FAIL_UNDER", fs::canonical(work())},
                          {"BDF_FAIL_COUNT", count}});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return std::stol("0" + bytes_of(count));
  }
  [[nodiscard]] Ran fail_at(long call, const Words& command) const {
    return bdf({}, command,
               {{"LD_PRELOAD", BDF_FAIL_SHIM},
                {"BDF_FAIL_UNDER", fs::canonical(work())},
                {"BDF_FAIL_AFTER", std::to_string(call)}});
  }
  static Ran kill_after(double seconds, const Words& command) {
    return bdf({"timeout", "-s", "KILL", std::to_string(seconds)}, command);
  }

  /// Puts work() back to how it was before the command.
  void stage(const fs::path& before) const {
    fs::remove_all(work());
    if (before.empty())
      fs::create_directories(work());
    else
      fs::copy(before, work(), fs::copy_options::recursive);
  }

  /// Failures at every call by night and at some by day, and kills at as many moments: `check`
  /// looks at what others see, then the command runs well.
  void try_everywhere(const Words& command, const fs::path& before,
                      const std::function<void()>& check) const {
    stage(before);
    const auto began = std::chrono::steady_clock::now();
    const auto calls = calls_of(command);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    ASSERT_GT(calls, 5);
    const auto well = digests_in(work());
    const auto repeat = [&](const std::string& how) {
      SCOPED_TRACE(how);
      check();
      const auto again = bdf({}, command);
      EXPECT_EQ(again.code, 0) << again.err;
      EXPECT_EQ(digests_in(work()), well);
    };
    for (const long call : sampled(calls, 10)) {
      stage(before);
      const auto ran = fail_at(call, command);
      EXPECT_TRUE(ran.code == 4 || ran.code == 0) << ran.code << ran.err;
      repeat("call " + std::to_string(call) + " of " + std::to_string(calls));
    }
    constexpr long moments = 25;
    std::size_t killed = 0;
    const auto tried = sampled(moments, 7);
    for (const long moment : tried) {
      stage(before);
      const auto seconds = took.count() * static_cast<double>(moment) / moments;
      if (kill_after(seconds, command).code != 0) ++killed;
      repeat("moment " + std::to_string(moment));
    }
    EXPECT_GT(killed, tried.size() / 3);
  }

  static inline TemporaryFolder* made_ = nullptr;
  static inline std::vector<Edition>* editions_ = nullptr;
  TemporaryFolder folder_;
};

/// Whatever the index names is there, as it says.
void check_tree(const fs::path& tree, std::size_t at_least) {
  const auto text = bytes_of(tree / "index.json");
  if (text.empty() && at_least == 0) return;
  const auto index = package::index_from_json(text);
  EXPECT_GE(index.packages.size(), at_least);
  for (const auto& published : index.packages) {
    const auto archive = tree / archive_place(published);
    ASSERT_TRUE(fs::exists(archive)) << archive;
    EXPECT_EQ(sha256_of_file(archive), published.sha256);
    EXPECT_EQ(fs::file_size(tree / place_of(published.name) / "manifest.json"),
              published.manifest_size);
  }
}

TEST_F(PackageFailure, LeavesATreeWhole) {
  const auto published = folder_.path() / "published";
  ASSERT_EQ(bdf({}, publishing(published, false)).code, 0);
  try_everywhere(publishing(work()), published, [&] { check_tree(work(), 1); });
}

TEST_F(PackageFailure, LeavesNoTreeOrAWholeOne) {
  try_everywhere(publishing(work(), false), {}, [&] { check_tree(work(), 0); });
}

TEST_F(PackageFailure, LeavesNoPackageOrAWholeOne) {
  ASSERT_EQ(bdf({}, publishing(tree())).code, 0);
  const auto place = work() / to_text(edition(1).full.manifest.name);
  try_everywhere(fetching({"--full"}), {}, [&] {
    if (!fs::exists(place)) return;
    EXPECT_THAT(package::check_files(place, package::read_manifest(place)), IsEmpty());
  });
}

TEST_F(PackageFailure, LeavesNoPackageMadeOfDifferentialsOrAWholeOne) {
  ASSERT_EQ(bdf({}, publishing(tree(), false)).code, 0);
  fs::create_directories(work());
  ASSERT_EQ(bdf({}, fetching({})).code, 0);
  fs::rename(work(), folder_.path() / "behind");
  ASSERT_EQ(bdf({}, publishing(tree())).code, 0);
  const auto place = work() / to_text(edition(1).full.manifest.name);
  try_everywhere(fetching({}), folder_.path() / "behind", [&] {
    if (!fs::exists(place)) return;
    const auto manifest = package::read_manifest(place);
    EXPECT_EQ(manifest.files.size(), 2U);  // it was not the full one
    EXPECT_THAT(package::check_files(place, manifest), IsEmpty());
  });
}

}  // namespace
}  // namespace bdf::tests
