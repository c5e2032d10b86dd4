// SPDX-License-Identifier: MIT
// Law 4: swapping local and reference gives the same layer up to labels, and the same conflicts;
// the order of features says nothing.
#include <gtest/gtest.h>

#include "support/random_triple.h"
#include "support/symmetry.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

const std::uint32_t seeds = seed_count();
constexpr TripleOptions equals{.private_columns = false, .other_columns = false};

TEST(Symmetry, SwappingTheSidesSwapsNothingButTheLabels) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    const auto triple = random_triple(seed, equals);
    const auto one = trial.sync(triple);
    const auto other = trial.sync({triple.ancestor, triple.reference, triple.local});
    const auto columns = common_columns({&triple.local});
    EXPECT_EQ(questions(one, false), questions(other, true));
    EXPECT_EQ(settled(one, columns), settled(other, columns));
    if (HasFailure()) return;
  }
}

TEST(Order, OfFeaturesSaysNothing) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial;
    auto triple = random_triple(seed);
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

}  // namespace
}  // namespace bdf::tests
