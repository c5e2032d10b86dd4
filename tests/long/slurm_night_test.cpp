// SPDX-License-Identifier: MIT
// A night on several machines ends as one on this machine does, though one of them is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "support/night_trial.h"
#include "support/slurm_cluster.h"

namespace bdf::tests {
namespace {

using ::testing::HasSubstr;

constexpr const char* plan =
    "side_by_side: 2\nretries: {pause: 0.1}\npackages: {}\nslurm: {workers: 4}\n";
const NightSize size{4, 24, false};

TEST(SlurmNight, EndsAsALocalOne) {
  NightDesk local(size, BaseKind::postgres, plan);
  EXPECT_EQ(local.night().code, 1);
  SlurmCluster cluster;
  NightDesk many(size, BaseKind::postgres, plan);
  const auto ran = many.night({}, {"--engine", "slurm", "--wait"}, cluster.environment());
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("report: Slurm job"));
  EXPECT_EQ(many.wrong(), "");
  EXPECT_EQ(difference(local.fates(), many.fates()), "");
  EXPECT_EQ(difference(local.content(), many.content()), "");
  EXPECT_EQ(package_difference(local, many), "");
}

TEST(SlurmNight, LosesAMachineInTheMiddle) {
  NightDesk local(size, BaseKind::postgres, plan);
  EXPECT_EQ(local.night().code, 1);
  SlurmCluster cluster;
  NightDesk many(size, BaseKind::postgres, plan);
  EXPECT_EQ(many.night({}, {"--engine", "slurm"}, cluster.environment()).code, 0);
  // As soon as some are done, and most are not.
  for (int i = 0; i < 300 && many.fates().size() < 4; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_LT(many.fates().size(), 20U);
  cluster.lose_power(SlurmCluster::nodes().front());
  std::this_thread::sleep_for(std::chrono::seconds(10));
  cluster.return_power(SlurmCluster::nodes().front());
  static_cast<void>(cluster.wait_until_ended(std::chrono::seconds(600)));
  EXPECT_THAT(many.night({"status"}).out, HasSubstr("taken: 24"));
  EXPECT_EQ(many.wrong(), "");
  EXPECT_EQ(difference(local.fates(), many.fates()), "");
  EXPECT_EQ(difference(local.content(), many.content()), "");
  EXPECT_EQ(package_difference(local, many), "");
}

}  // namespace
}  // namespace bdf::tests
