// SPDX-License-Identifier: MIT
// The laws under themes whose rules hold for some objects only: a second sync changes nothing,
// swapping the sides swaps nothing but the labels.
#include <gtest/gtest.h>

#include "support/random_triple.h"
#include "support/symmetry.h"
#include "support/trial.h"

namespace bdf::tests {
namespace {

const std::uint32_t seeds = seed_count();

/// Everything is shared; what decides, and whether it is asked, hangs on three conditions.
const std::string shared =
    "special_cases:\n"
    "  - when: {select: true}\n"
    "    authority: {attributes: {rule: max}, geometry: {rule: newest, by: surveyed}}\n"
    "  - when: {count: {at_least: 0, less_than: 250}}\n"
    "    authority: {by_attribute: {width: {rule: min}}, geometry: {rule: conflict}}\n"
    "  - when: {select: {not: [true, null]}, count: {not: null}}\n"
    "    authority: {attributes: {rule: max}}\n";

/// Whoever answers, hangs on what is asked, on what is the reference's and on what is decided.
const std::string owned =
    "authority:\n"
    "  attributes: {owner: reference}\n"
    "  geometry: {owner: reference}\n"
    "  existence: {owner: reference}\n"
    "  by_attribute: {select: {owner: shared}, width: {rule: max}}\n"
    "special_cases:\n"
    "  - when: {select: true}\n"
    "    authority: {attributes: {owner: producer}, geometry: {owner: producer},\n"
    "      existence: {owner: producer}}\n"
    "  - when: {count: {at_least: 0}}\n"
    "    authority: {attributes: {owner: shared}, existence: {rule: prefer_local}}\n"
    "  - when: {width: {more_than: 500}, select: {not: true}}\n"
    "    authority: {geometry: {rule: prefer_reference}, existence: {rule: prefer_reference},\n"
    "      by_attribute: {modified: {rule: prefer_local}}}\n";

constexpr TripleOptions busy{.broken_keys = false, .edits = 4, .edits_one_in = 2};
constexpr TripleOptions busy_equals{
    .private_columns = false, .other_columns = false, .edits = 4, .edits_one_in = 2};

class Conditions : public testing::TestWithParam<std::string> {
 protected:
  static void expect_second_sync_changes_nothing(const ThreeWay<PlainLayer>& triple) {
    Trial trial(GetParam());
    const auto first = trial.sync(triple);
    const auto& reference = trial.inputs().reference;
    const auto second = trial.sync_files({reference, first.folder / "merged.gpkg", reference});
    EXPECT_TRUE(second.merged.rows == first.merged.rows);
    EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
    EXPECT_EQ(described(second.contribution), described(first.contribution));
    EXPECT_EQ(described(second.update), std::vector<std::string>());
  }
};

TEST_P(Conditions, ASecondSyncChangesNothing) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    expect_second_sync_changes_nothing(random_triple(seed, busy));
    expect_second_sync_changes_nothing(random_triple(seed));
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Themes, Conditions, testing::Values(shared, owned),
                         [](const auto& one) { return one.index == 0 ? "shared" : "owned"; });

TEST(SymmetryUnderConditions, SwappingTheSidesSwapsNothingButTheLabels) {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Trial trial(shared);
    const auto triple = random_triple(seed, busy_equals);
    const auto one = trial.sync(triple);
    const auto other = trial.sync({triple.ancestor, triple.reference, triple.local});
    const auto columns = common_columns({&triple.local});
    EXPECT_EQ(questions(one, false), questions(other, true));
    EXPECT_EQ(settled(one, columns), settled(other, columns));
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace bdf::tests
