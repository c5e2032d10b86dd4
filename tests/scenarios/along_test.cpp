// SPDX-License-Identifier: MIT
// Lines of which the producer says different things along their course: cut in the local layer
// alone, or whole with intervals beside them, and what becomes of them in later syncs.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "io/geometry_blob.h"
#include "io/sync_tables.h"
#include "support/scenario.h"

namespace bdf::tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

const Object neighbour{"K9", "YZ", {{"name", "Vis"}}};

/// Two reaches, of which the office says different things, that IGN makes one.
class TwoInOne : public testing::Test {
 protected:
  explicit TwoInOne(const std::string& choice) {
    map.theme(theme_with(choice));
    map.only("police", {Side::local});
    map.ancestor({{"K1", "AB", {}}, {"K2", "BC", {}}, neighbour});
    map.local({{"K1", "AB", {{"police", "yes"}}}, {"K2", "BC", {{"police", "no"}}}, neighbour});
    map.reference({{"K1", "ABC", {}}, neighbour});
    map.job().confirm_deletions = true;
    first = map.sync();
  }
  static std::string theme_with(const std::string& choice) {
    return "matching: {distance: 10, far: 100}\nvalues_meet: " + choice +
           "\nauthority: {by_attribute: {police: {owner: producer}}}\n";
  }
  void expect_settled(const Synced& synced) {
    const auto again = map.continue_from(synced).sync();
    EXPECT_EQ(again.merged, synced.merged);
    EXPECT_EQ(again.conflicts, synced.conflicts);
    EXPECT_EQ(intervals(again), intervals(synced));
    EXPECT_EQ(parts(again), parts(synced));
    EXPECT_THAT(again.update, IsEmpty());
    EXPECT_THAT(again.contribution, IsEmpty());
  }
  void in_qgis(const std::string& sql) const { in_qgis(sql, first); }
  static void in_qgis(const std::string& sql, const Synced& synced) {
    run_sql(synced.folder / "merged.gpkg", sql);
  }
  /// The feature of that police gets the first shape, and copies of it the others.
  void cut_in_qgis(std::string_view rows, const std::vector<std::string>& letters,
                   const std::string& police = "no") {
    map.draw("merged", rows);
    const Drawing drawing(rows);
    const auto shape = [&](std::string_view one) {
      const auto wkb = std::get<Blob>(drawing.geometry(one)).bytes;
      return "x'" + to_text(BlobView{io::geometry_blob(wkb, 2154)}) + "'";
    };
    const auto of_it = " WHERE fid = (SELECT min(fid) FROM stream WHERE police = '" + police + "')";
    in_qgis("UPDATE stream SET geom = " + shape(letters.front()) + of_it);
    for (std::size_t i = 1; i < letters.size(); ++i)
      in_qgis("INSERT INTO stream (key, police, geom) SELECT key, police, " + shape(letters[i]) +
              " FROM stream" + of_it);
  }
  /// "police 30 to 60: no"
  static std::vector<std::string> intervals(const Synced& synced) {
    auto database = io::Database::open_input(synced.folder / "merged.gpkg");
    std::vector<std::string> texts;
    for (const auto& one : io::read_intervals(database))
      texts.push_back(fmt::format("{} {} {:.0f} to {:.0f}: {}", one.object, one.attribute, one.from,
                                  one.to, one.value.value_or("-")));
    return texts;
  }
  static std::vector<std::string> flags(const Synced& synced, const std::string& key) {
    auto database = io::Database::open_input(synced.folder / "merged.gpkg");
    return io::find_in_ledger(database, key).at(0).flags;
  }
  static std::vector<std::string> parts(const Synced& synced) {
    auto database = io::Database::open_input(synced.folder / "merged.gpkg");
    std::vector<std::string> texts;
    for (const auto& one : io::read_lineage(database))
      texts.push_back(fmt::format("{} {}", one.object, one.fid));
    return texts;
  }
  Scenario map{R"(
    ancestor              | local                 | reference
    . . . . . . . . . . . | . . . . . . . . . . . | . . . . . . . . . . .
    A - - - d - B - - - C | A - - - d - B - - - C | A - - - d - B - - - C
    . . . . . . . . . . . | . . . . . . . . . . . | . . . . . . . . . . .
    Y - - - Z . . . . . . | Y - - - Z . . . . . . | Y - - - Z . . . . . . )"};
  Synced first;
};

