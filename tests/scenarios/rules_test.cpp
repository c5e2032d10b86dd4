// SPDX-License-Identifier: MIT
// What a theme, an extent and the guard against implausible deletions change in the story.
#include <gmock/gmock.h>

#include "base/error.h"
#include "support/still_lines.h"

namespace bdf::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// ---- authority
// -----------------------------------------------------------------------------------

constexpr auto owned_by_reference = "authority: {attributes: {owner: reference}}\n";
constexpr auto owned_by_producer = "authority: {attributes: {owner: producer}}\n";

TEST(OwnedByTheReference, ALocalEditStaysAndGoesOutAsAProposal) {
  Scenario map(still);
  map.theme(owned_by_reference);
  const auto after =
      map.ancestor(named("Lez")).local(named("le Lez")).reference(named("Lez")).sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: name proposed"));
}

TEST(OwnedByTheReference, WhereBothChangedTheReferenceEntersAndOursIsProposed) {
  Scenario map(still);
  map.theme(owned_by_reference);
  map.ancestor(named("Lez")).local(named("le Lez")).reference(named("Lez vif"));
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.proposals,
              ElementsAre("proposal name of K1: Lez | le Lez | Lez vif, holds reference"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez vif", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: name proposed"));
}

TEST(OwnedByTheProducer, WhereBothChangedOursStaysAndIsOffered) {
  Scenario map(still);
  map.theme(owned_by_producer);
  map.ancestor(named("Lez")).local(named("le Lez")).reference(named("Lez vif"));
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: name offered"));
}

TEST(OwnedByTheProducer, WhatOnlyTheReferenceChangedIsTaken) {
  Scenario map(still);
  map.theme(owned_by_producer);
  map.ancestor(named("Lez")).local(named("Lez")).reference(named("le Lez"));
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
}

TEST(OwnedByTheProducer, AValueIsDataOfOurOwnThatNoDeletionTakesAway) {
  Scenario map(still);
  map.theme(owned_by_producer);
  map.ancestor(named("Lez")).local(named("Lez")).reference({neighbour});
  EXPECT_THAT(map.sync().conflicts, ElementsAre("delete_edit of K1, holds local"));
}

TEST(ExistenceOwnedByTheReference, DeletionsAndInsertionsAreProposals) {
  Scenario map(still);
  map.theme("authority: {existence: {owner: reference}}\n");
  map.ancestor(named("Lez")).reference(named("Lez"));
  map.local({{"K2", "AB", {{"name", "new"}}}, neighbour});
  EXPECT_THAT(map.sync().contribution,
              ElementsAre("delete K1: proposed", "insert K2 AB name=new: proposed"));
}

TEST(AuthorityByAttribute, HoldsForThatAttributeAlone) {
  Scenario map(still);
  map.theme("authority: {by_attribute: {name: {owner: producer}}}\n");
  map.ancestor(with({{"name", "Lez"}, {"use", "a"}}));
  map.local(with({{"name", "le Lez"}, {"use", "b"}}));
  map.reference(with({{"name", "Lez vif"}, {"use", "c"}}));
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, ElementsAre("attribute use of K1: a | b | c, holds reference"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez use=c", "K9 YZ"));
}

// ---- rules for what is shared
// --------------------------------------------------------------------

Synced with_rule(Scenario& map, const std::string& rule) {
  map.theme("authority: {attributes: {owner: shared, rule: " + rule + "}}\n");
  map.ancestor(with({{"width", 1}})).local(with({{"width", 10}})).reference(with({{"width", 9}}));
  return map.sync();
}

TEST(Rule, DecidesWhereBothChanged) {
  const std::map<std::string, std::string> held{
      {"prefer_local", "10"}, {"prefer_reference", "9"}, {"max", "10"}, {"min", "9"}};
  for (const auto& [rule, width] : held) {
    SCOPED_TRACE(rule);
    Scenario map(still);
    const auto after = with_rule(map, rule);
    EXPECT_THAT(after.conflicts, IsEmpty());
    EXPECT_THAT(after.merged, ElementsAre("K1 AB width=" + width, "K9 YZ"));
    EXPECT_THAT(after.contribution, SizeIs(width == "10" ? 1U : 0U));
    EXPECT_THAT(after.decisions("K1"), ElementsAre("width: " + rule));
  }
}

TEST(Provisional, IsTheThemesSide) {
  Scenario map(still);
  map.theme("provisional: local\n");
  map.ancestor(named("Lez")).local(named("le Lez")).reference(named("Lez vif"));
  const auto first = map.sync();
  EXPECT_THAT(first.conflicts,
              ElementsAre("attribute name of K1: Lez | le Lez | Lez vif, holds local"));
  EXPECT_THAT(first.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(first.contribution, IsEmpty());
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_THAT(second.contribution, IsEmpty());
}

TEST(Tolerance, NoiseBelowItIsNoChange) {
  Scenario map(R"(
      ancestor | local | reference
      A B .    | A - B | A B .      )");
  map.theme("tolerance: 15\n");
  const auto after = map.everywhere({{"K1", "AB", {}}}).sync();
  EXPECT_EQ(after.outcome("K1"), "unchanged");
  EXPECT_THAT(after.contribution, IsEmpty());
}

// ---- housekeeping
// --------------------------------------------------------------------------------

constexpr auto dates_are_housekeeping = "housekeeping: [modified]\n";

Objects dated(const char* name, const char* day) {
  return with({{"name", name}, {"modified", day}});
}

TEST(Housekeeping, IsNoEvidenceOfAChange) {
  Scenario map(still);
  map.theme(dates_are_housekeeping);
  map.ancestor(dated("Lez", "2024")).local(dated("Lez", "2025")).reference({neighbour});
  EXPECT_EQ(map.sync().outcome("K1"), "deleted_by_reference");
}

TEST(Housekeeping, FollowsTheReferenceWhereItsObjectWasTaken) {
  Scenario map(still);
  map.theme(dates_are_housekeeping);
  map.ancestor(dated("Lez", "2024")).local(dated("Lez", "2025")).reference(dated("le Lez", "2026"));
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.merged, ElementsAre("K1 AB modified=2026 name=le Lez", "K9 YZ"));
}

TEST(Housekeeping, StaysWhereTheLocalObjectWasKept) {
  Scenario map(still);
  map.theme(dates_are_housekeeping);
  map.ancestor(dated("Lez", "2024")).local(dated("le Lez", "2025")).reference(dated("Lez", "2026"));
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.merged, ElementsAre("K1 AB modified=2025 name=le Lez", "K9 YZ"));
}

