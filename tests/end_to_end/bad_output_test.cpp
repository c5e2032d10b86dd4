// SPDX-License-Identifier: MIT
// Places that a sync must not or cannot write to: what is there stays as it is.
#include <filesystem>
#include <fstream>
#include <string>

#include "support/rivers.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using support::bytes_below;

class BadOutput : public Rivers {
 protected:
  [[nodiscard]] Ran sync_into(const std::string& folder, const Lines& more = {}) const {
    Lines line{"sync",        "--key",           "id",    "--local", file("local"),
               "--reference", file("reference"), "--out", folder,    "--quiet"};
    line.insert(line.end(), more.begin(), more.end());
    return support::bdf(line);
  }
  void expect_untouched(const Ran& ran, int code, const Lines& words) const {
    EXPECT_EQ(ran.code, code) << ran.err;
    for (const auto& word : words)
      EXPECT_NE(ran.err.find(word), std::string::npos) << word << " is missing in: " << ran.err;
    EXPECT_FALSE(fs::exists(out() + ".partial"));
  }
};

TEST_F(BadOutput, AFolderThatExistsIsReplacedOnlyWhenAsked) {
  ASSERT_EQ(run_sync().code, 0);
  const auto before = bytes_below(out());
  expect_untouched(run_sync(), 2, {out(), "--overwrite"});
  EXPECT_EQ(bytes_below(out()) == before, true);
  execute("local", "UPDATE river SET name = 'new' WHERE id = 'R1'");
  EXPECT_EQ(sync({"--overwrite"}).ran.code, 0);
  EXPECT_EQ(in_merged("SELECT name FROM river WHERE id = 'R1'"), "new");
}

TEST_F(BadOutput, AFolderThatIsNotOursIsNeverReplaced) {
  fs::create_directory(out());
  std::ofstream(out() + "/thesis.txt") << "three years of work";
  expect_untouched(run_sync({"--overwrite"}), 2, {out(), "other things"});
  EXPECT_EQ(bytes_below(out()).at("thesis.txt"), "three years of work");
}

TEST_F(BadOutput, AFileWhereTheFolderShouldBe) {
  std::ofstream(out()) << "a file";
  expect_untouched(run_sync({"--overwrite"}), 2, {out(), "file"});
  EXPECT_EQ(fs::file_size(out()), 6U);
}

TEST_F(BadOutput, PlacesThatCannotBeWritten) {
  expect_untouched(sync_into("/proc/bdf_out"), 4, {"/proc"});
  expect_untouched(sync_into(file("ancestor") + "/out"), 4, {file("ancestor")});
  expect_untouched(sync_into(desk_ / "nowhere/out"), 4, {desk_ / "nowhere"});
}

TEST_F(BadOutput, TheDiskFillsUp) {
  const auto full = support::bdf({"sync", "--key", "id", "--local", file("local"), "--reference",
                                  file("reference"), "--out", out(), "--quiet"},
                                 {{"LD_PRELOAD", BDF_FAIL_SHIM},
                                  {"ASAN_OPTIONS", "verify_asan_link_order=0"},
                                  {"BDF_FAIL_UNDER", desk_.path()},
                                  {"BDF_FAIL_ERRNO", "ENOSPC"},
                                  {"BDF_FAIL_AFTER", "5"}});
  expect_untouched(full, 4, {out(), "full"});
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(BadOutput, AnInputInTheFolderThatWouldBeReplaced) {
  ASSERT_EQ(run_sync().code, 0);
  const auto before = bytes_below(out());
  const auto again = support::bdf({"sync", "--key", "id", "--local", merged(), "--reference",
                                   file("reference"), "--out", out(), "--overwrite"});
  expect_untouched(again, 2, {merged(), out(), "--out"});
  EXPECT_EQ(bytes_below(out()) == before, true);
  const auto onto = support::bdf({"sync", "--key", "id", "--local", file("local"), "--reference",
                                  file("reference"), "--out", file("local"), "--overwrite"});
  expect_untouched(onto, 2, {file("local")});
  const auto link = (desk_ / "link").string();
  fs::create_directory_symlink(out(), link);
  const auto through =
      support::bdf({"sync", "--key", "id", "--local", link + "/merged.gpkg", "--reference",
                    file("reference"), "--out", out(), "--overwrite"});
  expect_untouched(through, 2, {"--out"});
}

/// The decisions of an earlier result are read before it is replaced.
TEST_F(BadOutput, AResultThatAnotherProgramHolds) {
  ASSERT_EQ(run_sync().code, 0);
  support::Sql open(merged());
  open.execute("BEGIN EXCLUSIVE");
  expect_untouched(run_sync({"--overwrite"}), 3, {merged(), "another program"});
  open.execute("COMMIT");
  EXPECT_EQ(run_sync({"--overwrite"}).code, 0);
}

TEST_F(BadOutput, AResultWithUnsavedEdits) {
  ASSERT_EQ(run_sync().code, 0);
  support::Sql open(merged());
  open.execute("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");
  open.execute("UPDATE river SET name = 'in the log' WHERE id = 'R2'");
  expect_untouched(run_sync({"--overwrite"}), 4, {merged(), "another program"});
  EXPECT_EQ(open.value("SELECT name FROM river WHERE id = 'R2'"), "in the log");
}

}  // namespace
}  // namespace bdf::tests
