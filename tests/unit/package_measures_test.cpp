// SPDX-License-Identifier: MIT
#include "package/measures.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "crypto/canonical_json.h"
#include "jobs/finding_list.h"
#include "package/quality_report.h"
#include "rules/yaml_document.h"
#include "support/json_schema.h"
#include "support/package_facts.h"

namespace bdf::package {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Measures : public testing::Test {
 protected:
  Measures() : sample_(tests::sample_facts()), layers_(sample_.facts.layers) {
    evidence_.holds = {rules::Requirement::schema, rules::Requirement::geometry};
  }

  void find(const std::string& code, const std::string& attribute = "", std::size_t flaws = 1) {
    ValidationFinding finding;
    finding.code = code;
    finding.layer = "TRONCON";
    finding.attribute = attribute;
    finding.flaws = flaws;
    findings_.push_back(finding);
  }
  std::vector<Measure> measures() {
    evidence_.findings = findings_;
    return measures_of(layers_[0], layers_, evidence_, definitions_);
  }
  /// "value/population" of the layer's measure, or an attribute's; "" where there is none.
  std::string said(const std::string& code, const std::string& attribute = "") {
    for (const auto& measure : measures())
      if (measure.code == code && measure.attribute == attribute)
        return fmt::format("{}/{}", measure.value, measure.population);
    return "";
  }

