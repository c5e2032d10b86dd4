// SPDX-License-Identifier: MIT
// Areas side by side: what two people make of their boundaries.
#include <gmock/gmock.h>

#include "support/scenario.h"
#include "support/settled.h"

namespace bdf::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Two fields with the boundary BE; the office moves its middle M, IGN the other way.
class Fields : public testing::Test {
 protected:
  Fields() { map.theme("layers: {stream: {coverage: {}}}\n"); }
  Scenario map{R"(
    ancestor       | local          | reference      | merged
    A . . B . . C  | A . . B . . C  | A . . B . . C  | A . . B . . C
    . . . . . . .  | . . . . . . .  | . . . . . . .  | . . . . . . .
    . . . M . . .  | . . . . M . .  | . . . M . . .  | . . . . M . .
    . . . . . . .  | . . . . . . .  | . . . . . . .  | . . . . . . .
    F . . E . . D  | F . . E . . D  | F . . E . . D  | F . . E . . D )"};
};

TEST_F(Fields, ABoundaryThatOneSideMovesStaysOne) {
  map.ancestor({{"K1", "(ABMEF)", {}}, {"K2", "(BCDEM)", {}}});
  map.local({{"K1", "(ABMEF)", {}}, {"K2", "(BCDEM)", {}}});
  map.reference({{"K1", "(ABMEF)", {}}, {"K2", "(BCDEM)", {}}});
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K1 (ABMEF)", "K2 (BCDEM)"));
  EXPECT_THAT(first.conflicts, IsEmpty());
  EXPECT_THAT(first.findings, IsEmpty());
  expect_settled(map, first);
}

/// IGN has parted the two itself: the office's boundary of K1 is nothing to ask about.
TEST_F(Fields, WhatOneSideHasPartedMayLieApart) {
  map.draw("reference",
           "A . . B . . C\n. . . . . . .\n. . . M . N .\n. . . . . . .\nF . . E . . D");
  map.draw("merged", "A . . B . . C\n. . . . . . .\n. . . . M N .\n. . . . . . .\nF . . E . . D");
  map.ancestor({{"K1", "(ABMEF)", {}}, {"K2", "(BCDEM)", {}}});
  map.local({{"K1", "(ABMEF)", {}}, {"K2", "(BCDEM)", {}}});
  map.reference({{"K1", "(ABMEF)", {}}, {"K2", "(BCDEN)", {}}});
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K1 (ABMEF)", "K2 (BCDEN)"));
  EXPECT_THAT(first.conflicts, ElementsAre("geometry of K2, holds reference"));
  EXPECT_THAT(first.findings, IsEmpty());
  expect_settled(map, first);
}

/// The office has drawn a field beside one whose boundary IGN has moved meanwhile.
class NewNeighbour : public testing::Test {
 protected:
  void draw() {
    map.ancestor({{"K1", "(ABMEF)", {}}});
    map.local({{"K1", "(ABMEF)", {}}, {"", "(BCDEM)", {}}});
    map.reference({{"K1", "(ABMEF)", {}}});
  }
  Scenario map{R"(
    ancestor       | local          | reference      | merged
    A . . B . . C  | A . . B . . C  | A . . B . . C  | A . . B . . C
    . . . . . . .  | . . . . . . .  | . . . . . . .  | . . . . . . .
    . . . M . . .  | . . . M . . .  | . . . . M . .  | . . . . M . .
    . . . . . . .  | . . . . . . .  | . . . . . . .  | . . . . . . .
    F . . E . . D  | F . . E . . D  | F . . E . . D  | F . . E . . D )"};
};

TEST_F(NewNeighbour, GoesAlongWhereTheThemeSaysThatItIsAttached) {
  map.theme("layers: {stream: {coverage: {}, attached_to: [stream]}}\n");
  draw();
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("- (BCDEM)", "K1 (ABMEF)"));
  EXPECT_THAT(first.conflicts, IsEmpty());
  EXPECT_THAT(first.contribution, ElementsAre("insert - (BCDEM): offered"));
  expect_settled(map, first);
}

