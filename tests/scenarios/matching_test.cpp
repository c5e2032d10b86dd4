// SPDX-License-Identifier: MIT
// Keys in the wild: lost, wrong, drawn by hand, cut, and keys far from their place.
#include <gmock/gmock.h>

#include <algorithm>

#include "io/sync_tables.h"
#include "support/scenario.h"

namespace bdf::tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A cell is ten metres: one row off is near, and what lies more than 50 m off is far.
class Matching : public Scenario {
 public:
  explicit Matching(std::string_view drawings) : Scenario(drawings) {
    theme("matching: {distance: 12, far: 50}\n");
  }
};

std::vector<std::string> flags_of(const Synced& synced, const std::string& key) {
  auto database = io::Database::open_input(synced.folder / "merged.gpkg");
  const auto entries = io::find_in_ledger(database, key);
  return entries.empty() ? std::vector<std::string>() : entries.front().flags;
}

/// With nothing new, a second sync says the same and changes nothing.
void expect_settled(Scenario& map, const Synced& first) {
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_EQ(second.conflicts, first.conflicts);
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_THAT(second.update, IsEmpty());
}

const Object neighbour{"K9", "YZ", {}};

// ---- lost and wrong keys
// ------------------------------------------------------------------------

constexpr auto still = R"(
    ancestor        | local           | reference
    A - - - - - B   | A - - - - - B   | A - - - - - B
    . . . . . . .   | . . . . . . .   | . . . . . . .
    . . . . . . .   | . . . . . . .   | . . . . . . .
    Y - - - - - Z   | Y - - - - - Z   | Y - - - - - Z   )";

Objects named(const char* key, const char* name) {
  return {{key, "AB", {{"name", name}}}, neighbour};
}

