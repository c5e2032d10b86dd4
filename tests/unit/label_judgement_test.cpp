// SPDX-License-Identifier: MIT
#include "label/judgement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "label/badge.h"
#include "label/words.h"

namespace bdf::label {
namespace {

using rules::Bound;
using rules::Criterion;
using rules::Limit;
using ::testing::HasSubstr;
using ::testing::Not;

Criterion criterion(const std::string& code, Bound bound, double weight) {
  Criterion one;
  one.code = code;
  one.title = {"Critère " + code, "Criterion " + code};
  one.figure = rules::Figure::filled;
  one.measure = "filled";
  one.bound = bound;
  one.weight = weight;
  return one;
}

class LabelJudgement : public ::testing::Test {
 protected:
  LabelJudgement() {
    rules_.expert = 0.75;
    rules_.in_progress = 0.5;
    rules_.criteria = {criterion("must", {Limit::at_most, 0}, 0),
                       criterion("should", {Limit::at_least, 0.9}, 3),
                       criterion("could", {Limit::at_least, 0.5}, 1)};
  }

  Judgement judged(double must, double should, double could) {
    const std::vector<FigureValue> figures{figure("must", must), figure("should", should),
                                           figure("could", could)};
    return judge(rules_, "P", figures);
  }
  static FigureValue figure(const std::string& code, double value) {
    return {code, value, 10, "layer", Unmeasured::nothing};
  }

  rules::LabelRules rules_;
};

TEST_F(LabelJudgement, LevelsAreByWhatIsMandatoryAndByWeight) {
  EXPECT_EQ(judged(0, 1, 1).level, Level::expert);
  EXPECT_EQ(judged(0, 0.9, 0).level, Level::expert) << "three of four parts of the weight";
  EXPECT_EQ(judged(0, 0.89, 1).level, Level::socle);
  EXPECT_EQ(judged(0, 0, 0).level, Level::socle);
  EXPECT_EQ(judged(1, 1, 1).level, Level::in_progress) << "two of three criteria";
  EXPECT_EQ(judged(1, 1, 0).level, std::nullopt) << "one of three";
}

TEST_F(LabelJudgement, BoundsAreIncluded) {
  EXPECT_TRUE(judged(0, 0.9, 0.5).results[1].holds);
  EXPECT_FALSE(judged(0, 0.899999, 0.5).results[1].holds);
}

TEST_F(LabelJudgement, WhatWasNotMeasuredDoesNotHold) {
  const std::vector<FigureValue> figures{
      {"must", std::nullopt, 0, "", Unmeasured::no_socle}, figure("should", 1), figure("could", 1)};
  const auto judgement = judge(rules_, "P", figures);
  EXPECT_FALSE(judgement.results[0].holds);
  EXPECT_EQ(judgement.results[0].figure.why, Unmeasured::no_socle);
  EXPECT_EQ(judgement.level, Level::in_progress);
  EXPECT_EQ(judge(rules_, "P", {}).level, std::nullopt);
}

TEST_F(LabelJudgement, OtherPacksAreAskedForLess) {
  rules_.criteria[0].packs = {"Q"};
  EXPECT_EQ(judged(1, 1, 1).results.size(), 2U);
  EXPECT_EQ(judged(1, 1, 1).level, Level::expert);
}

TEST_F(LabelJudgement, NothingAskedIsNoLabel) {
  rules_.criteria.clear();
  EXPECT_EQ(judge(rules_, "P", {}).level, std::nullopt);
}

TEST_F(LabelJudgement, AllMandatoryAndNothingWeighedIsExpert) {
  rules_.criteria.resize(1);
  EXPECT_EQ(judged(0, 0, 0).level, Level::expert);
}

TEST(LabelLevel, NamesGoThereAndBack) {
  for (const auto level : {Level::in_progress, Level::socle, Level::expert})
    EXPECT_EQ(level_named(name_of(level)), level);
  EXPECT_EQ(level_named("Expert"), std::nullopt);
}

TEST(LabelWords, SharesTellNearlyAllFromAll) {
  const auto one = criterion("c", {Limit::at_least, 0.9995}, 1);
  const auto said = [&](double value) {
    return figure_in(Language::en, {&one, {"c", value, 1, "", Unmeasured::nothing}, true},
                     FigureUnit::share);
  };
  EXPECT_EQ(said(1), "100%");
  EXPECT_EQ(said(0.99991), "99.991%");
  EXPECT_EQ(said(0.964), "96.4%");
  EXPECT_EQ(said(0), "0%");
  EXPECT_EQ(said(0.0001), "0.010%");
  EXPECT_EQ(bound_in(Language::fr, one, FigureUnit::share), "au moins 99,950\u00a0%");
}

TEST(LabelWords, AMissNamesItsLayer) {
  const auto one = criterion("c", {Limit::at_most, 0}, 0);
  const FigureValue figure{"c", 3, 10, "haie", Unmeasured::nothing};
  EXPECT_EQ(figure_in(Language::fr, {&one, figure, false}, FigureUnit::count), "3 (haie)");
  EXPECT_EQ(figure_in(Language::fr, {&one, {"c", {}, 0, "", Unmeasured::no_socle}, false},
                      FigureUnit::count),
            "socle non fourni");
}

TEST(LabelBadge, IsAPictureWithoutAnythingToRun) {
  LabelFacts facts;
  facts.title = {"Label <b>&\"", "Label"};
  facts.level = Level::expert;
  facts.issuer = "<script>x</script>";
  facts.valid_until = "2027-01-10T00:00:00Z";
  const auto svg = badge_of(facts);
  EXPECT_THAT(svg, HasSubstr("Label &lt;b&gt;"));
  EXPECT_THAT(svg, HasSubstr("Expert"));
  EXPECT_THAT(svg, HasSubstr("10 janvier 2027"));
  EXPECT_THAT(svg, Not(HasSubstr("<script")));
  EXPECT_THAT(label_section(facts, {}, {}), Not(HasSubstr("<script")));
}

}  // namespace
}  // namespace bdf::label
