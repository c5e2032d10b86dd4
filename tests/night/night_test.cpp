// SPDX-License-Identifier: MIT
// A night that nothing disturbs, through the command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/night_trial.h"
#include "support/night_world.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const NightSize small{3, 12, false};

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class QuietNight : public testing::TestWithParam<BaseKind> {};
BDF_ON_BOTH_BASES(QuietNight);

TEST_P(QuietNight, BringsEverythingInAndSendsPackagesOut) {
  const NightDesk desk(small, GetParam(),
                       "side_by_side: 2\npackages: {differential: true}\npublish: {tree: tree}\n");
  const auto ran = desk.night({}, {"--json"});
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_THAT(desk.fates(), AllOf(SizeIs(12), Each(HasSubstr(" taken"))));
  EXPECT_EQ(desk.wrong(), "");
  EXPECT_THAT(desk.packages(), SizeIs(6));
  EXPECT_TRUE(fs::exists(desk.folder() / "tree" / "index.html"));
  const auto told = nlohmann::json::parse(ran.out);
  EXPECT_EQ(told["night"]["stage"], "done");
  EXPECT_EQ(told["jobs"].size(), 12U);
  EXPECT_THAT(text_of(desk.work() / "health.html"), HasSubstr("0001_"));
  EXPECT_THAT(text_of(desk.work() / "metrics.prom"),
              HasSubstr("bdf_night_jobs{plan=\"trial\",status=\"taken\"} 12"));
  // What producers gave as layers comes back with what became of it.
  for (const auto& deposit : night_deposits(night_world(small))) {
    const auto back = desk.work() / "returns" / deposit.folder.filename() / deposit.theme;
    EXPECT_EQ(fs::exists(back / "merged.gpkg"), deposit.as_layers) << deposit.folder;
  }
}

TEST_P(QuietNight, TheNextOneFindsNothingToDo) {
  NightDesk desk(small, GetParam(), "packages: {}\n");
  EXPECT_EQ(desk.night().code, 1);
  const auto before = desk.content();
  const auto packages = desk.packages();
  const auto told = nlohmann::json::parse(desk.night({"plan"}, {"--json"}).out);
  for (const auto& job : told["jobs"]) EXPECT_EQ(job["why"], "unchanged");
  EXPECT_THAT(told["packages"], IsEmpty());
  desk.time = "2026-02-02T22:00:00Z";
  const auto again = desk.night({}, {"--json"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(nlohmann::json::parse(again.out)["unchanged"], 12);
  EXPECT_EQ(difference(before, desk.content()), "");
  EXPECT_EQ(desk.packages(), packages);
}

TEST_P(QuietNight, WhatRunsBesideWhatDoesNotMatter) {
  const NightDesk one(small, GetParam(), "side_by_side: 1\npackages: {}\n");
  const NightDesk many(small, GetParam(), "side_by_side: 6\npackages: {}\n");
  EXPECT_EQ(one.night().code, 1);
  EXPECT_EQ(many.night().code, 1);
  EXPECT_EQ(difference(one.content(), many.content()), "");
  EXPECT_EQ(one.fates(), many.fates());
  EXPECT_EQ(package_difference(one, many), "");
}

TEST(NightBases, BothKindsEndAlike) {
  const NightDesk file(small, BaseKind::geopackage, "packages: {}\n");
  const NightDesk server(small, BaseKind::postgres, "packages: {}\n");
  EXPECT_EQ(file.night().code, 1);
  EXPECT_EQ(server.night().code, 1);
  EXPECT_EQ(difference(file.content(), server.content()), "");
  EXPECT_EQ(package_difference(file, server), "");
}

TEST(NightPlan, IsToldBeforeAnythingIsDone) {
  const NightDesk desk(small, BaseKind::geopackage, "packages: {}\n");
  const auto before = desk.content();
  const auto told = desk.night({}, {"--dry-run"});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_THAT(told.out, AllOf(HasSubstr("    1 0001_"), HasSubstr("hydro): new")));
  EXPECT_EQ(desk.night({"plan"}).out, told.out);
  EXPECT_EQ(desk.content(), before);
  EXPECT_THAT(desk.fates(), IsEmpty());
  EXPECT_THAT(desk.night({"status"}).out, HasSubstr("no night"));
}

TEST(NightPlan, ADepositIsLookedAtAgainWhereThatIsAsked) {
  const NightDesk desk(small, BaseKind::geopackage);
  EXPECT_EQ(desk.night().code, 1);
  const auto content = desk.content();
  const auto none = desk.night({"again"}, {"nobody's"});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("nobody's"));
  const auto name = night_deposits(night_world(small))[1].folder.filename().string();
  EXPECT_EQ(desk.night({"again"}, {name}).code, 0);
  const auto told = nlohmann::json::parse(desk.night({}, {"--json"}).out);
  ASSERT_EQ(told["jobs"].size(), 1U);
  EXPECT_EQ(told["jobs"][0]["deposit"], name);
  EXPECT_EQ(told["jobs"][0]["status"], "taken");
  EXPECT_EQ(difference(content, desk.content()), "");
}

TEST(NightPlan, WhoeverIsToBeToldIsTold) {
  const NightDesk desk(small, BaseKind::geopackage,
                       "notify: 'echo \"$BDF_NIGHT_STATE $BDF_NIGHT_TAKEN\" > told'\n");
  const auto here = fs::current_path();
  fs::current_path(desk.folder());
  EXPECT_EQ(desk.night().code, 1);
  fs::current_path(here);
  EXPECT_EQ(text_of(desk.folder() / "told"), "human_needed 12\n");
}

}  // namespace
}  // namespace bdf::tests
