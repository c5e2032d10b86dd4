// SPDX-License-Identifier: MIT
// Law 7: apply(update, L) = merged; apply(contribution, R) = R and every local change that may
// leave; apply(invert(c), apply(c, X)) = X.
#include <gtest/gtest.h>

#include <algorithm>

#include "jobs/apply.h"
#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

const std::uint32_t seeds = seed_count();

PlainLayer applied(Trial& trial, const std::filesystem::path& changeset,
                   const std::filesystem::path& target) {
  const auto name = target.stem().string() + "_and_" + changeset.stem().string();
  return read_layer(trial.apply(changeset, target, name), "stream");
}

TEST(Patches, TheUpdateTurnsTheLocalLayerIntoMerged) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto run = trial.sync(random_triple(seed));
    const auto layer = applied(trial, run.folder / "update.gpkg", trial.inputs().local);
    EXPECT_EQ(layer.schema.columns, run.merged.schema.columns);
    EXPECT_TRUE(layer.rows == run.merged.rows);
    if (HasFailure()) return;
  }
}

/// The rows of objects that are not held back as a whole by an open conflict.
std::vector<Content> released(const Outcomes& run, const PlainLayer& layer,
                              const std::set<std::string>& columns) {
  std::vector<Content> rows;
  for (const auto& row : layer.rows) {
    const auto key = to_text(view_of(value_in(layer, row, "key")));
    const bool held = std::any_of(run.conflicts.begin(), run.conflicts.end(), [&](const auto& one) {
      return one.kind == ConflictKind::delete_edit &&
             (one.ids.local == key || one.ids.reference == key);
    });
    if (!held) rows.push_back(content_of(layer, row, columns));
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

/// Everything is shared under `generic`: what is not in conflict may leave, and a conflict's
/// provisional value is the reference's.
TEST(Patches, TheContributionBringsTheReferenceEveryChangeThatMayLeave) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto triple = random_triple(seed, {.broken_keys = false});
    const auto run = trial.sync(triple);
    const auto layer = applied(trial, run.folder / "contribution.gpkg", trial.inputs().reference);
    const auto columns = common_columns({&run.merged, &triple.local, &triple.reference});
    EXPECT_EQ(layer.schema.columns, triple.reference.schema.columns);
    EXPECT_EQ(released(run, layer, columns), released(run, run.merged, columns));
    if (HasFailure()) return;
  }
}

/// The columns that the target had; what a changeset added stays behind, empty.
std::vector<PlainRow> rows_as_in(const PlainLayer& target, const PlainLayer& layer) {
  auto rows = layer.rows;
  for (auto& row : rows)
    if (row.values.size() > target.schema.columns.size())
      row.values.resize(target.schema.columns.size());
  return rows;
}

TEST(Patches, AnInverseGivesBackWhatWas) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto run = trial.sync(random_triple(seed));
    const auto there_and_back = [&](const char* name, const std::filesystem::path& target) {
      const auto changeset = run.folder / (std::string(name) + ".gpkg");
      const auto inverse = trial.path(std::string(name) + "_inverse.gpkg");
      jobs::invert_changeset(changeset, inverse, false);
      applied(trial, changeset, target);
      const auto there = trial.path(target.stem().string() + "_and_" + name + ".gpkg");
      const auto before = read_layer(target, "stream");
      EXPECT_TRUE(rows_as_in(before, applied(trial, inverse, there)) == before.rows) << name;
    };
    there_and_back("update", trial.inputs().local);
    there_and_back("contribution", trial.inputs().reference);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace bdf::tests
