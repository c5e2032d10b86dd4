// SPDX-License-Identifier: MIT
// One story for each row of the classify table: who has the object, who changed it, what becomes of
// it. A steady neighbour K9 stands beside, so that no side is ever empty.
#include <gmock/gmock.h>

#include "base/error.h"
#include "support/scenario.h"

namespace bdf::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const Object neighbour{"K9", "YZ", {}};

// ---- 1 1 1: the same object on all sides
// ---------------------------------------------------------

constexpr auto still = R"(
    ancestor | local | reference
    A - B    | A - B | A - B
    Y - Z    | Y - Z | Y - Z      )";

Objects named(const Value& name) { return {{"K1", "AB", {{"name", name}}}, neighbour}; }

TEST(SameObject, NobodyChangedAnything) {
  Scenario map(still);
  map.everywhere(named("Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "unchanged");
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.update, IsEmpty());
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.conflicts, IsEmpty());
}

TEST(SameObject, AttributeChangedLocally) {
  Scenario map(still);
  map.ancestor(named("Lez")).local(named("le Lez")).reference(named("Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "kept_local");
  EXPECT_THAT(after.decisions("K1"), ElementsAre("name: only_local_changed"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(after.update, IsEmpty());
  EXPECT_THAT(after.contribution, ElementsAre("update K1: name offered"));
}

TEST(SameObject, AttributeChangedInTheReference) {
  Scenario map(still);
  map.ancestor(named("Lez")).local(named("Lez")).reference(named("le Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "updated_from_reference");
  EXPECT_THAT(after.decisions("K1"), ElementsAre("name: only_reference_changed"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(after.update, ElementsAre("update K1: name taken"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(SameObject, AttributeChangedAlikeOnBothSides) {
  Scenario map(still);
  map.ancestor(named("Lez")).local(named("le Lez")).reference(named(" le Lez "));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "merged");
  EXPECT_THAT(after.decisions("K1"), ElementsAre("name: both_alike"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(after.update, IsEmpty());
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(SameObject, AttributeChangedToDifferentValues) {
  Scenario map(still);
  map.ancestor(named("Lez")).local(named("le Lez")).reference(named("Lez vif"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "conflict");
  EXPECT_THAT(after.conflicts,
              ElementsAre("attribute name of K1: Lez | le Lez | Lez vif, holds reference"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez vif", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(SameObject, AttributeErasedLocally) {
  Scenario map(still);
  map.ancestor(named("Lez")).local(named(Null{})).reference(named("Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "kept_local");
  EXPECT_THAT(after.merged, ElementsAre("K1 AB", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: name offered"));
}

TEST(SameObject, EmptyTextIsNull) {
  Scenario map(still);
  map.ancestor(named("")).local(named(Null{})).reference(named("  "));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "unchanged");
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(SameObject, GeometryChangedLocally) {
  Scenario map(R"(
      ancestor  | local     | reference
      A - B .   | A - - B   | A - B .
      Y - Z     | Y - Z     | Y - Z     )");
  map.everywhere(named("Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "kept_local");
  EXPECT_THAT(after.decisions("K1"), ElementsAre("geometry: only_local_changed"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: geometry offered"));
}

TEST(SameObject, GeometryChangedInTheReference) {
  Scenario map(R"(
      ancestor  | local     | reference | merged
      A - B .   | A - B .   | A - - B   | A - - B
      Y - Z     | Y - Z     | Y - Z     | Y - Z     )");
  map.everywhere(named("Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "updated_from_reference");
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.update, ElementsAre("update K1: geometry taken"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(SameObject, GeometryChangedAlikeOnBothSides) {
  Scenario map(R"(
      ancestor  | local     | reference
      A - B .   | A - - B   | A - - B
      Y - Z     | Y - Z     | Y - Z     )");
  map.everywhere(named("Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "merged");
  EXPECT_THAT(after.decisions("K1"), ElementsAre("geometry: both_alike"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.update, IsEmpty());
}

TEST(SameObject, GeometryChangedInTwoWays) {
  Scenario map(R"(
      ancestor  | local     | reference | merged
      A - B .   | A - - B   | A - - .   | A - - .
      . . . .   | . . . .   | . . B .   | . . B .
      Y - Z     | Y - Z     | Y - Z     | Y - Z     )");
  map.everywhere(named("Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "conflict");
  EXPECT_THAT(after.conflicts, ElementsAre("geometry of K1, holds reference"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(SameObject, OneSideMovesItTheOtherNamesIt) {
  Scenario map(R"(
      ancestor  | local     | reference | merged
      A - B .   | A - B .   | A - - B   | A - - B
      Y - Z     | Y - Z     | Y - Z     | Y - Z     )");
  map.ancestor(named("Lez")).local(named("le Lez")).reference(named("Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "merged");
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(after.update, ElementsAre("update K1: geometry taken"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: name offered"));
}

TEST(SameObject, EachSideEditsItsOwnAttribute) {
  Scenario map(still);
  const auto with = [](const char* name, int width) {
    return Objects{{"K1", "AB", {{"name", name}, {"width", width}}}, neighbour};
  };
  map.ancestor(with("Lez", 1)).local(with("le Lez", 1)).reference(with("Lez", 2));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "merged");
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez width=2", "K9 YZ"));
  EXPECT_THAT(after.update, ElementsAre("update K1: width taken"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: name offered"));
}

TEST(SameObject, ALineTurnedRoundIsAChange) {
  Scenario map(still);
  map.ancestor(named("Lez")).reference(named("Lez"));
  map.local({{"K1", "BA", {{"name", "Lez"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 BA name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: geometry offered"));
}

TEST(SameObject, APolygonDrawnFromAnotherCornerIsNone) {
  Scenario map(R"(
      ancestor | local | reference
      A - B    | A - B | A - B
      . - C    | . - C | . - C      )");
  map.ancestor({{"K1", "(ABC)", {}}}).local({{"K1", "(BCA)", {}}}).reference({{"K1", "(CBA)", {}}});
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "unchanged");
  EXPECT_THAT(after.merged, ElementsAre("K1 (BCA)"));
}

TEST(SameObject, APointMovedLocally) {
  Scenario map(R"(
      ancestor | local | reference
      P . Q    | . P Q | P . Q      )");
  map.everywhere({{"K1", "P", {}}, {"K9", "Q", {}}});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 P", "K9 Q"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: geometry offered"));
}

// ---- 1 1 0: the reference no longer has it
// -------------------------------------------------------

TEST(DeletedInTheReference, AndUntouchedHereGoes) {
  Scenario map(still);
  map.ancestor(named("Lez")).local(named("Lez")).reference({neighbour});
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "deleted_by_reference");
  EXPECT_THAT(after.merged, ElementsAre("K9 YZ"));
  EXPECT_THAT(after.update, ElementsAre("delete K1: taken"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.conflicts, IsEmpty());
}

TEST(DeletedInTheReference, ButEditedHereIsAConflictThatKeepsIt) {
  Scenario map(still);
  map.ancestor(named("Lez")).local(named("le Lez")).reference({neighbour});
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "conflict");
  EXPECT_THAT(after.conflicts, ElementsAre("delete_edit of K1, holds local"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(after.update, IsEmpty());
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(DeletedInTheReference, ButMovedHereIsAConflictThatKeepsIt) {
  Scenario map(R"(
      ancestor  | local     | reference
      A - B .   | A - - B   | . . . .
      Y - Z     | Y - Z     | Y - Z     )");
  map.ancestor(named("Lez")).local(named("Lez")).reference({neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, ElementsAre("delete_edit of K1, holds local"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
}

TEST(DeletedInTheReference, ButWithDataOfOurOwnIsAConflictThatKeepsIt) {
  Scenario map(still);
  map.only("visited", {Side::local});
  map.ancestor(named("Lez")).reference({neighbour});
  map.local({{"K1", "AB", {{"name", "Lez"}, {"visited", "2025"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "conflict");
  EXPECT_THAT(after.conflicts, ElementsAre("delete_edit of K1, holds local"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez visited=2025", "K9 YZ"));
}

TEST(DeletedInTheReference, WithOurColumnEmptyGoes) {
  Scenario map(still);
  map.only("visited", {Side::local});
  map.ancestor(named("Lez")).reference({neighbour});
  map.local({{"K1", "AB", {{"name", "Lez"}, {"visited", ""}}}, neighbour});
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "deleted_by_reference");
  EXPECT_THAT(after.merged, ElementsAre("K9 YZ"));
}

// ---- 1 0 1: the local layer no longer has it
// -----------------------------------------------------

TEST(DeletedLocally, AndUntouchedInTheReferenceGoesAndIsContributed) {
  Scenario map(still);
  map.ancestor(named("Lez")).local({neighbour}).reference(named("Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "deleted_locally");
  EXPECT_THAT(after.merged, ElementsAre("K9 YZ"));
  EXPECT_THAT(after.update, IsEmpty());
  EXPECT_THAT(after.contribution, ElementsAre("delete K1: offered"));
}

TEST(DeletedLocally, ButEditedInTheReferenceIsAConflictThatBringsItBack) {
  Scenario map(still);
  map.ancestor(named("Lez")).local({neighbour}).reference(named("le Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "conflict");
  EXPECT_THAT(after.conflicts, ElementsAre("delete_edit of K1, holds reference"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(after.update, ElementsAre("insert K1 AB name=le Lez: taken"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

// ---- 1 0 0, 0 1 0, 0 0 1
// -------------------------------------------------------------------------

TEST(DeletedOnBothSides, IsGone) {
  Scenario map(still);
  map.ancestor(named("Lez")).local({neighbour}).reference({neighbour});
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "deleted_on_both");
  EXPECT_THAT(after.merged, ElementsAre("K9 YZ"));
  EXPECT_THAT(after.update, IsEmpty());
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(NewLocally, IsKeptAndContributed) {
  Scenario map(still);
  map.ancestor({neighbour}).local(named("Lez")).reference({neighbour});
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "inserted_locally");
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("insert K1 AB name=Lez: offered"));
}

TEST(NewInTheReference, IsTaken) {
  Scenario map(still);
  map.ancestor({neighbour}).local({neighbour}).reference(named("Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "inserted_from_reference");
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.update, ElementsAre("insert K1 AB name=Lez: taken"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

// ---- 0 1 1: new on both sides, of one key
// --------------------------------------------------------

TEST(NewOnBothSides, AlikeIsOneObject) {
  Scenario map(still);
  map.ancestor({neighbour}).local(named("Lez")).reference(named("Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "merged");
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.update, IsEmpty());
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(NewOnBothSides, WithDifferentNamesIsAConflict) {
  Scenario map(still);
  map.ancestor({neighbour}).local(named("Lez")).reference(named("le Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "conflict");
  EXPECT_THAT(after.conflicts,
              ElementsAre("attribute name of K1: NULL | Lez | le Lez, holds reference"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
}

TEST(NewOnBothSides, NamedOnOneSideKeepsTheName) {
  Scenario map(still);
  map.ancestor({neighbour}).local(named("Lez")).reference(named(Null{}));
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: name offered"));
}

}  // namespace
}  // namespace bdf::tests
