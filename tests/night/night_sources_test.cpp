// SPDX-License-Identifier: MIT
// Deposits that come and go while nights look at them, that are called alike, or of no time to be
// compared with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "refbase/night.h"
#include "support/night_trial.h"
#include "support/night_world.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using refbase::JobStatus;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const NightSize small{2, 8, false};

/// As a share that is mounted again.
void bring_back(const NightDesk& desk) {
  fs::create_directory_symlink(night_world(small) / "deposits", desk.deposits());
}

std::ptrdiff_t count(const std::vector<refbase::NightJob>& jobs, JobStatus status) {
  return std::count_if(jobs.begin(), jobs.end(),
                       [&](const auto& job) { return job.status == status; });
}

TEST(NightSources, OneThatCannotBeReadKeepsTheNightFromBeginning) {
  const NightDesk desk(small, BaseKind::geopackage);
  fs::remove(desk.deposits());
  const auto ran = desk.night();
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr((desk.folder() / "deposits").string() + ": the deposits cannot"));
  EXPECT_THAT(desk.jobs(), IsEmpty());
  bring_back(desk);
  EXPECT_EQ(desk.night().code, 1);
  EXPECT_THAT(desk.fates(), AllOf(SizeIs(8), Each(HasSubstr(" taken"))));
}

/// Their files are the same when they are back: it must not be by these that the next night knows
/// what it has no need to open.
TEST(NightSources, WhatGoesAwayWhileTheNightGoesOnIsTakenByTheNextOne) {
  let_files_age(small);
  NightDesk desk(small, BaseKind::geopackage, "side_by_side: 1\n");
  const pid_t night = desk.begin_night();
  EXPECT_TRUE(comes_true([&] { return count(desk.jobs(), JobStatus::taken) > 0; }));
  fs::remove(desk.deposits());
  EXPECT_EQ(end_of(night), 1);
  const auto refused = count(desk.jobs(), JobStatus::refused);
  ASSERT_GT(refused, 0) << "it went too late";
  EXPECT_THAT(desk.jobs().back().reason, HasSubstr("deposit.yaml: cannot be read"));
  bring_back(desk);
  desk.time = "2026-02-02T22:00:00Z";
  EXPECT_EQ(desk.told()["jobs"].size(), static_cast<std::size_t>(refused));
  EXPECT_THAT(desk.fates(), AllOf(SizeIs(8), Each(HasSubstr(" taken"))));
}

TEST(NightSources, WhatIsListedAndNotThereYetIsTakenOnceItIs) {
  NightDesk desk(small, BaseKind::geopackage);
  const auto deposit = night_deposits(night_world(small))[1].folder;
  const auto own = desk.folder() / "own" / deposit.filename();
  std::ofstream(desk.folder() / "list.txt") << "own/" << deposit.filename().string() << "\n";
  desk.plan_for("{list: list.txt}");
  const auto first = desk.told()["jobs"];
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0]["status"], "refused");
  fs::create_directory_symlink(night_world(small) / "deposits", desk.folder() / "own");
  desk.time = "2026-02-02T22:00:00Z";
  const auto second = desk.told()["jobs"];
  ASSERT_THAT(second, SizeIs(1));
  EXPECT_EQ(second[0]["status"], "taken") << second[0]["reason"];
}

TEST(NightSources, TwoDepositsOfOneNameAreBothRefused) {
  const NightDesk desk(small, BaseKind::geopackage);
  const auto one = desk.copy_deposit(1, "one"), other = desk.copy_deposit(1, "other");
  desk.plan_for("{folder: one}, {folder: other}");
  const auto jobs = desk.told()["jobs"];
  ASSERT_THAT(jobs, SizeIs(2));
  for (const auto& job : jobs) {
    EXPECT_EQ(job["status"], "refused");
    EXPECT_THAT(job["reason"].get<std::string>(),
                AllOf(HasSubstr(one.string()), HasSubstr(other.string())));
  }
  EXPECT_NE(jobs[0]["deposit"], jobs[1]["deposit"]) << "each is known by itself";
}

/// An office's deposits: a contribution, then layers of a base, which say what they are to be
/// compared with.
NightDesk desk_with_layers_of(const std::string& base, const std::string& ancestor) {
  NightDesk desk(small, BaseKind::geopackage);
  desk.copy_deposit(1);
  desk.plan_for("{folder: own}", "side_by_side: 1\n");
  const auto deposit = night_deposits(night_world(small))[1];
  const auto folder = desk.folder() / "own" / "9999_later";
  fs::create_directories(folder);
  const auto ran = support::bdf({"base", "checkout", "--base", base, "--territory",
                                 deposit.territory, "--out", folder / "layers.gpkg"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  std::ofstream(folder / "deposit.yaml")
      << "producer: " << deposit.producer << "\ntheme: " << deposit.theme << "\nterritory: \""
      << deposit.territory << "\"\ndata: layers.gpkg\nancestor: \"" << ancestor << "\"\n";
  return desk;
}

TEST(NightAncestors, OneOfTheNightItselfIsRefused) {
  const NightDesk before(small, BaseKind::geopackage);
  const auto jobs = desk_with_layers_of(before.base(), "@7").told()["jobs"];
  ASSERT_THAT(jobs, SizeIs(2));
  EXPECT_EQ(jobs[0]["transaction"], 7);
  EXPECT_EQ(jobs[1]["status"], "refused");
  EXPECT_EQ(jobs[1]["reason"], "ancestor: @7 is later than the beginning of the night");
}

/// Else it would depend on what runs beside what. The layers have the contribution's edits already:
/// they are the office's own, not those of the base.
TEST(NightAncestors, AnInstantIsCutToItsBeginning) {
  const NightDesk done(small, BaseKind::geopackage);
  done.copy_deposit(1);
  done.plan_for("{folder: own}");
  EXPECT_LE(done.night().code, 1);
  const auto named = desk_with_layers_of(done.base(), "@6");
  const auto by_time = desk_with_layers_of(done.base(), "2026-06-01T00:00:00Z");
  for (const auto* desk : {&named, &by_time})
    EXPECT_EQ(desk->told()["jobs"][1]["status"], "taken") << desk->jobs().back().reason;
  EXPECT_GT(named.entries().size(), done.entries().size());
  EXPECT_EQ(difference(named.entries(), by_time.entries()), "");
}

}  // namespace
}  // namespace bdf::tests
