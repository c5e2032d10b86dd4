// SPDX-License-Identifier: MIT
// Who is who: objects cut or copied in QGIS, keys missing or shared, uids minted once.
#include <gmock/gmock.h>

#include <algorithm>

#include "io/sync_tables.h"
#include "support/scenario.h"

namespace bdf::tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

const Object neighbour{"K9", "YZ", {}};

// ---- cut: QGIS leaves both halves with the key
// ---------------------------------------------------

constexpr auto cut_here = R"(
    ancestor  | local     | reference
    A - C - B | A - C - B | A - C - B
    Y - Z     | Y - Z     | Y - Z     )";

const Objects whole{{"K1", "ACB", {{"name", "Lez"}}}, neighbour};
const Objects halves{{"K1", "AC", {{"name", "Lez"}}}, {"K1", "CB", {{"name", "Lez"}}}, neighbour};

TEST(Cut, HereOnlyStaysCutAndIsContributedAsASplit) {
  Scenario map(cut_here);
  const auto after = map.ancestor(whole).local(halves).reference(whole).sync();
  EXPECT_EQ(after.outcome("K1"), "recut");
  EXPECT_THAT(after.merged, ElementsAre("K1 AC name=Lez", "K1 CB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("delete K1: offered", "split K1 AC name=Lez: offered",
                                              "split K1 CB name=Lez: offered"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.findings, Contains("key_duplicate"));
}

TEST(Cut, HereOnlyASecondSyncSaysTheSame) {
  Scenario map(cut_here);
  const auto first = map.ancestor(whole).local(halves).reference(whole).sync();
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_EQ(second.contribution, first.contribution);
  EXPECT_THAT(second.update, IsEmpty());
}

TEST(Cut, HereIsNoLessACutWhereTheReferenceIsOffByLessThanTheTolerance) {
  Scenario map(R"(
    ancestor      | local         | reference
    A - - C - B . | A - - C - B . | A - - C - . B
    Y - Z         | Y - Z         | Y - Z     )");
  map.theme("tolerance: 12\n");
  const auto after = map.ancestor(whole).local(halves).reference(whole).sync();
  EXPECT_EQ(after.outcome("K1"), "recut");
  EXPECT_THAT(after.conflicts, IsEmpty());
}

TEST(Cut, ThatTheReferenceAcceptsUnderNewKeysIsAgreed) {
  Scenario map(cut_here);
  map.theme("matching: {distance: 5, far: 500}\n");
  const auto first = map.ancestor(whole).local(halves).reference(whole).sync();
  map.continue_from(first).reference(
      {{"K31", "AC", {{"name", "Lez"}}}, {"K32", "CB", {{"name", "Lez"}}}, neighbour});
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K31 AC name=Lez", "K32 CB name=Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, IsEmpty());
  const auto third = map.continue_from(second).sync();
  EXPECT_EQ(third.merged, second.merged);
  EXPECT_THAT(third.contribution, IsEmpty());
}

TEST(Cut, DeclinedIsNotSentAgain) {
  Scenario map(cut_here);
  const auto first = map.ancestor(whole).local(halves).reference(whole).sync();
  const auto file = first.folder / "answers.gpkg";
  {
    auto database = io::Database::open_output(file);
    std::vector<Answer> answers;
    const auto sent = io::read_changeset(first.folder / "contribution.gpkg");
    for (const auto& change : sent.layers.front().changes)
      answers.push_back(
          {"stream", change.id, "object", std::string(name_of(change.op)), true, "IGN", "", ""});
    io::write_answers(database, answers);
  }
  map.continue_from(first).job().answers = file.string();
  const auto second = map.sync();
  EXPECT_THAT(second.contribution, IsEmpty());
  EXPECT_EQ(second.merged, first.merged);
}

