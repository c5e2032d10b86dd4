// SPDX-License-Identifier: MIT
// The disk fails at the n-th write, sync or rename of a small sync, for every n by night and some
// by day: the output folder is as it was or complete, the inputs are untouched, and the next
// run succeeds.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/nightly.h"
#include "support/run.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;

using Folder = std::map<std::string, std::string>;  ///< file name → bytes

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Without run.json, which alone may differ from run to run.
Folder content_of(const fs::path& folder) {
  Folder content;
  if (!fs::exists(folder)) return content;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().filename() != "run.json")
      content[fs::relative(entry.path(), folder).string()] = bytes_of(entry.path());
  }
  return content;
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  return names;
}

/// Runs SQL on a file and returns the first value of the last row.
std::string query(const fs::path& file, const std::string& sql) {
  const auto keep = [](void* last, int count, char** values, char**) {
    if (count > 0 && values[0] != nullptr) *static_cast<std::string*>(last) = values[0];
    return 0;
  };
  sqlite3* opened = nullptr;
  sqlite3_open(file.c_str(), &opened);
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database(opened, sqlite3_close);
  std::string value;
  if (sqlite3_exec(opened, sql.c_str(), keep, &value, nullptr) != SQLITE_OK)
    throw std::runtime_error(file.string() + ": " + sqlite3_errmsg(opened));
  return value;
}

/// How the disk fails, and on what.
struct Trouble {
  const char* name;
  const char* variable;  ///< of the shim
  const char* error;
  bool previous;  ///< is there a complete folder of an earlier run?
};
void PrintTo(const Trouble& trouble, std::ostream* out) { *out << trouble.name; }

class Failure : public testing::TestWithParam<Trouble> {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite() { fs::remove_all(root_); }

  /// The command writes work/out; everything below work/ is the disk that fails.
  static Ran sync(const std::string& local, const std::string& now,
                  const std::map<std::string, std::string>& env = {});
  static Ran sync_failing_at(long n);
  static Ran sync_well() { return sync("local.gpkg", "2026-03-01T00:00:00Z"); }
  static bool is_success(const Ran& ran) { return ran.code == 0 || ran.code == 1; }
  static long calls_counted() { return std::stol("0" + bytes_of(root_ / "calls")); }
  static void stage();
  static long calls_in_all();
  static void check_state_after(const Ran& ran, const Folder& before);
  static void check_next_run();

  static inline fs::path root_;
  static inline Folder inputs_;
  static inline Folder complete_;  ///< what an undisturbed run writes
};

/// The sample, cut down to some thirty objects, so that a run is a few hundred calls; and the
/// folder of an earlier run on other data, to be told from the new one.
void Failure::SetUpTestSuite() {
  auto pattern = (fs::path(testing::TempDir()) / "bdf_failure_XXXXXX").string();
  root_ = fs::canonical(mkdtemp(pattern.data()));
  fs::create_directory(root_ / "in");
  fs::create_directory(root_ / "work");
  for (const std::string side : {"ancestor", "local", "reference"}) {
    const fs::path file = root_ / "in" / (side + ".gpkg");
    fs::copy_file(fs::path(BDF_REPOSITORY) / "sample_data" / "hydro" / file.filename(), file);
    query(file,
          "DELETE FROM troncon_hydrographique WHERE cleabs IS NULL OR "
          "cleabs > 'TRON_EAU0000002000240000'; VACUUM");
  }
  inputs_ = content_of(root_ / "in");
  ASSERT_TRUE(is_success(sync("ancestor.gpkg", "2026-02-01T00:00:00Z")));
  fs::rename(root_ / "work" / "out", root_ / "previous");
  const Ran ran = sync_well();
  ASSERT_TRUE(is_success(ran)) << ran.err;
  complete_ = content_of(root_ / "work" / "out");
  EXPECT_GT(std::stoi(query(root_ / "work/out/merged.gpkg",
                            "SELECT count(*) FROM troncon_hydrographique")),
            20);
}

