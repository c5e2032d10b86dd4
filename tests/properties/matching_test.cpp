// SPDX-License-Identifier: MIT
// The laws again, where keys are lost, wrong and new, and objects are recognised by where they lie.
#include <gtest/gtest.h>

#include <random>

#include "support/random_triple.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

const std::uint32_t seeds = seed_count();
constexpr match::GeometricOptions options{0, 30, 300};

/// Some rows lose their key, some have one that nobody knows.
void break_keys(PlainLayer& layer, std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto key = *layer.schema.find("key");
  for (auto& row : layer.rows) {
    const auto fate = random() % 8;
    if (fate == 0) row.values[key] = Null{};
    if (fate == 1) row.values[key] = "wrong " + std::to_string(random());
  }
}

ThreeWay<PlainLayer> triple_of(std::uint32_t seed) {
  auto triple = random_triple(seed);
  break_keys(triple.local, 2 * seed);
  if (seed % 3 == 0) break_keys(triple.reference, 2 * seed + 1);
  return triple;
}

TEST(Matching, ASecondSyncChangesNothing) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial(options);
    const auto first = trial.sync(triple_of(seed));
    const auto& reference = trial.inputs().reference;
    const auto second = trial.sync_files({reference, first.folder / "merged.gpkg", reference});
    EXPECT_TRUE(second.merged.rows == first.merged.rows);
    EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
    EXPECT_EQ(described(second.contribution), described(first.contribution));
    EXPECT_EQ(described(second.update), std::vector<std::string>());
    if (HasFailure()) return;
  }
}

TEST(Matching, TheOrderOfFeaturesSaysNothing) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial(options);
    auto triple = triple_of(seed);
    const auto one = trial.sync(triple);
    for (const auto side : all_sides) triple[side] = shuffled(triple[side], seed + 1);
    const auto other = trial.sync(triple);
    const auto columns = common_columns({&one.merged});
    EXPECT_EQ(contents_of(one.merged, columns), contents_of(other.merged, columns));
    EXPECT_EQ(one.conflict_ids(), other.conflict_ids());
    EXPECT_EQ(described(one.contribution), described(other.contribution));
    if (HasFailure()) return;
  }
}

TEST(Matching, LostKeysAloneComeBackAndNothingIsContributed) {
  std::size_t lost = 0;
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial(options);
    const auto layer = random_triple(seed, {.broken_keys = false}).ancestor;
    auto local = layer;
    break_keys(local, seed);
    const auto run = trial.sync({layer, local, layer});
    const auto columns = common_columns({&layer});
    const auto before = contents_of(layer, columns);
    const auto after = contents_of(run.merged, columns);
    // Features on one spot, or small for the distance, may stay without a link.
    if (before == after) {
      EXPECT_EQ(described(run.contribution), std::vector<std::string>());
      ++lost;
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(lost, seeds / 2);
}

}  // namespace
}  // namespace bdf::tests
