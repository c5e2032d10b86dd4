// SPDX-License-Identifier: MIT
// Nights as long as real ones, in which everything goes wrong at once.
#include <gtest/gtest.h>

#include "support/night_trial.h"

namespace bdf::tests {
namespace {

constexpr const char* plan =
    "side_by_side: 2\nretries: {pause: 0.1}\npackages: {differential: true}\npublish: {tree: "
    "tree}\n";

class LongNight : public testing::TestWithParam<BaseKind> {};
BDF_ON_BOTH_BASES(LongNight);

TEST_P(LongNight, FiftyKillsOverFortyDeposits) {
  const NightSize size{12, 40, false};
  NightDesk quiet(size, GetParam(), plan);
  EXPECT_EQ(quiet.night().code, 1);
  NightDesk killed(size, GetParam(), plan);
  kill_nights(killed, 50, 6, 20261127);
  const auto last = killed.night();
  EXPECT_LE(last.code, 1) << last.err;
  EXPECT_EQ(killed.wrong(), "");
  EXPECT_EQ(difference(quiet.fates(), killed.fates()), "");
  EXPECT_EQ(difference(quiet.content(), killed.content()), "");
}

}  // namespace
}  // namespace bdf::tests
