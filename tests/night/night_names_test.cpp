// SPDX-License-Identifier: MIT
// What a plan calls by name: mistakes are told by their line, and two plans are two.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "support/night_trial.h"
#include "support/night_world.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const NightSize small{2, 8, false};

nlohmann::json json_of(const Ran& ran) { return nlohmann::json::parse(ran.out); }

/// A plan of that name, which works in a folder of that name, over the same deposits.
void plan(const NightDesk& desk, const std::string& name, const std::string& more = "",
          const std::string& folder = "deposits") {
  std::ofstream(desk.plan()) << "name: " << name << "\nbase: '" << desk.base()
                             << "'\nwork: " << name << "\ndeposits: [{folder: " << folder << "}]\n"
                             << more;
}

TEST(NightNames, MistakesAreToldByTheirLineBeforeAnythingIsDone) {
  const NightDesk desk(small, BaseKind::geopackage);
  const auto before = desk.content();
  const auto complaint = [&](const std::string& more) {
    plan(desk, "trial", more);
    const auto ran = desk.night();
    EXPECT_EQ(ran.code, 3) << more;
    EXPECT_EQ(desk.night({"plan"}).err, ran.err);
    return ran.err;
  };
  EXPECT_THAT(complaint("themes: [hydro,\n  hydor]\n"),
              AllOf(HasSubstr("plan.yaml:6:3"), HasSubstr("“hydor”")));
  EXPECT_THAT(complaint("territories: [\"999\"]\n"),
              AllOf(HasSubstr("plan.yaml:5:15"), HasSubstr("has no territory “999”")));
  EXPECT_THAT(complaint("packages:\n  packs: [HYDRO-PE, HYRDO]\n"),
              AllOf(HasSubstr("plan.yaml:6:21"), HasSubstr("“HYRDO”"), HasSubstr("HYDRO-PE")));
  EXPECT_EQ(desk.content(), before);
  EXPECT_FALSE(fs::exists(desk.folder() / "trial" / "reports"));
}

/// As an agent writes them: 38 is the base's 038.
TEST(NightNames, TerritoriesAreSpelledAsTheBaseDoes) {
  const NightDesk desk(small, BaseKind::geopackage);
  const auto first = night_deposits(night_world(small)).front();
  ASSERT_EQ(first.territory.front(), '0');
  plan(desk, "trial", "territories: [\"" + first.territory.substr(1) + "\"]\npackages: {}\n");
  const auto told = json_of(desk.night({"plan"}, {"--json"}));
  std::size_t chosen = 0;
  for (const auto& job : told["jobs"])
    if (job["why"] != "left out") {
      EXPECT_EQ(job["territory"], first.territory);
      ++chosen;
    }
  EXPECT_GT(chosen, 0U);
  EXPECT_LT(chosen, 8U);
  for (const auto& package : told["packages"]) EXPECT_EQ(package["territory"], first.territory);
  const auto done = json_of(desk.night({}, {"--json"}));
  EXPECT_EQ(done["left_out"].get<std::size_t>(), 8 - chosen);
  EXPECT_THAT(text_of(desk.folder() / "trial" / "health.html"), HasSubstr("not of this plan"));
}

TEST(NightNames, AProducerThatNothingIsOfIsTold) {
  const NightDesk desk(small, BaseKind::geopackage);
  const auto producer = night_deposits(night_world(small)).front().producer;
  plan(desk, "trial", "producers: [\"" + producer + "\", DTT 38]\n");
  EXPECT_THAT(desk.night({"plan"}).out,
              AllOf(HasSubstr("“DTT 38”"), Not(HasSubstr("“" + producer + "”"))));
}

/// Each looks at its own; what one has taken comes in no second time by the other.
TEST(NightNames, TwoPlansOfOneBaseShareNothing) {
  NightDesk desk(small, BaseKind::geopackage);
  plan(desk, "one", "packages: {}\n");
  EXPECT_EQ(desk.night().code, 1);
  const auto before = desk.content();
  plan(desk, "two", "packages: {}\n");
  const auto told = json_of(desk.night({}, {"--json"}));
  ASSERT_THAT(told["jobs"], SizeIs(8));
  for (const auto& job : told["jobs"]) EXPECT_EQ(job["status"], "unchanged") << job;
  EXPECT_THAT(told["packages"], SizeIs(4)) << "it has made none yet";
  EXPECT_EQ(difference(before, desk.content()), "");
  desk.time = "2026-02-02T22:00:00Z";
  for (const auto* name : {"one", "two"}) {
    plan(desk, name, "packages: {}\n");
    const auto again = json_of(desk.night({}, {"--json"}));
    EXPECT_EQ(again["state"], "done") << name;
    EXPECT_THAT(again["packages"], IsEmpty()) << name;
  }
}

TEST(NightNames, TwoPlansWorkInTwoFolders) {
  const NightDesk desk(small, BaseKind::geopackage);
  plan(desk, "one");
  EXPECT_EQ(desk.night().code, 1);
  std::ofstream(desk.plan()) << "name: two\nbase: '" << desk.base()
                             << "'\nwork: one\ndeposits: [{folder: deposits}]\n";
  const auto ran = desk.night();
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("the plan “one” works there"), HasSubstr("one/plan")));
  fs::remove(desk.folder() / "one" / "plan");
  EXPECT_LE(desk.night().code, 1);
}

