// SPDX-License-Identifier: MIT
// What touched a geometry that moved goes with it.
#include <gmock/gmock.h>

#include "support/scenario.h"
#include "support/settled.h"

namespace bdf::tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto attached = "layers: {stream: {attached_to: [stream]}}\n";

/// IGN moves the end B of the stream K1, where the office has drawn the ditch K5 to.
constexpr auto moved_end = R"(
    ancestor       | local          | reference      | merged
    A . . . B . .  | A . . . B . .  | A . . . . . .  | A . . . . . .
    . . . . . . .  | . . . . . . .  | . . . . B . .  | . . . . B . .
    . . . . . . .  | . . . . . . .  | . . . . . . .  | . . . . . . .
    . . . . P . Q  | . . . . P . Q  | . . . . P . Q  | . . . . P . Q )";

class MovedEnd : public testing::Test {
 protected:
  MovedEnd() {
    map.theme(attached);
    map.ancestor({{"K1", "AB", {}}});
    map.local({{"K1", "AB", {}}, {"K5", "PB", {}}});
    map.reference({{"K1", "AB", {}}});
  }
  Scenario map{moved_end};
};

TEST_F(MovedEnd, OfTheReferenceTakesALocalDitchAlong) {
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB", "K5 PB"));
  EXPECT_THAT(after.update, ElementsAre("update K1: geometry taken", "update K5: geometry taken"));
  EXPECT_THAT(after.contribution, ElementsAre("insert K5 PB: offered"));
  EXPECT_EQ(after.outcome("K5"), "inserted_locally");
  expect_settled(map, after);
}

/// The ditch K5 fades from B to P; K6 ends in the middle of it.
TEST(MovedStretch, TakesADitchAlongAndWhatEndsOnThat) {
  Scenario map(R"(
    ancestor       | local          | reference      | merged
    A . B . . . .  | A . B . M . P  | A . . . . . .  | A . . . . . P
    . . . . . . .  | . . . . . . .  | . . . . . . .  | . . . . M . .
    . . . . . . .  | . . . . . . .  | . . B . . . .  | . . B . . . .
    . . . . . . .  | . . . . Q . .  | . . . . . . .  | . . . . Q . . )");
  map.theme(attached);
  map.everywhere({{"K1", "AB", {}}});
  map.local({{"K1", "AB", {}}, {"K5", "BMP", {}}, {"K6", "QM", {}}});
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 AB", "K5 BMP", "K6 QM"));
}

/// K6 was there before, and ends in the middle of the ditch.
TEST(MovedStretch, LeavesAVertexWhereItIsThatAnotherLineEndsOn) {
  Scenario map(R"(
    ancestor       | local          | reference      | merged
    A . B . M . .  | A . B . M . P  | A . . . M . .  | A . . . M . P
    . . . . . . .  | . . . . . . .  | . . . . . . .  | . . . . . . .
    . . . . . . .  | . . . . . . .  | . . B . . . .  | . . B . . . .
    . . . . Q . .  | . . . . Q . .  | . . . . Q . .  | . . . . Q . . )");
  map.theme(attached);
  map.everywhere({{"K1", "AB", {}}, {"K6", "QM", {}}});
  map.local({{"K1", "AB", {}}, {"K5", "BMP", {}}, {"K6", "QM", {}}});
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 AB", "K5 BMP", "K6 QM"));
}

