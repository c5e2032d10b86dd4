// SPDX-License-Identifier: MIT
#include "match/evaluation.h"

#include <gtest/gtest.h>

namespace bdf::match {
namespace {

/// A layer of so many features a side, with those links.
LayerLinks layer_of(std::uint32_t count, std::vector<FoundLink> links) {
  LayerLinks layer;
  layer.links = std::move(links);
  for (auto* side : {&layer.a, &layer.b})
    for (std::uint32_t row = 0; row < count; ++row) {
      side->fids.push_back(row);
      side->ids.push_back(std::to_string(row));
    }
  return layer;
}

FoundLink link(std::vector<std::uint32_t> a, std::vector<std::uint32_t> b, double confidence,
               bool doubtful = false) {
  Link link;
  link.a = std::move(a);
  link.b = std::move(b);
  link.confidence = confidence;
  return {link, doubtful};
}

TEST(Evaluation, CountsPairsByRelation) {
  // 0 is cut into 0 and 1, of which only the first is found; 2 is linked to the wrong one.
  const auto layer = layer_of(4, {link({0}, {0}, 0.97), link({2}, {3}, 0.7), link({3}, {2}, 1)});
  const auto judged =
      evaluate(layer, {{0, 0, "cut"}, {0, 1, "cut"}, {2, std::nullopt, "gone"}, {3, 2, ""}});
  const auto& one = judged.relations.at("1:1");
  EXPECT_EQ(one.right, 1U);
  EXPECT_EQ(one.wrong, 1U);
  EXPECT_EQ(one.missed, 0U);
  EXPECT_DOUBLE_EQ(*one.precision(), 0.5);
  EXPECT_DOUBLE_EQ(*one.recall(), 1);
  EXPECT_DOUBLE_EQ(*one.f1(), 2.0 / 3);
  const auto& cut = judged.relations.at("1:n");
  EXPECT_EQ(cut.right, 1U);
  EXPECT_EQ(cut.missed, 1U);
  EXPECT_EQ(judged.relations.at("all").right, 2U);
  EXPECT_FALSE(judged.relations.at("n:m").precision());
}

TEST(Evaluation, TheRelationOfATruePairIsThatOfAllThatHangTogether) {
  const auto judged = evaluate(layer_of(4, {}), {{0, 0, ""}, {1, 0, ""}, {1, 1, ""}, {2, 2, ""}});
  EXPECT_EQ(judged.relations.at("n:m").missed, 3U);
  EXPECT_EQ(judged.relations.at("1:1").missed, 1U);
  EXPECT_EQ(evaluate(layer_of(2, {}), {{0, 0, ""}, {1, 0, ""}}).relations.at("n:1").missed, 2U);
}

TEST(Evaluation, TellsFamilies) {
  const auto layer = layer_of(4, {link({0}, {0}, 1), link({1}, {1}, 1)});
  const auto judged = evaluate(layer, {{0, 0, "moved"},
                                       {0, 0, "moved"},
                                       {0, 0, "renamed"},
                                       {2, 2, "moved"},
                                       {1, std::nullopt, "gone"},
                                       {std::nullopt, 3, "gone"}});
  EXPECT_EQ(judged.families.at("moved").pairs, 2U);
  EXPECT_EQ(judged.families.at("moved").found, 1U);
  EXPECT_EQ(judged.families.at("renamed").found, 1U);
  EXPECT_EQ(judged.families.at("gone").alone, 2U);
  EXPECT_EQ(judged.families.at("gone").left_alone, 1U);
}

TEST(Evaluation, DoesNotJudgeWhatTheTruthNeverNames) {
  const auto layer = layer_of(3, {link({0}, {0}, 1), link({1}, {2}, 1), link({2}, {1}, 1)});
  const auto judged = evaluate(layer, {{0, 0, ""}, {1, 1, ""}});
  EXPECT_EQ(judged.relations.at("all").wrong, 2U) << "each has a named feature";
  EXPECT_EQ(evaluate(layer, {{0, 0, ""}}).relations.at("all").wrong, 0U);
  EXPECT_EQ(evaluate(layer, {{0, 0, ""}}).bins.back().links, 1U);
}

TEST(Evaluation, SaysHowOftenDoubtWasRight) {
  const auto layer = layer_of(3, {link({0}, {0}, 0.3, true), link({1}, {2}, 0.4, true)});
  const auto judged = evaluate(layer, {{0, 0, ""}, {1, 1, ""}});
  EXPECT_EQ(judged.doubtful, 2U);
  EXPECT_EQ(judged.doubtful_right, 1U);
  EXPECT_EQ(judged.relations.at("all").wrong, 0U) << "they are used for nothing";
  EXPECT_EQ(judged.relations.at("all").missed, 2U);
}

TEST(Evaluation, CalibratesConfidence) {
  const auto layer = layer_of(
      5, {link({0}, {0}, 0.5), link({1}, {1, 2}, 0.95), link({2}, {3}, 0.98), link({3}, {4}, 1)});
  const auto judged = evaluate(layer, {{0, 0, ""}, {1, 1, ""}, {2, 3, ""}, {3, 4, ""}});
  EXPECT_EQ(judged.bins[1].links, 1U);
  EXPECT_EQ(judged.bins[6].links, 2U);
  EXPECT_EQ(judged.bins[6].right, 1U) << "of a link all pairs must be true";
  EXPECT_DOUBLE_EQ(judged.bins[6].sum, 0.95 + 0.98);
  EXPECT_EQ(judged.bins[7].right, 1U);
}

TEST(Evaluation, AddsUp) {
  const auto layer = layer_of(2, {link({0}, {0}, 1)});
  auto sum = evaluate(layer, {{0, 0, "f"}});
  sum.add(evaluate(layer, {{0, 1, "f"}}));
  EXPECT_EQ(sum.relations.at("all").right, 1U);
  EXPECT_EQ(sum.relations.at("all").wrong, 1U);
  EXPECT_EQ(sum.families.at("f").pairs, 2U);
  EXPECT_EQ(sum.bins[7].links, 2U);
}

}  // namespace
}  // namespace bdf::match
