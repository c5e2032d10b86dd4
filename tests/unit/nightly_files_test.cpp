// SPDX-License-Identifier: MIT
// What a night reads of strangers' folders, and until when it goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <ctime>
#include <fstream>
#include <thread>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "nightly/night_log.h"
#include "nightly/plain_file.h"
#include "nightly/time_window.h"
#include "support/temporary_folder.h"

namespace bdf::nightly {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class NightFiles : public ::testing::Test {
 protected:
  NightFiles() { set_language("en"); }

  [[nodiscard]] fs::path file(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.path() / name) << text;
    return folder_.path() / name;
  }
  [[nodiscard]] static std::string complaint(const fs::path& path) {
    try {
      static_cast<void>(text_of_plain_file(path, 10));
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  tests::TemporaryFolder folder_;
};

TEST_F(NightFiles, OrdinaryOnesAreRead) {
  EXPECT_EQ(text_of_plain_file(file("a", "ten bytes."), 10), "ten bytes.");
  std::uint64_t left = 100;
  const auto copy = folder_.path() / "copy";
  EXPECT_EQ(copy_plain_file(file("a", "ten bytes."), copy, left), sha256("ten bytes."));
  EXPECT_EQ(left, 90U);
  EXPECT_EQ(text_of_plain_file(copy, 10), "ten bytes.");
  EXPECT_THROW(static_cast<void>(copy_plain_file(file("a", "x"), copy, left)), StoreError);
}

/// A stranger's file of nothing takes no room here.
TEST_F(NightFiles, HolesStayHoles) {
  constexpr std::uint64_t size = 200U << 20U;
  const auto from = file("sparse", "begin");
  fs::resize_file(from, size);
  std::ofstream(from, std::ios::in | std::ios::out | std::ios::ate) << "end";
  std::uint64_t left = 2 * size;
  const auto copy = folder_.path() / "copy";
  const auto digest = copy_plain_file(from, copy, left);
  struct stat found {};
  ASSERT_EQ(stat(copy.c_str(), &found), 0);
  EXPECT_EQ(static_cast<std::uint64_t>(found.st_size), size + 3);
  EXPECT_LT(found.st_blocks * 512, 8 << 20);
  EXPECT_EQ(digest, sha256_of_file(copy));
  fs::resize_file(from, size);
  fs::remove(copy);
  left = size;
  static_cast<void>(copy_plain_file(from, copy, left));
  EXPECT_EQ(fs::file_size(copy), size) << "it ends in a hole";
}

TEST_F(NightFiles, NoneOfTheOthersIsFollowedOrWaitedFor) {
  const auto pipe = folder_.path() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(complaint(pipe), HasSubstr("no ordinary file"));
  const auto link = folder_.path() / "link";
  fs::create_symlink(file("a", "text"), link);
  EXPECT_THAT(complaint(link), HasSubstr("link"));
  EXPECT_THAT(complaint("/dev/zero"), HasSubstr("no ordinary file"));
  EXPECT_THAT(complaint(folder_.path()), HasSubstr("no ordinary file"));
  EXPECT_THAT(complaint(folder_.path() / "none"), HasSubstr("cannot be read"));
  EXPECT_THAT(complaint(file("b", "eleven byte")), HasSubstr("larger than the 10 bytes"));
}

TEST_F(NightFiles, TheLogIsALineAnEvent) {
  const auto path = folder_.path() / "log.jsonl";
  const NightLog log(path, "run-1");
  log.add("began");
  log.add("ended");
  std::ifstream lines(path);
  std::string line;
  std::getline(lines, line);
  EXPECT_THAT(line, HasSubstr(R"("run":"run-1","event":"began"})"));
  std::getline(lines, line);
  EXPECT_THAT(line, HasSubstr(R"("event":"ended")"));
}

/// Minutes since midnight, so many from now.
int minutes_from_now(int minutes) {
  const auto now = std::time(nullptr) + minutes * 60;
  std::tm local{};
  localtime_r(&now, &local);
  return local.tm_hour * 60 + local.tm_min;
}

TEST(NightWindow, EndsAtTheNextSuchTime) {
  EXPECT_FALSE(TimeWindow(std::nullopt).is_over());
  EXPECT_FALSE(TimeWindow(minutes_from_now(2)).is_over());
  // A minute ago: it is tomorrow's that is meant.
  EXPECT_FALSE(TimeWindow(minutes_from_now(-1)).is_over());
}

TEST(NightWindow, IsOverFromThenOn) {
  const auto now = std::chrono::system_clock::now();
  EXPECT_TRUE(TimeWindow(now).is_over());
  const TimeWindow soon(now + std::chrono::milliseconds(200));
  EXPECT_FALSE(soon.is_over());
  std::this_thread::sleep_for(std::chrono::milliseconds(250));
  EXPECT_TRUE(soon.is_over());
}

TEST(NightWindow, DaysAreCountedBack) {
  EXPECT_EQ(days_before("2026-03-01T06:00:00Z", 1), "2026-02-28T06:00:00Z");
  EXPECT_EQ(days_before("2026-01-10T06:00:00Z", 30), "2025-12-11T06:00:00Z");
}

}  // namespace
}  // namespace bdf::nightly
