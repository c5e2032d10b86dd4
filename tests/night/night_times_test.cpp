// SPDX-License-Identifier: MIT
// Nights whose time is over before all is done, and that are cut off between two tries.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <nlohmann/json.hpp>
#include <sstream>

#include "nightly/claims.h"
#include "refbase/night.h"
#include "refbase/work_lock.h"
#include "support/night_trial.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using refbase::JobStatus;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const NightSize small{2, 8, false};

/// TZ such that it will be six in the morning in so many seconds.
std::string zone_before_six(long seconds) {
  constexpr long a_minute = 60, an_hour = 3600, a_day = 86400, six = 6 * an_hour;
  const long ahead = std::time(nullptr) % a_day - (six - seconds);
  const long all = std::labs(ahead);
  return fmt::format("HERE{}{}:{:02}:{:02}", ahead < 0 ? "-" : "+", all / an_hour,
                     all % an_hour / a_minute, all % a_minute);
}

std::vector<json> events(const NightDesk& desk, const std::string& name) {
  std::vector<json> all;
  for (const auto& file : fs::directory_iterator(desk.work() / "logs")) {
    std::istringstream lines(text_of(file.path()));
    for (std::string line; std::getline(lines, line);)
      if (auto event = json::parse(line); event["event"] == name) all.push_back(std::move(event));
  }
  return all;
}

/// The first job is killed and waits for its next try when the time is over, the second one for the
/// first one's turn: both are brought to an end, and no other begins.
TEST(NightTimes, WhatHasBegunIsBroughtToItsEndAndTheRestWaits) {
  const std::string plan = "side_by_side: 2\nretries: {pause: 3}\npackages: {}\n";
  const NightDesk quiet(small, BaseKind::geopackage, plan);
  EXPECT_EQ(quiet.night().code, 1);
  NightDesk desk(small, BaseKind::geopackage, plan + "until: \"06:00\"\n");
  const pid_t night = desk.begin_night({}, {{"TZ", zone_before_six(3)}});
  pid_t first = 0;
  EXPECT_TRUE(comes_true([&] { return (first = program_of_job(night, 1)) != 0; }));
  kill(first, SIGKILL);
  ASSERT_EQ(end_of(night), 1) << "it has found no end";
  EXPECT_THAT(events(desk, "failure"), SizeIs(1));
  EXPECT_THAT(events(desk, "time_is_over"), SizeIs(1));
  const auto jobs = desk.jobs();
  ASSERT_THAT(jobs, SizeIs(8));
  for (const auto& job : jobs)
    EXPECT_EQ(job.status, job.position <= 2 ? JobStatus::taken : JobStatus::waiting) << job.deposit;
  EXPECT_THAT(desk.packages(), SizeIs(4));
  EXPECT_THAT(text_of(desk.work() / "health.html"), HasSubstr("not done yet: 6."));
  EXPECT_THAT(desk.night({"status"}).out, HasSubstr("not done yet: 6"));

  desk.time = "2026-02-02T22:00:00Z";
  EXPECT_EQ(desk.told({}, {{"TZ", zone_before_six(3600)}})["jobs"].size(), 6U);
  EXPECT_EQ(quiet.fates(), desk.fates());
  EXPECT_EQ(desk.wrong(), "");
}

/// Another program does the only job, and goes on: it is not waited for once the time is over.
TEST(NightTimes, NobodyWaitsForJobsOfOthersOnceTheTimeIsOver) {
  const NightDesk desk(small, BaseKind::geopackage);
  desk.copy_deposit(1);
  desk.plan_for("{folder: own}", "until: \"06:00\"\n");
  const auto ran = support::bdf(
      {"nightly", "step", desk.plan().string(), "--step", "prepare", "--now", desk.time});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto other = refbase::work_locks_of(desk.base());
  ASSERT_TRUE(other->try_lock(nightly::lock_of_job(desk.jobs().at(0).run, 1)));
  const pid_t night = desk.begin_night({}, {{"TZ", zone_before_six(2)}});
  EXPECT_EQ(end_of(night), 1);
  ASSERT_THAT(desk.jobs(), SizeIs(1));
  EXPECT_EQ(desk.jobs()[0].status, JobStatus::waiting);
}

/// As often as the plan says, however often the night is begun.
TEST(NightTimes, TriesCountOverAnInterruption) {
  NightDesk desk(small, BaseKind::geopackage);
  desk.copy_deposit(1);
  desk.plan_for("{folder: own}", "limits: {memory: 0.02}\nretries: {times: 3, pause: 1}\n");
  const pid_t night = desk.begin_night();
  EXPECT_TRUE(comes_true([&] {
    const auto jobs = desk.jobs();
    return !jobs.empty() && jobs[0].tries == 2;
  }));
  kill(night, SIGKILL);
  EXPECT_EQ(end_of(night), -1) << "it was too late";
  const auto told = desk.told();
  EXPECT_EQ(told["resumed"], true);
  ASSERT_THAT(told["jobs"], SizeIs(1));
  EXPECT_EQ(told["jobs"][0]["status"], "aside");
  EXPECT_EQ(told["jobs"][0]["tries"], 3);
  EXPECT_THAT(events(desk, "failure"), SizeIs(3));
}

}  // namespace
}  // namespace bdf::tests
