// SPDX-License-Identifier: MIT
#include "jobs/scratch.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <optional>

#include "table_definitions.h"

namespace bdf::jobs {
namespace {

namespace fs = std::filesystem;

/// The folder for temporary files is the test's own.
class ScratchTest : public ::testing::Test {
 protected:
  ScratchTest() {
    if (const char* before = std::getenv("TMPDIR")) before_ = before;
    setenv("TMPDIR", fs::path(folder_.file("")).parent_path().c_str(), 1);
  }
  ~ScratchTest() override {
    if (before_)
      setenv("TMPDIR", before_->c_str(), 1);
    else
      unsetenv("TMPDIR");
  }
  static void age(const fs::path& path) {
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(2));
  }

  tests::TestFolder folder_;
  std::optional<std::string> before_;
};

TEST_F(ScratchTest, NobodyElseCanReadIt) {
  const Scratch scratch(temporary_name());
  struct stat found {};
  ASSERT_EQ(stat(scratch.path().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 07777U, 0700U);
}

TEST_F(ScratchTest, GoesAtTheEnd) {
  fs::path path;
  {
    const Scratch scratch(temporary_name());
    path = scratch.path();
    std::ofstream(path / "file") << "x";
    EXPECT_TRUE(fs::exists(path));
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(ScratchTest, WhatARunThatDiedHasLeftIsRemovedLater) {
  const auto left = fs::temp_directory_path() / "bdf-0123456789abcdef.scratch";
  fs::create_directories(left / "package");
  const auto other = fs::temp_directory_path() / "bdf-notes.scratch";
  fs::create_directory(other);
  age(other);
  static_cast<void>(temporary_name());
  EXPECT_TRUE(fs::exists(left)) << "it may have been made a moment ago";
  age(left);
  static_cast<void>(temporary_name());
  EXPECT_FALSE(fs::exists(left));
  EXPECT_TRUE(fs::exists(other)) << "it is none of ours";
}

TEST_F(ScratchTest, WhatARunIsUsingStays) {
  const Scratch scratch(temporary_name());
  age(scratch.path());
  static_cast<void>(temporary_name());
  EXPECT_TRUE(fs::exists(scratch.path()));
}

}  // namespace
}  // namespace bdf::jobs
