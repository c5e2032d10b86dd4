// SPDX-License-Identifier: MIT
// Law 2: sync(A, A, R) is R with A's private columns, and contributes nothing; sync(A, L, A) is L,
// and contributes what of L - A may leave.
#include <gtest/gtest.h>

#include "jobs/apply.h"
#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

const std::uint32_t seeds = seed_count();

TEST(Identity, WithNothingDoneLocallyMergedIsTheReference) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto triple = random_triple(seed, {.private_columns = false});
    const auto run = trial.sync({triple.ancestor, triple.ancestor, triple.reference});
    const auto columns = common_columns({&triple.reference, &run.merged});
    EXPECT_EQ(columns, common_columns({&triple.reference}));
    EXPECT_EQ(contents_of(run.merged, columns), contents_of(triple.reference, columns));
    EXPECT_EQ(described(run.contribution), std::vector<std::string>());
    EXPECT_EQ(run.conflict_ids(), std::set<std::string>());
    if (HasFailure()) return;
  }
}

/// The ancestor with a column of the producer's own that holds a value in some rows.
PlainLayer with_own_column(PlainLayer layer) {
  layer.schema.columns.push_back({"own", ColumnType::text, "TEXT"});
  std::size_t n = 0;
  for (auto& row : layer.rows)
    row.values.emplace_back(++n % 2 == 0 ? Value{Null{}} : Value{"mine"});
  return layer;
}

TEST(Identity, WithNothingDoneLocallyPrivateColumnsStay) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto triple = random_triple(seed, {.broken_keys = false});
    const auto local = with_own_column(triple.ancestor);
    const auto run = trial.sync({triple.ancestor, local, triple.reference});
    EXPECT_EQ(described(run.contribution), std::vector<std::string>());
    std::map<std::string, Value> owned;
    for (const auto& row : run.merged.rows)
      owned[id_in(run.merged, row)] = value_in(run.merged, row, "own");
    for (const auto& row : local.rows) {
      const auto own = value_in(local, row, "own");
      const auto found = owned.find(id_in(local, row));
      if (found != owned.end() || !is_null(view_of(own))) {
        EXPECT_TRUE(found != owned.end() && found->second == own) << id_in(local, row);
      }
    }
    if (HasFailure()) return;
  }
}

TEST(Identity, WithNothingNewInTheReferenceMergedIsTheLocalLayer) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto triple = random_triple(seed);
    const auto run = trial.sync({triple.ancestor, triple.local, triple.ancestor});
    const auto columns = common_columns({&triple.local});
    EXPECT_EQ(contents_of(run.merged, columns), contents_of(triple.local, columns));
    EXPECT_EQ(run.conflict_ids(), std::set<std::string>());
    if (HasFailure()) return;
  }
}

TEST(Identity, WithNothingNewInTheReferenceAllThatMayLeaveIsContributed) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto triple = random_triple(seed);
    const auto run = trial.sync({triple.ancestor, triple.local, triple.ancestor});
    jobs::ApplyJob job;
    job.changeset = run.folder / "contribution.gpkg";
    job.target = trial.inputs().reference.string();
    job.out = trial.path("applied.gpkg");
    jobs::apply_changeset(job);
    const auto applied = read_layer(job.out, "stream");
    const auto columns = common_columns({&triple.local, &triple.ancestor});
    EXPECT_EQ(contents_of(applied, columns), contents_of(triple.local, columns));
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace bdf::tests
