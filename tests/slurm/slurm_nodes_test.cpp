// SPDX-License-Identifier: MIT
// What a night on a cluster stands on: nodes that are lost, come back or are drained.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "support/slurm_cluster.h"
#include "support/slurm_night.h"

namespace bdf {
namespace {

using testing::_;
using testing::AllOf;
using testing::Each;
using testing::Field;
using testing::MatchesRegex;
using testing::Pair;
using testing::UnorderedElementsAre;
using tests::is_in_state;
using tests::lines_of;
using tests::SlurmCluster;
using tests::SlurmJob;
using tests::SlurmNight;
using tests::submit_night;

/// Tells when it begins, waits for the file "go", and tells that it has come to its end.
constexpr const char* patient_task =
    "echo on $SLURMD_NODENAME after ${SLURM_RESTART_COUNT:-0}\n"
    "until [ -e go ]; do sleep 0.1; done\n"
    "echo end $SLURM_ARRAY_TASK_ID >>lines\n";

void let_go(const SlurmCluster& cluster) { std::ofstream file(cluster.work() / "go"); }

/// Every task has come to its end, once, and the last job only after these.
void expect_whole(const SlurmCluster& cluster, const SlurmNight& night) {
  const auto jobs = cluster.wait_until_ended();
  ASSERT_EQ(jobs.size(), 8U);
  EXPECT_THAT(jobs, Each(Pair(_, is_in_state("COMPLETED"))));
  auto lines = lines_of(cluster.work() / "lines");
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.back(), "last");
  lines.pop_back();
  EXPECT_THAT(lines, UnorderedElementsAre("end 0", "end 1", "end 2", "end 3", "end 4", "end 5"));
  EXPECT_EQ(jobs.at(night.last).restarts, 0);
}

/// The tasks of a night that run on a node, once all six run.
std::vector<std::string> tasks_on(const SlurmCluster& cluster, const SlurmNight& night,
                                  const std::string& node) {
  std::vector<std::string> found;
  for (int task = 0; task < 6; ++task)
    if (cluster.wait_for(night.task(task), "RUNNING").node == node)
      found.push_back(night.task(task));
  return found;
}

void expect_second_run_told(const SlurmCluster& cluster, const std::string& task) {
  EXPECT_GE(cluster.jobs().at(task).restarts, 1) << task;
  const auto said = lines_of(cluster.work() / ("slurm-" + task + ".out"));
  ASSERT_GE(said.size(), 2U) << task;
  EXPECT_EQ(said.at(0), "on n1 after 0");
  EXPECT_THAT(said.at(1), MatchesRegex("on n[12] after 1"));
}

TEST(SlurmNodes, RunsAgainElsewhereWhatALostNodeRan) {
  SlurmCluster cluster;
  const auto night = submit_night(cluster, "true", patient_task);
  const auto lost = tasks_on(cluster, night, "n1");
  ASSERT_FALSE(lost.empty());
  cluster.lose_power("n1");
  let_go(cluster);
  expect_whole(cluster, night);
  for (const auto& task : lost) {
    expect_second_run_told(cluster, task);
    EXPECT_EQ(cluster.jobs().at(task).node, "n2");
  }
  EXPECT_EQ(cluster.state_of("n1"), "down*");

  cluster.return_power("n1");
  EXPECT_EQ(cluster.state_of("n1"), "idle");
  const auto again = cluster.submit({"--nodelist=n1", "--wrap=true"});
  EXPECT_THAT(cluster.wait_for(again, "COMPLETED").node, "n1");
}

TEST(SlurmNodes, RunsAgainWhatANodeRanThatIsBackBeforeItWasMissed) {
  SlurmCluster cluster;
  const auto night = submit_night(cluster, "true", patient_task);
  const auto lost = tasks_on(cluster, night, "n1");
  ASSERT_FALSE(lost.empty());
  cluster.lose_power("n1");
  cluster.return_power("n1");
  let_go(cluster);
  expect_whole(cluster, night);
  for (const auto& task : lost) expect_second_run_told(cluster, task);
}

TEST(SlurmNodes, GivesNothingToADrainedNode) {
  const SlurmCluster cluster;
  cluster.drain("n1");
  EXPECT_EQ(cluster.state_of("n1"), "drained");
  for (int i = 0; i < 3; ++i) cluster.submit({"--wrap=true"});
  EXPECT_THAT(cluster.wait_until_ended(),
              Each(Pair(_, AllOf(is_in_state("COMPLETED"), Field(&SlurmJob::node, "n2")))));
  cluster.resume("n1");
  EXPECT_EQ(cluster.state_of("n1"), "idle");
}

/// Those whose environment names the folder: daemons, steps and jobs of a cluster.
int processes_of(const std::filesystem::path& folder) {
  int found = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "environ", std::ios::binary);
    const std::string variables{std::istreambuf_iterator<char>(file), {}};
    if (variables.find(folder.string() + "/") != std::string::npos) ++found;
  }
  return found;
}

/// Tells the folder of its cluster once a job runs there, and is killed.
[[noreturn]] void be_a_killed_test(int to) noexcept {
  const SlurmCluster cluster;
  cluster.wait_for(cluster.submit({"--wrap=sleep 600"}), "RUNNING");
  const auto folder = cluster.work().parent_path().string();
  if (processes_of(folder) >= 5 && ::write(to, folder.data(), folder.size()) > 0)
    kill(getpid(), SIGKILL);
  _exit(1);
}

std::filesystem::path left_by_a_killed_test() {
  std::array<int, 2> pipe{};
  if (::pipe(pipe.data()) != 0) throw std::runtime_error("pipe");
  const pid_t child = fork();
  if (child == 0) be_a_killed_test(pipe[1]);
  close(pipe[1]);
  std::string folder(256, '\0');
  folder.resize(static_cast<std::size_t>(std::max<ssize_t>(0, read(pipe[0], folder.data(), 256))));
  close(pipe[0]);
  waitpid(child, nullptr, 0);
  return folder;
}

TEST(SlurmNodes, LeavesNothingWhereTheTestIsKilled) {
  const auto folder = left_by_a_killed_test();
  ASSERT_FALSE(folder.empty());
  for (int i = 0; i < 600 && (processes_of(folder) > 0 || exists(folder)); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(processes_of(folder), 0);
  EXPECT_FALSE(exists(folder));
}

}  // namespace
}  // namespace bdf
