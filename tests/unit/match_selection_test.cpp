// SPDX-License-Identifier: MIT
#include "match/selection.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace bdf::match {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

struct Puzzle {
  std::vector<double> scores;
  Conflicts conflicts;
};

Puzzle random_puzzle(std::mt19937& random, std::uint32_t things, double density) {
  Puzzle puzzle;
  std::uniform_real_distribution<double> score(0.1, 10);
  std::bernoulli_distribution in_conflict(density);
  for (std::uint32_t i = 0; i < things; ++i) {
    puzzle.scores.push_back(score(random));
    for (std::uint32_t j = 0; j < i; ++j)
      if (in_conflict(random)) puzzle.conflicts.emplace_back(j, i);
  }
  return puzzle;
}

bool is_allowed(const Conflicts& conflicts, std::uint32_t chosen) {
  return std::none_of(conflicts.begin(), conflicts.end(), [&](const auto& pair) {
    return (chosen >> pair.first & 1) != 0 && (chosen >> pair.second & 1) != 0;
  });
}

double sum_of(const std::vector<double>& scores, std::uint32_t chosen) {
  double sum = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) sum += (chosen >> i & 1) != 0 ? scores[i] : 0;
  return sum;
}

/// By trying every choice: the best sum with each thing in it, and without it.
struct Bests {
  double best = 0;
  std::vector<double> with;
  std::vector<double> without;
};

Bests by_trying_all(const Puzzle& puzzle) {
  const auto n = puzzle.scores.size();
  Bests bests{0, std::vector<double>(n, 0), std::vector<double>(n, 0)};
  for (std::uint32_t chosen = 0; chosen < (1U << n); ++chosen) {
    if (!is_allowed(puzzle.conflicts, chosen)) continue;
    const double sum = sum_of(puzzle.scores, chosen);
    bests.best = std::max(bests.best, sum);
    for (std::size_t i = 0; i < n; ++i) {
      auto& best = ((chosen >> i & 1) != 0 ? bests.with : bests.without)[i];
      best = std::max(best, sum);
    }
  }
  return bests;
}

double sum_of(const Puzzle& puzzle, const Selection& selection) {
  double sum = 0;
  for (std::size_t i = 0; i < puzzle.scores.size(); ++i)
    sum += selection.chosen[i] ? puzzle.scores[i] : 0;
  return sum;
}

bool is_allowed(const Puzzle& puzzle, const Selection& selection) {
  return std::none_of(puzzle.conflicts.begin(), puzzle.conflicts.end(), [&](const auto& pair) {
    return selection.chosen[pair.first] && selection.chosen[pair.second];
  });
}

/// The things in descending order of score, each unless one before it stands against it.
double greedy_sum(const Puzzle& puzzle) {
  const auto n = puzzle.scores.size();
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](auto i, auto j) { return puzzle.scores[i] > puzzle.scores[j]; });
  std::vector<bool> out(n);
  double sum = 0;
  for (const auto i : order) {
    if (out[i]) continue;
    sum += puzzle.scores[i];
    for (const auto& [one, other] : puzzle.conflicts) {
      if (one == i) out[other] = true;
      if (other == i) out[one] = true;
    }
  }
  return sum;
}

Puzzle renumbered(const Puzzle& puzzle, const std::vector<std::uint32_t>& to) {
  Puzzle other;
  other.scores.resize(puzzle.scores.size());
  for (std::size_t i = 0; i < to.size(); ++i) other.scores[to[i]] = puzzle.scores[i];
  for (const auto& [one, two] : puzzle.conflicts) other.conflicts.emplace_back(to[two], to[one]);
  std::reverse(other.conflicts.begin(), other.conflicts.end());
  return other;
}

std::vector<std::uint32_t> any_order(std::mt19937& random, std::size_t n) {
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  std::shuffle(order.begin(), order.end(), random);
  return order;
}

TEST(Select, WithoutConflictsTakesEverythingWithFullMargin) {
  const auto selection = select({1, 2, 3}, {});
  EXPECT_THAT(selection.chosen, ElementsAre(true, true, true));
  EXPECT_THAT(selection.margin, ElementsAre(1, 1, 1));
  EXPECT_TRUE(select({}, {}).chosen.empty());
}

TEST(Select, TwoThatTogetherAreWorthMoreOustOne) {
  const auto selection = select({3, 4, 2}, {{0, 1}, {1, 2}});
  EXPECT_THAT(selection.chosen, ElementsAre(true, false, true));
  EXPECT_THAT(selection.margin, Pointwise(DoubleNear(1e-12), {1.0 / 3, -1.0 / 4, 1.0 / 2}));
}

