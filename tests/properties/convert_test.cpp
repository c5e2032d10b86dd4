// SPDX-License-Identifier: MIT
// A changeset in another form and back is the same changeset, but for what the form's header says
// is lost; and does the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "jobs/apply.h"
#include "jobs/convert.h"
#include "support/random_changeset.h"
#include "support/random_triple.h"
#include "support/run.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;

const std::uint32_t seeds = seed_count();

std::vector<std::string> names_in(const std::string& list) {
  std::vector<std::string> names;
  std::istringstream text(list);
  for (std::string name; std::getline(text, name, ',');) names.push_back(name);
  return names;
}

/// changes.gpkg of the folder in another form, and back as back.gpkg.
io::Changeset there_and_back(const fs::path& folder, const std::string& file,
                             const std::string& key) {
  jobs::ConvertJob out{folder / "changes.gpkg", folder / file, "", ""};
  jobs::convert(out);
  jobs::ConvertJob back{folder / file, folder / "back.gpkg", "", folder / "base.gpkg"};
  back.key = names_in(key);
  back.now = "2026-01-01T00:00:00Z";
  jobs::convert(back);
  return io::read_changeset(folder / "back.gpkg");
}

/// The first lines that differ; "" where none do.
std::string difference(const std::vector<std::string>& back, const std::vector<std::string>& sent) {
  for (std::size_t i = 0; i < std::max(back.size(), sent.size()); ++i) {
    const auto line = [&](const auto& lines) { return i < lines.size() ? lines[i] : "nothing"; };
    if (line(back) != line(sent)) return line(back) + "\ninstead of\n" + line(sent);
  }
  return "";
}

PlainLayer applied(const fs::path& folder, const std::string& changeset, const std::string& layer) {
  jobs::ApplyJob job;
  job.changeset = folder / changeset;
  job.target = folder / "base.gpkg";
  job.out = folder / ("applied_" + changeset);
  jobs::apply_changeset(job);
  return read_layer(job.out, layer);
}

void expect_carried(std::uint32_t seed, const std::string& file, bool xml) {
  const TemporaryFolder folder;
  write_random_changeset(folder.path(), seed, xml);
  const auto sent = io::read_changeset(folder.path() / "changes.gpkg");
  const auto back = there_and_back(folder.path(), file, random_key(seed));
  EXPECT_EQ(difference(carried(back), carried(sent)), "");
  EXPECT_TRUE(applied(folder.path(), "back.gpkg", "things é").rows ==
              applied(folder.path(), "changes.gpkg", "things é").rows);
}

TEST(Convert, ATransactionOfIgnsApiSaysWhatTheChangesetDoes) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    expect_carried(seed, "t.json", false);
    if (HasFailure()) return;
  }
}

TEST(Convert, ATransactionOfWfsSaysWhatTheChangesetDoes) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    expect_carried(seed, "t.xml", true);
    if (HasFailure()) return;
  }
}

/// Against a reduced schema of WFS, filters and GML: the order of elements, and their namespaces.
TEST(Convert, ATransactionOfWfsIsMadeAsItsSchemaDemands) {
  for (std::uint32_t seed = 0; seed < seeds; seed += 10) {
    SCOPED_TRACE(seed);
    const TemporaryFolder folder;
    write_random_changeset(folder.path(), seed, true);
    jobs::convert({folder.path() / "changes.gpkg", folder.path() / "t.xml", "", ""});
    const auto ran = run({"xmllint", "--noout", "--nonet", "--schema",
                          BDF_REPOSITORY "/tests/xsd/wfs.xsd", folder.path() / "t.xml"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    if (HasFailure()) return;
  }
}

/// What a sync sends, applied as it was sent and as it came back.
TEST(Convert, AContributionDoesTheSameInEitherForm) {
  for (std::uint32_t seed = 0; seed < seeds; seed += 3) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto run = trial.sync(random_triple(seed, {.broken_keys = false}));
    const TemporaryFolder folder;
    fs::copy_file(run.folder / "contribution.gpkg", folder.path() / "changes.gpkg");
    fs::copy_file(trial.inputs().reference, folder.path() / "base.gpkg");
    const auto expected = applied(folder.path(), "changes.gpkg", "stream").rows;
    for (const char* file : {"t.json", "t.xml"}) {
      const auto back = there_and_back(folder.path(), file, "key");
      EXPECT_EQ(difference(carried(back), carried(run.contribution)), "") << file;
      EXPECT_TRUE(applied(folder.path(), "back.gpkg", "stream").rows == expected) << file;
      fs::remove(folder.path() / "back.gpkg");
      fs::remove(folder.path() / "applied_back.gpkg");
    }
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace bdf::tests
