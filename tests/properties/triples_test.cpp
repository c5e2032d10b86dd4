// SPDX-License-Identifier: MIT
// The laws would hold of nothing: the random triples must bring about everything that can happen.
#include <gtest/gtest.h>

#include "io/sqlite.h"
#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

TEST(Triples, BringAboutEveryOutcomeAndEveryConflict) {
  std::map<std::string, int> seen;
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    Trial trial;
    const auto triple = random_triple(seed);
    const auto run = trial.sync(triple);
    for (const auto& conflict : run.conflicts) ++seen[std::string(name_of(conflict.kind))];
    auto database = io::Database::open_input(run.folder / "merged.gpkg");
    auto outcomes = database.prepare("SELECT outcome FROM bdf_ledger");
    while (outcomes.step()) ++seen[outcomes.text(0)];
  }
  for (const auto* what :
       {"attribute", "geometry", "delete_edit", "identity", "recut", "conflict", "merged",
        "updated_from_reference", "kept_local", "inserted_from_reference", "inserted_locally",
        "deleted_by_reference", "deleted_locally", "deleted_on_both"})
    EXPECT_GT(seen[what], 5) << what;
}

TEST(Triples, AreTheSameForTheSameSeed) {
  EXPECT_TRUE(random_triple(7).local.rows == random_triple(7).local.rows);
  EXPECT_FALSE(random_triple(7).local.rows == random_triple(8).local.rows);
}

}  // namespace
}  // namespace bdf::tests