class CutHereAlone : public TwoInOne {
 protected:
  CutHereAlone() : TwoInOne("split") {}
};

TEST_F(CutHereAlone, WhereTheValuesMeetAndNotContributed) {
  EXPECT_THAT(first.merged, ElementsAre("K1 AB police=yes", "K1 BC police=no", "K9 YZ name=Vis"));
  EXPECT_THAT(first.conflicts, IsEmpty());
  EXPECT_THAT(first.contribution, IsEmpty());
  EXPECT_THAT(parts(first), testing::SizeIs(2));
  EXPECT_THAT(first.decisions("K1"), Contains("police: kept_along"));
  EXPECT_THAT(first.findings, Contains("values_meet"));
}

TEST_F(CutHereAlone, StaysSo) {
  const auto second = map.continue_from(first).sync();
  EXPECT_THAT(second.findings, Not(Contains("key_duplicate")));
  EXPECT_THAT(second.findings, Not(Contains("values_meet")));
  expect_settled(first);
}

TEST_F(CutHereAlone, TakesWhatTheReferenceSaysOfTheWhole) {
  map.continue_from(first).reference({{"K1", "ABC", {{"name", "Lez"}}}, neighbour});
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=Lez police=yes", "K1 BC name=Lez police=no",
                                         "K9 YZ name=Vis"));
  EXPECT_THAT(second.contribution, IsEmpty());
  EXPECT_THAT(second.conflicts, IsEmpty());
  expect_settled(second);
}

TEST_F(CutHereAlone, GoesWithALineThatIsDrawnAnew) {
  map.continue_from(first).draw("reference", R"(. . . D . . . . . . .
    A - - - d - B - - - C
    . . . . . . . . . . .
    Y - - - Z . . . . . . )");
  map.draw("merged", R"(. . . D . . . . . . .
    A - - - d - B - - - C
    . . . . . . . . . . .
    Y - - - Z . . . . . . )");
  map.reference({{"K1", "ADBC", {}}, neighbour});
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 ADB police=yes", "K1 BC police=no", "K9 YZ name=Vis"));
  EXPECT_THAT(second.contribution, IsEmpty());
  expect_settled(second);
}

/// The office cuts the second part once more, in QGIS, and says of the new one what it has seen.
TEST_F(CutHereAlone, MayBeCutFurther) {
  map.continue_from(first);
  const std::string further = R"(. . . . . . . . . . .
    A - - - d - B - E - C
    . . . . . . . . . . .
    Y - - - Z . . . . . . )";
  map.draw("merged", further);
  const Drawing drawing(further);
  const auto shape = [&](std::string_view letters) {
    const auto wkb = std::get<Blob>(drawing.geometry(letters)).bytes;
    return "x'" + to_text(BlobView{io::geometry_blob(wkb, 2154)}) + "'";
  };
  in_qgis("INSERT INTO stream (key, police, geom) VALUES ('K1', 'no', " + shape("EC") + ")");
  in_qgis("UPDATE stream SET geom = " + shape("BE") +
          " WHERE fid = (SELECT min(fid) FROM stream WHERE police = 'no')");
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB police=yes", "K1 BE police=no", "K1 EC police=no",
                                         "K9 YZ name=Vis"));
  EXPECT_THAT(second.contribution, IsEmpty());
  EXPECT_THAT(parts(second), testing::SizeIs(3));
  expect_settled(second);
}

TEST_F(CutHereAlone, IsCutAnewWithTheReference) {
  map.continue_from(first).reference({{"K5", "Ad", {}}, {"K6", "dBC", {}}, neighbour});
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K5 Ad police=yes", "K6 BC police=no", "K6 dB police=yes",
                                         "K9 YZ name=Vis"));
  EXPECT_THAT(second.conflicts, IsEmpty());
  EXPECT_THAT(second.contribution, IsEmpty());
  expect_settled(second);
}

