// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/json_schema.h"
#include "unit/report_samples.h"

namespace bdf::report {
namespace {

using Json = nlohmann::json;
using Violations = std::vector<std::string>;

Violations defects(const std::string& text, const std::string& schema) {
  return support::violations(Json::parse(text), support::schema_of(schema));
}

Summary with_everything() {
  auto summary = samples::busy();
  auto& layer = summary.layers.front();
  for (int i = 0; i <= static_cast<int>(Outcome::unchanged); ++i)
    layer.outcomes[static_cast<Outcome>(i)] = 1;
  for (int i = 0; i <= static_cast<int>(ConflictKind::recut); ++i)
    layer.conflicts[static_cast<ConflictKind>(i)] = 1;
  for (const auto* op : {"insert", "update", "delete", "split", "merge", "recut"})
    layer.update[op] = 1;
  for (const auto level : {Level::information, Level::warning, Level::error})
    summary.findings.push_back({level, "key_missing", "local", "road", "fid 1", "no key"});
  return summary;
}

TEST(ReportJson, KeepsToItsSchema) {
  EXPECT_EQ(defects(summary_as_json({}), "summary"), Violations{});
  EXPECT_EQ(defects(summary_as_json(samples::quiet()), "summary"), Violations{});
  EXPECT_EQ(defects(summary_as_json(with_everything()), "summary"), Violations{});
}

TEST(ReportJson, IsHeldByAStrictSchema) {
  auto json = Json::parse(summary_as_json(samples::busy()));
  json["surprise"] = 1;
  json["layers"][0].erase("crs");
  json["totals"]["merged_features"] = -1;
  json["inputs"]["local"]["digest"] = "none";
  EXPECT_EQ(support::violations(json, support::schema_of("summary")).size(), 4U);
}

TEST(ReportJson, AddsLayersUp) {
  auto summary = samples::busy();
  summary.layers.push_back(summary.layers.front());
  const auto totals = Json::parse(summary_as_json(summary))["totals"];
  EXPECT_EQ(totals["features"]["local"], 6);
  EXPECT_EQ(totals["merged_features"], 600);
  EXPECT_EQ(totals["outcomes"]["kept_local"], 40);
  EXPECT_EQ(totals["conflicts"]["geometry"], 4);
  EXPECT_EQ(totals["contribution"]["update"], 28);
  EXPECT_EQ(totals["open_conflicts"], 9);
}

TEST(ReportJson, HoldsAllFindingsAndCountsThem) {
  const auto json = Json::parse(summary_as_json(with_everything()));
  EXPECT_EQ(json["findings"].size(), 3U);
  EXPECT_EQ(json["finding_counts"]["by_level"]["warning"], 1);
  EXPECT_EQ(json["finding_counts"]["by_code"]["key_missing"], 3);
}

TEST(ReportJson, SaysWhichInputsThereWere) {
  const auto inputs = Json::parse(summary_as_json(samples::busy()))["inputs"];
  EXPECT_TRUE(inputs["ancestor"].is_null());
  EXPECT_EQ(inputs["reference"]["edition"], "2026-09");
}

TEST(ReportJson, GivesTheSameBytesInAFixedOrder) {
  const auto text = summary_as_json(with_everything());
  EXPECT_EQ(text, summary_as_json(with_everything()));
  EXPECT_LT(text.find("format_version"), text.find("\"theme\""));
  EXPECT_LT(text.find("\"totals\""), text.find("\"findings\""));
}

TEST(ReportJson, TakesBytesThatAreNoText) {
  auto summary = samples::quiet();
  summary.layers.front().name = "a\xFF\"b";
  EXPECT_EQ(Json::parse(summary_as_json(summary))["layers"][0]["name"], "a\uFFFD\"b");
}

TEST(ReportJson, TellsTheFactsOfARun) {
  RunFacts facts;
  facts.stages = {{"read", 0.5}, {"merge", 0.25}};
  facts.seconds = 0.75;
  facts.peak_memory = 1 << 20;
  facts.job = {{"theme", "generic"}};
  facts.versions = {{"GDAL", "3.6.2"}, {"bdf", "0.1.0"}};
  const auto text = run_as_json(facts);
  EXPECT_EQ(defects(text, "run"), Violations{});
  const auto json = Json::parse(text);
  EXPECT_EQ(json["stages"][1]["name"], "merge");
  EXPECT_EQ(json["versions"]["GDAL"], "3.6.2");
}

}  // namespace
}  // namespace bdf::report
