// SPDX-License-Identifier: MIT
// What a night on a cluster stands on: arrays, and jobs that depend on others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "support/slurm_cluster.h"
#include "support/slurm_night.h"

namespace bdf {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::Pair;
using testing::UnorderedElementsAre;
using tests::is_in_state;
using tests::lines_of;
using tests::SlurmCluster;
using tests::SlurmJob;
using tests::submit_night;

auto was_never_run() {
  return AllOf(is_in_state("CANCELLED"), Field(&SlurmJob::reason, "DependencyNeverSatisfied"),
               Field(&SlurmJob::node, ""));
}

TEST(SlurmCluster, RunsAnArrayAfterOneJobAndBeforeAnother) {
  const SlurmCluster cluster;
  const auto night = submit_night(
      cluster, "echo first >>lines",
      "echo task $SLURM_ARRAY_TASK_ID >>lines; [ $SLURM_ARRAY_TASK_ID != 3 ] || exit 7");
  const auto jobs = cluster.wait_until_ended();

  ASSERT_EQ(jobs.size(), 8U);
  EXPECT_THAT(jobs.at(night.first), is_in_state("COMPLETED"));
  for (const int good : {0, 1, 2, 4, 5})
    EXPECT_THAT(jobs.at(night.task(good)), is_in_state("COMPLETED"));
  EXPECT_THAT(jobs.at(night.task(3)), is_in_state("FAILED"));
  EXPECT_EQ(jobs.at(night.task(3)).exit_code, 7);
  EXPECT_EQ(jobs.at(night.task(3)).reason, "NonZeroExitCode");
  EXPECT_THAT(jobs.at(night.last), is_in_state("COMPLETED"));
  EXPECT_THAT(jobs, Each(Pair(testing::_, Field(&SlurmJob::restarts, 0))));

  auto lines = lines_of(cluster.work() / "lines");
  ASSERT_EQ(lines.size(), 8U);
  EXPECT_EQ(lines.front(), "first");
  EXPECT_EQ(lines.back(), "last");
  lines = {lines.begin() + 1, lines.end() - 1};
  EXPECT_THAT(lines,
              UnorderedElementsAre("task 0", "task 1", "task 2", "task 3", "task 4", "task 5"));
}

TEST(SlurmCluster, NeverRunsWhatDependsOnAFailure) {
  const SlurmCluster cluster;
  const auto night = submit_night(cluster, "echo first >>lines; exit 3", "echo task >>lines");
  const auto jobs = cluster.wait_until_ended();

  ASSERT_EQ(jobs.size(), 8U);
  EXPECT_THAT(jobs.at(night.first), is_in_state("FAILED"));
  EXPECT_EQ(jobs.at(night.first).exit_code, 3);
  for (int task = 0; task < 6; ++task)
    EXPECT_THAT(jobs.at(night.task(task)), was_never_run()) << task;
  EXPECT_THAT(jobs.at(night.last), is_in_state("COMPLETED"));
  EXPECT_THAT(lines_of(cluster.work() / "lines"), ElementsAre("first", "last"));
}

TEST(SlurmCluster, FollowsEachTaskByItsOwn) {
  const SlurmCluster cluster;
  const auto tasks = cluster.submit({"--array=0-2", "--wrap=[ $SLURM_ARRAY_TASK_ID != 1 ]"});
  const auto own = cluster.submit({"--array=0-2", "--dependency=aftercorr:" + tasks,
                                   "--kill-on-invalid-dep=yes", "--wrap=true"});
  const auto all =
      cluster.submit({"--dependency=afterok:" + tasks, "--kill-on-invalid-dep=yes", "--wrap=true"});
  const auto jobs = cluster.wait_until_ended();
  EXPECT_THAT(jobs.at(tasks + "_1"), is_in_state("FAILED"));
  EXPECT_THAT(jobs.at(own + "_0"), is_in_state("COMPLETED"));
  EXPECT_THAT(jobs.at(own + "_1"), was_never_run());
  EXPECT_THAT(jobs.at(own + "_2"), is_in_state("COMPLETED"));
  EXPECT_THAT(jobs.at(all), was_never_run());
}

// Why no job may rely on Slurm alone for what went before it.
TEST(SlurmCluster, RunsWhatDependsOnAJobThatItDoesNotKnow) {
  const SlurmCluster cluster;
  const auto job =
      cluster.submit({"--dependency=afterok:4711", "--kill-on-invalid-dep=yes", "--wrap=true"});
  EXPECT_THAT(cluster.wait_until_ended().at(job), is_in_state("COMPLETED"));
}

TEST(SlurmCluster, TellsASignalFromAnExitCode) {
  const SlurmCluster cluster;
  const auto killed = cluster.submit({"--wrap=kill -KILL $$"});
  const auto cancelled = cluster.submit({"--wrap=sleep 600"});
  cluster.wait_for(cancelled, "RUNNING");
  ASSERT_EQ(cluster.run({"scancel", cancelled}).code, 0);
  const auto jobs = cluster.wait_until_ended();
  EXPECT_THAT(jobs.at(killed), is_in_state("FAILED"));
  EXPECT_EQ(jobs.at(killed).exit_code, 128 + SIGKILL);
  EXPECT_THAT(jobs.at(cancelled), is_in_state("CANCELLED"));
  EXPECT_EQ(jobs.at(cancelled).reason, "None");
  EXPECT_NE(jobs.at(cancelled).node, "");
}

}  // namespace
}  // namespace bdf
