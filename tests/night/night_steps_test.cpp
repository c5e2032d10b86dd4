// SPDX-License-Identifier: MIT
// The steps of a night by programs of their own, as several machines do them.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "support/night_trial.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const NightSize small{2, 8, false};
constexpr const char* plan =
    "side_by_side: 2\nretries: {pause: 0.1}\npackages: {packs: [HYDRO-PE]}\npublish: {tree: "
    "tree}\n";
/// Of two territories: the socle and a pack of hydro, the socle of vegetation.
constexpr std::size_t packages_of_small = 6;

Ran step(const NightDesk& desk, const std::string& name, const std::string& seconds = "600") {
  return run({"timeout", "--signal=KILL", seconds, BDF_COMMAND, "nightly", "step",
              desk.plan().string(), "--step", name, "--threads", "1", "--now", desk.time});
}

/// So many programs at once. None fails.
void steps(const NightDesk& desk, const std::string& name, int programs) {
  std::vector<std::thread> threads;
  for (int i = 0; i < programs; ++i)
    threads.emplace_back([&] {
      const auto ran = step(desk, name);
      EXPECT_EQ(ran.code, 0) << name << ran.err;
    });
  for (auto& thread : threads) thread.join();
}

std::vector<nlohmann::json> events(const NightDesk& desk, const std::string& event) {
  std::vector<nlohmann::json> found;
  for (const auto& log : fs::directory_iterator(desk.work() / "logs")) {
    std::ifstream lines(log.path());
    for (std::string line; std::getline(lines, line);)
      if (auto json = nlohmann::json::parse(line); json["event"] == event)
        found.push_back(std::move(json));
  }
  return found;
}

/// Name, territory, label and reason of each package, as the night's report has them.
std::vector<std::string> reported(const NightDesk& desk) {
  std::vector<std::string> lines;
  for (const auto& report : fs::directory_iterator(desk.work() / "reports")) {
    if (report.path().extension() != ".json") continue;
    std::ifstream file(report.path());
    const auto told = nlohmann::json::parse(file);
    for (const auto& made : told["packages"])
      lines.push_back(fmt::format("{} {} {} {} {} {}", made["theme"].dump(), made["pack"].dump(),
                                  made["territory"].dump(), made["name"].dump(),
                                  made["label"].dump(), made["reason"].dump()));
  }
  return lines;
}

/// What a night of one program ends in; made once a process.
const NightDesk& night_of_one(BaseKind kind) {
  static std::map<BaseKind, std::unique_ptr<NightDesk>> nights;
  auto& night = nights[kind];
  if (!night) {
    night = std::make_unique<NightDesk>(small, kind, plan);
    EXPECT_EQ(night->night().code, 1);
    EXPECT_THAT(reported(*night), SizeIs(packages_of_small));
  }
  return *night;
}

void expect_same_end(const NightDesk& one, const NightDesk& many) {
  EXPECT_EQ(many.wrong(), "");
  EXPECT_EQ(difference(one.fates(), many.fates()), "");
  EXPECT_EQ(difference(one.content(), many.content()), "");
  EXPECT_EQ(package_difference(one, many), "");
  EXPECT_EQ(reported(one), reported(many));
  EXPECT_TRUE(fs::exists(many.folder() / "tree" / "index.html"));
}

class NightSteps : public testing::TestWithParam<BaseKind> {};
BDF_ON_BOTH_BASES(NightSteps);

TEST_P(NightSteps, EndAsANightOfOneProgram) {
  const NightDesk desk(small, GetParam(), plan);
  steps(desk, "prepare", 1);
  steps(desk, "jobs", 3);
  EXPECT_THAT(desk.fates(), AllOf(SizeIs(8), Each(HasSubstr(" taken"))));
  EXPECT_THAT(desk.packages(), IsEmpty());
  steps(desk, "packages", 3);
  EXPECT_THAT(desk.packages(), SizeIs(packages_of_small));
  EXPECT_FALSE(fs::exists(desk.folder() / "tree"));
  EXPECT_EQ(step(desk, "report").code, 1);
  EXPECT_THAT(events(desk, "package"), SizeIs(packages_of_small)) << "each is made once";
  expect_same_end(night_of_one(GetParam()), desk);
  EXPECT_THAT(step(desk, "packages").err, HasSubstr("no night of this plan goes on"));
}

TEST_P(NightSteps, DoWhatTheStepBeforeHasLeft) {
  const NightDesk desk(small, GetParam(), plan);
  steps(desk, "prepare", 1);
  steps(desk, "packages", 3);
  EXPECT_THAT(desk.fates(), SizeIs(8));
  EXPECT_THAT(desk.packages(), SizeIs(packages_of_small));
  EXPECT_THAT(events(desk, "stage"), SizeIs(1)) << "one of them ends the jobs";
  EXPECT_EQ(step(desk, "report").code, 1);
  expect_same_end(night_of_one(GetParam()), desk);
}