TEST_F(MovedEnd, IsLeftToTheReferenceWhereItHasTornItself) {
  map.ancestor({{"K1", "AB", {}}, {"K5", "PB", {}}});
  map.draw("reference", "A . . . C . .\n . . . . B . .\n . . . . . . .\n . . . . P . Q");
  map.reference({{"K1", "AB", {}}, {"K5", "PC", {}}});
  map.draw("merged", "A . . . C . .\n . . . . B . .\n . . . . . . .\n . . . . P . Q");
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB", "K5 PC"));
  EXPECT_THAT(after.update, ElementsAre("update K1: geometry taken"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST_F(MovedEnd, TakesNothingAlongWhereTheThemeSaysNothing) {
  map.theme("layers: {stream: {}}\n");
  map.draw("merged", "A . . . C . .\n . . . . B . .\n . . . . . . .\n . . . . P . Q");
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 AB", "K5 PC"));
}

/// The office has moved the end; IGN knows an affluent that ends there as it was.
TEST_F(MovedEnd, OfLocalTakesANewAffluentOfTheReferenceAlong) {
  map.draw("local", "A . . . . . .\n . . . . B . .\n . . . . . . .\n . . . . P . Q");
  map.draw("reference", "A . . . B . .\n . . . . . . .\n . . . . . . .\n . . . . P . Q");
  map.local({{"K1", "AB", {}}});
  map.reference({{"K1", "AB", {}}, {"K7", "QB", {}}});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB", "K7 QB"));
  EXPECT_THAT(after.update, ElementsAre("insert K7 QB: taken"));
  EXPECT_THAT(after.contribution,
              ElementsAre("update K1: geometry offered", "update K7: geometry offered"));
  expect_settled(map, after);
}

/// The office has led the reach K2 to another place on K1, which IGN has moved.
TEST(MovedStretch, TakesTheEndOfAnObjectAlongThatLocalHasLedThere) {
  Scenario map(R"(
    ancestor     | local        | reference    | merged
    A - M - - B  | A - M - - B  | A . . . . B  | A . . . . B
    . . . . . .  | . . . . . .  | . . M . . .  | . . M . . .
    . . . . . .  | . . . . . .  | . . . . . .  | . . . . . .
    . . P . . Q  | . . P . . Q  | . . P . . Q  | . . P . . Q )");
  map.theme(attached);
  map.ancestor({{"K1", "AMB", {}}, {"K2", "PQ", {}}});
  map.local({{"K1", "AMB", {}}, {"K2", "PM", {}}});
  map.reference({{"K1", "AMB", {}}, {"K2", "PQ", {}}});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AMB", "K2 PM"));
  EXPECT_THAT(after.contribution, ElementsAre("update K2: geometry offered"));
}

/// Where the affluent lies is being asked: nothing is decided by moving it.
/// IGN leads the end of K1 from A to beyond B, where K2 ended; the office has drawn that end to C.
/// Led along, K2 would run from D to C, and the next sync would take it for turned.
TEST(MovedStretch, TurnsNoLineRound) {
  Scenario map(R"(
    ancestor     | local        | reference    | merged
    Z . . . . .  | Z . . . . .  | Z . . . . .  | Z . . . . .
    . . . . . .  | . . . . . .  | . . . . . .  | . . . . . .
    A . . . B D  | A . . . B D  | A . . . B D  | A . . . B D
    . . . . . .  | . . . . . C  | . . . . . .  | . . . . . C )");
  map.theme(attached);
  map.ancestor({{"K1", "ZA", {}}, {"K2", "AB", {}}});
  map.local({{"K1", "ZA", {}}, {"K2", "AC", {}}});
  map.reference({{"K1", "ZD", {}}, {"K2", "AB", {}}});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 ZD", "K2 AC"));
  EXPECT_THAT(after.findings, Contains("not_reattached"));
  expect_settled(map, after);
}

TEST(MovedStretch, LeavesWhatIsBeingAskedWhereItIs) {
  Scenario map(R"(
    ancestor     | local        | reference    | merged
    A - - - - B  | A . . . . .  | A - - - - B  | A . . . . .
    . . . . . .  | . . . . . B  | . . . . . .  | . . . . . B
    . . . N . .  | . . . . . .  | . . . . O .  | . . . . O .
    . . P . . Q  | . . P N . Q  | . . P . . Q  | . . P . . Q )");
  map.theme(attached);
  map.ancestor({{"K1", "AB", {}}, {"K2", "PNB", {}}});
  map.local({{"K1", "AB", {}}, {"K2", "PNB", {}}});
  map.reference({{"K1", "AB", {}}, {"K2", "POB", {}}});
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, ElementsAre("geometry of K2, holds reference"));
  EXPECT_THAT(after.findings, Contains("not_reattached"));
  const auto second = map.continue_from(after).sync();
  EXPECT_EQ(second.conflicts, after.conflicts);
  EXPECT_EQ(second.merged, after.merged);
}

/// One side has taken out the stream that the other one has led its ditch to.
class LedToWhatIsGone : public testing::Test {
 protected:
  LedToWhatIsGone() {
    map.theme("layers: {stream: {attached_to: [stream], network: {}}}\n");
    map.ancestor({{"K1", "AB", {}}, {"K2", "BC", {}}});
    map.job().confirm_deletions = true;
  }
  Synced deleted_there() {
    map.local(with_ditch).reference({{"K1", "AB", {}}});
    return map.sync();
  }
  const Objects with_ditch{{"K1", "AB", {}}, {"K2", "BC", {}}, {"K5", "PC", {}}};
  Scenario map{R"(
    ancestor     | local        | reference
    A - B - - C  | A - B - - C  | A - B - - C
    . . . . . .  | . . . . . .  | . . . . . .
    . . . P . .  | . . . P . .  | . . . P . . )"};
};

TEST_F(LedToWhatIsGone, ItStaysAndIsAskedAbout) {
  const auto first = deleted_there();
  EXPECT_THAT(first.merged, ElementsAre("K1 AB", "K2 BC", "K5 PC"));
  EXPECT_THAT(first.conflicts, ElementsAre("delete_edit of K2, holds local"));
  EXPECT_THAT(first.contribution, ElementsAre("insert K5 PC: offered"));
  EXPECT_THAT(first.findings, IsEmpty());
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_THAT(second.update, IsEmpty());
}

TEST_F(LedToWhatIsGone, WhereTheDeletionIsConfirmedTheDeadEndIsTold) {
  const auto first = deleted_there();
  const auto second = map.continue_from(first).resolve(first, "K2", "reference").sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB", "K5 PC"));
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.findings, Contains("network_dead_end"));
  const auto third = map.continue_from(second).sync();
  EXPECT_EQ(third.merged, second.merged);
  EXPECT_THAT(third.conflicts, IsEmpty());
}

TEST_F(LedToWhatIsGone, WhereItIsKeptItIsGivenBackToTheReference) {
  const auto first = deleted_there();
  const auto second = map.continue_from(first).resolve(first, "K2", "local").sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB", "K2 BC", "K5 PC"));
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.contribution, ElementsAre("insert K2 BC: offered", "insert K5 PC: offered"));
}