/// The other corners of what goes along are its own, or what else it touches holds them.
TEST(NewNeighbours, GoAlongWithNoMoreThanWhatHasMoved) {
  Scenario map(R"(
    ancestor            | local               | reference           | merged
    A . . . B . . C . G | A . . . B . . C . G | A . . . B . . C . G | A . . . B . . C . G
    . . . . . . . . . . | . . . . . . . . . . | . . . . . . . . . . | . . . . . . . . . .
    . . . . M . . N . . | . . . . M . . N . . | . . . M . . . N . . | . . . M . . . N . .
    . . . . . . . . . . | . . . . . . . . . . | . . . . . . . . . . | . . . . . . . . . .
    F . . . E . . D . H | F . . . E . . D . H | F . . . E . . D . H | F . . . E . . D . H )");
  map.theme("layers: {stream: {coverage: {}, attached_to: [stream]}}\n");
  map.ancestor({{"K1", "(ABMEF)", {}}, {"K2", "(CGHDN)", {}}});
  map.local({{"K1", "(ABMEF)", {}}, {"K2", "(CGHDN)", {}}, {"", "(BCNM)", {}}, {"", "(MNDE)", {}}});
  map.reference({{"K1", "(ABMEF)", {}}, {"K2", "(CGHDN)", {}}});
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("- (BCNM)", "- (MNDE)", "K1 (ABMEF)", "K2 (CGHDN)"));
  EXPECT_THAT(first.conflicts, IsEmpty());
  expect_settled(map, first);
}

TEST_F(NewNeighbour, HoldsTheBoundaryAndAsksElsewhere) {
  map.theme("layers: {stream: {coverage: {}}}\n");
  draw();
  map.draw("merged", "A . . B . . C\n. . . . . . .\n. . . M . . .\n. . . . . . .\nF . . E . . D");
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("- (BCDEM)", "K1 (ABMEF)"));
  EXPECT_THAT(first.conflicts, ElementsAre("geometry of K1, holds local"));
  expect_settled(map, first);
}

/// Both move the corner E, which three fields share: each is asked about, and none lies apart
/// meanwhile.
TEST(Neighbours, StayTogetherWhileTheyAreAskedAbout) {
  Scenario map(R"(
    ancestor       | local          | reference
    A . . B . . C  | A . . B . . C  | A . . B . . C
    . . . . . . .  | . . . . . . .  | . . . . . . .
    F . . E . . D  | F . . . . . D  | F . . . . . D
    . . . . . . .  | . . . . E . .  | . . E . . . .
    G . . . . . H  | G . . . . . H  | G . . . . . H )");
  map.theme("layers: {stream: {coverage: {}}}\n");
  const Object one{"K1", "(ABEF)", {}}, two{"K2", "(BCDE)", {}}, three{"K3", "(FEDHG)", {}};
  map.ancestor({one, two, three}).local({one, two, three});
  map.reference({one, two, {"K3", "(FEDHG)", {{"name", std::string("x")}}}});
  const auto first = map.sync();
  EXPECT_THAT(first.conflicts,
              ElementsAre("geometry of K1, holds reference", "geometry of K2, holds reference",
                          "geometry of K3, holds reference"));
  EXPECT_THAT(first.findings, IsEmpty());
  expect_settled(map, first);
}

/// IGN moves the boundary; the office has put a new field on the land that K1 then covers.
TEST_F(Fields, NewAreasThatOverlapAreTold) {
  map.draw("local", "A . . B . . C\n. . . . P Q .\n. . . M S R .\n. . . . . . .\nF . . E . . D");
  map.draw("reference",
           "A . . B . . C\n. . . . . . .\n. . . M . . .\n. . U . V . .\nF . . E . . D");
  map.ancestor({{"K9", "(ABMEF)", {}}});
  map.local({{"K9", "(ABMEF)", {}}, {"K5", "(PQRS)", {}}});
  map.reference({{"K9", "(ABMEF)", {}}, {"K6", "(CVD)", {}}});
  const auto first = map.sync();
  EXPECT_THAT(first.conflicts, IsEmpty());
  EXPECT_THAT(first.findings, ElementsAre("coverage_overlap"));
}

}  // namespace
}  // namespace bdf::tests