TEST_P(NightSteps, LeaveToOthersWhatAKilledOneWasMaking) {
  const NightDesk desk(small, GetParam(), plan);
  steps(desk, "prepare", 1);
  steps(desk, "jobs", 2);
  int killed = 0;
  for (const auto* seconds : {"0.1", "0.3", "0.5", "0.7", "0.9"}) {
    std::thread other([&] { killed += step(desk, "packages", seconds).code == 0 ? 0 : 1; });
    const auto code = step(desk, "packages", "0.6").code;
    other.join();
    killed += code == 0 ? 0 : 1;
  }
  EXPECT_GE(killed, 2);
  for (const auto* seconds : {"0.2", "0.4"})
    if (step(desk, "report", seconds).code == 1) break;
  EXPECT_LE(desk.night().code, 1);
  expect_same_end(night_of_one(GetParam()), desk);
}

TEST(NightStep, WhyAPackageWasNotMadeIsInTheReport) {
  const NightDesk desk(small, BaseKind::geopackage, std::string(plan) + "label: {key: lost.key}\n");
  steps(desk, "prepare", 1);
  steps(desk, "jobs", 2);
  steps(desk, "packages", 2);
  EXPECT_EQ(step(desk, "report").code, 1);
  EXPECT_THAT(reported(desk), AllOf(SizeIs(packages_of_small), Each(HasSubstr("lost.key"))));
  EXPECT_THAT(events(desk, "package"), SizeIs(packages_of_small)) << "each is tried once";
}

// As where a server that was started anew has forgotten who does it.
TEST(NightStep, AJobThatSeveralProgramsDoIsDoneOnce) {
  const NightDesk desk(small, BaseKind::geopackage);
  steps(desk, "prepare", 1);
  const auto told = nlohmann::json::parse(desk.night({"status"}, {"--json"}).out);
  const auto id = told["night"]["run"].get<std::string>();
  for (int job = 1; job <= 8; ++job) {
    std::vector<std::thread> programs;
    for (int i = 0; i < 3; ++i)
      programs.emplace_back([&] {
        const auto ran = run({BDF_COMMAND, "nightly", "job", desk.plan().string(), "--run", id,
                              "--job", std::to_string(job), "--now", desk.time},
                             {{"BDF_BASE", desk.base()}});
        EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
      });
    for (auto& program : programs) program.join();
  }
  EXPECT_THAT(desk.fates(), AllOf(SizeIs(8), Each(HasSubstr(" taken"))));
  EXPECT_EQ(desk.wrong(), "");
}

TEST(NightStep, KeepsASecondNightOut) {
  const NightDesk desk(small, BaseKind::postgres, plan);
  steps(desk, "prepare", 1);
  std::vector<std::thread> programs;
  for (int i = 0; i < 2; ++i) programs.emplace_back([&] { EXPECT_EQ(step(desk, "jobs").code, 0); });
  bool is_at_work = false;
  for (int i = 0; i < 100 && !is_at_work; ++i)
    is_at_work = desk.night({"status"}).out.find("at work since") != std::string::npos;
  EXPECT_TRUE(is_at_work);
  const auto second = desk.night();
  for (auto& program : programs) program.join();
  EXPECT_EQ(second.code, 4);
  EXPECT_THAT(second.err, HasSubstr("another night is at work on this base (trial-"));
  EXPECT_EQ(step(desk, "report").code, 1);
  expect_same_end(night_of_one(BaseKind::postgres), desk);
}

Ran jobs_of(const fs::path& file, const std::string& time, const std::string& seconds) {
  return run({"timeout", "--signal=KILL", seconds, BDF_COMMAND, "nightly", "step", file.string(),
              "--step", "jobs", "--threads", "1", "--now", time});
}

/// Those behind it in the order wait for it: one of them does it.
TEST(NightStep, WhatALostProgramHasLeftAnotherTakesUp) {
  for (const auto* killed_after : {"0.15", "0.25", "0.4"}) {
    NightDesk desk(small, BaseKind::geopackage, "retries: {pause: 0.1}\n");
    EXPECT_EQ(step(desk, "prepare").code, 0);
    std::thread lost([&] { static_cast<void>(jobs_of(desk.plan(), desk.time, killed_after)); });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_EQ(jobs_of(desk.plan(), desk.time, "90").code, 0) << killed_after;
    lost.join();
    EXPECT_THAT(desk.fates(), AllOf(SizeIs(8), Each(HasSubstr(" taken")))) << killed_after;
  }
}

/// Programs of two plans that are at work at once wait for nothing of one another's.
TEST(NightStep, TwoPlansAtOnceBothEnd) {
  NightDesk desk(small, BaseKind::geopackage);
  const auto other = desk.folder() / "other.yaml";
  std::ofstream(other) << "name: other\nbase: '" << desk.base()
                       << "'\nwork: other\ndeposits: [{folder: deposits}]\n";
  EXPECT_EQ(step(desk, "prepare").code, 0);
  EXPECT_EQ(
      run({BDF_COMMAND, "nightly", "step", other.string(), "--step", "prepare", "--now", desk.time})
          .code,
      0);
  std::thread beside([&] { EXPECT_EQ(jobs_of(other, desk.time, "120").code, 0); });
  EXPECT_EQ(jobs_of(desk.plan(), desk.time, "120").code, 0);
  beside.join();
  EXPECT_EQ(desk.wrong(), "");
  EXPECT_THAT(desk.fates(), AllOf(SizeIs(8), Each(HasSubstr(" taken"))));
}

}  // namespace
}  // namespace bdf::tests
