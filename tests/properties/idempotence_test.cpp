// SPDX-License-Identifier: MIT
// Law 3: with merged as L and R as A and R, the same layer, the same open conflicts by id, nothing
// new to contribute. Law 5: the same inputs and --now give the same bytes.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

const std::uint32_t seeds = seed_count();

void expect_second_sync_changes_nothing(Trial& trial, const Outcomes& first) {
  const auto& reference = trial.inputs().reference;
  const auto second = trial.sync_files({reference, first.folder / "merged.gpkg", reference});
  EXPECT_EQ(second.merged.schema.columns, first.merged.schema.columns);
  EXPECT_TRUE(second.merged.rows == first.merged.rows);
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_EQ(described(second.contribution), described(first.contribution));
  EXPECT_EQ(described(second.update), std::vector<std::string>());
}

TEST(Idempotence, ASecondSyncChangesNothing) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    expect_second_sync_changes_nothing(trial, trial.sync(random_triple(seed)));
    if (HasFailure()) return;
  }
}

TEST(Idempotence, ASecondSyncChangesNothingWithoutAnAncestorAtFirst) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto triple = random_triple(seed);
    const auto first = trial.sync_files(
        {{}, trial.write("local", triple.local), trial.write("reference", triple.reference)});
    const auto second =
        trial.sync_files({{}, first.folder / "merged.gpkg", trial.inputs().reference});
    EXPECT_TRUE(second.merged.rows == first.merged.rows);
    EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
    EXPECT_EQ(described(second.contribution), described(first.contribution));
    if (HasFailure()) return;
  }
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Determinism, TheSameInputsGiveTheSameBytesWithAnyNumberOfThreads) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto first = trial.sync(random_triple(seed));
    const auto second = trial.sync_files(trial.inputs(), 2);
    for (const auto* name : {"merged.gpkg", "contribution.gpkg", "update.gpkg", "conflicts.gpkg",
                             "summary.json", "report.html"})
      EXPECT_TRUE(bytes_of(first.folder / name) == bytes_of(second.folder / name)) << name;
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace bdf::tests
