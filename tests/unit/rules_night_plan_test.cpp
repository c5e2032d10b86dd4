// SPDX-License-Identifier: MIT
// Plans of nights and manifests of deposits, as people write them.
#include "rules/night_plan.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"
#include "base/message.h"
#include "rules/deposit.h"
#include "support/temporary_folder.h"

namespace bdf::rules {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class NightPlans : public ::testing::Test {
 protected:
  NightPlans() { set_language("en"); }

  [[nodiscard]] NightPlan plan(const std::string& text) const {
    const auto file = folder_.path() / "plan.yaml";
    std::ofstream(file) << text;
    return load_night_plan(file);
  }
  [[nodiscard]] std::string complaint(const std::string& text) const {
    try {
      static_cast<void>(plan(text));
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  tests::TemporaryFolder folder_;
};

constexpr const char* least =
    "name: trial\nbase: base.gpkg\nwork: work\ndeposits: [{folder: in}]\n";

TEST_F(NightPlans, WhatIsNotSaidIsUsual) {
  const auto held = plan(least);
  EXPECT_EQ(held.name, "trial");
  EXPECT_EQ(held.base, folder_.path() / "base.gpkg");
  EXPECT_EQ(held.work, folder_.path() / "work");
  ASSERT_EQ(held.deposits.size(), 1U);
  EXPECT_EQ(held.deposits[0].path, folder_.path() / "in");
  EXPECT_FALSE(held.deposits[0].allows_servers);
  EXPECT_EQ(held.tries, 3);
  EXPECT_FALSE(held.until);
  EXPECT_FALSE(held.packages);
  EXPECT_FALSE(held.policies.refuses_validation_errors);
  EXPECT_FALSE(held.policies.heeds_confirmations);
  EXPECT_EQ(held.policies.most_contested, 1);
}

TEST_F(NightPlans, AllThatCanBeSaidIsRead) {
  const auto held = plan(R"(name: trial
base: postgresql://server/base
work: /srv/night
deposits: [{folder: in, servers: true}, {list: more.txt}, {members: true}]
themes: [hydro, own/vegetation.yaml]
territories: ["038", "073"]
producers: [DDT 38]
order: [territory, theme]
side_by_side: 4
policies: {validation_errors: refuse, most_contested: 0.25, mass_deletion: as_confirmed}
retries: {times: 5, pause: 0.5}
limits: {minutes: 90, memory: 4, size: 1.5}
until: "06:30"
packages: {packs: [HYDRO-PE], as: 7z, differential: true}
label: {key: ign.key, attestation: attestation.yaml, register: labels}
publish: {tree: tree, url: "https://geo.example/", restricted: true}
slurm: {workers: 12, threads: 2, options: [--partition=night]}
notify: mail -s night operator
keep_days: 10
)");
  EXPECT_EQ(held.base, "postgresql://server/base");
  EXPECT_EQ(held.work, "/srv/night");
  ASSERT_EQ(held.deposits.size(), 3U);
  EXPECT_TRUE(held.deposits[0].allows_servers);
  EXPECT_EQ(held.deposits[1].kind, DepositSource::Kind::list);
  EXPECT_EQ(held.deposits[2].kind, DepositSource::Kind::members);
  EXPECT_THAT(held.themes, ElementsAre("hydro", (folder_.path() / "own/vegetation.yaml").string()));
  EXPECT_THAT(held.territories, ElementsAre("038", "073"));
  EXPECT_THAT(held.order, ElementsAre(NightOrder::territory, NightOrder::theme));
  EXPECT_EQ(held.side_by_side, 4);
  EXPECT_TRUE(held.policies.refuses_validation_errors);
  EXPECT_EQ(held.policies.most_contested, 0.25);
  EXPECT_TRUE(held.policies.heeds_confirmations);
  EXPECT_EQ(held.tries, 5);
  EXPECT_EQ(held.pause, 0.5);
  EXPECT_EQ(held.limits.seconds, 5400);
  EXPECT_EQ(held.limits.memory_gib, 4);
  EXPECT_EQ(held.limits.size_gib, 1.5);
  EXPECT_EQ(held.until, 390);
  ASSERT_TRUE(held.packages);
  EXPECT_TRUE(held.packages->differential);
  EXPECT_EQ(held.packages->form, "7z");
  ASSERT_TRUE(held.label);
  EXPECT_EQ(held.label->key, folder_.path() / "ign.key");
  ASSERT_TRUE(held.publication);
  EXPECT_EQ(held.publication->tree, folder_.path() / "tree");
  EXPECT_EQ(held.cluster.workers, 12);
  EXPECT_EQ(held.keep_days, 10);
}

TEST_F(NightPlans, WhatIsWrongIsToldWithItsLine) {
  EXPECT_THAT(complaint(std::string(least) + "untl: \"06:00\"\n"),
              AllOf(HasSubstr("plan.yaml:5:1"), HasSubstr("until")));
  EXPECT_THAT(complaint(std::string(least) + "until: \"25:00\"\n"), HasSubstr("plan.yaml:5:8"));
  EXPECT_THAT(complaint("name: trial\nbase: b.gpkg\nwork: work\ndeposits:\n  - {pile: in}\n"),
              HasSubstr("plan.yaml:5:"));
  EXPECT_THAT(complaint(std::string(least) + "retries: {times: 0}\n"), HasSubstr("plan.yaml:5:"));
  EXPECT_THAT(complaint(std::string(least) + "publish: {tree: t}\n"),
              AllOf(HasSubstr("plan.yaml:5:1"), HasSubstr("packages")));
  EXPECT_THAT(complaint("name: ../x\nbase: b\nwork: w\ndeposits: [{folder: in}]\n"),
              HasSubstr("plan.yaml:1:7"));
}

std::string complaint_of_deposit(const std::string& text) {
  set_language("en");
  try {
    static_cast<void>(parse_deposit("deposit.yaml", text));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Deposits, SayWhoseTheyAreAndWhatTheyHold) {
  const auto one = parse_deposit(
      "deposit.yaml", "producer: DDT 38\ntheme: hydro\nterritory: \"038\"\ndata: c.gpkg\n");
  EXPECT_EQ(one.producer, "DDT 38");
  EXPECT_THAT(one.themes, ElementsAre("hydro"));
  EXPECT_THAT(one.territories, ElementsAre("038"));
  EXPECT_EQ(one.data, "c.gpkg");
  EXPECT_FALSE(one.extent);
  EXPECT_FALSE(one.confirm_deletions);
  const auto more = parse_deposit(
      "deposit.yaml",
      "producer: DDT 38\ntheme: [hydro, vegetation]\nterritory: [\"038\", \"073\"]\ndata: l.shp\n"
      "extent: [1, 2, 3.5, 4]\nkey: id,part\nconfirm_deletions: true\nancestor: \"@12\"\n");
  EXPECT_THAT(more.themes, ElementsAre("hydro", "vegetation"));
  EXPECT_THAT(more.territories, ElementsAre("038", "073"));
  EXPECT_EQ(more.extent, (Box{1, 2, 3.5, 4}));
  EXPECT_THAT(more.key, ElementsAre("id", "part"));
  EXPECT_TRUE(more.confirm_deletions);
  EXPECT_EQ(more.ancestor, "@12");
  for (const std::string word : {"True", "TRUE"})
    EXPECT_TRUE(parse_deposit("deposit.yaml",
                              "producer: D\ntheme: h\ndata: c.gpkg\n"
                              "confirm_deletions: " +
                                  word + "\n")
                    .confirm_deletions)
        << word;
  EXPECT_TRUE(
      parse_deposit("deposit.yaml", "producer: D\ntheme: h\ndata: 'PG:host=x'\n").is_of_server);
}

TEST(Deposits, LeadNowhereElse) {
  for (const std::string data : {"../c.gpkg", "/etc/c.gpkg", "sub/c.gpkg", ".hidden.gpkg", "c.vrt",
                                 "/vsicurl/c.gpkg", "c.gpkg/..", "WFS:x", "c", "c.gml"})
    EXPECT_THAT(complaint_of_deposit("producer: D\ntheme: hydro\ndata: " + data + "\n"),
                HasSubstr("deposit.yaml:3:7"))
        << data;
}

TEST(Deposits, WhatIsWrongIsToldWithItsLine) {
  EXPECT_THAT(complaint_of_deposit("producer: D\ntheme: hydro\n"), HasSubstr("data"));
  EXPECT_THAT(complaint_of_deposit("producer: D\ntheme: ../hydro\ndata: c.gpkg\n"),
              HasSubstr("deposit.yaml:2:8"));
  EXPECT_THAT(complaint_of_deposit("producer: D\ntheme: h\ndata: c.gpkg\nextent: [3, 0, 1, 1]\n"),
              HasSubstr("deposit.yaml:4:"));
  EXPECT_THAT(complaint_of_deposit("producer: D\ntheme: h\ndata: c.gpkg\nextent: [1, 2, 3]\n"),
              HasSubstr("deposit.yaml:4:"));
  EXPECT_THAT(complaint_of_deposit("producer: [\n"), HasSubstr("deposit.yaml:"));
}

TEST(Deposits, HaveNoEndOfThemesOrTerritories) {
  const auto list_of = [](std::size_t count, const std::string& what) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i)
      list += fmt::format("{}{}{}", i == 0 ? "" : ", ", what, i);
    return list;
  };
  const auto complaint = [&](std::size_t themes, std::size_t territories) {
    return complaint_of_deposit("producer: D\ntheme: [" + list_of(themes, "theme") +
                                "]\nterritory: [" + list_of(territories, "t") +
                                "]\ndata: c.gpkg\n");
  };
  EXPECT_EQ(complaint(20, 200), "");
  EXPECT_THAT(complaint(21, 1), AllOf(HasSubstr("deposit.yaml:2:8"), HasSubstr("At most 20 ")));
  EXPECT_THAT(complaint(1, 201), AllOf(HasSubstr("deposit.yaml:3:12"), HasSubstr("At most 200 ")));
}

}  // namespace
}  // namespace bdf::rules