/// A refusal waits for its producer until the deposit is mended, or taken away.
TEST(NightNames, WhatIsTakenAwayWaitsForNobody) {
  NightDesk desk(small, BaseKind::geopackage);
  const auto wrong = desk.folder() / "own" / "wrong";
  fs::create_directories(wrong);
  std::ofstream(wrong / "deposit.yaml") << "producer: DDT 38\n";
  plan(desk, "trial", "", "own");
  const auto page = desk.folder() / "trial" / "health.html";
  EXPECT_EQ(desk.night().code, 1);
  EXPECT_THAT(text_of(page), HasSubstr("wrong"));
  desk.time = "2026-02-02T22:00:00Z";
  EXPECT_EQ(desk.night().code, 0) << "nothing is new";
  EXPECT_THAT(text_of(page), HasSubstr("wrong"));
  fs::rename(wrong, desk.folder() / "elsewhere");
  desk.time = "2026-02-03T22:00:00Z";
  const auto gone = json_of(desk.night({}, {"--json"}));
  EXPECT_EQ(gone["standing"][0]["gone"], "2026-02-03T22:00:00Z");
  EXPECT_THAT(text_of(page), Not(HasSubstr("wrong")));
  fs::rename(desk.folder() / "elsewhere", wrong);
  desk.time = "2026-02-04T22:00:00Z";
  EXPECT_EQ(desk.night().code, 0) << "it is the same as before";
  EXPECT_THAT(text_of(page), HasSubstr("wrong"));
}

/// Two plans may make packages of the same names.
TEST(NightNames, OnePackageThatCannotBePublishedKeepsNoneBack) {
  NightDesk desk(small, BaseKind::geopackage);
  const std::string publish = "packages: {}\npublish: {tree: tree}\n";
  plan(desk, "one", publish + "territories: [\"073\"]\n");
  EXPECT_TRUE(json_of(desk.night({}, {"--json"}))["publication"].is_null());
  desk.time = "2026-02-01T23:00:00Z";
  plan(desk, "two", publish);
  const auto told = json_of(desk.night({}, {"--json"}));
  EXPECT_THAT(told["publication"].get<std::string>(),
              AllOf(HasSubstr("D073"), HasSubstr("already"), HasSubstr("(and 1 other)")));
  const auto index = nlohmann::json::parse(text_of(desk.folder() / "tree" / "index.json"));
  EXPECT_THAT(index["packages"], SizeIs(4)) << "two of the first, and two of the second";
}

/// The base's packages would be made by another theme than the plan's.
TEST(NightNames, AFileIsNoThemeOfABaseThatGoesByNone) {
  const NightDesk desk(small, BaseKind::geopackage);
  const auto base = (desk.folder() / "plain.gpkg").string();
  const auto files = night_world(small) / "base";
  const auto made = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "base");
    words.insert(words.end(), {"--base", base, "--now", "2026-01-01T00:00:00Z"});
    const auto ran = support::bdf(words);
    EXPECT_EQ(ran.code, 0) << ran.err;
  };
  made({"init"});
  made({"import", (files / "hydro.gpkg").string(), "--theme", "hydro"});
  std::ofstream(desk.plan()) << "name: trial\nbase: plain.gpkg\nwork: work\nthemes: ['"
                             << (files / "hydro.yaml").string()
                             << "']\ndeposits: [{folder: deposits}]\n";
  const auto ran = desk.night();
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("plan.yaml:4:10"), HasSubstr("bdf base adopt")));
}

/// It was taken once, and nothing of it is wrong any longer.
TEST(NightNames, WhatIsPutRightWaitsForNobody) {
  NightDesk desk(small, BaseKind::geopackage);
  const auto deposit = desk.copy_deposit(0);
  const auto name = deposit.filename().string();
  const auto data = deposit / night_deposits(night_world(small)).front().data.filename();
  plan(desk, "trial", "", "own");
  const auto fate = [&](int day) {
    desk.time = "2026-02-0" + std::to_string(day) + "T22:00:00Z";
    EXPECT_LE(desk.night().code, 1);
    const auto fates = desk.fates();
    return fates.size() == 1 ? fates.front() : std::to_string(fates.size());
  };
  const auto taken = fate(1);
  EXPECT_EQ(taken, name + " hydro taken");
  const auto page = desk.folder() / "trial" / "health.html";
  EXPECT_THAT(text_of(page), HasSubstr("operators of the base"));
  fs::rename(data, desk.folder() / "data");
  std::ofstream(data) << "rubbish";
  EXPECT_EQ(fate(2), name + " hydro refused");
  EXPECT_THAT(text_of(page), HasSubstr("operators of the base")) << "its questions wait as before";
  fs::rename(desk.folder() / "data", data);
  EXPECT_EQ(fate(3), taken);
  fs::rename(deposit / "deposit.yaml", desk.folder() / "manifest");
  EXPECT_EQ(fate(4), "2") << "nobody knows of which theme it is";
  fs::rename(desk.folder() / "manifest", deposit / "deposit.yaml");
  EXPECT_EQ(fate(5), taken);
}

}  // namespace
}  // namespace bdf::tests
