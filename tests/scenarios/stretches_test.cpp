// SPDX-License-Identifier: MIT
// One geometry that both sides have changed: stretch by stretch, as far as that goes.
#include <gmock/gmock.h>

#include "support/scenario.h"
#include "support/settled.h"

namespace bdf::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Object neighbour{"K9", "YZ", {}};

/// The office bends the first half at C, IGN the second at D.
constexpr auto bent_apart = R"(
    ancestor      | local         | reference     | merged
    . . . . .     | . C . . .     | . . . . .     | . C . . .
    A c M d B     | A . M d B     | A c M . B     | A . M . B
    . . . . .     | . . . . .     | . . . D .     | . . . D .
    Y - Z         | Y - Z         | Y - Z         | Y - Z        )";

class BentApart : public testing::Test {
 protected:
  BentApart() {
    map.ancestor({{"K1", "AcMdB", {}}, neighbour});
    map.local({{"K1", "ACMdB", {}}, neighbour});
    map.reference({{"K1", "AcMDB", {}}, neighbour});
  }
  Scenario map{bent_apart};
};

TEST_F(BentApart, BothAreTaken) {
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "merged");
  EXPECT_THAT(after.decisions("K1"), ElementsAre("geometry: stretches_apart"));
  EXPECT_THAT(after.merged, ElementsAre("K1 ACMDB", "K9 YZ"));
  EXPECT_THAT(after.update, ElementsAre("update K1: geometry taken"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: geometry offered"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  expect_settled(map, after);
}

TEST_F(BentApart, WhatTheReferenceAnswersForIsProposedAndStands) {
  map.theme("authority: {geometry: {owner: reference}}\n");
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 ACMDB", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: geometry proposed"));
  EXPECT_THAT(after.proposals, IsEmpty());
  expect_settled(map, after);
}

TEST_F(BentApart, ARuleDecidesOnlyWhatDoesNotFit) {
  map.theme("authority: {geometry: {owner: shared, rule: prefer_reference}}\n");
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 ACMDB", "K9 YZ"));
}

TEST_F(BentApart, WithAVertexInCommonItIsAConflict) {
  map.reference({{"K1", "AcB", {}}, neighbour});
  map.draw("reference", ". . . . .\n A . . . B\n . . c . .\n Y - Z");
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, ElementsAre("geometry of K1, holds reference"));
  EXPECT_THAT(after.merged, ElementsAre("K1 A[20 -20]B", "K9 YZ"));
  expect_settled(map, after);
}

/// Woods: the office moves one corner, IGN another.
TEST(Corners, OfAnAreaAreBothTaken) {
  Scenario map(R"(
    ancestor | local  | reference | merged
    A - B .  | A - B . | A - - B  | A - - B
    - - - .  | - - - . | - - - .  | - - - .
    D - C .  | . - C . | D - C .  | . - C .
    . . . .  | D . . . | . . . .  | D . . .
    Y - Z .  | Y - Z . | Y - Z .  | Y - Z .  )");
  map.everywhere({{"K1", "(ABCD)", {}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 (ABCD)", "K9 YZ"));
  EXPECT_THAT(after.conflicts, IsEmpty());
}

/// Each by itself is sound, both are not: the two bends would cross.
TEST(Bends, ThatWouldCrossAreAConflict) {
  Scenario map(R"(
    ancestor    | local       | reference
    A - p - B   | A - . - B   | A - p - B
    . . . . .   | . . . . .   | . . Q . .
    . . . . .   | . . P . .   | . . . . .
    D - q - C   | D - q - C   | D - . - C
    Y - Z . .   | Y - Z . .   | Y - Z . .   )");
  map.ancestor({{"K1", "ApBCqD", {}}, neighbour});
  map.local({{"K1", "APBCqD", {}}, neighbour});
  map.reference({{"K1", "ApBCQD", {}}, neighbour});
  EXPECT_THAT(map.sync().conflicts, ElementsAre("geometry of K1, holds reference"));
}

}  // namespace
}  // namespace bdf::tests
