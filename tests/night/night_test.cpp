// SPDX-License-Identifier: MIT
// A night that nothing disturbs, through the command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/json_schema.h"
#include "support/night_trial.h"
#include "support/night_world.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const NightSize small{2, 8, false};

/// What is wrong with what a command says, by schemas/formats/nightly.schema.json.
std::vector<std::string> wrong_in(const nlohmann::json& told) {
  auto schema = support::schema_of("nightly");
  schema.erase("oneOf");
  schema["$ref"] = "#/$defs/" + told.at("kind").get<std::string>();
  return support::violations(told, schema);
}

class QuietNight : public testing::TestWithParam<BaseKind> {};
BDF_ON_BOTH_BASES(QuietNight);

TEST_P(QuietNight, BringsEverythingInAndSendsPackagesOut) {
  const NightDesk desk(small, GetParam(),
                       "side_by_side: 2\npackages: {differential: true}\npublish: {tree: tree}\n");
  const auto ran = desk.night({}, {"--json"});
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_THAT(desk.fates(), AllOf(SizeIs(8), Each(HasSubstr(" taken"))));
  EXPECT_EQ(desk.wrong(), "");
  EXPECT_THAT(desk.packages(), SizeIs(4));
  EXPECT_TRUE(fs::exists(desk.folder() / "tree" / "index.html"));
  const auto told = nlohmann::json::parse(ran.out);
  EXPECT_THAT(wrong_in(told), IsEmpty());
  EXPECT_EQ(told["state"], "human_needed");
  EXPECT_EQ(told["night"]["stage"], "done");
  EXPECT_EQ(nlohmann::json::parse(desk.night({"status"}, {"--json"}).out)["at_work"], false);
  EXPECT_THAT(wrong_in(nlohmann::json::parse(desk.night({"status"}, {"--json"}).out)), IsEmpty());
  EXPECT_EQ(told["jobs"].size(), 8U);
  EXPECT_THAT(text_of(desk.work() / "health.html"), HasSubstr("0001_"));
  EXPECT_THAT(text_of(desk.work() / "metrics.prom"),
              HasSubstr("bdf_night_jobs{plan=\"trial\",status=\"taken\"} 8"));
  // What producers gave as layers comes back with what became of it.
  for (const auto& deposit : night_deposits(night_world(small))) {
    const auto back = desk.work() / "returns" / deposit.folder.filename() / deposit.theme;
    EXPECT_EQ(fs::exists(back / "merged.gpkg"), deposit.as_layers) << deposit.folder;
  }
}