TEST_F(CutHereAlone, IsTwoObjectsAgainWhereTheReferenceCutsItThere) {
  map.continue_from(first).reference({{"K5", "AB", {}}, {"K6", "BC", {}}, neighbour});
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K5 AB police=yes", "K6 BC police=no", "K9 YZ name=Vis"));
  EXPECT_THAT(parts(second), IsEmpty());
  expect_settled(second);
}

TEST_F(CutHereAlone, SendsWhatIsEditedInAllParts) {
  map.continue_from(first);
  in_qgis("UPDATE stream SET name = 'le Lez' WHERE key = 'K1'");
  const auto second = map.sync();
  EXPECT_THAT(second.contribution, ElementsAre("update K1: name offered"));
  EXPECT_THAT(second.merged, ElementsAre("K1 AB name=le Lez police=yes",
                                         "K1 BC name=le Lez police=no", "K9 YZ name=Vis"));
}

TEST_F(CutHereAlone, IsACutLikeAnyOtherWhereItsPartsBecomeDifferentThings) {
  map.continue_from(first);
  in_qgis("UPDATE stream SET name = 'le Lez' WHERE police = 'no'");
  const auto second = map.sync();
  EXPECT_THAT(second.contribution, ElementsAre("delete K1: offered", "split K1 AB: offered",
                                               "split K1 BC name=le Lez: offered"));
  EXPECT_THAT(parts(second), IsEmpty());
}

TEST_F(CutHereAlone, IsAskedAboutWhereTheReferenceDeletesIt) {
  map.continue_from(first).reference({neighbour});
  const auto second = map.sync();
  EXPECT_THAT(second.conflicts, ElementsAre("delete_edit of K1, holds local"));
  EXPECT_THAT(second.merged, ElementsAre("K1 AB police=yes", "K1 BC police=no", "K9 YZ name=Vis"));
  const auto third = map.continue_from(second).sync();
  EXPECT_EQ(third.conflict_ids(), second.conflict_ids());
  EXPECT_EQ(third.merged, second.merged);
  const auto gone = map.continue_from(third).resolve(third, "K1", "reference").sync();
  EXPECT_THAT(gone.merged, ElementsAre("K9 YZ name=Vis"));
  EXPECT_THAT(parts(gone), IsEmpty());
}

TEST_F(CutHereAlone, SaysWhatIsSaidOfAPartLater) {
  map.continue_from(first);
  in_qgis("UPDATE stream SET police = 'yes' WHERE police = 'no'");
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB police=yes", "K1 BC police=yes", "K9 YZ name=Vis"));
  EXPECT_THAT(second.contribution, IsEmpty());
  EXPECT_THAT(parts(second), testing::SizeIs(2));
}

class KeptInIntervals : public TwoInOne {
 protected:
  KeptInIntervals() : TwoInOne("interval") {}
};

TEST_F(KeptInIntervals, BesideALineThatIsWhole) {
  EXPECT_THAT(first.merged, ElementsAre("K1 ABC police=yes", "K9 YZ name=Vis"));
  EXPECT_THAT(intervals(first), ElementsAre("K1 police 60 to 100: no"));
  EXPECT_THAT(first.contribution, IsEmpty());
  EXPECT_THAT(first.conflicts, IsEmpty());
  expect_settled(first);
}

TEST_F(KeptInIntervals, SurviveALineThatIsDrawnAnew) {
  const std::string anew = R"(. . . D . . . . . . .
    A - - - d - B - - - C
    . . . . . . . . . . .
    Y - - - Z . . . . . . )";
  map.continue_from(first).draw("reference", anew).draw("merged", anew);
  map.reference({{"K1", "ADBC", {}}, neighbour});
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 ADBC police=yes", "K9 YZ name=Vis"));
  EXPECT_THAT(intervals(second), ElementsAre("K1 police 63 to 103: no"));
  expect_settled(second);
}