TEST(Cut, InTheReferenceOnlyIsTaken) {
  Scenario map(cut_here);
  const auto after = map.ancestor(whole).local(whole).reference(halves).sync();
  EXPECT_EQ(after.outcome("K1"), "recut");
  EXPECT_THAT(after.merged, ElementsAre("K1 AC name=Lez", "K1 CB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(Cut, OnBothSidesAlikeIsAgreed) {
  Scenario map(cut_here);
  const auto after = map.ancestor(whole).local(halves).reference(halves).sync();
  EXPECT_EQ(after.merged, (std::vector<std::string>{"K1 AC name=Lez", "K1 CB name=Lez", "K9 YZ"}));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.conflicts, IsEmpty());
}

TEST(Cut, HereHasWhatTheReferenceChangedOfTheWhole) {
  Scenario map(cut_here);
  map.ancestor(whole).local(halves).reference({{"K1", "ACB", {{"name", "le Lez"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_EQ(after.outcome("K1"), "recut");
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.merged, ElementsAre("K1 AC name=le Lez", "K1 CB name=le Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution,
              ElementsAre("delete K1: offered", "split K1 AC name=le Lez: offered",
                          "split K1 CB name=le Lez: offered"));
  const auto second = map.continue_from(after).sync();
  EXPECT_EQ(second.merged, after.merged);
  EXPECT_EQ(second.contribution, after.contribution);
  EXPECT_THAT(second.update, IsEmpty());
}

constexpr auto drawn_anew_there = R"(
    ancestor          | local             | reference         | merged
    A - D - C - E - B | A - D - C - E - B | A . . . C - E - B | A . . . C - E - B
    . . . . . . . . . | . . . . . . . . . | . . D . . . . . . | . . D . . . . . .
    Y - Z             | Y - Z             | Y - Z             | Y - Z             )";

Objects cut_in_two(const char* name) {
  return {{"K1", "ADC", {{"name", name}}}, {"K1", "CEB", {{"name", name}}}, neighbour};
}
const Objects drawn{{"K1", "ADCEB", {{"name", "Lez"}}}, neighbour};

TEST(Cut, HereIsDrawnAnewWhereTheReferenceHasMovedTheWhole) {
  Scenario map(drawn_anew_there);
  const auto after = map.ancestor(drawn).local(cut_in_two("Lez")).reference(drawn).sync();
  EXPECT_EQ(after.outcome("K1"), "recut");
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.merged, ElementsAre("K1 ADC name=Lez", "K1 CEB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution,
              ElementsAre("delete K1: offered", "split K1 ADC name=Lez: offered",
                          "split K1 CEB name=Lez: offered"));
  EXPECT_THAT(after.decisions("K1"), Contains("geometry: only_reference_changed"));
  const auto second = map.continue_from(after).sync();
  EXPECT_EQ(second.merged, after.merged);
  EXPECT_EQ(second.contribution, after.contribution);
  EXPECT_THAT(second.update, IsEmpty());
  const auto again = map.continue_with_old_ancestor(second).sync();
  EXPECT_EQ(again.merged, after.merged);
  EXPECT_THAT(again.update, IsEmpty());
}

TEST(Cut, InTheReferenceIsDrawnAnewWhereWeHaveMovedTheWhole) {
  Scenario map(R"(
    ancestor          | local             | reference         | merged
    A - D - C - E - B | A . . . C - E - B | A - D - C - E - B | A . . . C - E - B
    . . . . . . . . . | . . D . . . . . . | . . . . . . . . . | . . D . . . . . .
    Y - Z             | Y - Z             | Y - Z             | Y - Z             )");
  const auto after = map.ancestor(drawn).local(drawn).reference(cut_in_two("Lez")).sync();
  EXPECT_EQ(after.outcome("K1"), "recut");
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.merged, ElementsAre("K1 ADC name=Lez", "K1 CEB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update -: geometry offered"));
  const auto second = map.continue_from(after).sync();
  EXPECT_EQ(second.merged, after.merged);
  EXPECT_EQ(second.contribution, after.contribution);
  EXPECT_THAT(second.update, IsEmpty());
}

TEST(Cut, HereIsDrawnAnewAndSaysWhatBothHaveChanged) {
  Scenario map(drawn_anew_there);
  map.ancestor({{"K1", "ADCEB", {{"name", "Lez"}, {"state", "1"}}}, neighbour});
  map.local({{"K1", "ADC", {{"name", "le Lez"}, {"state", "1"}}},
             {"K1", "CEB", {{"name", "Lez"}, {"state", "1"}}},
             neighbour});
  map.reference({{"K1", "ADCEB", {{"name", "Lez"}, {"state", "2"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.merged,
              ElementsAre("K1 ADC name=le Lez state=2", "K1 CEB name=Lez state=2", "K9 YZ"));
  const auto second = map.continue_from(after).sync();
  EXPECT_EQ(second.merged, after.merged);
  EXPECT_EQ(second.contribution, after.contribution);
}

TEST(Cut, HereGoesWithTheMarkWhereTheReferenceHasMovedIt) {
  Scenario map(R"(
    ancestor          | local             | reference         | merged
    A - D - C - E - B | A - D - C - E - B | A - D . . . E - B | A - D . . . E - B
    . . . . . . . . . | . . . . . . . . . | . . . . C . . . . | . . . . C . . . .
    Y - Z             | Y - Z             | Y - Z             | Y - Z             )");
  map.theme("matching: {distance: 12}\n");
  const auto after = map.ancestor(drawn).local(cut_in_two("Lez")).reference(drawn).sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 ADC name=Lez", "K1 CEB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  const auto second = map.continue_from(after).sync();
  EXPECT_EQ(second.merged, after.merged);
  EXPECT_THAT(second.update, IsEmpty());
}

TEST(Cut, HereIsAskedAboutWhereTheMarkLiesTooFarOff) {
  Scenario map(R"(
    ancestor          | local             | reference
    A - D - C - E - B | A - D - C - E - B | A - D . . . E - B
    . . . . . . . . . | . . . . . . . . . | . . . . . . . . .
    . . . . . . . . . | . . . . . . . . . | . . . . C . . . .
    Y - Z             | Y - Z             | Y - Z             )");
  const auto after = map.ancestor(drawn).local(cut_in_two("Lez")).reference(drawn).sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 ADC name=Lez", "K1 CEB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.conflicts, ElementsAre("recut of K1, holds local"));
}

TEST(Cut, OnBothSidesOtherwiseStaysAQuestionThoughAPartLosesAnothersKey) {
  Scenario map(R"(
    ancestor          | local             | reference
    A - D - C - E - B | A - D - C - E - B | A - D - C - E - B
    Y - Z             | Y - Z             | Y - Z     )");
  map.of_class("haie", "matching: {distance: 5}");
  const Object other{"K9", "YZ", {}};
  map.ancestor({{"K1", "ADCEB", {}}, other});
  map.local({{"K1", "AD", {}}, {"K1", "DCEB", {}}, other});
  map.reference({{"K1", "AD", {}}, {"K2", "DC", {}}, {"K3", "CEB", {}}, other});
  const auto first = map.sync();
  EXPECT_THAT(first.conflicts, SizeIs(1));
  EXPECT_THAT(first.contribution, IsEmpty());
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_THAT(second.contribution, IsEmpty());
  EXPECT_THAT(second.update, IsEmpty());
}

TEST(Cut, OfAnAreaHereHasTheBoundaryThatTheReferenceHasMoved) {
  Scenario map(R"(
    ancestor          | local             | reference         | merged
    A - - B - - - C . | A - - B - - - C . | A - - B - - - C . | A - - B - - - C .
    . . . . . . . . . | . . . . . . . . . | . . . . . . . . M | . . . . . . . . M
    F - - E - - - D . | F - - E - - - D . | F - - E - - - D . | F - - E - - - D .
    Y - Z             | Y - Z             | Y - Z             | Y - Z             )");
  map.ancestor({{"K1", "(ABCDEF)", {}}, neighbour});
  map.local({{"K1", "(ABEF)", {}}, {"K1", "(BCDE)", {}}, neighbour});
  map.reference({{"K1", "(ABCMDEF)", {}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 (ABEF)", "K1 (BCMDE)", "K9 YZ"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.contribution, ElementsAre("delete K1: offered", "split K1 (ABEF): offered",
                                              "split K1 (BCMDE): offered"));
  const auto second = map.continue_from(after).sync();
  EXPECT_EQ(second.merged, after.merged);
  EXPECT_EQ(second.contribution, after.contribution);
}

/// QGIS leaves the second half without a key where the field says so.
class CutHereWithoutAKey : public testing::Test {
 protected:
  CutHereWithoutAKey() {
    map.theme("matching: {distance: 10, far: 100}\n").ancestor(whole);
    map.local({{"K1", "AC", {{"name", "Lez"}}}, {"", "CB", {{"name", "Lez"}}}, neighbour});
  }
  Scenario map{cut_here};
};

TEST_F(CutHereWithoutAKey, IsASplitAllTheSame) {
  const auto after = map.reference(whole).sync();
  EXPECT_EQ(after.outcome("K1"), "recut");
  EXPECT_THAT(after.merged, ElementsAre("- CB name=Lez", "K1 AC name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("delete K1: offered", "split - CB name=Lez: offered",
                                              "split K1 AC name=Lez: offered"));
  const auto second = map.continue_from(after).sync();
  EXPECT_EQ(second.merged, after.merged);
  EXPECT_EQ(second.contribution, after.contribution);
  EXPECT_THAT(second.update, IsEmpty());
}

TEST_F(CutHereWithoutAKey, TakesInBothPartsWhatTheReferenceChanges) {
  const auto after = map.reference({{"K1", "ACB", {{"name", "le Lez"}}}, neighbour}).sync();
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.merged, ElementsAre("- CB name=le Lez", "K1 AC name=le Lez", "K9 YZ"));
  const auto second = map.continue_from(after).sync();
  EXPECT_EQ(second.merged, after.merged);
  EXPECT_EQ(second.contribution, after.contribution);
}

/// Deleted here, cut there: nothing goes before it is decided.
class DeletedHereCutThere : public testing::Test {
 protected:
  DeletedHereCutThere() {
    map.ancestor(whole).local({neighbour});
    map.reference({{"K1", "AC", {}}, {"K1", "CB", {}}, neighbour});
    map.job().confirm_deletions = true;
    first = map.sync();
  }
  Scenario map{cut_here};
  Synced first;
};

TEST_F(DeletedHereCutThere, IsAskedAndStaysMeanwhile) {
  EXPECT_THAT(first.conflicts, ElementsAre("recut of K1, holds reference"));
  EXPECT_THAT(first.merged, ElementsAre("K1 AC", "K1 CB", "K9 YZ"));
  EXPECT_THAT(first.contribution, IsEmpty());
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.conflicts, first.conflicts);
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_THAT(second.contribution, IsEmpty());
}

/// The office keeps its numbers as text.
TEST(DeletedHereCutThereToo, IsAskedWhateverTheColumnsType) {
  const Attributes ranked{{"rank", std::int64_t{5}}};
  Scenario map{cut_here};
  map.declare(Side::local, "rank", "TEXT");
  map.ancestor({{"K1", "AB", ranked}, neighbour}).local({neighbour});
  map.reference({{"K1", "AC", ranked}, {"K1", "CB", ranked}, neighbour});
  map.job().confirm_deletions = true;
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K1 AC rank=5", "K1 CB rank=5", "K9 YZ"));
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_THAT(second.update, IsEmpty());
}

TEST_F(DeletedHereCutThere, GoesWhereTheDeletionIsConfirmed) {
  const auto second = map.continue_from(first).resolve(first, "K1", "local").sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("delete -: offered", "delete -: offered"));
  const auto third = map.continue_from(second).sync();
  EXPECT_EQ(third.merged, second.merged);
  EXPECT_EQ(third.contribution, second.contribution);
}

TEST_F(DeletedHereCutThere, StaysWhereTheReferenceIsTaken) {
  const auto second = map.continue_from(first).resolve(first, "K1", "reference").sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AC", "K1 CB", "K9 YZ"));
  EXPECT_THAT(second.contribution, IsEmpty());
}

/// Two reaches of which the office says different things are one in the reference.
class DataOfTwoInOne : public testing::Test {
 protected:
  Synced made_one(const std::string& yaml, const Value& left, const Value& right) {
    map.theme(
        "matching: {distance: 10, far: 100}\nvalues_meet: most\n"
        "authority: {by_attribute: {police: {owner: producer}}}\n" +
        yaml);
    map.only("police", {Side::local});
    map.ancestor({{"K1", "AB", {}}, {"K2", "BC", {}}, neighbour});
    map.local({{"K1", "AB", {{"police", left}}}, {"K2", "BC", {{"police", right}}}, neighbour});
    map.reference({{"K1", "ABC", {}}, neighbour});
    map.job().confirm_deletions = true;
    return map.sync();
  }
  Scenario map{R"(
    ancestor        | local           | reference
    A - - - B - C   | A - - - B - C   | A - - - B - C
    . . . . . . .   | . . . . . . .   | . . . . . . .
    Y - - - Z . .   | Y - - - Z . .   | Y - - - Z . .   )"};
};

TEST_F(DataOfTwoInOne, IsWhatCoversMostWhereTheThemeSaysSo) {
  const auto after = made_one("", std::string("yes"), std::string("no"));
  EXPECT_THAT(after.merged, ElementsAre("K1 ABC police=yes", "K9 YZ"));
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.decisions("K1"), Contains("police: covers_most"));
  const auto second = map.continue_from(after).sync();
  EXPECT_EQ(second.merged, after.merged);
  EXPECT_THAT(second.contribution, IsEmpty());
}

TEST_F(DataOfTwoInOne, IsAskedAboutWhereNothingCoversMost) {
  const auto after = made_one("", Null{}, std::string("no"));
  EXPECT_THAT(after.conflicts, ElementsAre("recut of K1, holds local"));
}

class CutAndRenamedHereRenamedThere : public testing::Test {
 protected:
  CutAndRenamedHereRenamedThere() {
    map.ancestor(whole).local(
        {{"K1", "AC", {{"name", "Vis"}}}, {"K1", "CB", {{"name", "Lez"}}}, neighbour});
    map.reference({{"K1", "ACB", {{"name", "le Lez"}}}, neighbour});
    first = map.sync();
  }
  Scenario map{cut_here};
  Synced first;
};

TEST_F(CutAndRenamedHereRenamedThere, IsARecutConflictThatKeepsTheHalves) {
  EXPECT_EQ(first.outcome("K1"), "conflict");
  EXPECT_THAT(first.conflicts, ElementsAre("recut of K1, holds local"));
  EXPECT_THAT(first.merged, ElementsAre("K1 AC name=Vis", "K1 CB name=Lez", "K9 YZ"));
  EXPECT_THAT(first.contribution, IsEmpty());
}

TEST_F(CutAndRenamedHereRenamedThere, AskedAgainTheQuestionIsTheSame) {
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.conflicts, first.conflicts);
  EXPECT_EQ(second.conflict_ids(), first.conflict_ids());
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_THAT(second.contribution, IsEmpty());
}

TEST_F(CutAndRenamedHereRenamedThere, ResolvedByTheLocalSideIsContributed) {
  const auto second = map.continue_from(first).resolve(first, "K1", "local").sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AC name=Vis", "K1 CB name=Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, Contains("split K1 AC name=Vis: offered"));
}

TEST_F(CutAndRenamedHereRenamedThere, ResolvedByTheReferenceIsWholeAgain) {
  const auto second = map.continue_from(first).resolve(first, "K1", "reference").sync();
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 ACB name=le Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, IsEmpty());
}

TEST(Cut, InTheReferenceIsTakenAndBothPartsHaveWhatWeHold) {
  Scenario map(cut_here);
  map.only("visited", {Side::local});
  map.ancestor(whole).reference(halves);
  map.local({{"K1", "ACB", {{"name", "Lez"}, {"visited", "2025"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.conflicts, IsEmpty());
  EXPECT_THAT(after.merged,
              ElementsAre("K1 AC name=Lez visited=2025", "K1 CB name=Lez visited=2025", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
  const auto second = map.continue_from(after).sync();
  EXPECT_EQ(second.merged, after.merged);
  EXPECT_THAT(second.update, IsEmpty());
}

// ---- copied: one of the two is still what it was
// -------------------------------------------------

constexpr auto copied_here = R"(
    ancestor  | local     | reference
    A - B     | A - B     | A - B
    . . . .   | . C - D   | . . . .
    Y - Z     | Y - Z     | Y - Z     )";

const Objects one{{"K1", "AB", {{"name", "Lez"}}}, neighbour};
const Objects with_copy{
    {"K1", "AB", {{"name", "Lez"}}}, {"K1", "CD", {{"name", "Vis"}}}, neighbour};

TEST(Copied, TheOneThatIsAsItWasKeepsItsIdentityTheOtherIsNew) {
  Scenario map(copied_here);
  const auto after = map.ancestor(one).local(with_copy).reference(one).sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K1 CD name=Vis", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("insert K1 CD name=Vis: offered"));
  EXPECT_THAT(after.conflicts, IsEmpty());
}

TEST(Copied, ASecondSyncSaysTheSame) {
  Scenario map(copied_here);
  const auto first = map.ancestor(one).local(with_copy).reference(one).sync();
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_EQ(second.contribution, first.contribution);
}

TEST(Copied, TheOriginalStillFollowsTheReference) {
  Scenario map(copied_here);
  map.ancestor(one).local(with_copy).reference({{"K1", "AB", {{"name", "le Lez"}}}, neighbour});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez", "K1 CD name=Vis", "K9 YZ"));
  EXPECT_THAT(after.update, ElementsAre("update -: name taken"));  // K1 names two of ours
}

// ---- identity: one key, several features, and no ancestor to tell them apart
// ---------------------

constexpr auto no_ancestor = R"(
    local     | reference
    A - C - B | A - C - B
    Y - Z     | Y - Z     )";

TEST(SharedKey, WithoutAncestorAndDifferentIsAnIdentityConflict) {
  Scenario map(no_ancestor);
  const auto first = map.local(halves).reference(whole).sync();
  EXPECT_EQ(first.outcome("K1"), "conflict");
  EXPECT_THAT(first.conflicts, ElementsAre("identity of K1, holds local"));
  EXPECT_THAT(first.merged, ElementsAre("K1 AC name=Lez", "K1 CB name=Lez", "K9 YZ"));
  EXPECT_THAT(first.contribution, IsEmpty());
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_THAT(second.contribution, IsEmpty());
}

// ---- missing keys
// --------------------------------------------------------------------------------

constexpr auto still = R"(
    ancestor | local | reference
    A - B    | A - B | A - B
    C - D    | C - D | C - D      )";

Objects keyless(const char* name) { return {{"", "AB", {{"name", name}}}, {"K9", "CD", {}}}; }

TEST(NoKey, AnObjectIsKnownByItsGeometry) {
  Scenario map(still);
  const auto after =
      map.ancestor(keyless("Lez")).local(keyless("Lez")).reference(keyless("Vis")).sync();
  EXPECT_THAT(after.merged, ElementsAre("- AB name=Vis", "K9 CD"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.findings, Contains("key_missing"));
}

std::vector<std::string> uids_in(const Synced& synced) {
  const auto layer = read_layer(synced.folder / "merged.gpkg", "stream");
  const auto column = layer.schema.find("bdf_uid");
  std::vector<std::string> uids;
  for (const auto& row : layer.rows)
    if (column && !is_null(view_of(row.values[*column])))
      uids.push_back(to_text(view_of(row.values[*column])));
  return uids;
}

TEST(NoKey, ANewObjectGetsAUidOnceAndKeepsItWhenItMoves) {
  Scenario map(still);
  map.ancestor({{"K9", "CD", {}}}).local(keyless("Lez")).reference({{"K9", "CD", {}}});
  const auto first = map.sync();
  EXPECT_THAT(first.contribution, ElementsAre("insert - AB name=Lez: offered"));
  const auto minted = uids_in(first);
  ASSERT_THAT(minted, SizeIs(1));
  map.continue_from(first).draw("local", "A . .\nC - D\n. . B");
  map.draw("merged", "A . .\nC - D\n. . B");
  const auto moved = map.draw("local", "A . .\nC - D\n. . B").sync();
  EXPECT_EQ(uids_in(moved), minted);
}

TEST(NoKey, AUidFindsTheObjectAgainAfterItMoved) {
  Scenario map(still);
  map.ancestor({{"K9", "CD", {}}}).local(keyless("Lez")).reference({{"K9", "CD", {}}});
  const auto first = map.sync();
  const auto minted = uids_in(first);
  run_sql(first.folder / "merged.gpkg",
          "UPDATE stream SET geom = (SELECT geom FROM stream "
          "WHERE key = 'K9') WHERE key IS NULL");
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(uids_in(second), minted);
  EXPECT_THAT(second.contribution, ElementsAre("insert - CD name=Lez: offered"));
}

TEST(NoKey, ANewObjectWhereAnotherOnceWasIsAnotherObject) {
  Scenario map(still);
  map.ancestor({{"K9", "CD", {}}}).local(keyless("Lez")).reference({{"K9", "CD", {}}});
  const auto first = map.sync();
  const auto merged = first.folder / "merged.gpkg";
  run_sql(merged,
          "INSERT INTO stream (geom, name) SELECT geom, 'new' FROM stream WHERE key IS NULL");
  run_sql(merged,
          "UPDATE stream SET geom = (SELECT geom FROM stream WHERE key = 'K9') "
          "WHERE bdf_uid IS NOT NULL");
  const auto second = map.continue_from(first).sync();
  EXPECT_THAT(second.contribution,
              ElementsAre("insert - AB name=new: offered", "insert - CD name=Lez: offered"));
}

TEST(NoKey, LayersWhoseKeysAllIdentifyGetNoUidColumn) {
  Scenario map(still);
  const auto after = map.everywhere({{"K1", "AB", {}}, {"K9", "CD", {}}}).sync();
  EXPECT_THAT(uids_in(after), IsEmpty());
  EXPECT_FALSE(read_layer(after.folder / "merged.gpkg", "stream").schema.find("bdf_uid"));
}

// ---- no ancestor at all
// --------------------------------------------------------------------------

constexpr auto two_maps = R"(
    local     | reference | merged
    A - B .   | A - - B   | A - - B
    C - D     | C - D     | C - D
    E - F     | E - F     | E - F    )";

TEST(NoAncestor, WhatIsSharedFollowsTheReferenceWhatIsOursStays) {
  Scenario map(two_maps);
  map.only("visited", {Side::local});
  map.local({{"K1", "AB", {{"name", "Lez"}, {"visited", "2025"}}}});
  map.reference({{"K1", "AB", {{"name", "le Lez"}}}});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez visited=2025"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.conflicts, IsEmpty());
}

TEST(NoAncestor, WhatGaveWayIsTold) {
  Scenario map(no_ancestor);
  map.local({{"K1", "ACB", {{"name", "le Lez"}}}, neighbour}).reference(whole);
  EXPECT_THAT(map.sync().findings, Contains("no_ancestor"));
}

TEST(NoAncestor, AnObjectWithAKeyThatTheReferenceDoesNotKnowIsToldNotContributed) {
  Scenario map(two_maps);
  map.local({{"K1", "CD", {}}, {"K2", "EF", {}}}).reference({{"K1", "CD", {}}});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 CD", "K2 EF"));
  EXPECT_EQ(after.outcome("K2"), "inserted_locally");
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(NoAncestor, AnObjectWithoutKeyIsContributed) {
  Scenario map(two_maps);
  map.local({{"K1", "CD", {}}, {"", "EF", {}}}).reference({{"K1", "CD", {}}});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("- EF", "K1 CD"));
  EXPECT_THAT(after.contribution, ElementsAre("insert - EF: offered"));
}

TEST(NoAncestor, NothingIsDeleted) {
  Scenario map(two_maps);
  map.local({{"K1", "CD", {}}}).reference({{"K1", "CD", {}}, {"K2", "EF", {}}});
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 CD", "K2 EF"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

}  // namespace
}  // namespace bdf::tests