TEST_P(QuietNight, TheNextOneFindsNothingToDo) {
  let_files_age(small);
  NightDesk desk(small, GetParam(), "packages: {}\n");
  EXPECT_EQ(desk.night().code, 1);
  const auto before = desk.content();
  const auto packages = desk.packages();
  const auto told = nlohmann::json::parse(desk.night({"plan"}, {"--json"}).out);
  EXPECT_THAT(wrong_in(told), IsEmpty());
  for (const auto& job : told["jobs"]) EXPECT_EQ(job["why"], "unchanged");
  EXPECT_THAT(told["packages"], IsEmpty());
  desk.time = "2026-02-02T22:00:00Z";
  const auto again = desk.night({}, {"--json"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(nlohmann::json::parse(again.out)["unchanged"], 8);
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

TEST(NightPlan, OnlyWhatWasNotTakenIsLookedAtAgain) {
  const NightDesk desk(small, BaseKind::geopackage);
  EXPECT_EQ(desk.night().code, 1);
  const auto taken = night_deposits(night_world(small))[1].folder.filename().string();
  for (const auto& name : {std::string("nobody's"), taken}) {
    const auto ran = desk.night({"again"}, {name});
    EXPECT_EQ(ran.code, 2);
    EXPECT_THAT(ran.err, HasSubstr(name));
  }
}

/// Also what an earlier night has made, and could not publish.
TEST(NightPlan, WhatIsMadeIsPublishedSoonerOrLater) {
  NightDesk desk(small, BaseKind::geopackage, "packages: {}\npublish: {tree: tree}\n");
  std::ofstream(desk.folder() / "tree") << "no folder";
  const auto first = nlohmann::json::parse(desk.night({}, {"--json"}).out);
  EXPECT_EQ(first["state"], "human_needed");
  EXPECT_TRUE(first["publication"].is_string());
  fs::remove(desk.folder() / "tree");
  desk.time = "2026-02-02T22:00:00Z";
  const auto second = nlohmann::json::parse(desk.night({}, {"--json"}).out);
  EXPECT_TRUE(second["publication"].is_null());
  const auto index = nlohmann::json::parse(text_of(desk.folder() / "tree" / "index.json"));
  EXPECT_EQ(index["packages"].size(), 4U);
}

/// A deposit that was taken is not taken again under another name, whoever puts it there.
TEST(NightPlan, WhatWasTakenComesInNoSecondTime) {
  NightDesk desk(small, BaseKind::geopackage);
  const auto deposits = night_deposits(night_world(small));
  const auto layers = std::find_if(deposits.begin(), deposits.end(),
                                   [](const auto& deposit) { return deposit.as_layers; });
  ASSERT_NE(layers, deposits.end());
  const auto own =
      desk.copy_deposit(static_cast<std::size_t>(std::distance(deposits.begin(), layers)));
  desk.plan_for("{folder: own}");
  EXPECT_LE(desk.night().code, 1);
  const auto before = desk.content();
  fs::copy(own, own.parent_path() / "zz_again");
  desk.time = "2026-02-02T22:00:00Z";
  const auto told = nlohmann::json::parse(desk.night({}, {"--json"}).out);
  for (const auto& job : told["jobs"]) EXPECT_EQ(job["status"], "unchanged") << job;
  EXPECT_EQ(difference(before, desk.content()), "");
}

TEST(NightPlan, WhoeverIsToBeToldIsTold) {
  const NightDesk desk(small, BaseKind::geopackage,
                       "notify: 'echo \"$BDF_NIGHT_STATE $BDF_NIGHT_TAKEN\" > told'\n");
  const auto here = fs::current_path();
  fs::current_path(desk.folder());
  EXPECT_EQ(desk.night().code, 1);
  fs::current_path(here);
  EXPECT_EQ(text_of(desk.folder() / "told"), "human_needed 8\n");
}

TEST(NightPlan, ASignedDepositIsWhatWasSigned) {
  const NightDesk desk(small, BaseKind::geopackage);
  const auto key = (desk.folder() / "office.key").string();
  ASSERT_EQ(support::bdf({"key", "new", "--organisation", "DDT 38", "--out", key}).code, 0);
  const auto deposit = desk.copy_deposit(0);
  desk.plan_for("{folder: own}");
  const auto signing = support::bdf({"sign", deposit.string(), "--key", key});
  ASSERT_EQ(signing.code, 0) << signing.err;
  ASSERT_TRUE(fs::exists(deposit / "deposit.sig.json"));
  // The manifest says something else since.
  std::ofstream(deposit / "deposit.yaml", std::ios::app) << "message: another\n";
  const auto told = nlohmann::json::parse(desk.night({}, {"--json"}).out);
  ASSERT_EQ(told["jobs"].size(), 1U);
  EXPECT_EQ(told["jobs"][0]["status"], "refused");
  ASSERT_EQ(support::bdf({"sign", deposit.string(), "--key", key}).code, 0);
  const auto again = nlohmann::json::parse(desk.night({}, {"--json"}).out);
  ASSERT_EQ(again["jobs"].size(), 1U);
  EXPECT_EQ(again["jobs"][0]["status"], "taken") << again["jobs"][0]["reason"];
}

TEST(NightPlan, WhatTakesTooMuchMemoryIsPutAside) {
  const NightDesk desk(small, BaseKind::geopackage);
  desk.copy_deposit(0);
  desk.plan_for("{folder: own}", "limits: {memory: 0.02}\nretries: {times: 2, pause: 0}\n");
  const auto ran = desk.night({}, {"--json"});
  EXPECT_EQ(ran.code, 1) << ran.err;
  const auto told = nlohmann::json::parse(ran.out);
  EXPECT_EQ(told["jobs"][0]["status"], "aside");
  EXPECT_EQ(told["jobs"][0]["tries"], 2);
  EXPECT_THAT(told["jobs"][0]["reason"].get<std::string>(),
              AnyOf(HasSubstr("memory"), HasSubstr("bad_alloc")));
  desk.plan_for("{folder: own}");
  const auto asked = desk.night({"again"}, {told["jobs"][0]["deposit"].get<std::string>()});
  EXPECT_EQ(asked.code, 0) << asked.err;
  const auto again = nlohmann::json::parse(desk.night({}, {"--json"}).out);
  EXPECT_EQ(again["jobs"][0]["status"], "taken");
}

TEST(NightPlan, ItsPoliciesAreHeeded) {
  const NightDesk desk(small, BaseKind::geopackage);
  for (std::size_t i = 0; i < 4; ++i) desk.copy_deposit(i);
  desk.plan_for("{folder: own}", "policies: {most_contested: 0}\n");
  const auto told = nlohmann::json::parse(desk.night({}, {"--json"}).out);
  std::size_t refused = 0;
  for (const auto& job : told["jobs"]) {
    if (job["status"] == "refused") {
      ++refused;
      EXPECT_THAT(job["reason"].get<std::string>(), HasSubstr("would wait or be refused"));
    } else {
      EXPECT_EQ(job["asked"].get<int>() + job["refused"].get<int>(), 0);
    }
  }
  EXPECT_GE(refused, 1U);
  EXPECT_EQ(desk.wrong(), "");
}

}  // namespace
}  // namespace bdf::tests
