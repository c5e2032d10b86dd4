// SPDX-License-Identifier: MIT
#include "match/correspondence.h"

#include <gmock/gmock.h>

#include "match_samples.h"

namespace bdf::match {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr GeometricOptions options{0.05, 10, 500};

TEST(Nearness, FallsFromOneToZeroAtTheReach) {
  const Nearness nearness{15, 2};
  EXPECT_EQ(nearness.of(0), 1);
  EXPECT_EQ(nearness.of(15), 0);
  EXPECT_EQ(nearness.of(1000), 0);
  double before = 1;
  for (double d = 0.5; d < 15; d += 0.5) {
    EXPECT_LT(nearness.of(d), before) << d;
    before = nearness.of(d);
  }
}

TEST(Nearness, ConfidenceGrowsWithNearnessAndMargin) {
  const Nearness nearness{15, 2};
  EXPECT_EQ(nearness.confidence(1, 0), 0.5);
  EXPECT_EQ(nearness.confidence(0, 1), 0.5);
  EXPECT_LT(nearness.confidence(1, -0.5), 0.5);
  EXPECT_GT(nearness.confidence(1, 1), 0.99);
  EXPECT_LE(nearness.confidence(1, 1), 1);
  for (double x = 0; x < 1; x += 0.1) {
    EXPECT_LE(nearness.confidence(x, 0.5), nearness.confidence(x + 0.1, 0.5));
    EXPECT_LE(nearness.confidence(0.5, x), nearness.confidence(0.5, x + 0.1));
  }
}

TEST(Nearness, IsScaledByTheNoiseWithinBounds) {
  EXPECT_DOUBLE_EQ(nearness_for(options, 0).scale, 0.5);
  EXPECT_DOUBLE_EQ(nearness_for(options, 2).scale, 2);
  EXPECT_DOUBLE_EQ(nearness_for(options, 100).scale, 5);
  EXPECT_DOUBLE_EQ(nearness_for(options, 0).reach, 15);
  EXPECT_DOUBLE_EQ(nearness_for(options, 10).reach, 50);
}

Correspondence pair(std::uint32_t a, std::uint32_t b, double share_a = 1, double share_b = 1) {
  Correspondence one;
  one.a = a;
  one.b = b;
  one.score = 1;
  one.share_a = share_a;
  one.share_b = share_b;
  one.mean_distance = 1;
  one.greatest_distance = 2;
  return one;
}

TEST(NoiseOf, IsTheMedianOfWhatCorrespondsFromEndToEnd) {
  std::vector<Correspondence> pairs;
  for (std::uint32_t i = 0; i < 9; ++i) {
    pairs.push_back(pair(i, i));
    pairs.back().mean_distance = i + 1;
  }
  EXPECT_EQ(noise_of(pairs), 5);
  pairs.push_back(pair(9, 9, 0.1));
  pairs.back().mean_distance = 100;
  EXPECT_EQ(noise_of(pairs), 5);
}

TEST(NoiseOf, IsNotToldByAFew) {
  auto few = std::vector{pair(0, 0), pair(1, 1)};
  few[0].mean_distance = few[1].mean_distance = 9;
  EXPECT_EQ(noise_of(few), 0);
  EXPECT_EQ(noise_of({}), 0);
}

TEST(ChooseAmong, KeepsAsAlternativesWhatIsNearlyAsGood) {
  auto pairs = std::vector{pair(0, 0), pair(0, 1), pair(0, 2)};
  pairs[0].score = 10;
  pairs[1].score = 9;
  pairs[2].score = 2;
  const auto choice = choose(pairs, {{0, 1}, {0, 2}, {1, 2}});
  ASSERT_THAT(choice.chosen, SizeIs(1));
  EXPECT_EQ(choice.chosen[0].b, 0U);
  EXPECT_NEAR(choice.chosen[0].margin, 0.1, 1e-9);
  ASSERT_THAT(choice.alternatives, SizeIs(1));
  EXPECT_EQ(choice.alternatives[0].b, 1U);
}

Shapes lines(std::size_t n) {
  return shapes_from(std::vector<std::string>(n, "LINESTRING (0 0, 100 0)"));
}

GeometricMatches links(const Choice& choice) {
  return links_of(choice, lines(4), lines(4), Matching{options, {}, 1}, nearness_for(options, 1));
}

TEST(LinksOf, WhatHangsTogetherIsOneLink) {
  const auto found =
      links({{pair(2, 2), pair(1, 0, 0.5, 1), pair(1, 1, 0.5, 1), pair(0, 1, 0.5, 0.2)}, {}});
  EXPECT_THAT(as_text(found.accepted), ElementsAre("0,1 = 0,1 in_part", "2 = 2 same_course"));
  EXPECT_THAT(found.doubtful, IsEmpty());
  ASSERT_THAT(found.accepted, SizeIs(2));
  const auto& group = found.accepted[0].a.size() == 2 ? found.accepted[0] : found.accepted[1];
  ASSERT_THAT(group.pairs, SizeIs(3));
  EXPECT_EQ(group.pairs[0].a, 0U);
  EXPECT_EQ(group.pairs[1].b, 0U);
  EXPECT_NEAR(group.share_a, 0.75, 1e-9);
}

TEST(LinksOf, OneWithoutMarginMakesAllOfItDoubtfulWithItsAlternative) {
  auto chosen = pair(0, 0);
  auto other = pair(0, 1);
  chosen.margin = 0.01;
  other.margin = -0.01;
  const auto found = links({{chosen, pair(3, 3)}, {other}});
  EXPECT_THAT(as_text(found.accepted), ElementsAre("3 = 3 same_course"));
  EXPECT_THAT(as_text(found.doubtful), ElementsAre("0 = 0,1 several_alike"));
}

TEST(LinksOf, AnAlternativeThatIsASmallPartOfBothDisputesNothing) {
  auto other = pair(0, 1, 0.1, 0.1);
  other.margin = -0.01;
  EXPECT_THAT(as_text(links({{pair(0, 0)}, {other}}).accepted), ElementsAre("0 = 0 same_course"));
}

TEST(LinksOf, WithinTheToleranceItIsTheSameGeometry) {
  auto same = pair(0, 0);
  same.mean_distance = same.greatest_distance = 0.01;
  const auto found = links({{same}, {}});
  EXPECT_THAT(as_text(found.accepted), ElementsAre("0 = 0 same_geometry"));
  EXPECT_EQ(found.accepted[0].confidence, 1);
}

}  // namespace
}  // namespace bdf::match
