// SPDX-License-Identifier: MIT
// A night on several machines ends as one on this machine does, though one of them is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "support/night_trial.h"
#include "support/postgres_server.h"
#include "support/slurm_cluster.h"

namespace bdf::tests {
namespace {

using ::testing::HasSubstr;

constexpr const char* plan =
    "side_by_side: 2\nretries: {pause: 0.1}\npackages: {}\nslurm: {workers: 4}\n";
const NightSize size{4, 24, false};

void expect_same_end(const NightDesk& local, const NightDesk& many) {
  EXPECT_EQ(many.wrong(), "");
  EXPECT_EQ(difference(local.fates(), many.fates()), "");
  EXPECT_EQ(difference(local.content(), many.content()), "");
  EXPECT_EQ(package_difference(local, many), "");
}

/// Until so many deposits are settled, or packages made. What it is waited for has not ended then.
template <class Count>
void wait_for(std::size_t wanted, Count&& count) {
  for (int i = 0; i < 3000 && count() < wanted; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_GE(count(), wanted);
}

TEST(SlurmNight, EndsAsALocalOne) {
  NightDesk local(size, BaseKind::postgres, plan);
  EXPECT_EQ(local.night().code, 1);
  SlurmCluster cluster;
  NightDesk many(size, BaseKind::postgres, plan);
  const auto ran = many.night({}, {"--engine", "slurm", "--wait"}, cluster.environment());
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("report: Slurm job"));
  expect_same_end(local, many);
}

TEST(SlurmNight, LosesAMachineInTheMiddle) {
  NightDesk local(size, BaseKind::postgres, plan);
  EXPECT_EQ(local.night().code, 1);
  SlurmCluster cluster;
  NightDesk many(size, BaseKind::postgres, plan);
  EXPECT_EQ(many.night({}, {"--engine", "slurm"}, cluster.environment()).code, 0);
  // As soon as some are done, and most are not.
  wait_for(4, [&] { return many.fates().size(); });
  EXPECT_LT(many.fates().size(), 20U);
  cluster.lose_power(SlurmCluster::nodes().front());
  std::this_thread::sleep_for(std::chrono::seconds(10));
  cluster.return_power(SlurmCluster::nodes().front());
  static_cast<void>(cluster.wait_until_ended(std::chrono::seconds(600)));
  EXPECT_THAT(many.night({"status"}).out, HasSubstr("taken in: 24"));
  expect_same_end(local, many);
}

TEST(SlurmNight, LosesAMachineThatMakesPackages) {
  NightDesk local(size, BaseKind::postgres, plan);
  EXPECT_EQ(local.night().code, 1);
  SlurmCluster cluster;
  NightDesk many(size, BaseKind::postgres, plan);
  EXPECT_EQ(many.night({}, {"--engine", "slurm"}, cluster.environment()).code, 0);
  wait_for(1, [&] { return many.packages().size(); });
  EXPECT_LT(many.packages().size(), 8U);
  cluster.lose_power(SlurmCluster::nodes().front());
  std::this_thread::sleep_for(std::chrono::seconds(10));
  cluster.return_power(SlurmCluster::nodes().front());
  static_cast<void>(cluster.wait_until_ended(std::chrono::seconds(600)));
  expect_same_end(local, many);
}

/// A second operator is told who is at work, whichever way the second night is begun.
void expect_refusal(const NightDesk& desk, const SlurmCluster& cluster) {
  for (const auto& words : {std::vector<std::string>{}, {"--engine", "slurm"}}) {
    const auto second = desk.night({}, words, cluster.environment());
    EXPECT_EQ(second.code, 4) << second.out;
    EXPECT_THAT(second.err, HasSubstr("another night is at work on this base (trial-"));
  }
}

TEST(SlurmNight, TwoHundredDepositsWithEverythingGoingWrong) {
  const NightSize real{12, 200, true};
  const auto published = std::string(plan) + "publish: {tree: tree}\n";
  NightDesk local(real, BaseKind::postgres, published);
  EXPECT_EQ(local.night().code, 1);
  SlurmCluster cluster;
  NightDesk many(real, BaseKind::postgres, published);
  const auto settled = [&] { return many.fates().size(); };
  const auto made = [&] { return many.packages().size(); };
  const auto& nodes = SlurmCluster::nodes();
  EXPECT_EQ(many.night({}, {"--engine", "slurm"}, cluster.environment()).code, 0);

  wait_for(30, settled);
  expect_refusal(many, cluster);
  wait_for(50, settled);
  cluster.lose_power(nodes.front());
  wait_for(70, settled);
  PostgresServer::instance().restart();
  std::this_thread::sleep_for(std::chrono::seconds(10));
  cluster.return_power(nodes.front());
  wait_for(110, settled);
  EXPECT_EQ(made(), 0U) << "most of it is to come";

  wait_for(2, made);
  expect_refusal(many, cluster);
  cluster.lose_power(nodes.back());
  wait_for(5, made);
  EXPECT_LT(made(), 24U);
  PostgresServer::instance().restart();
  cluster.return_power(nodes.back());

  static_cast<void>(cluster.wait_until_ended(std::chrono::seconds(1500)));
  EXPECT_THAT(many.night({"status"}).out, HasSubstr("from 2026-02-01"));
  expect_same_end(local, many);
  EXPECT_TRUE(std::filesystem::exists(many.folder() / "tree" / "index.html"));
}

}  // namespace
}  // namespace bdf::tests