TEST(LostKey, IsGivenBackAndTheEditIsStillAnEdit) {
  Matching map(still);
  map.ancestor(named("K1", "Lez")).local(named("", "le Lez")).reference(named("K1", "Lez"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: name offered"));
  EXPECT_THAT(after.update, ElementsAre("update -: key taken"));
  EXPECT_THAT(flags_of(after, "K1"), ElementsAre("re_identified", "matched_by_geometry",
                                                 "link same_geometry 1:1 confidence 1.00"));
  EXPECT_THAT(after.findings, Contains("matched_by_geometry"));
  expect_settled(map, after);
}

TEST(LostKey, OfWhatIsElseTheSameOnAllSidesIsGivenBack) {
  Matching map(still);
  map.ancestor(named("K1", "Lez")).local(named("", "Lez")).reference(named("K1", "Lez"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "updated_from_reference");
  EXPECT_THAT(after.decisions("K1"), ElementsAre("key: re_identified"));
  EXPECT_THAT(flags_of(after, "K1"), ElementsAre("re_identified", "matched_by_geometry",
                                                 "link same_geometry 1:1 confidence 1.00"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.update, ElementsAre("update -: key taken"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.findings, Contains("key_missing"));
  EXPECT_THAT(after.findings, Contains("matched_by_geometry"));
  EXPECT_EQ(after.summary.layers.at(0).update.at("update"), 1U);
  EXPECT_EQ(after.summary.layers.at(0).merged_features, 2U);
  expect_settled(map, after);
}

TEST(LostKey, OfWhatIsElseTheSameIsGivenBackWithoutAnAncestor) {
  Matching map(R"(
    local           | reference
    A - - - - - B   | A - - - - - B
    Y - - - - - Z   | Y - - - - - Z   )");
  const auto after = map.local(named("", "Lez")).reference(named("K1", "Lez")).sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.findings, Not(Contains("no_ancestor")));
}

TEST(LostKey, OfTwoThatAreQuiteAlikeIsGuessedForNeither) {
  Matching map(still);
  const Objects two{{"K1", "AB", {{"name", "Lez"}}}, {"K2", "AB", {{"name", "Lez"}}}, neighbour};
  const Objects lost{{"", "AB", {{"name", "Lez"}}}, {"", "AB", {{"name", "Lez"}}}, neighbour};
  const auto after = map.ancestor(two).local(lost).reference(two).sync();
  EXPECT_NE(after.outcome("K1"), "updated_from_reference");
  EXPECT_NE(after.outcome("K2"), "updated_from_reference");
}

TEST(LostKey, OfWhatWasOursOnceAndIsTheReferencesNowIsGivenBack) {
  Matching map(still);
  map.ancestor({neighbour}).local(named("", "Lez")).reference({neighbour});
  const auto ours = map.sync();
  const auto theirs = map.continue_from(ours).reference(named("K1", "Lez")).sync();
  EXPECT_THAT(theirs.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  run_sql(theirs.folder / "merged.gpkg", "UPDATE stream SET key = NULL WHERE key = 'K1'");
  const auto lost = map.continue_from(theirs).sync();
  EXPECT_EQ(lost.merged, theirs.merged);
  EXPECT_THAT(lost.contribution, IsEmpty());
}

/// Both go by one uid meanwhile: the reference's for the one, local's own for the other.
TEST(LostKey, OfOneOfTwoInOnePlaceWhileTheReferenceHasLostTheOtherOnes) {
  Matching map(still);
  const Objects two{{"K1", "AB", {{"name", "Lez"}}}, {"K2", "AB", {{"name", "Vis"}}}, neighbour};
  map.ancestor(two);
  map.local({{"K1", "AB", {{"name", "Lez"}}}, {"", "AB", {{"name", "Vis"}}}, neighbour});
  map.reference({{"", "AB", {{"name", "Lez"}}}, {"K2", "AB", {{"name", "Vis"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("- AB name=Lez", "K2 AB name=Vis", "K9 YZ"));
  expect_settled(map, after);
}

TEST(LostKey, ThatStandsOnAnotherFeatureIsNotGivenTwice) {
  Matching map(still);
  const Objects right{{"K1", "AB", {{"name", "Lez"}}}, neighbour};
  const Objects wrong{{"", "AB", {{"name", "Lez"}}}, {"K1", "YZ", {}}};
  const auto after = map.ancestor(right).local(wrong).reference(right).sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
}

TEST(LostKey, DoesNotAnswerAnOpenQuestion) {
  Matching map(still);
  map.ancestor(named("K1", "Lez")).local(named("K1", "le Lez")).reference(named("K1", "Lez vif"));
  const auto first = map.sync();
  EXPECT_THAT(first.conflicts, Not(IsEmpty()));
  run_sql(first.folder / "merged.gpkg", "UPDATE stream SET key = NULL WHERE key = 'K1'");
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_EQ(second.conflicts, first.conflicts);
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
}

TEST(LostKey, TakesWhatTheReferenceChanged) {
  Matching map(still);
  map.ancestor(named("K1", "Lez")).local(named("", "Lez")).reference(named("K1", "le Lez"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(LostKey, WithoutMatchingIsAnObjectOfItsOwnAndTheOldOneIsDeleted) {
  Scenario map(still);
  map.ancestor(named("K1", "Lez")).local(named("", "Lez")).reference(named("K1", "Lez"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("- AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution,
              ElementsAre("delete K1: offered", "insert - AB name=Lez: offered"));
}

TEST(LostKey, AndAConflictIsTheSameQuestionNextTime) {
  Matching map(still);
  map.ancestor(named("K1", "Lez")).local(named("", "Vis")).reference(named("K1", "le Lez"));
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts,
              ElementsAre("attribute name of K1: Lez | Vis | le Lez, holds reference"));
  expect_settled(map, after);
}

TEST(LostKey, OfTheReferencesStaysInLocal) {
  Matching map(still);
  map.of_class("haie", "matching: {distance: 12, far: 50}\n");
  map.ancestor({{"K1", "AB", {{"sources", "IGN"}}}, neighbour});
  map.local({{"K1", "AB", {{"sources", "DDT"}}}, neighbour});
  map.reference({{"", "AB", {{"sources", "IGN"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB sources=DDT", "K9 YZ"));
  expect_settled(map, after);
}

TEST(WrongKey, ThatNobodyKnowsIsReplaced) {
  Matching map(still);
  map.ancestor(named("K1", "Lez")).local(named("K7", "Lez")).reference(named("K1", "Lez"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(flags_of(after, "K7"), Contains("re_identified"));
  expect_settled(map, after);
}

TEST(WrongKey, ThatIsAnothersIsReplacedAndTheOtherKeepsIt) {
  Matching map(still);
  map.ancestor(named("K1", "Lez")).local(named("K9", "Lez")).reference(named("K1", "Lez"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.conflicts, IsEmpty());
  expect_settled(map, after);
}

TEST(NewKey, GivenByTheReferenceIsTaken) {
  Matching map(still);
  map.ancestor(named("K1", "Lez")).local(named("K1", "le Lez")).reference(named("K2", "Lez"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K2 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K2: name offered"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  expect_settled(map, after);
}

// ---- drawn by hand
// ------------------------------------------------------------------------------

constexpr auto by_hand = R"(
    local           | reference       | merged
    A - - - - - B   | . . . . . . .   | . . . . . . .
    . . . . . . .   | A - - - - - B   | A - - - - - B
    . . . . . . .   | . . . . . . .   | . . . . . . .
    Y - - - - - Z   | Y - - - - - Z   | Y - - - - - Z   )";

TEST(DrawnByHand, IsRecognisedAndKeepsWhatIsOurs) {
  Matching map(by_hand);
  map.only("visited", {Side::local});
  map.local({{"", "AB", {{"name", "Lez"}, {"visited", "2025"}}}, neighbour});
  map.reference(named("K1", "le Lez"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez visited=2025", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(flags_of(after, "K1"), Contains(HasSubstr("same_course 1:1")));
  expect_settled(map, after);
}

TEST(DrawnByHand, TheOtherWayRoundIsStillRecognised) {
  Matching map(by_hand);
  map.local({{"", "BA", {{"name", "Lez"}}}, neighbour}).reference(named("K1", "Lez"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(flags_of(after, "K1"), Contains(HasSubstr("reversed")));
}

constexpr auto between_two = R"(
    local           | reference       | merged
    . . . . . . .   | C - - - - - D   | C - - - - - D
    A - - - - - B   | . . . . . . .   | A - - - - - B
    . . . . . . .   | E - - - - - F   | E - - - - - F   )";

TEST(DrawnByHand, BetweenTwoThatItCouldBeItIsNeither) {
  Matching map(between_two);
  map.local({{"", "AB", {}}}).reference({{"K1", "CD", {}}, {"K2", "EF", {}}});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("- AB", "K1 CD", "K2 EF"));
  EXPECT_THAT(after.findings, Contains("match_doubtful"));
  EXPECT_THAT(after.findings, Not(Contains("matched_by_geometry")));
  expect_settled(map, after);
}

TEST(DrawnByHand, TwiceOnOneSpotIsTheOneThatIsAsItWas) {
  Matching map(still);
  map.ancestor(named("K1", "Lez")).reference(named("K1", "Lez"));
  map.local({{"", "AB", {{"name", "Lez"}}}, {"", "AB", {{"name", "Vis"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("- AB name=Vis", "K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("insert - AB name=Vis: offered"));
  expect_settled(map, after);
}

TEST(DrawnByHand, TwiceOnOneSpotIsLinkedToNeither) {
  Matching map(still);
  map.ancestor(named("K1", "Lez")).reference(named("K1", "Lez"));
  map.local({{"", "AB", {{"name", "le Lez"}}}, {"", "AB", {{"name", "Vis"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("- AB name=Vis", "- AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(after.findings, Contains("match_doubtful"));
}

// ---- cut, and the keys lost
// ---------------------------------------------------------------------

constexpr auto cut_map = R"(
    ancestor        | local           | reference
    A - - C - - B   | A - - C - - B   | A - - C - - B
    . . . . . . .   | . . . D . . .   | . . . . . . .
    . . . . . . .   | . . . . . . .   | . . . . . . .
    Y - - - - - Z   | Y - - - - - Z   | Y - - - - - Z   )";

TEST(CutWithoutKeys, IsContributedAsASplit) {
  Matching map(cut_map);
  map.ancestor(named("K1", "Lez")).reference(named("K1", "Lez"));
  map.local({{"", "AC", {{"name", "Lez"}}}, {"", "CB", {{"name", "Lez"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "recut");
  EXPECT_THAT(flags_of(after, "K1"), Contains("link pieces n:1 confidence 1.00"));
  EXPECT_THAT(after.contribution, ElementsAre("delete K1: offered", "split - AC name=Lez: offered",
                                              "split - CB name=Lez: offered"));
  const auto second = map.continue_from(after).sync();
  EXPECT_EQ(second.merged, after.merged);
  EXPECT_EQ(second.contribution, after.contribution);
  EXPECT_THAT(second.update, IsEmpty());
}

TEST(CutWithoutKeys, AndMovedIsStillOneObject) {
  Matching map(cut_map);
  map.ancestor(named("K1", "Lez")).reference(named("K1", "Lez"));
  map.local({{"", "AD", {{"name", "Lez"}}}, {"", "DB", {{"name", "Lez"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "recut");
  EXPECT_THAT(flags_of(after, "K1"), Contains(HasSubstr("pieces_nearby n:1")));
}

constexpr auto cut_without_ancestor = R"(
    local           | reference
    A - - C - - B   | A - - C - - B   )";

const Objects reaches{{"K1", "AC", {{"name", "Lez"}}}, {"K2", "CB", {{"name", "Lez"}}}};

TEST(CutWithoutKeys, WithNoAncestorTheReferencesCutIsTaken) {
  Matching map(cut_without_ancestor);
  const auto after = map.local({{"", "ACB", {{"name", "Lez"}}}}).reference(reaches).sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AC name=Lez", "K2 CB name=Lez"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.conflicts, IsEmpty());
  expect_settled(map, after);
}

TEST(CutWithoutKeys, ButNotWhereItCarriesDataOfOurOwn) {
  Matching map(cut_without_ancestor);
  map.only("visited", {Side::local});
  map.local({{"", "ACB", {{"name", "Lez"}, {"visited", "2025"}}}}).reference(reaches);
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("- ACB name=Lez visited=2025"));
  EXPECT_THAT(after.conflicts, ElementsAre("recut of K1/K2, holds local"));
  expect_settled(map, after);
}

// ---- cut by the reference, and the key left on one of the parts
// -------------------------------------------------------------------

constexpr auto cut_by_reference = R"(
    ancestor        | local           | reference
    A - - C - - B   | A - - C - - B   | A - - C - - B
    . . . . . . .   | . . . . . . .   | . . . D . . E
    . . . . . . .   | . . . . . . .   | . . . . . . .
    Y - - - - - Z   | Y - - - - - Z   | Y - - - - - Z   )";

Objects two_parts(const char* first, const char* second) {
  return {{"K1", first, {{"name", "Lez"}}}, {"K2", second, {{"name", "Lez"}}}, neighbour};
}

TEST(CutBesideTheKey, IsTakenAsOneCut) {
  Matching map(cut_by_reference);
  map.ancestor(named("K1", "Lez")).local(named("K1", "Lez")).reference(two_parts("AC", "CB"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "recut");
  EXPECT_EQ(after.outcome("K2"), "recut");
  EXPECT_THAT(flags_of(after, "K1"), Contains("link pieces beside the key"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AC name=Lez", "K2 CB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.conflicts, IsEmpty());
  expect_settled(map, after);
}

TEST(CutBesideTheKey, GivesBothPartsWhatWeHold) {
  Matching map(cut_by_reference);
  map.only("visited", {Side::local});
  map.ancestor(named("K1", "Lez")).reference(two_parts("AC", "CB"));
  map.local({{"K1", "AB", {{"name", "Lez"}, {"visited", "2025"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged,
              ElementsAre("K1 AC name=Lez visited=2025", "K2 CB name=Lez visited=2025", "K9 YZ"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.contribution, IsEmpty());
  expect_settled(map, after);
}

TEST(CutBesideTheKey, IsNoQuestionWhereWeHaveOnlyAddedAVertexToTheWhole) {
  Matching map(cut_by_reference);
  map.only("visited", {Side::local});
  map.ancestor(named("K1", "Lez")).reference(two_parts("AC", "CB"));
  map.local({{"K1", "ACB", {{"name", "Lez"}, {"visited", "2025"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged,
              ElementsAre("K1 AC name=Lez visited=2025", "K2 CB name=Lez visited=2025", "K9 YZ"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  expect_settled(map, after);
}

TEST(CutBesideTheKey, GivesBothPartsWhatWeHaveEdited) {
  Matching map(cut_by_reference);
  map.ancestor(named("K1", "Lez")).local(named("K1", "le Lez")).reference(two_parts("AC", "CB"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AC name=le Lez", "K2 CB name=le Lez", "K9 YZ"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.contribution,
              ElementsAre("update K1: name offered", "update K2: name offered"));
  expect_settled(map, after);
}

TEST(CutBesideTheKey, KeepsTheFidOfThePartThatKeepsTheKey) {
  Matching map(cut_by_reference);
  map.ancestor(named("K1", "Lez")).local(named("K1", "Lez")).reference(two_parts("AC", "CB"));
  const auto after = map.sync();
  auto database = io::Database::open_input(after.folder / "merged.gpkg");
  auto part = database.prepare("SELECT fid FROM stream WHERE \"key\" = 'K1'");
  ASSERT_TRUE(part.step());
  EXPECT_EQ(part.integer(0), 1);
}

constexpr auto cut_by_us = R"(
    ancestor        | local           | reference
    A - - C - - B   | A - - C - - B   | A - - C - - B
    . . . . . . .   | . . . . . . .   | . . . . . . .
    Y - - - - - Z   | Y - - - - - Z   | Y - - - - - Z   )";

TEST(CutBesideTheKey, ByUsKeepsWhatTheReferenceAloneCarries) {
  Matching map(cut_by_us);
  map.only("width", {Side::ancestor, Side::reference});
  const Objects whole{{"K1", "ACB", {{"width", "7"}}}, neighbour};
  map.ancestor(whole).reference(whole);
  map.local({{"K1", "AC", {}}, {"K1", "CB", {}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.contribution, ElementsAre("delete K1: offered", "split K1 AC width=7: offered",
                                              "split K1 CB width=7: offered"));
  expect_settled(map, after);
}

/// IGN has taken over what we cut off, and drawn it a little otherwise.
TEST(CutBesideTheKey, OnBothSidesIsOneQuestionWhereThePartsDiffer) {
  Matching map(R"(
    ancestor        | local           | reference
    A - - B - - C   | A - - B - - C   | A - - B - - C
    . . . . . . .   | . . . . . . .   | . . . . . . .
    . . . . . . .   | . . . . . . .   | . . . . . . .
    . . . . . . .   | . . . . . . .   | . . . . . D .
    F - - E - - D   | F - - E - - D   | F - - E - - .
    Y - - - - - Z   | Y - - - - - Z   | Y - - - - - Z   )");
  map.theme("matching: {distance: 16}\n");
  map.ancestor({{"K1", "(ACDF)", {}}, neighbour});
  map.local({{"K1", "(ABEF)", {}}, {"", "(BCDE)", {}}, neighbour});
  map.reference({{"K1", "(ABEF)", {}}, {"K2", "(BCDE)", {}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("- (BCDE)", "K1 (ABEF)", "K9 YZ"));
  EXPECT_THAT(after.conflicts, ElementsAre("recut of K1/K2, holds local"));
  expect_settled(map, after);
}

constexpr auto joined_by_us = R"(
    ancestor        | local           | reference
    A - - C - - B   | A - - C - - B   | A - - C - - B
    . . . . . . .   | . . . . . . .   | . . . . . . .
    Y - - - - - Z   | Y - - - - - Z   | Y - - - - - Z   )";

TEST(CutBesideTheKey, OfTwoThatWeHaveMadeOneIsSentAsAMerge) {
  Matching map(joined_by_us);
  map.ancestor(two_parts("AC", "CB")).reference(two_parts("AC", "CB"));
  map.local({{"K1", "ACB", {{"name", "Lez"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K2"), "recut");
  EXPECT_THAT(after.merged, ElementsAre("K1 ACB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("delete K1: offered", "delete K2: offered",
                                              "merge K1 ACB name=Lez: offered"));
  expect_settled(map, after);
}

/// Else what IGN has made of the second one would lie on what has become of both.
TEST(CutBesideTheKey, OfTwoThatWeHaveMadeOneIsAskedAboutWhereTheReferenceHasChangedEither) {
  Matching map(joined_by_us);
  map.draw("reference", "A - - C . . .\n. . . . - B .\nY - - - - - Z");
  map.ancestor(two_parts("AC", "CB")).reference(two_parts("AC", "CB"));
  map.local({{"K1", "ACB", {{"name", "Lez"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 ACB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.conflicts, ElementsAre("recut of K1/K2, holds local"));
  expect_settled(map, after);
}

TEST(CutBesideTheKey, KeepsAValueInAColumnThatTheReferenceHasDropped) {
  Matching map(cut_by_reference);
  map.only("width", {Side::ancestor, Side::local});
  map.ancestor({{"K1", "AB", {{"width", "7"}}}, neighbour});
  map.local({{"K1", "AB", {{"width", "8"}}}, neighbour});
  map.reference({{"K1", "AC", {}}, {"K2", "CB", {}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AC width=8", "K2 CB width=8", "K9 YZ"));
  expect_settled(map, after);
}

TEST(CutBesideTheKey, IsNoCutWhereAStubBeginsAtTheEndOfWhatChanged) {
  Matching map(cut_by_reference);
  map.ancestor(named("K1", "Lez")).local(named("K1", "Vis"));
  map.reference({{"K1", "ACB", {{"name", "Lez"}, {"kind", "brook"}}}, {"K2", "BE", {}}, neighbour});
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K2"), "inserted_from_reference");
  EXPECT_THAT(after.conflicts, IsEmpty());
  expect_settled(map, after);
}

TEST(CutBesideTheKey, IsNoCutWhereThePartsAreNotTheWhole) {
  Matching map(cut_by_reference);
  map.ancestor(named("K1", "Lez")).local(named("K1", "Lez")).reference(two_parts("AC", "DE"));
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "updated_from_reference");
  EXPECT_EQ(after.outcome("K2"), "inserted_from_reference");
  expect_settled(map, after);
}

// ---- made one, or cut anew, by the reference
// -------------------------------------------------------------------

constexpr auto cut_anew = R"(
    ancestor        | local           | reference       | merged
    A - C - D - B   | A - C - D - B   | A - C - D - B   | A - C - D - B
    . . . . . . .   | . . . . . . .   | . . . . . . .   | . . . . . . .
    Y - - - - - Z   | Y - - - - - Z   | Y - - - - - Z   | Y - - - - - Z   )";

class TwoReaches : public testing::Test {
 protected:
  TwoReaches() {
    map.only("visited", {Side::local});
    map.ancestor({{"K1", "AC", {}}, {"K2", "CDB", {}}, neighbour});
  }
  void hold(const char* on_first, const char* on_second) {
    map.local({{"K1", "AC", {{"visited", on_first}}},
               {"K2", "CDB", {{"visited", on_second}}},
               neighbour});
  }
  Matching map{cut_anew};
};

TEST_F(TwoReaches, MadeOneHaveWhatWeHoldOnBoth) {
  hold("2025", "2025");
  map.reference({{"K1", "ACDB", {}}, neighbour});
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K2"), "recut");
  EXPECT_THAT(after.merged, ElementsAre("K1 ACDB visited=2025", "K9 YZ"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.contribution, IsEmpty());
  expect_settled(map, after);
}

TEST_F(TwoReaches, MadeOneAreAskedAboutWhereWeHoldDifferentThings) {
  hold("2025", "2026");
  map.reference({{"K1", "ACDB", {}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AC visited=2025", "K2 CDB visited=2026", "K9 YZ"));
  EXPECT_THAT(after.conflicts, ElementsAre("recut of K1, holds local"));
  expect_settled(map, after);
}

TEST_F(TwoReaches, MadeOneUnderANewKeyHaveWhatWeHoldOnBoth) {
  hold("2025", "2025");
  map.reference({{"K3", "ACDB", {}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K3 ACDB visited=2025", "K9 YZ"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  expect_settled(map, after);
}

/// Three parts of two: the middle one lies on the second alone.
TEST_F(TwoReaches, CutAnewHaveEachWhatLiesUnderIt) {
  hold("2025", "2026");
  map.reference({{"K3", "AC", {}}, {"K4", "CD", {}}, {"K5", "DB", {}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K3 AC visited=2025", "K4 CD visited=2026",
                                        "K5 DB visited=2026", "K9 YZ"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  expect_settled(map, after);
}

/// A whole that both sides have drawn anew and a cut: nothing is laid over by guess.
TEST_F(TwoReaches, MadeOneWhereWeMovedOneAreAskedAbout) {
  map.draw("local", "A - C - . - B\n . . . . D . .\n Y - - - - - Z");
  hold("2025", "2025");
  map.reference({{"K3", "ACDB", {}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, ElementsAre("recut of K3, holds local"));
  expect_settled(map, after);
}

// ---- a key that is another's, near by
// -------------------------------------------------------------------

constexpr auto side_by_side = R"(
    ancestor        | local           | reference       | merged
    A - - - - - B   | A - - - - - B   | A - - - - - B   | A - - - - - B
    C - - - - - D   | C - - - - - D   | C - - - - - D   | C - - - - - D
    . . . . . . .   | . . . . . . .   | . E - - - F .   | . E - - - F .
    Y - - - - - Z   | Y - - - - - Z   | Y - - - - - Z   | Y - - - - - Z   )";

class KeysOfNeighbours : public testing::Test {
 protected:
  KeysOfNeighbours() {
    map.only("own", {Side::local});
    map.ancestor({{"K1", "AB", {}}, {"K2", "CD", {}}, neighbour});
    map.reference({{"K1", "AB", {}}, {"K2", "EF", {}}, neighbour});
  }
  Matching map{side_by_side};
};

TEST_F(KeysOfNeighbours, SwappedAreSetRightAndEachKeepsItsOwn) {
  map.local({{"K2", "AB", {{"own", "first"}}}, {"K1", "CD", {{"own", "second"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB own=first", "K2 EF own=second", "K9 YZ"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.contribution, IsEmpty());
  expect_settled(map, after);
}

TEST_F(KeysOfNeighbours, SwappedInAFlatLayerAreSetRightToo) {
  map.ancestor({{"K1", "AB^5", {}}, {"K2", "CD^5", {}}, neighbour});
  map.reference({{"K1", "AB^5", {}}, {"K2", "CD^5", {}}, neighbour});
  map.local({{"K2", "AB", {{"own", "first"}}}, {"K1", "CD", {{"own", "second"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB own=first", "K2 CD own=second", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST_F(KeysOfNeighbours, ADeletionByTheReferenceIsAskedUntilItIsAnswered) {
  map.local({{"K2", "AB", {{"own", "first"}}}, {"K1", "CD", {{"own", "second"}}}, neighbour});
  auto last = map.sync();
  last = map.continue_from(last).reference({{"K2", "EF", {}}, neighbour}).sync();
  ASSERT_THAT(last.conflicts, ElementsAre("delete_edit of K1, holds local"));
  expect_settled(map, last);
}

TEST_F(KeysOfNeighbours, OnAnotherObjectThatIsGoneMovesNothing) {
  map.local({{"K2", "AB", {{"own", "first"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, Contains("K1 AB own=first"));
  EXPECT_THAT(after.contribution, Not(Contains(HasSubstr("K1"))));
}

TEST_F(KeysOfNeighbours, OnTwoObjectsIsTheOnesThatLiesThere) {
  map.local({{"K2", "AB", {{"own", "first"}}}, {"K2", "CD", {{"own", "second"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB own=first", "K2 EF own=second", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST_F(KeysOfNeighbours, OfAnObjectThatTheReferenceCallsOtherwiseIsSeenThroughAtOnce) {
  map.ancestor({{"K1", "AB", {}}, neighbour}).reference({{"K5", "AB", {}}, neighbour});
  map.local({{"", "AB", {{"own", "first"}}}, {"K1", "CD", {{"own", "second"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 CD own=second", "K5 AB own=first", "K9 YZ"));
  expect_settled(map, after);
}

constexpr auto posts = R"(
    ancestor    | local       | reference
    A . . . B . | . A . . B . | A . . . B . )";

TEST(KeysOfPosts, SwappedWhereOneMovedAndOneIsDeletedAskTheSameTwice) {
  Matching map(posts);
  map.ancestor({{"K1", "A", {}}, {"K2", "B", {}}}).reference({{"K1", "A", {}}});
  map.local({{"K2", "A", {}}, {"K1", "B", {}}});
  const auto after = map.sync();
  ASSERT_THAT(after.conflicts, ElementsAre("delete_edit of K2, holds local"));
  expect_settled(map, after);
}

TEST(KeysOfPosts, OfOneThatIsNewInTheReferenceAskTheSameTwice) {
  Matching map(posts);
  const Object far{"K9", "B", {}};
  map.ancestor({{"K1", "A", {}}, far}).reference({{"K2", "A", {}}, far});
  map.draw("reference", ". . A . B").draw("local", "A . . . B");
  map.local({{"K2", "A", {}}, far});
  map.theme("matching: {distance: 12, far: 50}\n");
  const auto after = map.sync();
  const auto second = map.continue_from(after).sync();
  EXPECT_THAT(after.conflicts, ElementsAre("delete_edit of K1, holds local"));
  EXPECT_EQ(second.conflict_ids(), after.conflict_ids());
}

TEST(KeysOfPosts, SharedInBothOnOneSpotGiveEachItsUid) {
  Matching map(posts);
  const Object post{"K1", "B", {{"name", "post"}}};
  map.ancestor({post}).local({post, {"K1", "B", {{"name", "lamp"}}}});
  map.reference({{"K1", "B", {{"name", "light"}}}, post});
  const auto after = map.sync();
  auto merged = io::Database::open_input(after.folder / "merged.gpkg");
  auto uids = merged.prepare("SELECT count(DISTINCT bdf_uid) FROM stream");
  ASSERT_TRUE(uids.step());
  EXPECT_EQ(uids.integer(0), 2);
  expect_settled(map, after);
}

TEST_F(KeysOfNeighbours, OfAMovedObjectIsRight) {
  map.draw("local", "A B\nC - D\n. . .\nY - - - - - Z");
  map.reference({{"K1", "AB", {}}, {"K2", "CD", {}}, neighbour});
  map.local({{"K1", "AB", {{"own", "first"}}}, {"K2", "CD", {{"own", "second"}}}, neighbour});
  EXPECT_THAT(map.sync().contribution,
              ElementsAre("update K1: geometry offered", "update K2: geometry offered"));
}

// ---- a key far from its place
// -------------------------------------------------------------------

constexpr auto far_map = R"(
    ancestor                  | local                     | reference                 | merged
    A - B . . . . . . . . .   | A - B . . . . . . . C - D | A - B . . . . . . . . .   | A - B . . . . . . . C - D
    Y - Z . . . . . . . . .   | Y - Z . . . . . . . . . . | Y - Z . . . . . . . . .   | Y - Z . . . . . . . . .   )";

class FarKey : public testing::Test {
 protected:
  FarKey() {
    map.ancestor({{"K1", "AB", {{"name", "Lez"}}}, neighbour});
    map.local({{"K1", "CD", {{"name", "Vis"}}}, neighbour});
    map.reference({{"K1", "AB", {{"name", "le Lez"}}}, neighbour});
    first = map.sync();
  }
  Matching map{far_map};
  Synced first;
};

TEST_F(FarKey, IsAnIdentityConflictThatLeavesAllAsItIs) {
  EXPECT_THAT(first.conflicts, ElementsAre("identity of K1, holds local"));
  EXPECT_THAT(first.merged, ElementsAre("K1 CD name=Vis", "K9 YZ"));
  EXPECT_THAT(first.contribution, IsEmpty());
  EXPECT_EQ(first.outcome("K1"), "conflict");
}

TEST_F(FarKey, AskedAgainTheQuestionIsTheSame) {
  expect_settled(map, first);
  EXPECT_THAT(map.sync().contribution, IsEmpty());
}

TEST_F(FarKey, TwoObjectsWhereLocalIsRight) {
  const auto second = map.continue_from(first).resolve(first, "K1", "local").sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("- CD name=Vis", "K1 AB name=le Lez", "K9 YZ"))
      << "no two objects have one key";
  EXPECT_THAT(second.contribution, ElementsAre(testing::StartsWith("insert ")));
  const auto third = map.continue_from(second).sync();
  EXPECT_EQ(third.merged, second.merged);
  EXPECT_EQ(third.contribution, second.contribution);
  EXPECT_THAT(third.conflicts, IsEmpty());
  EXPECT_THAT(third.update, IsEmpty());
}

TEST_F(FarKey, OneObjectWhereWeHaveIt) {
  const auto second = map.continue_from(first).resolve_with_value(first, "K1", "K1").sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 CD name=Vis", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("update K1: geometry offered, name offered"));
  const auto third = map.continue_from(second).sync();
  EXPECT_THAT(third.conflicts, IsEmpty()) << "it is not asked twice";
  EXPECT_EQ(third.merged, second.merged);
  EXPECT_EQ(third.contribution, second.contribution);
}

TEST_F(FarKey, OneObjectInItsPlaceWhereTheReferenceIsRight) {
  const auto second = map.continue_from(first).resolve(first, "K1", "reference").sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Vis", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("update K1: name offered"));
}

TEST_F(FarKey, DeletedInMergedTheReferencesComesBack) {
  const auto second = map.continue_from(first).erase("K1").sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, IsEmpty());
}

TEST_F(FarKey, WithoutItsKeyInMergedItIsAnObjectOfItsOwn) {
  run_sql(first.folder / "merged.gpkg", "UPDATE stream SET key = NULL WHERE key = 'K1'");
  const auto second = map.continue_from(first).sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("- CD name=Vis", "K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("insert - CD name=Vis: offered"));
  const auto third = map.continue_from(second).sync();
  EXPECT_EQ(third.merged, second.merged);
  EXPECT_EQ(third.contribution, second.contribution);
}

TEST_F(FarKey, MovedBackInMergedItIsMergedAsUsual) {
  map.draw("local", "A - B . . .\nY - Z . . .").continue_from(first).edit({{"K1", "AB", {}}});
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Vis", "K9 YZ"));
}

TEST_F(FarKey, GoneFromTheReferenceItIsADeletionAgainstAnEdit) {
  const auto second = map.continue_from(first).reference({neighbour}).sync();
  EXPECT_THAT(second.conflicts, ElementsAre("delete_edit of K1, holds local"));
  EXPECT_THAT(second.merged, ElementsAre("K1 CD name=Vis", "K9 YZ"));
}

TEST(FarKeyAlone, IsANewObjectsWhereTheOldOneLiesInItsPlaceWithoutAKey) {
  Matching map(far_map);
  map.ancestor({{"K1", "AB", {}}, neighbour}).reference({{"K1", "AB", {}}, neighbour});
  map.draw("local", "A - B . . . . . . . C - D\nY - Z");
  map.local({{"", "AB", {}}, {"K1", "CD", {}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.merged, Contains("K1 AB"));
  EXPECT_THAT(after.contribution, ElementsAre(HasSubstr("CD")));
}

TEST(FarKeyAlone, OfTheReferencesOnWhatIsKnownByItsPlaceIsAskedTwice) {
  Matching map(R"(
    ancestor                  | local                     | reference
    A - B . . . . . . . . . . | A - B . . . . . . . . . . | . . . . . . . . . . A - B
    Y - Z . . . . . . . . . . | Y - Z . . . . . . . . . . | Y - Z . . . . . . . . . . )");
  map.ancestor({{"K1", "AB", {}}, neighbour}).reference({{"K1", "AB", {}}, neighbour});
  map.local({{"", "AB", {{"name", "mine"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, ElementsAre("identity of K1, holds local"));
  expect_settled(map, after);
}

TEST(FarKeyAlone, IsAskedWithoutAnAncestorToo) {
  Matching map(R"(
    local                     | reference
    . . . . . . . . . . C - D | A - B . . . . .  )");
  map.local({{"K1", "CD", {}}}).reference({{"K1", "AB", {}}});
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, ElementsAre("identity of K1, holds local"));
  expect_settled(map, after);
}

TEST(FarKeyAlone, IsNoQuestionWhereNothingIsTooFar) {
  Scenario map(far_map);
  map.ancestor({{"K1", "AB", {}}}).local({{"K1", "CD", {}}}).reference({{"K1", "AB", {}}});
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.contribution, ElementsAre("update K1: geometry offered"));
}

TEST(FarCopy, IsNewThoughTheOriginalWasEdited) {
  Matching map(R"(
    ancestor    | local                     | reference   | merged
    A - B .     | A - - B . . . . . . C - D | A - B .     | A - - B . . . . . . C - D )");
  map.ancestor({{"K1", "AB", {}}}).reference({{"K1", "AB", {}}});
  map.local({{"K1", "AB", {}}, {"K1", "CD", {}}});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB", "K1 CD"));
  EXPECT_THAT(after.contribution,
              ElementsAre("insert K1 CD: offered", "update K1: geometry offered"));
  EXPECT_THAT(after.conflicts, IsEmpty());
}

}  // namespace
}  // namespace bdf::tests
