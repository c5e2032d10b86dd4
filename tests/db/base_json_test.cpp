// SPDX-License-Identifier: MIT
// What the subcommands about contributions say with --json, held against its definition.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "base/hash.h"
#include "io/changeset.h"
#include "jobs/base_checkout.h"
#include "jobs/integration_text.h"
#include "support/base_trial.h"
#include "support/json_schema.h"
#include "support/run.h"

namespace bdf {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using tests::spots;

class BaseJson : public tests::BothBases {
 protected:
  BaseJson() {
    import({spots({{"a", "Alpha", 1, 10, 10},
                   {"b", "Beta", 2, 20, 20},
                   { "c",
                     "Gamma",
                     3,
                     30,
                     30 }})});
    std::ofstream(theme_) << R"(name: generic
version: "1"
communities:
  offices:
    rights: {existence: decide, geometry: decide, attributes: propose, by_attribute: {name: decide}}
    organisations:
      - {name: North}
)";
  }

  tests::Ran bdf(std::vector<std::string> words) {
    words.insert(words.begin(), BDF_COMMAND);
    return tests::run(words, {{"BDF_BASE", base}, {"LANGUAGE", ""}, {"LC_ALL", "C.UTF-8"}});
  }

  static void hold(const std::string& definition, const json& document) {
    auto schema = support::schema_of("base");
    schema["$ref"] = "#/$defs/" + definition;
    for (const auto& one : support::violations(document, schema)) ADD_FAILURE() << one;
  }

  /// What `bdf base WORDS --json` says.
  json said(const std::string& definition, std::vector<std::string> words, int code) {
    words.insert(words.begin(), "base");
    words.emplace_back("--json");
    const auto ran = bdf(words);
    EXPECT_EQ(ran.code, code) << ran.err;
    auto document = json::parse(ran.out);
    hold(definition, document);
    return document;
  }

  /// Two attributes of one object, a new object, one that goes, and a signalement.
  std::string contribution() {
    jobs::BaseCheckoutJob job;
    job.base = base;
    job.out = file("mine.gpkg");
    static_cast<void>(jobs::check_out(job));
    for (const auto* work :
         {"UPDATE spot SET name = 'mine', number = 7 WHERE id = 'a'",
          "INSERT INTO spot (id, name, geom) SELECT 'd', 'new', geom FROM spot WHERE id = 'b'",
          "DELETE FROM spot WHERE id = 'c'",
          "INSERT INTO signalement (geom, commentaire, theme, couche, objet, date) SELECT geom, "
          "'the spring is dry', 'water', 'spot', 'b', '2030-01-02' FROM spot WHERE id = 'b'"})
      tests::run_sql(job.out, work);
    const auto ran = bdf({"sync", "--base", base, "--local", job.out.string(), "--producer",
                          "North", "--key", "id", "--theme", theme_, "--out", file("out").string(),
                          "--now", "2030-01-01T00:00:00Z", "--confirm-deletions"});
    EXPECT_LE(ran.code, 1) << ran.err;
    return (file("out") / "contribution.gpkg").string();
  }

  void deposit(int number, const std::string& bytes) {
    const auto hex = folded(to_hex(bytes));
    const auto blob =
        GetParam() == tests::BaseKind::postgres ? "'\\x" + hex + "'" : "X'" + hex + "'";
    behind_its_back(
        "INSERT INTO bdf_deposit (deposit, theme, organisation, account, time, name, "
        "digest, file) VALUES (" +
        std::to_string(number) +
        ", 'generic', 'North', 'north', '2030-01-02T00:00:00Z', 'c.gpkg', '', " + blob + ")");
  }

  std::string theme_ = file("rights.yaml").string();
};
BDF_ON_BOTH_BASES(BaseJson);

TEST_P(BaseJson, AContributionFromTheThemeToTheJournal) {
  EXPECT_EQ(said("transaction", {"adopt", theme_, "--organisation", "IGN"}, 0)["kind"], "adopt");
  const auto sent = contribution();
  const auto integrated = said("integrate", {"integrate", sent}, 1);
  EXPECT_EQ(integrated["admitted"], 3);
  EXPECT_EQ(integrated["waiting"], 1);
  EXPECT_EQ(integrated["reports"].size(), 1U);
  EXPECT_EQ(said("integrate", {"integrate", sent}, 1)["known"], true);

  EXPECT_THAT(bdf({"base", "queue", "--lang", "fr"}).out, HasSubstr(" spot a\u00A0: "));
  const auto queue = said("queue", {"queue"}, 1);
  ASSERT_EQ(queue["entries"].size(), 1U);
  ASSERT_EQ(queue["reports"].size(), 1U);
  const auto entry = std::to_string(queue["entries"][0]["entry"].get<int>());
  const auto rejected =
      said("decisions", {"reject", entry, "--reason", "no", "--organisation", "IGN"}, 0);
  EXPECT_EQ(rejected["entries"][0]["answer"], "no");
  EXPECT_EQ(rejected["entries"][0]["status"], "rejected");
  const auto taken_up = said("decisions", {"accept", "r1", "--status", "pending"}, 0);
  EXPECT_EQ(taken_up["reports"][0]["status"], "pending");
  EXPECT_FALSE(taken_up["reports"][0].contains("decided"));
  EXPECT_TRUE(said("decisions", {"accept", "--all"}, 0)["reports"][0].contains("decided"));
  EXPECT_TRUE(said("queue", {"queue"}, 0)["entries"].empty());

  const auto answer = said("answer", {"answer", "North", "--out", file("answer.gpkg").string()}, 0);
  EXPECT_EQ(answer["accepted"], 4);
  EXPECT_EQ(answer["declined"], 1);
  EXPECT_GE(said("journal", {"journal"}, 0)["lines"].size(), 4U);
  const auto log = said("log", {"log"}, 0);
  EXPECT_GE(log["transactions"].size(), 6U);
}

TEST_P(BaseJson, WhatBothHaveChangedHasThreeValues) {
  const auto sent = contribution();
  import({spots({{"a", "theirs", 1, 10, 10},
                 {"b", "Beta", 2, 20, 20},
                 { "c",
                   "Gamma",
                   4,
                   30,
                   30 }})});
  const auto integrated = said("integrate", {"integrate", sent, "--theme", theme_}, 1);
  std::set<std::string> kinds;
  for (const auto& entry : integrated["entries"]) kinds.insert(entry["kind"]);
  EXPECT_EQ(kinds, (std::set<std::string>{"attribute", "change", "delete_edit", "rights"}));
  const auto accepted = said("decisions", {"accept", "--all", "--theme", theme_}, 0);
  EXPECT_GE(accepted["entries"].size(), 3U);
}

TEST_P(BaseJson, DepositsOneByOne) {
  deposit(1, "no changeset");
  std::ifstream sent(contribution(), std::ios::binary);
  deposit(2, {std::istreambuf_iterator<char>(sent), {}});
  const auto deposits = said("deposits", {"integrate", "--deposits"}, 1)["deposits"];
  ASSERT_EQ(deposits.size(), 2U);
  EXPECT_TRUE(deposits[0].contains("refusal"));
  EXPECT_TRUE(deposits[1].contains("integration"));
  EXPECT_TRUE(said("deposits", {"integrate", "--deposits"}, 0)["deposits"].empty());
  jobs::Integration waiting;
  waiting.deposited = 3;
  hold("deposited", json::parse(jobs::json_of(waiting)));
}

}  // namespace
}  // namespace bdf