Ran Failure::sync(const std::string& local, const std::string& now,
                  const std::map<std::string, std::string>& env) {
  const auto in = [](const std::string& name) { return (root_ / "in" / name).string(); };
  return run({BDF_COMMAND,   "sync",
              "--theme",     "generic",
              "--key",       "cleabs",
              "--ancestor",  in("ancestor.gpkg"),
              "--local",     in(local),
              "--reference", in("reference.gpkg"),
              "--out",       (root_ / "work" / "out").string(),
              "--overwrite", "--threads",
              "1",           "--quiet",
              "--lang",      "en",
              "--now",       now},
             env);
}

Ran Failure::sync_failing_at(long n) {
  return sync("local.gpkg", "2026-03-01T00:00:00Z",
              {{"LD_PRELOAD", BDF_FAIL_SHIM},
               {"ASAN_OPTIONS", "verify_asan_link_order=0"},
               {"BDF_FAIL_UNDER", (root_ / "work").string()},
               {"BDF_FAIL_COUNT", (root_ / "calls").string()},
               {"BDF_FAIL_ERRNO", GetParam().error},
               {GetParam().variable, std::to_string(n)}});
}

void Failure::stage() {
  fs::remove_all(root_ / "work");
  fs::create_directory(root_ / "work");
  if (GetParam().previous)
    fs::copy(root_ / "previous", root_ / "work" / "out", fs::copy_options::recursive);
}

/// How many there are where none fails.
long Failure::calls_in_all() {
  stage();
  const Ran ran = sync_failing_at(1'000'000);
  EXPECT_TRUE(is_success(ran)) << ran.err;
  return calls_counted();
}

/// A failure that did not matter may be survived; then the folder must be complete.
void Failure::check_state_after(const Ran& ran, const Folder& before) {
  const Folder after = content_of(root_ / "work" / "out");
  if (is_success(ran)) {
    EXPECT_TRUE(after == complete_) << "reported success without a complete folder";
  } else {
    EXPECT_EQ(ran.code, 4) << ran.err;
    EXPECT_FALSE(ran.err.empty());
    EXPECT_TRUE(after == before || after == complete_) << "neither as before nor complete";
  }
  EXPECT_TRUE(content_of(root_ / "in") == inputs_) << "an input was touched";
}

void Failure::check_next_run() {
  const Ran ran = sync_well();
  EXPECT_TRUE(is_success(ran)) << ran.err;
  EXPECT_TRUE(content_of(root_ / "work" / "out") == complete_);
  EXPECT_EQ(names_in(root_ / "work"), std::vector<std::string>{"out"});
}

TEST_P(Failure, LeavesTheFolderAsBeforeOrComplete) {
  const long calls = calls_in_all();
  ASSERT_GT(calls, 10) << "the shim saw next to nothing: was it loaded?";
  const auto tried = sampled(calls, 16);
  std::size_t failed = 0;
  for (const long n : tried) {
    SCOPED_TRACE("call " + std::to_string(n) + " of " + std::to_string(calls));
    stage();
    const Folder before = content_of(root_ / "work" / "out");
    const Ran ran = sync_failing_at(n);
    check_state_after(ran, before);
    EXPECT_GE(calls_counted(), n) << "nothing failed";
    if (!is_success(ran)) ++failed;
    check_next_run();
    if (HasFailure()) return;
  }
  EXPECT_GT(failed, tried.size() / 2) << "most failures went unnoticed";
}

constexpr std::array troubles{
    Trouble{"OneErrorOverPrevious", "BDF_FAIL_NTH", "EIO", true},
    Trouble{"FullDiskOverPrevious", "BDF_FAIL_AFTER", "ENOSPC", true},
    Trouble{"OneErrorInNewFolder", "BDF_FAIL_NTH", "ENOSPC", false},
    Trouble{"FullDiskInNewFolder", "BDF_FAIL_AFTER", "ENOSPC", false},
};
INSTANTIATE_TEST_SUITE_P(Disk, Failure, testing::ValuesIn(troubles),
                         [](const auto& trouble) { return std::string(trouble.param.name); });

}  // namespace
}  // namespace bdf::tests
