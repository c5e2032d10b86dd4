// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "base/parallel.h"

namespace bdf {
namespace {

std::vector<std::size_t> squares(std::size_t n, int threads) {
  std::vector<std::size_t> result(n);
  parallel_for_each(n, threads, [&](std::size_t i) { result[i] = i * i; });
  return result;
}

TEST(Parallel, GivesTheSameForEveryNumberOfThreads) {
  const auto expected = squares(10'000, 1);
  EXPECT_EQ(expected[9'999], 99'980'001U);
  for (const int threads : {0, 2, 7}) EXPECT_EQ(squares(10'000, threads), expected);
}

TEST(Parallel, DoesNothingForNothing) {
  parallel_for_each(0, 0, [](std::size_t) { FAIL(); });
}

TEST(Parallel, RethrowsTheFailureOfTheLowestIndex) {
  for (const int threads : {1, 4}) {
    std::vector<char> worked_on(1'000);
    try {
      parallel_for_each(worked_on.size(), threads, [&](std::size_t i) {
        worked_on[i] = 1;
        if (i % 100 == 37) throw std::runtime_error(std::to_string(i));
      });
      FAIL() << "nothing thrown";
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "37");
    }
    for (std::size_t i = 0; i <= 37; ++i) EXPECT_EQ(worked_on[i], 1) << i;
  }
}

}  // namespace
}  // namespace bdf
