// SPDX-License-Identifier: MIT
// Who answers for what: a scenario for each cell of the table of authority, for an attribute, the
// geometry and existence; then what becomes of proposals, and what the rules for shared things see.
#include <gmock/gmock.h>

#include "io/sync_tables.h"
#include "support/still_lines.h"

namespace bdf::tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::string theme_of(const std::string& what, const std::string& owner) {
  return "authority: {" + what + ": {owner: " + owner + "}}\n";
}

// ---- the table, for an attribute and for the geometry

/// A cell: who changed it and who answers for it; what must come of it.
struct Cell {
  const char* changed;  ///< local_only, reference_only, both_differ
  const char* owner;
  const char* held;    ///< whose value merged holds
  const char* status;  ///< with which ours leaves; "" where it does not
  const char* rule;
  bool conflict = false;
  bool proposal = false;  ///< ours gave way and waits for an answer
};
void PrintTo(const Cell& cell, std::ostream* out) { *out << cell.owner << '_' << cell.changed; }

const std::vector<Cell> table{
    {"local_only", "reference", "local", "proposed", "only_local_changed"},
    {"local_only", "producer", "local", "offered", "only_local_changed"},
    {"local_only", "shared", "local", "offered", "only_local_changed"},
    {"reference_only", "reference", "reference", "", "only_reference_changed"},
    {"reference_only", "producer", "reference", "", "only_reference_changed"},
    {"reference_only", "shared", "reference", "", "only_reference_changed"},
    {"both_differ", "reference", "reference", "proposed", "owned_by_reference", false, true},
    {"both_differ", "producer", "local", "offered", "owned_by_producer"},
    {"both_differ", "shared", "reference", "", "conflict", true},
};

class Table : public testing::TestWithParam<Cell> {
 protected:
  [[nodiscard]] bool local_changed() const {
    return GetParam().changed != std::string("reference_only");
  }
  [[nodiscard]] bool reference_changed() const {
    return GetParam().changed != std::string("local_only");
  }
  static void expect(const Synced& after, const std::string& what) {
    const std::string status = GetParam().status;
    EXPECT_THAT(after.decisions("K1"), ElementsAre(what + ": " + GetParam().rule));
    EXPECT_EQ(after.conflicts.size(), GetParam().conflict ? 1U : 0U);
    EXPECT_EQ(after.proposals.size(), GetParam().proposal ? 1U : 0U);
    const auto sent = "update K1: " + what + ' ' + status;
    EXPECT_EQ(after.contribution, status.empty() ? std::vector<std::string>{} : std::vector{sent});
  }
};

