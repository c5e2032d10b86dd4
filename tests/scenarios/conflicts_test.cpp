// SPDX-License-Identifier: MIT
// What becomes of open conflicts: nothing is decided by waiting, everything a human decides is.
#include <gmock/gmock.h>

#include "support/scenario.h"

namespace bdf::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Object neighbour{"K9", "YZ", {}};

constexpr auto still = R"(
    ancestor | local | reference
    A - B    | A - B | A - B
    Y - Z    | Y - Z | Y - Z      )";

Objects named(const Value& name) { return {{"K1", "AB", {{"name", name}}}, neighbour}; }

/// Both sides have renamed the stream.
class TwoNames : public testing::Test {
 protected:
  TwoNames() {
    map.ancestor(named("Lez")).local(named("le Lez")).reference(named("Lez vif"));
    first = map.sync();
  }
  Scenario map{still};
  Synced first;
};

constexpr auto two_names = "attribute name of K1: Lez | le Lez | Lez vif, holds reference";

TEST_F(TwoNames, DeletedInTheReferenceMeanwhileBothQuestionsStand) {
  const auto second = map.continue_from(first).reference({{"K9", "YZ", {}}}).sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Lez vif", "K9 YZ"));
  EXPECT_THAT(second.conflicts, testing::Contains(two_names));
  EXPECT_THAT(second.conflicts, SizeIs(2));
  EXPECT_THAT(second.contribution, IsEmpty());
}

TEST_F(TwoNames, DeletedByTheProducerTheQuestionGoes) {
  const auto second = map.continue_from(first).erase("K1").sync();
  EXPECT_THAT(second.merged, ElementsAre("K9 YZ"));
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.contribution, ElementsAre("delete K1: offered"));
}

TEST_F(TwoNames, AskedAgainTheQuestionIsTheSame) {
  const auto second = map.continue_from(first).sync();
  EXPECT_THAT(second.conflicts, ElementsAre(two_names));
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_THAT(second.contribution, IsEmpty());
  const auto third = map.continue_from(second).sync();
  EXPECT_EQ(third.conflict_ids(), first.conflict_ids());
}

TEST_F(TwoNames, AskedAgainWithTheOldAncestorTheQuestionIsTheSame) {
  const auto second = map.continue_with_old_ancestor(first).sync();
  EXPECT_THAT(second.conflicts, ElementsAre(two_names));
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_THAT(second.contribution, IsEmpty());
}

TEST_F(TwoNames, AReferenceThatChangedAgainIsAskedAboutAsItIsNow) {
  const auto second = map.continue_from(first).reference(named("Lez neuf")).sync();
  EXPECT_THAT(second.conflicts,
              ElementsAre("attribute name of K1: Lez | le Lez | Lez neuf, holds reference"));
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Lez neuf", "K9 YZ"));
  EXPECT_NE(second.conflict_ids(), first.conflict_ids());
}

TEST_F(TwoNames, AReferenceThatCameToOurNameEndsIt) {
  const auto second = map.continue_from(first).reference(named("le Lez")).sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, IsEmpty());
}

TEST_F(TwoNames, AReferenceThatGaveUpItsNameLeavesOurs) {
  const auto second = map.continue_from(first).reference(named("Lez")).sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("update K1: name offered"));
}

TEST_F(TwoNames, TheConflictSurvivesAnUnrelatedEdit) {
  map.continue_from(first).edit({{"K9", "", {{"name", "Vis"}}}});
  const auto second = map.sync();
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_THAT(second.contribution, ElementsAre("update K9: name offered"));
}

TEST_F(TwoNames, ANewNameInTheLayerResolvesIt) {
  map.continue_from(first).edit({{"K1", "", {{"name", "Lez tout court"}}}});
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.resolved, SizeIs(1));
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Lez tout court", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("update K1: name offered"));
  const auto third = map.continue_from(second).sync();
  EXPECT_THAT(third.conflicts, IsEmpty());
  EXPECT_EQ(third.merged, second.merged);
  EXPECT_EQ(third.contribution, second.contribution);
}

TEST_F(TwoNames, OurNamePutBackInTheLayerResolvesIt) {
  map.continue_from(first).edit({{"K1", "", {{"name", "le Lez"}}}});
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("update K1: name offered"));
}

