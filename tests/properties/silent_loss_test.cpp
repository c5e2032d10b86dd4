// SPDX-License-Identifier: MIT
// Law 6: a value in an input and not in the output is in the ledger, the contribution, or a
// conflict, with its reason. And law 1's other half: what is private never leaves.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "io/sync_tables.h"
#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

const std::uint32_t seeds = seed_count();

/// Every value that a reader of the outputs can find of one object.
class Account {
 public:
  Account(const Outcomes& run, const std::string& id) {
    auto database = io::Database::open_input(run.folder / "merged.gpkg");
    for (const auto& entry : io::find_in_ledger(database, id))
      for (const auto& decision : entry.decisions)
        if (!decision.rule.empty()) explained_.insert(folded(decision.what));
    for (const auto& conflict : run.conflicts)
      if (conflict.ids.local == id || conflict.ids.reference == id || conflict.ids.ancestor == id)
        explained_.insert(conflict.kind == ConflictKind::attribute  ? folded(conflict.attribute)
                          : conflict.kind == ConflictKind::geometry ? "geometry"
                                                                    : "object");
  }
  [[nodiscard]] bool explains(const std::string& what) const {
    return explained_.contains(what) || explained_.contains("object");
  }

 private:
  std::set<std::string> explained_;
};

const PlainRow* row_of(const PlainLayer& layer, const std::string& id) {
  const auto found = std::find_if(layer.rows.begin(), layer.rows.end(),
                                  [&](const auto& row) { return id_in(layer, row) == id; });
  return found == layer.rows.end() ? nullptr : &*found;
}

/// The columns in which two versions of one object differ; "object" where one is missing.
std::set<std::string> differences(const Content& in, const std::optional<Content>& out) {
  if (!out) return {"object"};
  std::set<std::string> different;
  for (const auto& [column, value] : in) {
    const auto found = out->find(column);
    if (found == out->end() || found->second != value) different.insert(column);
  }
  return different;
}

TEST(SilentLoss, NoValueOfAnyInputGoesUnexplained) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto triple = random_triple(seed, {.broken_keys = false});
    const auto run = trial.sync(triple);
    for (const auto side : all_sides) {
      const auto columns = common_columns({&triple[side], &run.merged, &triple.local});
      for (const auto& row : triple[side].rows) {
        const auto id = id_in(triple[side], row);
        const auto* merged = row_of(run.merged, id);
        const auto held = merged == nullptr
                              ? std::nullopt
                              : std::optional(content_of(run.merged, *merged, columns));
        const auto lost = differences(content_of(triple[side], row, columns), held);
        if (lost.empty()) continue;
        const Account account(run, id);
        for (const auto& what : lost)
          EXPECT_TRUE(account.explains(what)) << name_of(side) << ' ' << id << ' ' << what;
      }
    }
    if (HasFailure()) return;
  }
}

TEST(SilentLoss, LocalFeaturesGoOnlyByAnUpdateThatSaysWhatTheyWere) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto triple = random_triple(seed);
    const auto run = trial.sync(triple);
    const auto columns = common_columns({&triple.local});
    std::multiset<Content> gone;
    std::set<std::int64_t> fids;
    for (const auto& row : run.merged.rows) fids.insert(*row.fid);
    for (const auto& row : triple.local.rows)
      if (!fids.contains(*row.fid)) gone.insert(content_of(triple.local, row, columns));
    std::multiset<Content> told;
    for (const auto& layer : run.update.layers)
      for (const auto& change : layer.changes) {
        if (change.op != Op::remove) continue;
        PlainLayer one{change.feature.table->schema,
                       {{{}, to_value(change.feature.geometry()), {}}}};
        for (const auto& column : change.feature.table->columns)
          one.rows[0].values.push_back(to_value(column[change.feature.row]));
        told.insert(content_of(one, one.rows[0], columns));
      }
    EXPECT_EQ(gone, told);
    if (HasFailure()) return;
  }
}

TEST(SilentLoss, NoPrivateValueLeaves) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto run = trial.sync(random_triple(seed));
    std::ifstream in(run.folder / "contribution.gpkg", std::ios::binary);
    const std::string sent{std::istreambuf_iterator<char>(in), {}};
    for (const auto* secret : {"a secret", "own text", "own_count", "424242"})
      EXPECT_EQ(sent.find(secret), std::string::npos) << secret;
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace bdf::tests