// ---- the guard
// -----------------------------------------------------------------------------------

Objects many(int count) {
  Objects objects;
  for (int i = 0; i < count; ++i) objects.push_back({"K" + std::to_string(i), "AB", {}});
  return objects;
}

TEST(DeletionGuard, StopsBeforeAnythingIsWritten) {
  Scenario map(still);
  map.ancestor(many(40)).local(many(20)).reference(many(40));
  EXPECT_THROW(map.sync(), InputError);
  EXPECT_FALSE(std::filesystem::exists(map.job().out));
  EXPECT_FALSE(std::filesystem::exists(map.job().out.string() + ".partial"));
}

TEST(DeletionGuard, HoldsForTheReferenceToo) {
  Scenario map(still);
  map.ancestor(many(40)).local(many(40)).reference(many(20));
  EXPECT_THROW(map.sync(), InputError);
}

TEST(DeletionGuard, LetsConfirmedDeletionsThrough) {
  Scenario map(still);
  map.ancestor(many(40)).local(many(20)).reference(many(40));
  map.job().confirm_deletions = true;
  const auto after = map.sync();
  EXPECT_THAT(after.merged, SizeIs(20));
  EXPECT_THAT(after.contribution, SizeIs(20));
}

TEST(DeletionGuard, LetsAFewThrough) {
  Scenario map(still);
  map.ancestor(many(40)).local(many(31)).reference(many(40));
  EXPECT_THAT(map.sync().merged, SizeIs(31));
}

TEST(DeletionGuard, AnEmptySideIsAnAnswerOnlyWhenConfirmed) {
  Scenario map(still);
  map.ancestor(many(2)).local({}).reference(many(2));
  EXPECT_THROW(map.sync(), InputError);
  map.job().confirm_deletions = true;
  EXPECT_THAT(map.sync().merged, IsEmpty());
}

// ---- extent
// --------------------------------------------------------------------------------------

constexpr auto east_and_west = R"(
    ancestor        | local           | reference
    A - B . . C - D | A - B . . C - D | A - B . . C - D )";

const Box west{0, -10, 30, 10};

TEST(Extent, WhatIsMissingBeyondItIsNoDeletion) {
  Scenario map(east_and_west);
  map.ancestor({{"K1", "AB", {}}, {"K2", "CD", {}}}).local({{"K1", "AB", {}}});
  map.reference({{"K1", "AB", {}}, {"K2", "CD", {}}});
  map.job().extent = west;
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(Extent, WhatIsMissingWithinItIsADeletion) {
  Scenario map(east_and_west);
  map.ancestor({{"K1", "AB", {}}, {"K2", "CD", {}}}).local({{"K2", "CD", {}}});
  map.reference({{"K1", "AB", {}}, {"K2", "CD", {}}});
  map.job().extent = west;
  EXPECT_THAT(map.sync().contribution, ElementsAre("delete K1: offered"));
}

TEST(Extent, WhatIsNewInTheReferenceBeyondItIsNotTaken) {
  Scenario map(east_and_west);
  map.ancestor({{"K1", "AB", {}}}).local({{"K1", "AB", {}}});
  map.reference({{"K1", "AB", {}}, {"K2", "CD", {}}});
  map.job().extent = west;
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 AB"));
}

TEST(Extent, WhatTheReferenceDeletedBeyondItIsNeverSentBack) {
  Scenario map(east_and_west);
  map.ancestor({{"K1", "AB", {}}, {"K2", "CD", {}}}).local({{"K1", "AB", {}}, {"K2", "CD", {}}});
  map.reference({{"K1", "AB", {}}});
  map.job().extent = west;
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K1 AB", "K2 CD"));
  const auto second = map.continue_from(first).sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB", "K2 CD"));
  EXPECT_THAT(second.contribution, IsEmpty());
}

}  // namespace
}  // namespace bdf::tests
