// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/error.h"
#include "score/compare.h"
#include "support/score_case.h"

namespace bdf::score {
namespace {

TEST(Score, IsRightAboutASynchronisationThatWentWell) {
  const Score score = scored(good());
  EXPECT_EQ(as_lines(score.details), "");
  EXPECT_EQ(score.total().n(), 6U);
  EXPECT_EQ(score.total()[Verdict::right], 6U);
}

TEST(Score, SeesAValueThatNobodyGave) {
  Case all = good();
  all.merged[0].values[1] = text("nobody");
  EXPECT_EQ(faults(all), "wrong untouched");
  all = good();
  all.merged[4].values[2] = 9.0;
  EXPECT_EQ(faults(all), "wrong family 4");
}

TEST(Score, SeesAPrivateValueGo) {
  Case all = good();
  all.merged[2].values[3] = nothing;
  EXPECT_EQ(faults(all), "lost family 2");
}

TEST(Score, ForgivesFourCentimetresInAStoryAndNotSix) {
  Case all = good();
  all.merged[2].shape = line(3000, 4.04);
  EXPECT_EQ(faults(all), "");
  all.merged[2].shape = line(3000, 4.06);
  EXPECT_EQ(faults(all), "lost family 2");
}

TEST(Score, ForgivesNothingInWhatIsUntouched) {
  Case all = good();
  all.merged[0].shape = line(1000, 0.001);
  EXPECT_EQ(faults(all), "wrong untouched");
}

TEST(Score, ComparesAltitudes) {
  Case all = good();
  all.merged[2].shape.path()[1].z = 7;
  EXPECT_EQ(faults(all), "wrong family 2");
}

TEST(Score, SeesAFeatureMissing) {
  Case all = good();
  all.merged.erase(all.merged.begin());
  EXPECT_EQ(faults(all), "lost untouched");
  all = good();
  all.merged.erase(all.merged.begin() + 1);
  all.contribution.erase(all.contribution.begin());
  EXPECT_EQ(faults(all), "lost family 1");
}

TEST(Score, SeesAFeatureTooMany) {
  Case all = good();
  all.merged.push_back({70, line(70000), values("HAIE70", "IGN", 2, "")});
  EXPECT_EQ(faults(all), "wrong untouched");
  all = good();
  all.merged.push_back({71, line(6000), values("HAIE6", "IGN", 2, "")});
  EXPECT_EQ(faults(all), "proposed family 5");  // the deletion leaves
  all = good();
  all.merged.push_back({72, line(3000), values("HAIE3", "IGN", 2, "")});
  EXPECT_EQ(faults(all), "wrong family 2");
}

TEST(Score, SeesAFidThatIsNotLocals) {
  Case all = good();
  all.merged[4].fid = 50;
  EXPECT_EQ(faults(all), "wrong family 4");
  EXPECT_NE(scored(all).details.front().reason.find("kept the local fid 5"), std::string::npos);
}

TEST(Score, SeesADeletionForgotten) {
  Case all = good();
  all.merged.push_back({6, line(6000), values("HAIE6", "IGN", 2, "")});
  all.contribution.pop_back();
  EXPECT_EQ(faults(all), "lost family 5");
}

TEST(Score, SeesAQuestionDecidedInSilence) {
  Case all = good();
  all.conflicts.clear();
  EXPECT_EQ(faults(all), "lost family 3");
  all.contribution.push_back(sent(line(4000), "HAIE4", R"({"hauteur":"offered"})", "IGN", 3));
  EXPECT_EQ(faults(all), "wrong family 3");
}

TEST(Score, SeesAQuestionThatIsAnother) {
  Case all = good();
  all.conflicts = {conflict("attribute", "hauteur", "HAIE4", "3", "4"),
                   conflict("geometry", "", "HAIE4", "", "")};
  EXPECT_EQ(faults(all), "asked family 3");
  all.conflicts = {
      conflict("delete_edit", "", "HAIE4", R"({"hauteur":3.0})", R"({"hauteur":4.0})")};
  EXPECT_EQ(faults(all), "asked family 3");
}

TEST(Score, SeesAQuestionToWhichTheTruthKnowsTheAnswer) {
  Case all = good();
  all.conflicts.push_back(conflict("attribute", "sources", "HAIE2", "DDT", "IGN"));
  EXPECT_EQ(faults(all), "asked family 1");
  all = good();
  all.conflicts.push_back(conflict("attribute", "sources", "HAIE1", "IGN", "IGN"));
  EXPECT_EQ(faults(all), "asked untouched");
}

TEST(Score, AnAnsweredConflictAsksNothing) {
  Case all = good();
  all.conflicts.push_back(conflict("attribute", "sources", "HAIE2", "DDT", "IGN"));
  all.conflicts.back().back() = text("local");
  EXPECT_EQ(faults(all), "");
}

TEST(Score, KnowsAProposal) {
  Case all = good();
  all.merged[1].values[1] = text("IGN");
  EXPECT_EQ(faults(all), "proposed family 1");
  all.contribution.erase(all.contribution.begin());
  EXPECT_EQ(faults(all), "lost family 1");
  all.pending = {conflict("proposal", "sources", "HAIE2", "DDT", "IGN")};
  EXPECT_EQ(faults(all), "proposed family 1");
}

TEST(Score, AProposalOfAnotherObjectIsNone) {
  Case all = good();
  all.merged[1].values[1] = text("IGN");
  all.contribution[0].values[1] = text("HAIE7");
  EXPECT_EQ(faults(all), "wrong untouched, lost family 1");
}

TEST(Score, SeesThatWhatStaysDoesNotLeave) {
  for (const std::size_t row : {0U, 1U, 2U}) {
    Case all = good();
    all.contribution.erase(all.contribution.begin() + static_cast<std::ptrdiff_t>(row));
    EXPECT_EQ(faults(all), row == 0   ? "wrong family 1"
                           : row == 1 ? "wrong family 4"
                                      : "wrong family 5");
  }
  Case all = good();
  all.contribution[0].values[6] = text("other");
  EXPECT_EQ(faults(all), "wrong family 1");
}

TEST(Score, SeesThatItLeavesAsAnother) {
  Case all = good();  // in the theme of hedges everything is shared
  all.contribution[1].values[2] = text(R"({"geometry":"proposed"})");
  EXPECT_EQ(faults(all), "wrong family 4");
}

TEST(Score, SeesThatTooMuchLeaves) {
  Case all = good();
  all.contribution[0].values[2] = text(R"({"sources":"offered","hauteur":"offered"})");
  EXPECT_EQ(faults(all), "wrong family 1");
  all = good();
  all.contribution.push_back(sent(line(1000), "HAIE1", R"({"hauteur":"offered"})", "IGN", 7));
  EXPECT_EQ(faults(all), "wrong untouched");
}

TEST(Score, SeesAPrivateColumnLeave) {
  Case all = good();
  all.private_leaves = true;
  EXPECT_EQ(faults(all), "wrong untouched");
  EXPECT_EQ(scored(all).details.front().reason, "a private column is in the contribution");
}

/// Local drew 7, which is to leave as an insertion.
Case drawn_anew() {
  Case all = good();
  const Cells mine{nothing, text("DDT"), 3.0, text("mine")};
  all.local.push_back({7, line(7000), mine});
  all.merged.push_back(all.local.back());
  all.stories.push_back({std::int64_t{6}, text("family 6"), text("haie"), nothing});
  all.sides.push_back(side(6, "local", 7, "", "geometry/sources/hauteur"));
  all.expected.push_back(all.local.back());
  all.expected.back().values.insert(all.expected.back().values.end(),
                                    {std::int64_t{6}, std::int64_t{7}, nothing});
  all.contribution.push_back({4,
                              line(7000),
                              {text("insert"), text("uid"), text(R"({"object":"offered"})"),
                               nothing, nothing, nothing, text("DDT"), 3.0}});
  return all;
}

TEST(Score, AnInsertionLeavesAsLocalHasIt) {
  EXPECT_EQ(faults(drawn_anew()), "");
  Case all = drawn_anew();
  all.contribution.back().values[6] = text("mine");
  EXPECT_EQ(faults(all), "wrong family 6");
  all = drawn_anew();
  all.contribution.back().values[5] = text("mine");
  EXPECT_EQ(faults(all), "wrong family 6");
  all = drawn_anew();
  all.contribution.push_back(all.contribution.back());
  EXPECT_EQ(faults(all), "wrong family 6");
}

TEST(Score, APartOfASplitNeedsNoKey) {
  Case all = drawn_anew();
  all.contribution.back().values[0] = text("split");
  EXPECT_EQ(faults(all), "");
  all.contribution.back().values[6] = text("mine");
  EXPECT_EQ(faults(all), "wrong family 6");
}

TEST(Score, AnUpdateSaysOnlyWhatItTells) {
  Case all = good();
  all.contribution[0].values[4] = std::int64_t{12};  // of the reference
  EXPECT_EQ(faults(all), "");
  all.contribution[0].values[7] = 9.0;
  EXPECT_EQ(faults(all), "wrong family 1");
  all.contribution[0].values[7] = 2.0;
  all.contribution[0].shape = line(2000, 9);
  EXPECT_EQ(faults(all), "wrong family 1");
}

TEST(Score, NothingLeavesTwice) {
  Case all = good();
  all.contribution.push_back(all.contribution[0]);
  EXPECT_EQ(faults(all), "wrong family 1");
  all = good();
  all.contribution.push_back(all.contribution[2]);
  EXPECT_EQ(faults(all), "wrong family 5");
}

TEST(Score, SeesATableLeave) {
  Case all = good();
  all.more_leaves = "secrets";
  EXPECT_EQ(faults(all), "wrong untouched");
  all.more_leaves = "bdf_more";
  EXPECT_EQ(faults(all), "");
}

TEST(Score, ALayerWithoutKeysMayHaveThemBack) {
  Case all = good();
  for (Row& row : all.local) row.values[0] = nothing;
  EXPECT_EQ(faults(all), "");
  all.merged[0].values[0] = text("HAIE99");
  EXPECT_EQ(faults(all), "wrong untouched");
}

std::string refusal(const Case& all) {
  try {
    (void)scored(all);
  } catch (const InputError& refused) {
    return refused.what();
  }
  return "";
}

TEST(Score, RefusesDamagedFiles) {
  using testing::HasSubstr;
  Case all = good();
  all.questions.push_back({std::int64_t{99}, text("geometry"), nothing});
  EXPECT_THAT(refusal(all), HasSubstr("truth.gpkg: table question: a row is about the unknown"));
  all = good();
  all.sides.push_back(side(99, "local", 1, "HAIE1"));
  EXPECT_THAT(refusal(all), HasSubstr("truth.gpkg: table side: a row is about the unknown"));
  all = good();
  all.sides.push_back(side(1, "nowhere", 1, "HAIE1"));
  EXPECT_THAT(refusal(all), HasSubstr("“nowhere” is no side"));
  for (const char* table : {"story", "question", "side"}) {
    all = good();
    all.without = table;
    EXPECT_THAT(refusal(all), HasSubstr(std::string("table ") + table + ": is missing"));
  }
  all = good();
  all.without = "note";
  EXPECT_THAT(refusal(all), HasSubstr("merged.gpkg: layer haie lacks the column note"));
}

TEST(Score, TellsItsFiguresInATable) {
  const std::string table = as_table(scored(good()));
  EXPECT_NE(table.find("| haie | family 1 | 1 | 1 | 0 | 0 | 0 | 0 |\n"), std::string::npos)
      << table;
  EXPECT_NE(table.find("| **all** |  | 6 | 6 | 0 | 0 | 0 | 0 |\n"), std::string::npos) << table;
}

TEST(ScoreValues, SayTheSameInManyForms) {
  const ReadColumn flag{"a", "BOOLEAN"}, number{"a", "REAL"}, word{"a", "TEXT(9)"},
      moment{"a", "DATETIME"}, height{"precision_altimetrique", "REAL"};
  EXPECT_EQ(said("Vrai", flag), said(std::int64_t{1}, flag));
  EXPECT_EQ(said("non", flag), said(std::int64_t{0}, flag));
  EXPECT_EQ(said(2.0, number), said(std::int64_t{2}, number));
  EXPECT_EQ(said("2.50", number), said(2.5, number));
  EXPECT_NE(said(2.5, number), said(2.4, number));
  EXPECT_EQ(said("  e\u0301t\u00e9 ", word), said("\u00e9t\u00e9", word));
  EXPECT_EQ(said("b/a", word), said("a / b", word));
  EXPECT_NE(said("a/b", word), said("a/c", word));
  EXPECT_EQ(said("", word), said(Null(), word));
  EXPECT_NE(said("1", word), said("1.0", word));
  EXPECT_EQ(said("2026-04-05 07:03:00", moment), said("2026-04-05T07:03:00.000Z", moment));
  EXPECT_EQ(said("2026-04-05", moment), said("2026-04-05T00:00:00Z", moment));
  EXPECT_NE(said("2026-04-05", moment), said("2026-04-05T01:00:00Z", moment));
  EXPECT_EQ(said(9999.0, height), "");
}

Drawn drawn(Shape shape, bool z = false) { return {std::move(shape), z}; }

TEST(ScoreShapes, RingsMayStartElsewhereAndRunBack) {
  const sample::Path ring{{0, 0, 0}, {9, 0, 0}, {9, 5, 0}, {0, 0, 0}};
  const sample::Path back{{9, 5, 0}, {9, 0, 0}, {0, 0, 0}, {9, 5, 0}};
  const sample::Path other{{9, 6, 0}, {9, 0, 0}, {0, 0, 0}, {9, 6, 0}};
  EXPECT_TRUE(same_shape(drawn(sample::area_shape({ring})), drawn(sample::area_shape({back}))));
  EXPECT_FALSE(same_shape(drawn(sample::area_shape({ring})), drawn(sample::area_shape({other}))));
  EXPECT_FALSE(
      same_shape(drawn(sample::area_shape({ring})), drawn(sample::area_shape({ring, back}))));
}

TEST(ScoreShapes, LinesRunOneWay) {
  Shape back = line(0, 3);
  std::reverse(back.path().begin(), back.path().end());
  EXPECT_FALSE(same_shape(drawn(line(0, 3)), drawn(back)));
  ReadLayer layer{"a", {{"sens_de_l_ecoulement", "TEXT"}}, {{1, {"Sens inverse"}, drawn(back)}}};
  bring_to_flow(layer);
  EXPECT_TRUE(same_shape(drawn(line(0, 3)), *layer.features[0].drawn));
  EXPECT_EQ(layer.features[0].values[0], bdf::Value("Sens direct"));
}

TEST(ScoreShapes, NoAltitudeIsNoneOfThem) {
  Shape flat = line(0);
  for (auto& at : flat.path()) at.z = -1000;
  EXPECT_FALSE(same_shape(drawn(line(0), true), drawn(flat, true)));
  EXPECT_TRUE(same_shape(drawn(line(0), true), drawn(flat)));
  EXPECT_TRUE(same_shape(drawn(flat, true), drawn(flat, true)));
}

TEST(ScoreShapes, AnEditIsHeldWhereItsVerticesAre) {
  const Drawn before = drawn(sample::line_shape({{0, 0, 0}, {5, 0, 0}, {10, 0, 0}, {15, 0, 0}}));
  const Drawn after = drawn(sample::line_shape({{0, 0, 0}, {5, 2, 0}, {10, 0, 0}, {15, 0, 0}}));
  const Drawn both = drawn(sample::line_shape({{0, 0, 0}, {5, 2, 0}, {10, 3, 0}, {15, 0, 0}}));
  EXPECT_TRUE(holds_edit(both, before, after));
  EXPECT_FALSE(holds_edit(before, before, after));
  EXPECT_FALSE(holds_edit(after, before, both));
}

}  // namespace
}  // namespace bdf::score