TEST_F(TwoNames, ResolvedByTheReferenceItIsNotAskedAgain) {
  map.continue_from(first).resolve(first, "K1", "reference");
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Lez vif", "K9 YZ"));
  EXPECT_THAT(second.contribution, IsEmpty());
  const auto third = map.continue_from(second).sync();
  EXPECT_THAT(third.conflicts, IsEmpty());
  EXPECT_THAT(third.contribution, IsEmpty());
}

TEST_F(TwoNames, ResolvedByTheLocalSideItIsContributedEverAfter) {
  map.continue_from(first).resolve(first, "K1", "local");
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_EQ(second.outcome("K1"), "kept_local");
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("update K1: name offered"));
  const auto third = map.continue_from(second).sync();
  EXPECT_THAT(third.conflicts, IsEmpty());
  EXPECT_THAT(third.contribution, ElementsAre("update K1: name offered"));
}

TEST_F(TwoNames, ResolvedByTheAncestorTakesTheOldName) {
  const auto second = map.continue_from(first).resolve(first, "K1", "ancestor").sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("update K1: name offered"));
}

TEST_F(TwoNames, ResolvedByAValueOfTheirOwn) {
  map.continue_from(first).resolve_with_value(first, "K1", "Lez et Vis");
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Lez et Vis", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("update K1: name offered"));
}

TEST_F(TwoNames, ResolvedThenTheSameInputsAgainAreNotAskedTwice) {
  const auto second = map.continue_from(first).resolve(first, "K1", "local").sync();
  map.continue_with_old_ancestor(second).ancestor(named("Lez"));
  const auto third = map.sync();
  EXPECT_THAT(third.conflicts, IsEmpty());
  EXPECT_THAT(third.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
}

TEST_F(TwoNames, AfterAResolutionANewReferenceValueIsANewQuestion) {
  const auto second = map.continue_from(first).resolve(first, "K1", "local").sync();
  const auto third = map.continue_from(second).reference(named("Lez neuf")).sync();
  EXPECT_THAT(third.conflicts,
              ElementsAre("attribute name of K1: Lez vif | le Lez | Lez neuf, holds reference"));
}

// ---- geometry
// ------------------------------------------------------------------------------------

constexpr auto moved_twice = R"(
    ancestor  | local     | reference | merged
    A - B .   | A - - B   | A - - .   | A - - .
    . . . .   | . . . .   | . . B .   | . . B .
    Y - Z     | Y - Z     | Y - Z     | Y - Z     )";

class TwoPlaces : public testing::Test {
 protected:
  TwoPlaces() { first = map.everywhere({{"K1", "AB", {}}, neighbour}).sync(); }
  Scenario map{moved_twice};
  Synced first;
};

TEST_F(TwoPlaces, AskedAgainTheQuestionIsTheSame) {
  const auto second = map.continue_from(first).sync();
  EXPECT_THAT(second.conflicts, ElementsAre("geometry of K1, holds reference"));
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_THAT(second.contribution, IsEmpty());
}

TEST_F(TwoPlaces, ResolvedByTheLocalSideTheLineMovesBack) {
  map.continue_from(first).resolve(first, "K1", "local");
  map.draw("merged", "A - - B\n. . . .\nY - Z");
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("update K1: geometry offered"));
}

TEST_F(TwoPlaces, ResolvedByAGeometryOfTheirOwn) {
  map.continue_from(first).resolve_with_value(first, "K1", "LINESTRING (0 0, 0 -10)");
  map.draw("merged", "A . .\nB . .\nY - Z");
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("update K1: geometry offered"));
}

TEST_F(TwoPlaces, RedrawnInTheLayerItIsResolved) {
  map.draw("local", "A - - .\n. . . B\nY - Z").draw("merged", "A - - .\n. . . B\nY - Z");
  const auto second = map.continue_from(first).edit({{"K1", "AB", {}}}).sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("update K1: geometry offered"));
}

TEST_F(TwoPlaces, ANameGivenMeanwhileIsNoAnswer) {
  map.continue_from(first);
  run_sql(first.folder / "merged.gpkg", "UPDATE stream SET key = key");
  const auto second = map.sync();
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
}

