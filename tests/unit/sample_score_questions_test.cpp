// SPDX-License-Identifier: MIT
// What must hold while something is asked or proposed.
#include <gtest/gtest.h>

#include "support/score_case.h"

namespace bdf::score {
namespace {

TEST(ScoreQuestions, TheObjectAskedAboutMustStay) {
  Case all = good();
  all.merged.erase(all.merged.begin() + 3);
  EXPECT_EQ(faults(all), "lost family 3");
  all = good();
  all.merged.push_back({44, line(4000), values("HAIE4", "IGN", 4, "mine")});
  EXPECT_EQ(faults(all), "wrong family 3");
  all = good();
  all.merged[3].fid = 44;
  std::swap(all.merged[3], all.merged[4]);
  EXPECT_EQ(faults(all), "wrong family 3");
}

TEST(ScoreQuestions, WhatNobodyChangedMustStay) {
  Case all = good();
  all.merged[3].values[1] = text("nobody");
  EXPECT_EQ(faults(all), "wrong family 3");
  all = good();
  all.merged[3].shape = line(4000, 7);
  EXPECT_EQ(faults(all), "wrong family 3");
}

TEST(ScoreQuestions, WhatIsAskedIsWhatASideSays) {
  Case all = good();
  all.merged[3].values[2] = 77.0;
  EXPECT_EQ(faults(all), "wrong family 3");
}

/// Local deleted 6 and the reference changed it: one of the two must be held.
TEST(ScoreQuestions, WhatOneSideDeletedIsHeldMeanwhile) {
  Case all = good();
  all.reference[5].values[2] = 5.0;
  all.sides.back().back() = text("hauteur");
  all.questions.push_back({std::int64_t{5}, text("delete_edit"), nothing});
  all.contribution.pop_back();
  all.conflicts.push_back(conflict("delete_edit", "", "HAIE6", "", R"({"hauteur":5.0})"));
  EXPECT_EQ(faults(all), "lost family 5");
  all.merged.push_back({60, line(6000), values("HAIE6", "IGN", 5, "")});
  EXPECT_EQ(faults(all), "");
  all.merged.push_back({61, line(6000), values("HAIE6", "IGN", 5, "")});
  EXPECT_EQ(faults(all), "wrong family 5");
}

TEST(ScoreQuestions, AQuestionQuotesTheThreeFiles) {
  Case all = good();
  all.conflicts[0][7] = text("9");
  EXPECT_EQ(faults(all), "wrong family 3");
  all = good();
  all.conflicts = {conflict("attribute", "hauteur", "HAIE4", "3.0", "9")};
  EXPECT_EQ(faults(all), "wrong family 3");
  all.conflicts = {conflict("attribute", "hauteur", "HAIE4", "9", "4")};
  EXPECT_EQ(faults(all), "lost family 3");
  all.conflicts = {conflict("attribute", "hauteur", "HAIE4", "3.0", "4.0")};
  EXPECT_EQ(faults(all), "");
}

TEST(ScoreQuestions, AQuestionIsAskedOnceAndOfWhatThereIs) {
  Case all = good();
  all.conflicts.push_back(all.conflicts.front());
  EXPECT_EQ(faults(all), "wrong family 3");
  all = good();
  all.conflicts.push_back(conflict("attribute", "hauteur", "HAIE99", "3", "4"));
  EXPECT_EQ(faults(all), "wrong untouched");
  all.conflicts.back() = conflict("attribute", "hauteur", "HAIE4", "3", "4");
  all.conflicts.back()[1] = text("route");
  EXPECT_EQ(faults(all), "wrong untouched");
}

/// `sources` of 2 is proposed, merged has the reference's.
Case proposed() {
  Case all = good();
  all.merged[1].values[1] = text("IGN");
  return all;
}

TEST(ScoreQuestions, WhatIsProposedMustStay) {
  EXPECT_EQ(faults(proposed()), "proposed family 1");
  Case all = proposed();
  all.contribution.push_back(all.contribution.front());  // it leaves twice
  EXPECT_EQ(faults(all), "wrong family 1");
  all = proposed();
  all.merged[1].values[1] = text("nobody");
  EXPECT_EQ(faults(all), "wrong family 1");
  all = good();  // the new shape of 5 leaves, and it went
  all.merged.pop_back();
  EXPECT_EQ(faults(all), "lost family 4");
  all = good();
  all.merged.back().shape = line(9000);
  EXPECT_EQ(faults(all), "wrong family 4");
  all = good();
  all.merged.push_back({55, line(5000), values("HAIE5", "IGN", 2, "mine")});
  EXPECT_EQ(faults(all), "wrong family 4");
}

}  // namespace
}  // namespace bdf::score
