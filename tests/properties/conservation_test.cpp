// SPDX-License-Identifier: MIT
// Law 1: every input feature is in exactly one cluster and in the ledger; every output feature has
// its sources.
#include <gtest/gtest.h>

#include "io/sqlite.h"
#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

const std::uint32_t seeds = seed_count();

std::multiset<std::string> texts(io::Database& database, const std::string& sql) {
  std::multiset<std::string> found;
  auto rows = database.prepare(sql);
  while (rows.step()) found.insert(rows.text(0));
  return found;
}

std::size_t number(io::Database& database, const std::string& sql) {
  return static_cast<std::size_t>(std::stoul(*texts(database, sql).begin()));
}

bool has_duplicates(const std::multiset<std::string>& all) {
  return std::set<std::string>(all.begin(), all.end()).size() != all.size();
}

TEST(Conservation, EveryFeatureIsInTheLedgerOnce) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto triple = random_triple(seed);
    const auto run = trial.sync(triple);
    auto database = io::Database::open_input(run.folder / "merged.gpkg");
    const auto unchanged =
        number(database, "SELECT coalesce(sum(count), 0) FROM bdf_ledger_unchanged");
    for (const auto side : all_sides) {
      const auto ids = texts(database, "SELECT value FROM bdf_ledger, json_each(" +
                                           std::string(name_of(side)) + "_ids)");
      EXPECT_EQ(ids.size() + unchanged, triple[side].rows.size()) << name_of(side);
      EXPECT_FALSE(has_duplicates(ids)) << name_of(side);
    }
    if (HasFailure()) return;
  }
}

TEST(Conservation, EveryMergedFeatureHasItsSourceOnce) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto run = trial.sync(random_triple(seed));
    auto database = io::Database::open_input(run.folder / "merged.gpkg");
    auto out = texts(database, "SELECT value FROM bdf_ledger, json_each(out_fids)");
    EXPECT_FALSE(has_duplicates(out));
    const auto entered = out;
    for (const auto& fid : texts(database,
                                 "SELECT fid FROM stream, bdf_ledger_unchanged "
                                 "WHERE fid BETWEEN first_fid AND last_fid"))
      if (!entered.contains(fid)) out.insert(fid);
    EXPECT_EQ(out, texts(database, "SELECT fid FROM stream"));
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace bdf::tests
