// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <array>
#include <string>

#include "geometry_samples.h"
#include "topology/network_causes.h"

namespace bdf::topology {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A line from one letter to another; `>` flows along, `<` against, `-` either way. Letters stand
/// 10 m apart on the x axis, small ones 3 cm beside the capitals.
std::vector<NetworkLine> lines_of(const std::vector<std::string>& texts) {
  const auto place = [](char letter) {
    const bool small = letter >= 'a';
    return Point{10.0 * (letter - (small ? 'a' : 'A')) + (small ? 0.03 : 0), 0};
  };
  std::vector<NetworkLine> lines;
  for (const auto& text : texts) {  // "1 A>B"
    const auto flow = text[3] == '>' ? Flow::along : text[3] == '<' ? Flow::against : Flow::either;
    lines.push_back(
        {static_cast<std::size_t>(text[0] - '0'), place(text[2]), place(text[4]), flow});
  }
  return lines;
}

std::vector<std::string> told(const std::vector<FlawedPlace>& flaws) {
  static const char* const names[] = {"apart", "on_line", "sink", "circuit", "island"};
  std::vector<std::string> texts;
  for (const auto& flaw : flaws)
    texts.push_back(std::string(names[static_cast<int>(flaw.flaw)]) + ' ' +
                    std::to_string(flaw.feature) + ' ' + std::to_string(flaw.others));
  return texts;
}

std::vector<std::string> told(const std::vector<NewFlawedPlace>& flaws) {
  static const char* const names[] = {"dead_end", "sink", "circuit", "island"};
  std::vector<std::string> texts;
  for (const auto& flaw : flaws)
    texts.push_back(std::string(names[static_cast<int>(flaw.flaw)]) + ' ' +
                    std::to_string(flaw.feature));
  return texts;
}

std::vector<std::string> flaws(const std::vector<std::string>& texts) {
  return told(flaws_of(lines_of(texts), {}, {0.05, 0.5}));
}

std::vector<std::string> made(const std::vector<std::string>& merged,
                              const std::vector<std::string>& local,
                              const std::vector<std::string>& reference) {
  return told(new_flaws(lines_of(merged), lines_of(local), lines_of(reference)));
}

TEST(Network, ASoundOneHasNoFlaw) {
  EXPECT_THAT(flaws({"1 A>C", "2 B>C", "3 C>D", "4 E<D", "5 E-F"}), IsEmpty());
  EXPECT_THAT(flaws({"1 A>C", "2 B>C", "3 C>D", "4 D>E"}), IsEmpty());
  EXPECT_THAT(flaws({}), IsEmpty());
}

TEST(Network, EndsThatMissOneAnother) {
  EXPECT_THAT(flaws({"1 A>B", "2 b>C"}), ElementsAre("apart 1 2", "island 2 1"));
}

TEST(Network, AShortLineHoldsItsEndsApart) {
  EXPECT_THAT(flaws({"1 A>B", "2 B>b", "3 b>C"}), IsEmpty());
}

TEST(Network, WaterThatArrivesAndCannotLeave) {
  EXPECT_THAT(flaws({"1 A>B", "2 C>B"}), ElementsAre("sink 1 2"));
  EXPECT_THAT(flaws({"1 A>B", "2 C-B"}), IsEmpty());
}

TEST(Network, WaterThatGoesRound) {
  EXPECT_THAT(flaws({"1 A>B", "2 B>C", "3 B<C", "4 C>D"}), ElementsAre("circuit 2 2"));
  EXPECT_THAT(flaws({"1 A>A"}), ElementsAre("circuit 1 1"));
  EXPECT_THAT(flaws({"1 A>B", "2 B>C", "3 B-C", "4 C>D"}), IsEmpty());
}

TEST(Network, AnEndInTheMiddleOfALine) {
  const auto line = geometry::from_wkt("LINESTRING (0 0, 100 0)");
  const auto other = geometry::from_wkt("LINESTRING (50 50, 50 0.01)");
  std::vector<NetworkLine> lines;
  add_lines(line, 1, Flow::along, lines);
  add_lines(other, 2, Flow::along, lines);
  const std::vector<Course> courses{{1, &line}, {2, &other}};
  EXPECT_THAT(told(flaws_of(lines, courses, {0.05, 0.5})),
              ElementsAre("on_line 2 1", "island 2 1"));
}

TEST(NewFlaws, WhatEitherSideHasIsNone) {
  const std::vector<std::string> flawed{"1 A>B", "2 C>B", "3 D>E", "4 E>D"};
  EXPECT_THAT(made(flawed, flawed, {}), IsEmpty());
  EXPECT_THAT(made(flawed, {}, flawed), IsEmpty());
}

/// The reference has deleted the stream 2 that the office has led the ditch 3 to.
TEST(NewFlaws, ADeadEndWhereSomethingWasMet) {
  EXPECT_THAT(made({"1 A>B", "3 D>C"}, {"1 A>B", "2 B>C", "3 D>C"}, {"1 A>B"}),
              ElementsAre("dead_end 3", "island 3"));
}

TEST(NewFlaws, ASinkWhereNeitherHasOne) {
  EXPECT_THAT(made({"1 A>B", "2 C>B"}, {"1 A>B", "2 C<B"}, {"1 A<B", "2 C>B"}),
              ElementsAre("sink 1"));
}

TEST(NewFlaws, ACircuitOfWhatBothHaveTurned) {
  EXPECT_THAT(
      made({"1 A>B", "2 A<B", "3 B>C"}, {"1 A>B", "2 A>B", "3 B>C"}, {"1 A<B", "2 A<B", "3 B>C"}),
      ElementsAre("circuit 1"));
}

TEST(NewFlaws, AnIslandThatOneSidePartsItselfIsNone) {
  EXPECT_THAT(made({"1 A>B", "2 B>C", "4 D>E"}, {"1 A>B", "2 B>C", "3 C>D", "4 D>E"},
                   {"1 A>B", "2 B>C", "4 D>E"}),
              IsEmpty());
}

/// "1 2 | 3": the features that the last flaw hangs on, as local made them, as the reference did.
std::string causes(const std::vector<std::string>& merged, const std::vector<std::string>& local,
                   const std::vector<std::string>& reference) {
  const auto versions = std::array{lines_of(merged), lines_of(local), lines_of(reference)};
  const auto flaws = new_flaws(versions[0], versions[1], versions[2]);
  const auto causes = causes_of(flaws, versions[0], versions[1], versions[2]);
  EXPECT_EQ(causes.size(), flaws.size());
  if (causes.empty()) return "none";
  std::string text;
  for (const auto feature : causes.back().local) text += std::to_string(feature) + ' ';
  text += '|';
  for (const auto feature : causes.back().reference) text += ' ' + std::to_string(feature);
  return text;
}

TEST(Causes, OfACircuitAreWhatEachHasTurned) {
  EXPECT_EQ(
      causes({"1 A>B", "2 B>C", "3 A<C"}, {"1 A>B", "2 B>C", "3 A>C"}, {"1 A>B", "2 B<C", "3 A<C"}),
      "2 | 3");
}

TEST(Causes, OfASinkAreWhatNoLongerTakesTheWaterAway) {
  EXPECT_EQ(causes({"1 A>B", "2 B<C", "4 D>B"}, {"1 A>B", "2 B<C", "3 B>E", "4 D>B"},
                   {"1 A>B", "2 B>C", "4 D>B"}),
            "2 | 3");
}

TEST(Causes, OfADeadEndAreWhatHasLeftIt) {
  EXPECT_EQ(causes({"1 A>B"}, {"1 A>B", "2 B>C"}, {"1 A>B", "3 B>D"}), "3 | 2");
}

TEST(Causes, OfASourceThereAreNone) {
  EXPECT_EQ(causes({"1 A<B"}, {"1 A<B", "2 B<C"}, {"1 A<B", "3 B<D"}), "|");
}

/// A ring of which local has taken out the long way, 2 and 5, and the reference the short one.
TEST(Causes, OfAnIslandLieOnTheWayToIt) {
  EXPECT_EQ(
      causes({"1 A>B", "3 D>E"}, {"1 A>B", "3 D>E", "4 A>D"}, {"1 A>B", "2 B>C", "5 C>D", "3 D>E"}),
      "2 5 | 4");
}

/// The feature 2 has two parts, which nothing joins in any version.
TEST(NewFlaws, OfPartsThatLieApartThereAreNone) {
  EXPECT_THAT(made({"1 A>B", "2 B>C", "2 F>G", "3 D>E"}, {"1 A>B", "2 B>C", "2 F>G", "3 D>E"},
                   {"1 A>B", "2 B>C", "2 F>G", "3 E>D"}),
              IsEmpty());
}

TEST(NewFlaws, OfManyLinesAreFoundAtOnce) {
  std::vector<NetworkLine> lines;
  for (std::size_t i = 0; i < 50'000; ++i)
    lines.push_back(
        {i, {static_cast<double>(i), 0}, {static_cast<double>(i) + 0.5, 0}, Flow::along});
  EXPECT_THAT(new_flaws(lines, lines, lines), IsEmpty());
}

}  // namespace
}  // namespace bdf::topology
