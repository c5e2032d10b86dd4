// SPDX-License-Identifier: MIT
// Programs that a night starts: what they say, how they end, and that they end.
#include "nightly/child.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "support/temporary_folder.h"

namespace bdf::nightly {
namespace {

using ::testing::ElementsAre;

struct Run {
  ChildEnd end;
  std::vector<std::string> lines;
  std::string messages;
};

Run run_shell(
    const std::string& script, double seconds = 20,
    const std::function<bool()>& is_over = [] { return false; }, double silence = 120) {
  const tests::TemporaryFolder folder;
  Run run;
  run.end = run_child(
      {{"/bin/sh", "-c", script}, folder.path() / "log", seconds, silence},
      [&](const std::string& line) { run.lines.push_back(line); }, is_over);
  std::ostringstream text;
  text << std::ifstream(folder.path() / "log").rdbuf();
  run.messages = text.str();
  return run;
}

TEST(NightChild, TellsHowItEnded) {
  EXPECT_EQ(run_shell("exit 3").end.code, 3);
  const auto killed = run_shell("kill -9 $$");
  EXPECT_EQ(killed.end.code, -1);
  EXPECT_EQ(killed.end.signal, SIGKILL);
  EXPECT_FALSE(killed.end.was_late);
}

TEST(NightChild, ShowsLinesAndKeepsMessages) {
  const auto run = run_shell("printf 'one\\ntw'; sleep 0.1; printf 'o\\n'; echo oh >&2");
  EXPECT_THAT(run.lines, ElementsAre("one", "two"));
  EXPECT_EQ(run.messages, "oh\n");
}

TEST(NightChild, OneThatWorksTooLongIsEnded) {
  const auto run = run_shell("exec sleep 60", 0.3);
  EXPECT_TRUE(run.end.was_late);
  EXPECT_EQ(run.end.signal, SIGKILL);
}

TEST(NightChild, TimeInWhichItWaitsDoesNotCount) {
  const auto run = run_shell("echo waiting; sleep 1.5; echo working; exit 0", 1);
  EXPECT_FALSE(run.end.was_late);
  EXPECT_EQ(run.end.code, 0);
  EXPECT_LT(run.end.seconds, 1);
}

/// It has stopped, or its server has: nobody would ever hear of it again.
TEST(NightChild, OneThatWaitsInSilenceIsEnded) {
  const auto never = [] { return false; };
  const auto silent = run_shell("echo waiting; exec sleep 60", 60, never, 0.3);
  EXPECT_TRUE(silent.end.was_silent);
  EXPECT_FALSE(silent.end.was_late);
  EXPECT_EQ(silent.end.signal, SIGKILL);
  const auto heard =
      run_shell("for i in 1 2 3 4 5 6; do echo waiting; sleep 0.2; done", 60, never, 0.8);
  EXPECT_FALSE(heard.end.was_silent);
  EXPECT_EQ(heard.end.code, 0);
  const auto working = run_shell("sleep 0.8", 60, never, 0.3);
  EXPECT_FALSE(working.end.was_silent);
}

/// What it has started would keep its standard output open.
TEST(NightChild, WhatItHasStartedEndsWithIt) {
  const auto begun = std::chrono::steady_clock::now();
  const auto run = run_shell("sleep 30; echo never", 0.3);
  EXPECT_TRUE(run.end.was_late);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
}

/// Nor does a daemon that it leaves hold anybody up.
TEST(NightChild, WhatIsItsOwnMasterIsNotWaitedFor) {
  const auto begun = std::chrono::steady_clock::now();
  const auto run = run_shell("setsid sleep 30 & echo done");
  EXPECT_EQ(run.end.code, 0);
  EXPECT_THAT(run.lines, ElementsAre("done"));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
}

TEST(NightChild, EndsWhereItIsNoLongerWanted) {
  const auto begun = std::chrono::steady_clock::now();
  const auto run = run_shell("exec sleep 60", 60, [&] {
    return std::chrono::steady_clock::now() - begun > std::chrono::milliseconds(300);
  });
  EXPECT_EQ(run.end.signal, SIGKILL);
  EXPECT_FALSE(run.end.was_late);
}

TEST(NightChild, OneThatCannotBeStartedSaysSo) {
  const tests::TemporaryFolder folder;
  const auto end = run_child(
      {{"/no/such/program"}, folder.path() / "log", 5}, [](const std::string&) {},
      [] { return false; });
  EXPECT_EQ(end.code, 127);
}

/// The program that starts it may be killed at any moment.
TEST(NightChild, DiesWithWhoeverStartedIt) {
  const tests::TemporaryFolder folder;
  const auto pid_file = folder.path() / "pid";
  const pid_t parent = fork();
  if (parent == 0) {
    static_cast<void>(run_child(
        {{"/bin/sh", "-c", "echo $$ > " + pid_file.string() + "; exec sleep 300"},
         folder.path() / "log",
         600},
        [](const std::string&) {}, [] { return false; }));
    _exit(0);
  }
  pid_t child = 0;
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (child == 0 && std::chrono::steady_clock::now() < patience) {
    std::ifstream(pid_file) >> child;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  ASSERT_GT(child, 0);
  kill(parent, SIGKILL);
  waitpid(parent, nullptr, 0);
  // A dead child of a dead parent may stay a zombie where nobody reaps it.
  const auto is_running = [&] {
    std::ifstream stat("/proc/" + std::to_string(child) + "/stat");
    std::string text;
    std::getline(stat, text);
    return !text.empty() && text.find(") Z") == std::string::npos;
  };
  while (is_running() && std::chrono::steady_clock::now() < patience)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_FALSE(is_running());
}

}  // namespace
}  // namespace bdf::nightly
