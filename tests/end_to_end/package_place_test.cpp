// SPDX-License-Identifier: MIT
// bdf package build: where a package may appear, and what becomes of two that want one place.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <future>

#include "support/package_desk.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using support::bdf;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Words = std::vector<std::string>;

constexpr const char* package_name = "BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_FXX_2026-03-15";

class PackagePlace : public testing::Test {
 protected:
  [[nodiscard]] fs::path out() const { return desk_ / "out"; }
  [[nodiscard]] fs::path target(const std::string& form) const {
    return out() / (package_name + (form == "folder" ? "" : "." + form));
  }
  [[nodiscard]] Ran build(const Words& more, const fs::path& out) const {
    Words words{"--from", sample_file("hydro", "ancestor"), "--theme", "hydro"};
    words.insert(words.end(), more.begin(), more.end());
    return build_package(out, words);
  }
  [[nodiscard]] Ran build(const Words& more = {}) const {
    auto words = more;
    words.insert(words.end(), {"--edition", "2026-03-15"});
    return build(words, out());
  }
  /// What lies there under a temporary name.
  [[nodiscard]] Words remains() const {
    Words found;
    for (const auto& entry : fs::directory_iterator(out()))
      if (entry.path().extension() == ".partial") found.push_back(entry.path().filename());
    return found;
  }

  support::Desk desk_;
};

TEST_F(PackagePlace, WhatCannotBeIsSaidPlainly) {
  write_bytes(desk_ / "file", "file");
  const auto refused = [&](int code, const Words& more, const fs::path& out,
                           const std::string& why) {
    const auto ran = build(more, out);
    EXPECT_EQ(ran.code, code) << out << ran.err;
    EXPECT_THAT(ran.err, AllOf(HasSubstr(why), Not(HasSubstr("unexpected")))) << out;
  };
  refused(2, {"--edition", "a\x01\xff"}, out(), "--edition: “a\\x01\\xff”");
  refused(2, {}, desk_ / "file", "this is a file; a folder is needed");
  refused(2, {}, "", "its name is empty");
  refused(4, {}, desk_ / "file" / "below", "cannot be written");
  refused(4, {}, "/proc/x", "cannot be written");
  refused(2, {"--edition", "2026-03-15", "--date", "2026-04-15"}, out(), "is another day than");
  refused(2, {"--territory", "038", "--whole", "--called", "\xff"}, out(), "--called \\xff");
  refused(2, {"--differential"}, out(), "--previous");
  EXPECT_FALSE(fs::exists(out()));
}

/// An edition that is called by a day is of that day; by another word it may be of any.
TEST_F(PackagePlace, TheDayOfTheEditionIsTheNames) {
  EXPECT_EQ(build({"--edition", "spring", "--date", "2026-03-15"}, out()).code, 0);
  EXPECT_TRUE(fs::exists(target("zip")));
}

TEST_F(PackagePlace, AnExistingOneIsToldFirstOfAll) {
  for (const std::string form : {"zip", "7z", "folder"}) {
    ASSERT_EQ(build({"--as", form}).code, 0);
    // Of all that is wrong here: before data are written, or the package before is opened.
    const auto ran = build({"--as", form, "--previous", desk_ / "nothing"});
    EXPECT_EQ(ran.code, 2) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("exists already: --overwrite replaces it"));
    const auto well = build({"--as", form, "--overwrite"});
    EXPECT_EQ(well.code, 0) << well.err;
    EXPECT_EQ(bdf({"package", "verify", target(form)}).code, 0);
  }
  EXPECT_THAT(remains(), IsEmpty());
}

TEST_F(PackagePlace, OnlyAPackageIsReplaced) {
  fs::create_directories(target("folder"));
  write_bytes(target("folder") / "notes.txt", "mine");
  EXPECT_EQ(build({"--as", "folder", "--overwrite"}).code, 2);
  EXPECT_EQ(bytes_of(target("folder") / "notes.txt"), "mine");
  fs::create_directories(target("zip"));
  EXPECT_THAT(build({"--overwrite"}).err, HasSubstr("this is a folder; a file is needed"));
}

/// Several at once make one package that is sound; who comes too late is told.
TEST_F(PackagePlace, RunsAtTheSameTimeDoNotSpoilOneAnother) {
  for (const std::string form : {"zip", "folder"}) {
    std::vector<std::future<Ran>> runs;
    for (int i = 0; i < 5; ++i)
      runs.push_back(std::async(std::launch::async, [&, i] {
        return build({"--as", form, i % 2 == 0 ? "--overwrite" : "--quiet"});
      }));
    int well = 0;
    for (auto& run : runs) {
      const auto ran = run.get();
      well += ran.code == 0 ? 1 : 0;
      if (ran.code == 0) continue;
      EXPECT_THAT(ran.err,
                  HasSubstr(ran.code == 4 ? "another run is writing it" : "exists already"));
    }
    EXPECT_GE(well, 1);
    EXPECT_THAT(remains(), IsEmpty());
    EXPECT_EQ(bdf({"package", "verify", target(form)}).code, 0);
  }
}

TEST_F(PackagePlace, OthersMayBeMadeInTheSameFolder) {
  auto other = std::async(std::launch::async, [&] {
    return build({"--pack", "HYDRO-PE", "--edition", "2026-03-15"}, out());
  });
  EXPECT_EQ(build().code, 0);
  EXPECT_EQ(other.get().code, 0);
  EXPECT_THAT(remains(), IsEmpty());
}

TEST_F(PackagePlace, AnotherRunsPlaceIsLeftToIt) {
  const auto place = target("zip").string() + ".partial";
  fs::create_directories(place);
  write_bytes(fs::path(place) / "half", "half");
  const int held = open(place.c_str(), O_RDONLY | O_DIRECTORY);
  ASSERT_EQ(flock(held, LOCK_EX), 0);
  const auto ran = build();
  EXPECT_EQ(ran.code, 4);
  EXPECT_THAT(ran.err, HasSubstr("another run is writing it"));
  EXPECT_EQ(bytes_of(fs::path(place) / "half"), "half");
  close(held);  // as a run that dies
  EXPECT_EQ(build().code, 0);
  EXPECT_THAT(remains(), IsEmpty());
}

TEST_F(PackagePlace, AKilledRunLeavesNothingInTheWay) {
  ASSERT_EQ(build({"--as", "folder"}).code, 0);
  const auto well = tree_in(target("folder"));
  int killed = 0;
  for (int moment = 1; moment <= 20; ++moment) {
    const auto ran = run({"timeout",
                          "-s",
                          "KILL",
                          std::to_string(0.02 * moment),
                          BDF_COMMAND,
                          "package",
                          "build",
                          "--from",
                          sample_file("hydro", "ancestor"),
                          "--theme",
                          "hydro",
                          "--edition",
                          "2026-03-15",
                          "--out",
                          out(),
                          "--as",
                          "folder",
                          "--overwrite",
                          "--now",
                          "2026-06-20T10:00:00Z"});
    killed += ran.code == 0 ? 0 : 1;
    ASSERT_TRUE(tree_in(target("folder")) == well) << moment;
  }
  EXPECT_GT(killed, 3);
  EXPECT_EQ(build({"--as", "folder", "--overwrite"}).code, 0);
  EXPECT_EQ(bdf({"package", "verify", target("folder")}).code, 0);
  EXPECT_THAT(remains(), IsEmpty());
}

}  // namespace
}  // namespace bdf::tests
