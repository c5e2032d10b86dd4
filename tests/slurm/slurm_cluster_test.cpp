// SPDX-License-Identifier: MIT
// What a night on a cluster stands on: arrays, dependencies, and nodes that are lost.
#include <fmt/format.h>
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
#include <string>
#include <thread>
#include <vector>

#include "support/slurm_cluster.h"

namespace bdf {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::Pair;
using testing::UnorderedElementsAre;
using tests::SlurmCluster;
using tests::SlurmJob;

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

void write(const std::filesystem::path& path) { std::ofstream file(path); }

auto is(const std::string& state) { return Field("state", &SlurmJob::state, state); }

auto was_never_run() {
  return AllOf(is("CANCELLED"), Field(&SlurmJob::reason, "DependencyNeverSatisfied"),
               Field(&SlurmJob::node, ""));
}

/// A job, six tasks after it if it goes well, and a job after these however they go; each adds
/// lines to the file "lines".
struct Night {
  std::string first, tasks, last;
};

Night submit_night(const SlurmCluster& cluster, const std::string& first, const std::string& task) {
  Night night;
  night.first = cluster.submit({"--wrap=" + first});
  night.tasks = cluster.submit({"--array=0-5", "--dependency=afterok:" + night.first,
                                "--kill-on-invalid-dep=yes", "--requeue", "--open-mode=append",
                                "--wrap=" + task});
  night.last = cluster.submit({"--dependency=afterany:" + night.tasks, "--wrap=echo last >>lines"});
  return night;
}

std::string task_of(const Night& night, int number) {
  return fmt::format("{}_{}", night.tasks, number);
}

TEST(SlurmCluster, RunsAnArrayAfterOneJobAndBeforeAnother) {
  const SlurmCluster cluster;
  const auto night = submit_night(
      cluster, "echo first >>lines",
      "echo task $SLURM_ARRAY_TASK_ID >>lines; [ $SLURM_ARRAY_TASK_ID != 3 ] || exit 7");
  const auto jobs = cluster.wait_until_ended();

  ASSERT_EQ(jobs.size(), 8U);
  EXPECT_THAT(jobs.at(night.first), is("COMPLETED"));
  for (const int good : {0, 1, 2, 4, 5})
    EXPECT_THAT(jobs.at(task_of(night, good)), is("COMPLETED"));
  EXPECT_THAT(jobs.at(task_of(night, 3)), is("FAILED"));
  EXPECT_EQ(jobs.at(task_of(night, 3)).exit_code, 7);
  EXPECT_EQ(jobs.at(task_of(night, 3)).reason, "NonZeroExitCode");
  EXPECT_THAT(jobs.at(night.last), is("COMPLETED"));
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
  EXPECT_THAT(jobs.at(night.first), is("FAILED"));
  EXPECT_EQ(jobs.at(night.first).exit_code, 3);
  for (int task = 0; task < 6; ++task)
    EXPECT_THAT(jobs.at(task_of(night, task)), was_never_run()) << task;
  EXPECT_THAT(jobs.at(night.last), is("COMPLETED"));
  EXPECT_THAT(lines_of(cluster.work() / "lines"), ElementsAre("first", "last"));
}

TEST(SlurmCluster, TellsASignalFromAnExitCode) {
  const SlurmCluster cluster;
  const auto killed = cluster.submit({"--wrap=kill -KILL $$"});
  const auto cancelled = cluster.submit({"--wrap=sleep 600"});
  cluster.wait_for(cancelled, "RUNNING");
  ASSERT_EQ(cluster.run({"scancel", cancelled}).code, 0);
  const auto jobs = cluster.wait_until_ended();
  EXPECT_THAT(jobs.at(killed), is("FAILED"));
  EXPECT_EQ(jobs.at(killed).exit_code, 128 + SIGKILL);
  EXPECT_THAT(jobs.at(cancelled), is("CANCELLED"));
  EXPECT_EQ(jobs.at(cancelled).reason, "None");
  EXPECT_NE(jobs.at(cancelled).node, "");
}

/// Tells when it begins, waits for the file "go", and tells that it has come to its end.
constexpr const char* patient_task =
    "echo on $SLURMD_NODENAME after ${SLURM_RESTART_COUNT:-0}\n"
    "until [ -e go ]; do sleep 0.1; done\n"
    "echo end $SLURM_ARRAY_TASK_ID >>lines\n";

/// Every task has come to its end, once, and the last job only after these.
void expect_whole(const SlurmCluster& cluster, const Night& night) {
  const auto jobs = cluster.wait_until_ended();
  ASSERT_EQ(jobs.size(), 8U);
  EXPECT_THAT(jobs, Each(Pair(testing::_, is("COMPLETED"))));
  auto lines = lines_of(cluster.work() / "lines");
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.back(), "last");
  lines.pop_back();
  EXPECT_THAT(lines, UnorderedElementsAre("end 0", "end 1", "end 2", "end 3", "end 4", "end 5"));
  EXPECT_EQ(jobs.at(night.last).restarts, 0);
}

/// The tasks of a night that run on a node, once all six run.
std::vector<std::string> tasks_on(const SlurmCluster& cluster, const Night& night,
                                  const std::string& node) {
  std::vector<std::string> found;
  for (int task = 0; task < 6; ++task)
    if (cluster.wait_for(task_of(night, task), "RUNNING").node == node)
      found.push_back(task_of(night, task));
  return found;
}

void expect_second_run_told(const SlurmCluster& cluster, const std::string& task) {
  EXPECT_GE(cluster.jobs().at(task).restarts, 1) << task;
  const auto said = lines_of(cluster.work() / ("slurm-" + task + ".out"));
  ASSERT_GE(said.size(), 2U) << task;
  EXPECT_EQ(said.at(0), "on n1 after 0");
  EXPECT_THAT(said.at(1), testing::MatchesRegex("on n[12] after 1"));
}

TEST(SlurmNodes, RunsAgainElsewhereWhatALostNodeRan) {
  SlurmCluster cluster;
  const auto night = submit_night(cluster, "true", patient_task);
  const auto lost = tasks_on(cluster, night, "n1");
  ASSERT_FALSE(lost.empty());
  cluster.lose_power("n1");
  write(cluster.work() / "go");
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
  write(cluster.work() / "go");
  expect_whole(cluster, night);
  for (const auto& task : lost) expect_second_run_told(cluster, task);
}

TEST(SlurmNodes, GivesNothingToADrainedNode) {
  const SlurmCluster cluster;
  cluster.drain("n1");
  EXPECT_EQ(cluster.state_of("n1"), "drained");
  for (int i = 0; i < 3; ++i) cluster.submit({"--wrap=true"});
  EXPECT_THAT(cluster.wait_until_ended(),
              Each(Pair(testing::_, AllOf(is("COMPLETED"), Field(&SlurmJob::node, "n2")))));
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