TEST_P(Table, HoldsForAnAttribute) {
  Scenario map(still);
  map.theme(theme_of("attributes", GetParam().owner)).ancestor(named("Lez"));
  map.local(named(local_changed() ? "local" : "Lez"));
  map.reference(named(reference_changed() ? "reference" : "Lez"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre(std::string("K1 AB name=") + GetParam().held, "K9 YZ"));
  expect(after, "name");
}

TEST_P(Table, HoldsForTheGeometry) {
  Scenario map(R"(
    ancestor | local   | reference | merged
    A - B    | A - B   | A - B     | A - B - C - D
    Y - Z    | Y - Z C | Y - Z . D | Y - Z      )");
  // Local's lines end at C, the reference's at D, drawn where merged has them too.
  map.draw("local", "A - B - C\nY - Z").draw("reference", "A - B - . - D\nY - Z");
  map.theme(theme_of("geometry", GetParam().owner)).ancestor({{"K1", "AB", {}}, neighbour});
  map.local({{"K1", local_changed() ? "AC" : "AB", {}}, neighbour});
  map.reference({{"K1", reference_changed() ? "AD" : "AB", {}}, neighbour});
  const auto after = map.sync();
  const bool ours = GetParam().held == std::string("local");
  EXPECT_THAT(after.merged, ElementsAre(ours ? "K1 AC" : "K1 AD", "K9 YZ"));
  expect(after, "geometry");
}

INSTANTIATE_TEST_SUITE_P(Authority, Table, testing::ValuesIn(table),
                         [](const auto& cell) { return testing::PrintToString(cell.param); });

// ---- what the producer answers for and the reference does not hold

TEST(PrivateAttribute, ThatTheProducerAnswersForNeverLeaves) {
  Scenario map(still);
  map.theme(theme_of("attributes", "producer")).only("visited", {Side::ancestor, Side::local});
  map.ancestor(with({{"visited", "2023"}})).local(with({{"visited", "2025"}})).reference(with({}));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB visited=2025", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST(PrivateAttribute, ThatTheReferenceWouldAnswerForNeverLeavesEither) {
  Scenario map(still);
  map.theme(theme_of("attributes", "reference")).only("visited", {Side::local});
  map.ancestor(with({})).local(with({{"visited", "2025"}})).reference(with({}));
  EXPECT_THAT(map.sync().contribution, IsEmpty());
}

// ---- existence

struct Existence {
  const char* owner;
  const char* status;
};
void PrintTo(const Existence& one, std::ostream* out) { *out << one.owner; }

class OfExistence : public testing::TestWithParam<Existence> {
 protected:
  OfExistence() { map_.theme(theme_of("existence", GetParam().owner)); }
  [[nodiscard]] std::string sent(const std::string& what) const {
    return what + ": " + GetParam().status;
  }
  Scenario map_{still};
};

TEST_P(OfExistence, ADeletionOfOursLeaves) {
  map_.ancestor(named("Lez")).local({neighbour}).reference(named("Lez"));
  const auto after = map_.sync();
  EXPECT_THAT(after.merged, ElementsAre("K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre(sent("delete K1")));
}

TEST_P(OfExistence, AnInsertionOfOursLeaves) {
  map_.ancestor({neighbour}).local(named("Lez")).reference({neighbour});
  const auto after = map_.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre(sent("insert K1 AB name=Lez")));
}

TEST_P(OfExistence, WhatTheReferenceDeletesAndInsertsIsTaken) {
  map_.ancestor(named("Lez")).local(named("Lez"));
  map_.reference({{"K2", "AB", {{"name", "new"}}}, neighbour});
  const auto after = map_.sync();
  EXPECT_THAT(after.merged, ElementsAre("K2 AB name=new", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
}

TEST_P(OfExistence, ADeletionAgainstAnEditIsAskedWhoeverAnswers) {
  map_.ancestor(named("Lez")).local(named("le Lez")).reference({neighbour});
  const auto after = map_.sync();
  EXPECT_THAT(after.conflicts, ElementsAre("delete_edit of K1, holds local"));
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
}

INSTANTIATE_TEST_SUITE_P(Authority, OfExistence,
                         testing::Values(Existence{"reference", "proposed"},
                                         Existence{"producer", "offered"},
                                         Existence{"shared", "offered"}),
                         [](const auto& one) { return std::string(one.param.owner); });

// ---- proposals

/// Both sides renamed K1; the reference answers for names.
class LostName : public testing::Test {
 protected:
  void SetUp() override {
    map_.theme("authority: {attributes: {owner: reference}}\n" + declined_);
    map_.ancestor(named("Lez")).local(named("le Lez")).reference(named("Lez vif"));
    first_ = map_.sync();
    map_.continue_from(first_);
  }

  /// A file with that answer to what was sent about K1's name.
  void answer(const std::string& what, const std::string& value = "le Lez") {
    const auto file = first_.folder.parent_path() / "answers.gpkg";
    auto database = io::Database::open_output(file);
    io::write_answers(database, {{"stream", "K1", "name", value, what == "declined", "IGN",
                                  "2026-02-01T08:00:00Z", ""}});
    map_.job().answers = file.string();
  }

  std::string declined_;
  Scenario map_{still};
  Synced first_;
};

constexpr auto waiting = "proposal name of K1: Lez | le Lez | Lez vif, holds reference";

TEST_F(LostName, WaitsAndIsSentAgainUntilItIsAnswered) {
  auto last = first_;
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(last.proposals, ElementsAre(waiting));
    EXPECT_THAT(last.contribution, ElementsAre("update K1: name proposed"));
    EXPECT_THAT(last.merged, ElementsAre("K1 AB name=Lez vif", "K9 YZ"));
    last = map_.continue_from(last).sync();
  }
}

TEST_F(LostName, DeclinedIsNotSentAgainEver) {
  answer("declined");
  const auto second = map_.sync();
  EXPECT_THAT(second.proposals, IsEmpty());
  EXPECT_THAT(second.contribution, IsEmpty());
  map_.job().answers.clear();
  const auto third = map_.continue_from(second).sync();
  EXPECT_THAT(third.contribution, IsEmpty());
  EXPECT_THAT(third.merged, ElementsAre("K1 AB name=Lez vif", "K9 YZ"));
}

TEST_F(LostName, AnAnswerToAnotherValueIsNone) {
  answer("declined", "Lez mort");
  EXPECT_THAT(map_.sync().proposals, ElementsAre(waiting));
}

TEST_F(LostName, TakenByALaterEditionIsNoDifferenceAnyMore) {
  map_.reference(named("le Lez"));
  const auto second = map_.sync();
  EXPECT_THAT(second.proposals, IsEmpty());
  EXPECT_THAT(second.contribution, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
}

/// The ancestor is one too old: both sides then have changed the name, alike.
TEST_F(LostName, WaitsThoughMergedHoldsALaterNameOfTheReferences) {
  map_.reference(named("Lez neuf"));
  const auto second = map_.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Lez neuf", "K9 YZ"));
  const auto third = map_.continue_with_old_ancestor(second).sync();
  EXPECT_THAT(third.proposals, ElementsAre(waiting));
  EXPECT_THAT(third.contribution, ElementsAre("update K1: name proposed"));
}

TEST_F(LostName, AnotherNameGivenMeanwhileTakesItsPlace) {
  map_.edit({{"K1", "", {{"name", "Lez neuf"}}}});
  const auto second = map_.sync();
  EXPECT_THAT(second.proposals, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Lez neuf", "K9 YZ"));
  EXPECT_THAT(second.contribution, ElementsAre("update K1: name proposed"));
}

TEST_F(LostName, IsAnEditWhereTheReferenceDeletesTheObject) {
  map_.reference({neighbour});
  const auto second = map_.sync();
  EXPECT_THAT(second.conflicts, ElementsAre("delete_edit of K1, holds local"));
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Lez vif", "K9 YZ"));
  EXPECT_THAT(second.proposals, ElementsAre(waiting)) << "nobody has answered it";
}

/// Deleted here, changed there: it waits with the object, of which nothing is sent meanwhile.
TEST_F(LostName, WaitsWhileItIsBeingAskedWhetherTheObjectStays) {
  map_.reference(named("Lez neuf"));
  auto last = map_.erase("K1").sync();
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(last.conflicts, ElementsAre("delete_edit of K1, holds reference"));
    EXPECT_THAT(last.proposals, ElementsAre(waiting));
    EXPECT_THAT(last.merged, ElementsAre("K1 AB name=Lez neuf", "K9 YZ"));
    EXPECT_THAT(last.contribution, IsEmpty());
    last = map_.continue_from(last).sync();
  }
}

TEST_F(LostName, GoesWithTheObjectThatTheProducerDeletes) {
  const auto second = map_.erase("K1").sync();
  EXPECT_THAT(second.merged, ElementsAre("K9 YZ"));
  EXPECT_THAT(second.proposals, IsEmpty());
  EXPECT_EQ(second.summary.proposals, 0U) << "what does not go out is not told to";
}

/// The same, where objects are also recognised by where they lie, and can be cut.
class LostNameOfALine : public testing::Test {
 protected:
  void SetUp() override {
    map_.theme("authority: {attributes: {owner: reference}}\nmatching: {distance: 12, far: 50}\n");
    map_.ancestor(line("K1", "Lez")).local(line("K1", "le Lez")).reference(line("K1", "Lez vif"));
    first_ = map_.sync();
    map_.continue_from(first_);
  }
  static Objects line(const char* key, const char* name) {
    return {{key, "ACB", {{"name", name}}}, neighbour};
  }
  Scenario map_{R"(
    ancestor        | local           | reference
    A - - C - - B   | A - - C - - B   | A - - C - - B
    . . . . . . .   | . . . . . . .   | . . . . . . .
    . . . . . . .   | . . . . . . .   | . . . . . . .
    Y - - - - - Z   | Y - - - - - Z   | Y - - - - - Z   )"};
  Synced first_;
};

TEST_F(LostNameOfALine, FollowsItToANewKey) {
  auto last = map_.reference(line("K31", "Lez vif")).sync();
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(last.merged, ElementsAre("K31 ACB name=Lez vif", "K9 YZ"));
    EXPECT_THAT(last.proposals,
                ElementsAre("proposal name of K31: Lez | le Lez | Lez vif, holds reference"));
    EXPECT_THAT(last.contribution, ElementsAre("update K31: name proposed"));
    EXPECT_THAT(last.conflicts, IsEmpty());
    last = map_.continue_from(last).sync();
  }
}

TEST_F(LostNameOfALine, WaitsWhileAFarKeyIsAskedAbout) {
  map_.draw("local", "A - - C - - B . . . . . . . . E - F\n.\n.\nY - - - - - Z");
  map_.edit({{"K1", "EF", {}}});
  const auto second = map_.sync();
  EXPECT_THAT(second.conflicts, ElementsAre("identity of K1, holds local"));
  EXPECT_THAT(second.proposals, testing::SizeIs(1));
  const auto third = map_.continue_from(second).resolve(second, "K1", "local").sync();
  EXPECT_THAT(third.merged, ElementsAre("- EF name=Lez vif", "K1 ACB name=Lez vif", "K9 YZ"));
  EXPECT_THAT(third.contribution, ElementsAre("insert - EF name=le Lez: offered"));
}

TEST_F(LostNameOfALine, IsAskedWhereTheReferenceCutsIt) {
  map_.reference(
      {{"K31", "AC", {{"name", "Lez vif"}}}, {"K32", "CB", {{"name", "Lez vif"}}}, neighbour});
  const auto second = map_.sync();
  EXPECT_THAT(second.conflicts, ElementsAre(testing::StartsWith("recut of ")));
  EXPECT_THAT(second.merged, ElementsAre("K1 ACB name=Lez vif", "K9 YZ"));
}

TEST_F(LostNameOfALine, GoesOutWithThePartsThatTheProducerCuts) {
  const auto layer = first_.folder / "merged.gpkg";
  run_sql(layer,
          "INSERT INTO stream (geom, key, name) SELECT geom, 'other', name FROM stream "
          "WHERE key = 'K1'");
  map_.edit({{"K1", "AC", {}}, {"other", "CB", {}}});
  run_sql(layer, "UPDATE stream SET key = 'K1' WHERE key = 'other'");
  const auto second = map_.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AC name=Lez vif", "K1 CB name=Lez vif", "K9 YZ"));
  EXPECT_THAT(second.contribution,
              ElementsAre("delete K1: offered", "split K1 AC name=le Lez: offered",
                          "split K1 CB name=le Lez: offered"));
}

/// Local alone renamed K1: its name stays in merged, and is proposed.
class StandingName : public LostName {
 protected:
  void SetUp() override {
    map_.theme("authority: {attributes: {owner: reference}}\n" + declined_);
    map_.ancestor(named("Lez")).local(named("le Lez")).reference(named("Lez"));
    first_ = map_.sync();
    map_.continue_from(first_);
  }
};

TEST_F(StandingName, DeclinedStaysAsAKnownDifference) {
  EXPECT_THAT(first_.contribution, ElementsAre("update K1: name proposed"));
  answer("declined");
  const auto second = map_.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, IsEmpty());
  EXPECT_THAT(second.decisions("K1"), ElementsAre("name: known_difference"));
}

TEST_F(StandingName, AcceptedGoesOutUntilTheEditionHasIt) {
  answer("accepted");
  EXPECT_THAT(map_.sync().contribution, ElementsAre("update K1: name proposed"));
}

TEST_F(StandingName, DeclinedStaysSoUnderANewKey) {
  answer("declined");
  map_.theme("authority: {attributes: {owner: reference}}\nmatching: {distance: 5, far: 500}\n");
  map_.reference({{"K31", "AB", {{"name", "Lez"}}}, neighbour});
  const auto second = map_.sync();
  EXPECT_THAT(second.merged, ElementsAre("K31 AB name=le Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, IsEmpty());
}

/// Local alone moved K1; what was sent of it, as WKT.
class MovedLine : public testing::Test {
 protected:
  void SetUp() override {
    map_.of_class("troncon_hydrographique", "authority: {geometry: {owner: reference}}\n");
    const Attributes along{{"sens_de_l_ecoulement", "Sens direct"}};
    const Attributes against{{"sens_de_l_ecoulement", "Sens inverse"}};
    map_.ancestor({{"K1", "AB^3", along}, neighbour}).reference({{"K1", "AB^3", along}, neighbour});
    map_.local({{"K1", "CA", against}, neighbour});
    first_ = map_.sync();
    map_.continue_from(first_);
  }
  void decline(const std::string& wkt) {
    const auto file = first_.folder.parent_path() / "answers.gpkg";
    auto database = io::Database::open_output(file);
    io::write_answers(database, {{"troncon_hydrographique", "K1", "geometry", wkt, true, "IGN",
                                  "2026-02-01T08:00:00Z", ""}});
    map_.job().answers = file.string();
  }
  Scenario map_{R"(
    ancestor | local     | reference
    A - B    | A - B - C | A - B
    Y - Z    | Y - Z     | Y - Z      )"};
  Synced first_;
};

TEST_F(MovedLine, DeclinedIsNotSentAgainThoughItRunsTheOtherWayHere) {
  EXPECT_THAT(first_.contribution, ElementsAre("update K1: geometry proposed"));
  decline("LINESTRING Z (0 0 3, 40.001 0 3)");
  const auto second = map_.sync();
  EXPECT_THAT(second.contribution, IsEmpty());
  EXPECT_THAT(second.merged, ElementsAre("K1 CA sens_de_l_ecoulement=Sens inverse", "K9 YZ"));
}

TEST_F(MovedLine, AnAnswerAboutAnotherPlaceIsNone) {
  decline("LINESTRING (0 0, 90 0)");
  EXPECT_THAT(map_.sync().contribution, ElementsAre("update K1: geometry proposed"));
}

class RevertingName : public StandingName {
 protected:
  RevertingName() { declined_ = "declined: revert\n"; }
};

TEST_F(RevertingName, DeclinedRevertsToTheReferences) {
  answer("declined");
  const auto second = map_.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Lez", "K9 YZ"));
  EXPECT_THAT(second.contribution, IsEmpty());
  EXPECT_THAT(second.decisions("K1"), ElementsAre("name: declined"));
}

// ---- what rules for shared things look at

constexpr auto by_day = "authority: {attributes: {owner: shared, rule: newest, by: seen}}\n";

Objects seen(const char* name, const Value& day) { return with({{"name", name}, {"seen", day}}); }

TEST(Newest, TheLaterDateThatChangedWins) {
  Scenario map(still);
  map.theme(by_day).ancestor(seen("Lez", "2023-01-01"));
  map.local(seen("le Lez", "2024-05-01")).reference(seen("Lez vif", "2024-04-01"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez seen=2024-05-01", "K9 YZ"));
  map.reference(seen("Lez vif", "2024-06-01"));
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 AB name=Lez vif seen=2024-06-01", "K9 YZ"));
}

constexpr auto of_the_references_dates =
    "authority: {attributes: {owner: reference},\n"
    "  by_attribute: {name: {owner: shared, rule: newest, by: seen}}}\n";

TEST(Newest, TheDateByWhichOursWonStaysWithIt) {
  Scenario map(still);
  map.theme(of_the_references_dates).ancestor(seen("Lez", "2023-01-01"));
  map.local(seen("le Lez", "2024-05-01")).reference(seen("Lez vif", "2024-04-01"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=le Lez seen=2024-05-01", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: name offered, seen proposed"));
  EXPECT_THAT(after.proposals, IsEmpty());
  EXPECT_THAT(after.decisions("K1"), ElementsAre("name: newest", "seen: evidence"));
}

TEST(Newest, TheDateByWhichOursLostIsNotSent) {
  Scenario map(still);
  map.theme(of_the_references_dates).ancestor(seen("Lez", "2023-01-01"));
  map.local(seen("le Lez", "2024-05-01")).reference(seen("Lez vif", "2024-06-01"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=Lez vif seen=2024-06-01", "K9 YZ"));
  EXPECT_THAT(after.contribution, IsEmpty());
  EXPECT_THAT(after.proposals, IsEmpty());
}

TEST(Newest, ADateStaysWithTheOnlyNewsItSpeaksFor) {
  Scenario map(still);
  map.theme(of_the_references_dates).ancestor(seen("Lez", "2023-01-01"));
  map.local(seen("le Lez", "2024-05-01")).reference(seen("Lez", "2024-01-01"));
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K1 AB name=le Lez seen=2024-05-01", "K9 YZ"));
  map.continue_from(first).reference(seen("Lez vif", "2024-03-01"));
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=le Lez seen=2024-05-01", "K9 YZ"))
      << "May is later than March";
  EXPECT_THAT(second.contribution, ElementsAre("update K1: name offered, seen proposed"));
}

TEST(Newest, WhatIsNoDateIsNoEvidence) {
  Scenario map(still);
  map.of_class("troncon_hydrographique",
               "authority: {by_attribute: {sources: {owner: shared, rule: newest, "
               "by: date_de_confirmation}}}\n");
  const auto confirmed = [](const char* source, const char* day) {
    return with({{"sources", source}, {"date_de_confirmation", day}});
  };
  map.ancestor(confirmed("a", "2020-01-01")).local(confirmed("b", "yesterday"));
  map.reference(confirmed("c", "2023-01-01"));
  EXPECT_THAT(map.sync().conflicts,
              Contains("attribute sources of K1: a | b | c, holds reference"));
}

TEST(Newest, ADateThatDidNotChangeIsNoEvidence) {
  Scenario map(still);
  map.theme("authority: {by_attribute: {name: {owner: shared, rule: newest, by: seen}}}\n");
  map.ancestor(seen("Lez", "2024-05-01")).local(seen("le Lez", "2024-05-01"));
  map.reference(seen("Lez vif", "2023-01-01"));
  EXPECT_THAT(map.sync().conflicts,
              ElementsAre("attribute name of K1: Lez | le Lez | Lez vif, holds reference"));
}

TEST(Newest, TheSameDayOnBothSidesIsAsked) {
  Scenario map(still);
  map.theme(by_day).ancestor(seen("Lez", "2023-01-01"));
  map.local(seen("le Lez", "2024-05-01")).reference(seen("Lez vif", "2024-05-01"));
  EXPECT_THAT(map.sync().conflicts,
              ElementsAre("attribute name of K1: Lez | le Lez | Lez vif, holds reference"));
}

TEST(MostPrecise, TheSmallerPrecisionWinsForTheGeometry) {
  Scenario map(R"(
    ancestor | local     | reference | merged
    A - B    | A - - C   | A - - - D | A B . C D
    Y - Z    | Y - Z     | Y - Z     | Y - Z      )");
  map.draw("local", "A B . C\nY - Z").draw("reference", "A B . . D\nY - Z");
  map.draw("ancestor", "A B\nY - Z");
  map.theme(
      "authority: {attributes: {owner: shared, rule: prefer_local},\n"
      "  geometry: {owner: shared, rule: most_precise, by: precision}}\n");
  map.ancestor({{"K1", "AB", {{"precision", 5.0}}}, neighbour});
  map.local({{"K1", "AC", {{"precision", 1.5}}}, neighbour});
  map.reference({{"K1", "AD", {{"precision", 2.5}}}, neighbour});
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 AC precision=1.5", "K9 YZ"));
  map.local({{"K1", "AC", {{"precision", 5.0}}}, neighbour});
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 AD precision=2.5", "K9 YZ"));
}

TEST(Union, HoldsWhatEitherSideHasAdded) {
  Scenario map(still);
  map.theme("authority: {attributes: {owner: shared, rule: union}}\n");
  map.ancestor(named("A/B")).local(named("B/A/C")).reference(named("A/B/D"));
  const auto after = map.sync();
  EXPECT_THAT(after.merged, ElementsAre("K1 AB name=A/B/C/D", "K9 YZ"));
  EXPECT_THAT(after.contribution, ElementsAre("update K1: name offered"));
}

TEST(Union, BringsBackNothingThatASideHasTakenOut) {
  Scenario map(still);
  map.theme("authority: {attributes: {owner: shared, rule: union}}\n");
  map.ancestor(named("A/B/C")).local(named("A/C/E")).reference(named("A/B"));
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 AB name=A/E", "K9 YZ"));
}

TEST(Least, IsNoValueThatIsMissing) {
  for (const char* rule : {"min", "max"}) {
    Scenario map(still);
    map.theme(std::string("authority: {attributes: {owner: shared, rule: ") + rule + "}}\n");
    map.ancestor(with({{"width", 5}})).local(with({{"width", Null{}}}));
    map.reference(with({{"width", 3}}));
    EXPECT_THAT(map.sync().merged, ElementsAre("K1 AB width=3", "K9 YZ")) << rule;
  }
}

TEST(SpecialCase, HoldsForItsCommunityOnly) {
  Scenario map(still);
  map.theme(
      "authority: {attributes: {owner: reference}}\n"
      "special_cases:\n  - communities: [ddt]\n"
      "    authority: {by_attribute: {name: {owner: producer}}}\n");
  map.ancestor(named("Lez")).local(named("le Lez")).reference(named("Lez vif"));
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 AB name=Lez vif", "K9 YZ"));
  map.job().community = "ddt";
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 AB name=le Lez", "K9 YZ"));
}

}  // namespace
}  // namespace bdf::tests
