// SPDX-License-Identifier: MIT
// Which deposits are jobs of a night, in which order, and why.
#include "nightly/planning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bdf::nightly {
namespace {

using refbase::JobStatus;
using refbase::NightJob;
using refbase::SettledDeposit;
using ::testing::ElementsAre;

FoundDeposit deposit(const std::string& name, const std::string& theme,
                     const std::string& territory = "038", const std::string& marks = "m") {
  FoundDeposit found;
  found.name = name;
  found.place = "/in/" + name;
  found.manifest.producer = "DDT " + territory;
  found.manifest.themes = {theme};
  found.manifest.territories = {territory};
  found.marks = marks;
  return found;
}

SettledDeposit settled(const std::string& name, const std::string& theme,
                       const std::string& marks) {
  SettledDeposit known;
  known.deposit = name;
  known.theme = theme;
  known.marks = marks;
  known.fingerprint = "f";
  return known;
}

/// "1 a hydro new, – b hydro unchanged"
std::vector<std::string> lines(const std::vector<PlannedJob>& planned) {
  std::vector<std::string> all;
  for (const auto& one : planned)
    all.push_back(std::to_string(one.job.position) + " " + one.job.deposit + " " + one.job.theme +
                  " " + std::string(name_of(one.why)));
  return all;
}

TEST(NightPlanning, TellsWhyADepositIsAJob) {
  const rules::NightPlan plan;
  auto faulty = deposit("e", "hydro");
  faulty.fault = "no YAML";
  const auto planned = planned_jobs(
      plan,
      {deposit("a", "hydro"), deposit("b", "hydro"), deposit("c", "hydro", "038", "other"),
       deposit("d", "hydro", "038", ""), faulty},
      {settled("b", "hydro", "m"), settled("c", "hydro", "m"), settled("d", "hydro", "m")}, {});
  EXPECT_THAT(lines(planned),
              ElementsAre("1 a hydro new", "0 b hydro unchanged", "2 c hydro changed",
                          "3 d hydro perhaps changed", "4 e hydro faulty"));
  EXPECT_EQ(planned[1].last, "taken");
  EXPECT_EQ(planned[4].job.marks, "") << "it is read as soon as it can be";
}

TEST(NightPlanning, WhatIsKnownWithoutReliableMarksIsReadAgain) {
  const auto planned = planned_jobs({}, {deposit("a", "hydro")}, {settled("a", "hydro", "")}, {});
  EXPECT_THAT(lines(planned), ElementsAre("1 a hydro perhaps changed"));
}

TEST(NightPlanning, AFaultIsToldOnce) {
  auto faulty = deposit("a", "");
  faulty.fault = "no YAML";
  const auto first = planned_jobs({}, {faulty}, {}, {});
  auto known = settled("a", "", "m");
  known.fingerprint = first[0].job.fingerprint;
  EXPECT_THAT(lines(planned_jobs({}, {faulty}, {known}, {})), ElementsAre("0 a  unchanged"));
  faulty.fault = "no producer";
  EXPECT_THAT(lines(planned_jobs({}, {faulty}, {known}, {})), ElementsAre("1 a  faulty"));
}

TEST(NightPlanning, ADepositOfTwoThemesIsTwoJobs) {
  auto both = deposit("a", "hydro");
  both.manifest.themes = {"hydro", "vegetation"};
  EXPECT_THAT(lines(planned_jobs({}, {both}, {settled("a", "hydro", "m")}, {})),
              ElementsAre("0 a hydro unchanged", "1 a vegetation new"));
}

TEST(NightPlanning, ThePlanChoosesAndOrders) {
  rules::NightPlan plan;
  plan.themes = {"vegetation", "hydro"};
  plan.territories = {"073", "038"};
  plan.order = {rules::NightOrder::theme, rules::NightOrder::territory};
  const std::vector<FoundDeposit> found{
      deposit("a", "hydro", "038"),      deposit("b", "hydro", "073"),
      deposit("c", "vegetation", "038"), deposit("d", "vegetation", "074"),
      deposit("e", "roads", "038"),      deposit("f", "hydro", "038")};
  EXPECT_THAT(lines(planned_jobs(plan, found, {}, {})),
              ElementsAre("1 c vegetation new", "0 d vegetation left out", "2 b hydro new",
                          "3 a hydro new", "4 f hydro new", "0 e roads left out"));
  plan.order.clear();
  plan.producers = {"DDT 073"};
  EXPECT_THAT(lines(planned_jobs(plan, {found[0], found[1]}, {}, {})),
              ElementsAre("0 a hydro left out", "1 b hydro new"));
}

TEST(NightPlanning, ARunThatGoesOnAddsToWhatIsDone) {
  NightJob done;
  done.deposit = "a";
  done.theme = "hydro";
  done.position = 3;
  done.status = JobStatus::taken;
  // Though the deposit has been written again meanwhile: that is for the next night.
  EXPECT_THAT(lines(planned_jobs({}, {deposit("a", "hydro"), deposit("b", "hydro")},
                                 {settled("a", "hydro", "old")}, {done})),
              ElementsAre("4 b hydro new"));
}

}  // namespace
}  // namespace bdf::nightly