TEST(Select, OfTwoThatAreAlikeNeitherHasAMargin) {
  const auto selection = select({2, 2}, {{0, 1}});
  EXPECT_NE(selection.chosen[0], selection.chosen[1]);
  EXPECT_THAT(selection.margin, ElementsAre(0, 0));
}

TEST(Select, SmallOnesAreTheBestThereIs) {
  std::mt19937 random(1);
  for (int round = 0; round < 3000; ++round) {
    const auto n = static_cast<std::uint32_t>(1 + round % 12);
    const auto puzzle = random_puzzle(random, n, 0.05 + 0.1 * (round % 9));
    const auto bests = by_trying_all(puzzle);
    const auto selection = select(puzzle.scores, puzzle.conflicts);
    ASSERT_TRUE(is_allowed(puzzle, selection)) << round;
    ASSERT_NEAR(sum_of(puzzle, selection), bests.best, 1e-9) << round;
    for (std::uint32_t i = 0; i < n; ++i) {
      const double margin =
          selection.chosen[i] ? bests.best - bests.without[i] : bests.with[i] - bests.best;
      ASSERT_NEAR(selection.margin[i], margin / puzzle.scores[i], 1e-9) << round << ' ' << i;
    }
  }
}

TEST(Select, TheLargestThatIsSolvedExactly) {
  std::mt19937 random(2);
  for (int round = 0; round < 10; ++round) {
    auto puzzle = random_puzzle(random, exact_selection, 0.2);
    for (std::uint32_t i = 1; i < exact_selection; ++i) puzzle.conflicts.emplace_back(i - 1, i);
    std::sort(puzzle.conflicts.begin(), puzzle.conflicts.end());
    puzzle.conflicts.erase(std::unique(puzzle.conflicts.begin(), puzzle.conflicts.end()),
                           puzzle.conflicts.end());
    const auto selection = select(puzzle.scores, puzzle.conflicts);
    EXPECT_TRUE(is_allowed(puzzle, selection));
    EXPECT_NEAR(sum_of(puzzle, selection), by_trying_all(puzzle).best, 1e-9);
  }
}

TEST(Select, DoesNotDependOnTheOrder) {
  std::mt19937 random(3);
  for (int round = 0; round < 400; ++round) {
    const auto n = static_cast<std::uint32_t>(round % 10 == 0 ? 150 : 14);
    const auto puzzle = random_puzzle(random, n, n > 100 ? 0.03 : 0.2);
    const auto order = any_order(random, n);
    const auto other = renumbered(puzzle, order);
    const auto one_way = select(puzzle.scores, puzzle.conflicts);
    const auto other_way = select(other.scores, other.conflicts);
    for (std::uint32_t i = 0; i < n; ++i) {
      ASSERT_EQ(one_way.chosen[i], other_way.chosen[order[i]]) << round;
      ASSERT_NEAR(one_way.margin[i], other_way.margin[order[i]], 1e-9) << round;
    }
  }
}

TEST(Select, LargeOnesAreAllowedAndNoWorseThanGreed) {
  std::mt19937 random(4);
  for (int round = 0; round < 60; ++round) {
    const auto puzzle = random_puzzle(random, 400, 0.005 + 0.01 * (round % 6));
    const auto selection = select(puzzle.scores, puzzle.conflicts);
    ASSERT_TRUE(is_allowed(puzzle, selection)) << round;
    EXPECT_GE(sum_of(puzzle, selection), greedy_sum(puzzle) - 1e-9) << round;
  }
}

TEST(Select, MarginsOfLargeOnesHaveTheSignOfTheChoice) {
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    const auto puzzle = random_puzzle(random, 300, 0.02);
    const auto selection = select(puzzle.scores, puzzle.conflicts);
    for (std::size_t i = 0; i < selection.chosen.size(); ++i) {
      const double margin = selection.margin[i];
      EXPECT_TRUE(selection.chosen[i] ? margin >= 0 && margin <= 1 : margin <= 0) << margin;
    }
  }
}

/// A chain of things each in conflict with the next, so long that nothing may recurse along it.
TEST(Select, AVeryLongChain) {
  constexpr std::uint32_t n = 100'000;
  Puzzle chain;
  for (std::uint32_t i = 0; i < n; ++i) {
    chain.scores.push_back(1 + i % 2);
    if (i > 0) chain.conflicts.emplace_back(i - 1, i);
  }
  const auto selection = select(chain.scores, chain.conflicts);
  EXPECT_TRUE(is_allowed(chain, selection));
  EXPECT_EQ(sum_of(chain, selection), n);
}

}  // namespace
}  // namespace bdf::match