TEST_F(KeptInIntervals, BecomePartsWhereTheThemeSaysSo) {
  map.continue_from(first).theme(theme_with("split"));
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB police=yes", "K1 BC police=no", "K9 YZ name=Vis"));
  EXPECT_THAT(intervals(second), IsEmpty());
  EXPECT_THAT(second.contribution, IsEmpty());
  expect_settled(second);
}

TEST_F(CutHereAlone, IsWholeWithIntervalsWhereTheThemeSaysSo) {
  map.continue_from(first).theme(theme_with("interval"));
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 ABC police=yes", "K9 YZ name=Vis"));
  EXPECT_THAT(intervals(second), ElementsAre("K1 police 60 to 100: no"));
  EXPECT_THAT(parts(second), IsEmpty());
  EXPECT_THAT(second.contribution, IsEmpty());
  expect_settled(second);
}

TEST_F(CutHereAlone, StaysSoWhereTheThemeSaysNothingOfIt) {
  map.continue_from(first).theme(theme_with("conflict"));
  const auto second = map.sync();
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_EQ(parts(second), parts(first));
  expect_settled(second);
}

/// What the line says of a part goes with that part, wherever the office draws the line.
TEST_F(KeptInIntervals, SurviveALineThatTheOfficeDrawsAnew) {
  map.continue_from(first).draw("local", R"(. . . . . . . . . . .
    A - - - d - B - - - C
    . . . E . . . . . . .
    Y - - - Z . . . . . . )");
  map.edit({{"K1", "AEBC", {}}});
  const auto second = map.sync();
  EXPECT_THAT(second.contribution, ElementsAre("update K1: geometry offered"));
  EXPECT_THAT(intervals(second), ElementsAre("K1 police 63 to 103: no"));
}

TEST_F(KeptInIntervals, GoWithWhatTheReferenceCuts) {
  map.continue_from(first).reference({{"K5", "Ad", {}}, {"K6", "dBC", {}}, neighbour});
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K5 Ad police=yes", "K6 dBC police=no", "K9 YZ name=Vis"));
  EXPECT_THAT(intervals(second), ElementsAre("K6 police 0 to 20: yes"));
  EXPECT_THAT(second.conflicts, IsEmpty());
  expect_settled(second);
}

TEST_F(KeptInIntervals, AreGoneWhereTheValueIsTheLines) {
  map.continue_from(first).edit({{"K1", "", {{"police", "no"}}}});
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 ABC police=no", "K9 YZ name=Vis"));
}

TEST_F(KeptInIntervals, SurviveWhatTheReferenceSaysElsewhere) {
  map.continue_from(first).reference({{"K1", "ABC", {}}, {"K9", "YZ", {{"name", "la Vis"}}}});
  const auto second = map.sync();
  EXPECT_EQ(intervals(second), intervals(first));
}

// ---- what becomes of them where the line does not stay what it was

TEST_F(CutHereAlone, IsTurnedWithALineThatTheReferenceTurns) {
  map.continue_from(first).reference({{"K1", "CBA", {}}, neighbour});
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 BA police=yes", "K1 CB police=no", "K9 YZ name=Vis"));
  expect_settled(second);
}

TEST_F(KeptInIntervals, AreTurnedWithALineThatTheReferenceTurns) {
  map.continue_from(first).reference({{"K1", "CBA", {}}, neighbour});
  const auto second = map.sync();
  EXPECT_THAT(intervals(second), ElementsAre("K1 police 0 to 40: no"));
  expect_settled(second);
}

TEST_F(CutHereAlone, WhatHasNoPlaceLeftIsInTheLedgerAndTold) {
  map.continue_from(first).reference({{"K1", "AB", {}}, neighbour});
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB police=yes", "K9 YZ name=Vis"));
  EXPECT_THAT(flags(second, "K1"), Contains("gave_way police no"));
  EXPECT_THAT(second.findings, Contains("value_gave_way"));
  expect_settled(second);
}

TEST_F(KeptInIntervals, WhatHasNoPlaceLeftIsInTheLedgerAndTold) {
  map.continue_from(first).reference({{"K1", "AB", {}}, neighbour});
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 AB police=yes", "K9 YZ name=Vis"));
  EXPECT_THAT(flags(second, "K1"), Contains("gave_way police no"));
  EXPECT_THAT(second.findings, Contains("value_gave_way"));
}