TEST_F(LedToWhatIsGone, TheSameWhereTheOfficeHasTakenItOut) {
  map.local({{"K1", "AB", {}}}).reference(with_ditch);
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K1 AB", "K2 BC", "K5 PC"));
  EXPECT_THAT(first.conflicts, ElementsAre("delete_edit of K2, holds reference"));
  EXPECT_THAT(first.contribution, IsEmpty());
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_EQ(second.merged, first.merged);
}

/// Something else goes on from there: nothing is torn.
TEST_F(LedToWhatIsGone, ItGoesWhereAnotherLineHoldsTheEnd) {
  map.ancestor({{"K1", "AB", {}}, {"K2", "BC", {}}, {"K3", "CP", {}}});
  map.local({{"K1", "AB", {}}, {"K2", "BC", {}}, {"K3", "CP", {}}, {"K5", "AC", {}}});
  map.reference({{"K1", "AB", {}}, {"K3", "CP", {}}});
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K1 AB", "K3 CP", "K5 AC"));
  EXPECT_THAT(first.conflicts, IsEmpty());
}

TEST(Networks, WhatOneSideHasMadeItselfIsNotTold) {
  Scenario map(R"(
    ancestor     | local        | reference
    A - B - - C  | A - B - - C  | A - B - - .
    . . . . . .  | . . . . . .  | . . . . . . )");
  map.theme("layers: {stream: {attached_to: [stream], network: {}}}\n");
  map.ancestor({{"K1", "AB", {}}, {"K2", "BC", {}}});
  map.local({{"K1", "AB", {}}, {"K2", "BC", {}}});
  map.reference({{"K1", "AB", {}}});
  map.job().confirm_deletions = true;
  EXPECT_THAT(map.sync().findings, IsEmpty());
}

}  // namespace
}  // namespace bdf::tests