  tests::SampleFacts sample_;
  std::vector<LayerFacts>& layers_;
  std::vector<ValidationFinding> findings_;
  LayerEvidence evidence_;
  const std::vector<rules::MeasureDefinition> definitions_ = rules::load_measures();
};

TEST_F(Measures, EveryFindingIsCountedOnceOrIsSaidToBeNoFlaw) {
  const auto document = rules::load_yaml(BDF_REPOSITORY "/schemas/quality/measures.yaml");
  std::multiset<std::string> known;
  for (const auto& entry : document["not_measured"].entries()) known.insert(entry.first);
  for (const auto& definition : definitions_)
    if (definition.unit == rules::MeasureUnit::count)
      known.insert(definition.findings.begin(), definition.findings.end());
  std::multiset<std::string> codes;
  const auto schema = support::schema_of("finding");
  for (const auto& code : schema["properties"]["code"]["enum"])
    codes.insert(code.get<std::string>());
  EXPECT_EQ(known, codes);
}

TEST_F(Measures, HaveOneDefinitionACodeAndBothLanguages) {
  std::set<std::string> codes;
  for (const auto& definition : definitions_) {
    EXPECT_TRUE(codes.insert(definition.code).second) << definition.code;
    EXPECT_NE(definition.name.fr, definition.name.en);
    EXPECT_NE(definition.method.fr, definition.method.en);
    EXPECT_THAT(definition.method.fr, testing::Not(testing::ContainsRegex(" [:;?!]")));
  }
}

TEST_F(Measures, CountFlawsOfTheLayerAndOfEachAttribute) {
  find("ATTRIBUTE_UNEXPECTED_VALUE", "nature");
  find("ATTRIBUTE_INVALID_REGEXP", "nature", 4);
  find("ATTRIBUTE_INVALID_REGEXP", "cleabs");
  EXPECT_EQ(said("domain_violations"), fmt::format("6/{}", 51'987 + 51'900));
  EXPECT_EQ(said("domain_violations", "nature"), "5/51900");
  EXPECT_EQ(said("domain_violations", "cleabs"), "1/51987");
  EXPECT_EQ(said("domain_violations", "precision_planimetrique"), "");
  EXPECT_EQ(said("domain_violations_rate", "nature"), fmt::format("{}/51900", 5.0 / 51'900));
  EXPECT_EQ(said("duplicates"), "0/51987");
  EXPECT_EQ(said("missing_values"), "0/155961");  // cleabs, nature and the geometry of each
}

TEST_F(Measures, CountWhatIsToldInSumAlone) {
  jobs::FindingList list;
  ValidationFinding finding;
  finding.code = "ATTRIBUTE_GEOMETRY_INVALID";
  finding.attribute = "geom";
  for (int i = 0; i < 2345; ++i) list.add(finding);
  findings_ = list.take();
  for (auto& one : findings_) one.layer = "troncon";
  EXPECT_EQ(said("invalid_geometries"), "2345/51987");
  EXPECT_EQ(said("invalid_geometries", "geom"), "2345/51987");
}

TEST_F(Measures, ClaimNothingThatWasNotLookedAt) {
  find("NETWORK_ENDS_APART");
  EXPECT_EQ(said("undershoots"), "");
  EXPECT_EQ(said("overlaps"), "");
  evidence_.holds.insert(rules::Requirement::network);
  EXPECT_EQ(said("undershoots"), "1/51987");
  EXPECT_EQ(said("faulty_connections"), "0/51987");
  evidence_.holds.clear();
  EXPECT_THAT(measures(), IsEmpty());
}

TEST_F(Measures, PassOverOtherLayers) {
  find("ATTRIBUTE_NOT_UNIQUE", "cleabs");
  findings_[0].class_name = "agence";
  EXPECT_EQ(said("duplicates"), "0/51987");
  findings_[0].class_name = "troncon";
  findings_[0].layer = "other";
  EXPECT_EQ(said("duplicates"), "1/51987");
}

TEST_F(Measures, LinksCountWhereTheirClassIsInThePackage) {
  EXPECT_EQ(said("broken_links"), "0/12");
  layers_[1].name = "other";
  EXPECT_EQ(said("broken_links"), "0/0");
}

TEST_F(Measures, NoRateOfNothing) {
  layers_[0].features = 0;
  for (auto& column : layers_[0].columns) column.filled = 0;
  EXPECT_EQ(said("domain_violations"), "0/0");
  EXPECT_EQ(said("domain_violations_rate"), "");
}

TEST_F(Measures, MeanOfThePrecisionThatIsStated) {
  EXPECT_THAT(columns_to_read(layers_[0], definitions_), ElementsAre("precision_planimetrique"));
  EXPECT_EQ(said("stated_precision", "precision_planimetrique"), "");
  const double nothing = std::numeric_limits<double>::quiet_NaN();
  evidence_.columns = {{"precision_planimetrique", {2.5, 5, 9999, nothing, 1.5}}};
  EXPECT_EQ(said("stated_precision", "precision_planimetrique"), "3/3");
  evidence_.columns = {{"precision_planimetrique", {1e308, 1e308, 1e308}}};
  EXPECT_EQ(said("stated_precision", "precision_planimetrique"), "1e+308/3");
  evidence_.columns[0].values = {9999};
  EXPECT_EQ(said("stated_precision", "precision_planimetrique"), "");
  evidence_.columns = {{"another", {1}}};
  EXPECT_EQ(said("stated_precision", "another"), "");
}

TEST_F(Measures, WhatIsLookedAtStandsInTheTheme) {
  using rules::Requirement;
  rules::Theme theme;
  theme.layers.resize(2);
  theme.layers[0].name = "troncon";
  theme.layers[1].name = "agence";
  const auto met = [&](std::size_t layer) {
    return requirements_met(layers_[layer], layers_, theme);
  };
  EXPECT_THAT(met(0), ElementsAre(Requirement::schema, Requirement::geometry));
  EXPECT_THAT(met(1), IsEmpty());
  theme.layers[0].network = rules::Network{"agence"};
  theme.layers[0].coverage = rules::Coverage{};
  theme.layers[0].doubles = rules::Doubles{"agence", {}, {}, rules::Doubling::reported};
  EXPECT_THAT(met(0), ElementsAre(Requirement::schema, Requirement::geometry, Requirement::network,
                                  Requirement::coverage, Requirement::doubles));
  EXPECT_THAT(met(1), ElementsAre(Requirement::nodes));
  theme.layers[0].doubles->as = rules::Doubling::kept;
  EXPECT_FALSE(met(0).contains(Requirement::doubles));
}

TEST_F(Measures, TheReportIsCanonicalJsonOfItsSchema) {
  const auto text = quality_report_json(sample_.facts);
  const auto json = Json::parse(text);
  EXPECT_EQ(text, crypto::canonical_json(json) + "\n");
  EXPECT_THAT(support::violations(json, support::schema_of("quality")), IsEmpty());
  ASSERT_EQ(json["layers"].size(), 2U);
  EXPECT_EQ(json["layers"][0]["measures"].size(), 5U);
  EXPECT_EQ(json["layers"][0]["measures"][4]["iso19157"], 28);
  EXPECT_EQ(json["layers"][0]["measures"][3]["attribute"], "nature");
  EXPECT_EQ(json["layers"][1]["measures"].size(), 0U);
}

TEST_F(Measures, TheReportRefusesWhatItDoesNotKnow) {
  sample_.facts.measures[0].code = "guessed";
  EXPECT_THROW(static_cast<void>(quality_report_json(sample_.facts)), InputError);
  sample_.facts.measures[0].code = "duplicates";
  sample_.facts.measures[0].value = std::numeric_limits<double>::infinity();
  EXPECT_THROW(static_cast<void>(quality_report_json(sample_.facts)), InputError);
}

}  // namespace
}  // namespace bdf::package