TEST_F(CutHereAlone, IsOneFeatureAgainWhereTheLineHasNoGeometryAnyMore) {
  map.continue_from(first).reference({{"K1", "", {}}, neighbour});
  const auto second = map.sync();
  EXPECT_THAT(second.merged, ElementsAre("K1 no geometry police=yes", "K9 YZ name=Vis"));
  EXPECT_THAT(flags(second, "K1"), Contains("gave_way police no"));
}

TEST_F(KeptInIntervals, GoWithAPartThatTheOfficeCutsOff) {
  map.continue_from(first);
  cut_in_qgis(R"(. . . . . . . . . . .
    A - - - d - B - E - C)",
              {"ABE", "EC"}, "yes");
  const auto second = map.sync();
  EXPECT_THAT(intervals(second),
              testing::UnorderedElementsAre("K1 police 60 to 80: no", "K1 police 0 to 20: no"));
}

TEST_F(KeptInIntervals, ArePutDownToTheKeyWhereFidsAreOthers) {
  map.continue_from(first);
  in_qgis("UPDATE stream SET fid = fid + 100");
  const auto second = map.sync();
  EXPECT_EQ(intervals(second), intervals(first));
  EXPECT_THAT(second.contribution, IsEmpty());
}

TEST_F(CutHereAlone, IsPutDownToTheKeyWhereFidsAreOthers) {
  map.continue_from(first);
  in_qgis("UPDATE stream SET fid = fid + 100");
  const auto second = map.sync();
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_THAT(second.contribution, IsEmpty());
  EXPECT_THAT(parts(second), testing::SizeIs(2));
}

/// QGIS may leave the fid on either part.
TEST_F(CutHereAlone, ItsFurtherCutsAreNoVerticesOfTheLine) {
  map.continue_from(first);
  cut_in_qgis(R"(. . . . . . . . . . .
    A - E - d - B - - - C)",
              {"EB", "AE"}, "yes");
  const auto second = map.sync();
  EXPECT_THAT(second.contribution, IsEmpty());
  EXPECT_THAT(parts(second), testing::SizeIs(3));
  expect_settled(second);
}

TEST_F(CutHereAlone, OnceNoLineAnyMoreIsSentInTheSameWordsEachTime) {
  map.continue_from(first);
  cut_in_qgis(R"(. . . . . . . . . . .
    A - - - d - B - - - C)",
              {"CB"});
  const auto second = map.sync();
  EXPECT_THAT(second.findings, Contains("key_duplicate"));
  EXPECT_THAT(second.contribution, testing::SizeIs(3));
  const auto third = map.continue_from(second).sync();
  EXPECT_EQ(third.contribution, second.contribution);
  EXPECT_EQ(third.merged, second.merged);
}

TEST_F(CutHereAlone, IsAskedAboutWithWhatAllPartsSay) {
  map.continue_from(first).reference({neighbour});
  const auto second = map.sync();
  ASSERT_EQ(second.pending.size(), 1u);
  EXPECT_THAT(second.pending.front().values.local.value_or(""),
              testing::AllOf(testing::HasSubstr("yes"), testing::HasSubstr("\"no\"")));
}

TEST_F(CutHereAlone, WhatIsSaidOfThePartsAnswersTheQuestion) {
  map.continue_from(first).reference({neighbour});
  const auto asked = map.sync();
  map.continue_from(asked);
  in_qgis("UPDATE stream SET police = 'looked at' WHERE police = 'no'", asked);
  const auto third = map.sync();
  EXPECT_THAT(third.conflicts, IsEmpty());
  EXPECT_THAT(third.merged,
              ElementsAre("K1 AB police=yes", "K1 BC police=looked at", "K9 YZ name=Vis"));
}

// ---- in other circumstances