// ---- delete_edit
// ---------------------------------------------------------------------------------

class DeletedInTheReferenceEditedHere : public testing::Test {
 protected:
  DeletedInTheReferenceEditedHere() {
    map.ancestor(named("Lez")).local(named("le Lez")).reference({neighbour});
    first = map.sync();
  }
  Scenario map{still};
  Synced first;
};

TEST_F(DeletedInTheReferenceEditedHere, AskedAgainTheQuestionIsTheSame) {
  const auto second = map.continue_from(first).sync();
  EXPECT_THAT(second.conflicts, ElementsAre("delete_edit of K1, holds local"));
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_THAT(second.contribution, IsEmpty());
  const auto old = map.continue_with_old_ancestor(first).ancestor(named("Lez")).sync();
  EXPECT_EQ(old.conflict_ids(), first.conflict_ids());
}

TEST_F(DeletedInTheReferenceEditedHere, ResolvedByTheReferenceItGoes) {
  map.continue_from(first).resolve(first, "K1", "reference");
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K9 YZ"));
  EXPECT_THAT(second.contribution, IsEmpty());
}

TEST_F(DeletedInTheReferenceEditedHere, ResolvedByTheLocalSideItIsOfferedAnew) {
  map.continue_from(first).resolve(first, "K1", "local");
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("insert K1 AB name=le Lez: offered"));
  const auto third = map.continue_from(second).sync();
  EXPECT_THAT(third.conflicts, IsEmpty());
  EXPECT_EQ(third.contribution, second.contribution);
}

TEST_F(DeletedInTheReferenceEditedHere, DeletedInTheLayerItIsGone) {
  map.continue_from(first).erase("K1");
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K9 YZ"));
  EXPECT_THAT(second.contribution, IsEmpty());
  EXPECT_THAT(second.resolved, SizeIs(1));
}

TEST_F(DeletedInTheReferenceEditedHere, BroughtBackByTheReferenceItIsAnObjectLikeAnyOther) {
  const auto second = map.continue_from(first).reference(named("Lez")).sync();
  EXPECT_THAT(second.merged, testing::Contains(testing::StartsWith("K1 AB")));
  EXPECT_THAT(second.conflicts, testing::Not(testing::Contains(testing::StartsWith("delete"))));
}

class DeletedHereEditedInTheReference : public testing::Test {
 protected:
  DeletedHereEditedInTheReference() {
    map.ancestor(named("Lez")).local({neighbour}).reference(named("le Lez"));
    first = map.sync();
  }
  Scenario map{still};
  Synced first;
};

TEST_F(DeletedHereEditedInTheReference, AskedAgainTheQuestionIsTheSame) {
  const auto second = map.continue_from(first).sync();
  EXPECT_THAT(second.conflicts, ElementsAre("delete_edit of K1, holds reference"));
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_THAT(second.contribution, IsEmpty());
}

TEST_F(DeletedHereEditedInTheReference, AReferenceThatChangedAgainIsAskedAboutAsItIsNow) {
  const auto second = map.continue_from(first).reference(named("Lez neuf")).sync();
  EXPECT_THAT(second.conflicts, ElementsAre("delete_edit of K1, holds reference"));
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Lez neuf", "K9 YZ"));
}

TEST_F(DeletedHereEditedInTheReference, ResolvedByTheLocalSideItGoesThereToo) {
  map.continue_from(first).resolve(first, "K1", "local");
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("delete K1: offered"));
  const auto third = map.continue_from(second).sync();
  EXPECT_THAT(third.conflicts, IsEmpty());
  EXPECT_EQ(third.contribution, second.contribution);
}

TEST_F(DeletedHereEditedInTheReference, ResolvedByTheReferenceItStays) {
  map.continue_from(first).resolve(first, "K1", "reference");
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, IsEmpty());
}

TEST_F(DeletedHereEditedInTheReference, DeletedAgainItGoesThereToo) {
  map.continue_from(first).erase("K1");
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("delete K1: offered"));
}

TEST_F(DeletedHereEditedInTheReference, DeletedThereTooItEnds) {
  const auto second = map.continue_from(first).reference({neighbour}).sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K9 YZ"));
}

}  // namespace
}  // namespace bdf::tests