/// Three reaches become one, of which the middle one is the longest.
TEST(ValuesThatMeet, MostIsWhatIsSaidOfMostOfTheLine) {
  Scenario map(R"(
    ancestor                | local                   | reference
    A - - B - - - - C - - D | A - - B - - - - C - - D | A - - B - - - - C - - D )");
  map.theme(
      "matching: {distance: 10, far: 1000}\nvalues_meet: most\n"
      "authority: {by_attribute: {police: {owner: producer}}}\n");
  map.only("police", {Side::local});
  map.ancestor({{"K1", "AB", {}}, {"K2", "BC", {}}, {"K3", "CD", {}}});
  map.local({{"K1", "AB", {{"police", "yes"}}},
             {"K2", "BC", {{"police", "no"}}},
             {"K3", "CD", {{"police", "yes"}}}});
  map.reference({{"K1", "ABCD", {}}});
  map.job().confirm_deletions = true;
  EXPECT_THAT(map.sync().merged, ElementsAre("K1 ABCD police=yes"));
}

/// A column that only the producer has is theirs, whatever the theme says of others.
TEST(ValuesThatMeet, InColumnsOfTheProducersOwnTheyAreTheProducers) {
  Scenario map(R"(
    ancestor      | local         | reference
    A - - B - - C | A - - B - - C | A - - B - - C )");
  map.theme("matching: {distance: 10, far: 1000}\nvalues_meet: split\n");
  map.only("visited", {Side::local});
  map.ancestor({{"K1", "AB", {}}, {"K2", "BC", {}}});
  map.local({{"K1", "AB", {{"visited", "2024"}}}, {"K2", "BC", {{"visited", "2025"}}}});
  map.reference({{"K1", "ABC", {}}});
  map.job().confirm_deletions = true;
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K1 AB visited=2024", "K1 BC visited=2025"));
  EXPECT_THAT(map.continue_from(first).sync().contribution, IsEmpty());
}

/// The producer answers for it under a condition.
TEST(ValuesThatMeet, UnderAConditionTheyAreStillOneObject) {
  Scenario map(R"(
    ancestor      | local         | reference
    A - - B - - C | A - - B - - C | A - - B - - C )");
  map.theme(
      "matching: {distance: 10, far: 1000}\nvalues_meet: split\n"
      "special_cases: [{when: {nature: Canal}, authority: "
      "{by_attribute: {police: {owner: producer}}}}]\n");
  const Attributes canal{{"nature", "Canal"}};
  const auto says = [&](const char* what) {
    return Attributes{{"nature", "Canal"}, {"police", what}};
  };
  map.ancestor({{"K1", "AB", says("x")}, {"K2", "BC", says("x")}});
  map.local({{"K1", "AB", says("yes")}, {"K2", "BC", says("no")}});
  map.reference({{"K1", "ABC", says("x")}});
  map.job().confirm_deletions = true;
  const auto first = map.sync();
  EXPECT_THAT(first.merged,
              ElementsAre("K1 AB nature=Canal police=yes", "K1 BC nature=Canal police=no"));
  const auto second = map.continue_from(first).sync();
  EXPECT_EQ(second.merged, first.merged);
  EXPECT_EQ(second.contribution, first.contribution);
  EXPECT_THAT(second.contribution, ElementsAre("update K1: police offered"));
}

/// A long reach may say something else in a short part of itself.
TEST(ValuesThatMeet, InAShortPartOfALongLineToo) {
  const std::string far(60, '-');
  const std::string row = "A " + far + " M - - - B " + far + " C";
  Scenario map("ancestor | local | reference\n" + row + " | " + row + " | " + row);
  map.theme(
      "matching: {distance: 10, far: 10000}\nvalues_meet: split\n"
      "authority: {by_attribute: {police: {owner: producer}}}\n");
  map.only("police", {Side::local});
  map.ancestor({{"K1", "AM", {}}, {"K2", "MBC", {}}});
  map.local({{"K1", "AM", {{"police", "yes"}}}, {"K2", "MBC", {{"police", "no"}}}});
  map.reference({{"K7", "AMB", {}}, {"K8", "BC", {}}});
  map.job().confirm_deletions = true;
  const auto first = map.sync();
  EXPECT_THAT(first.merged, ElementsAre("K7 AM police=yes", "K7 MB police=no", "K8 BC police=no"));
}

}  // namespace
}  // namespace bdf::tests
