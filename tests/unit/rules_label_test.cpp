// SPDX-License-Identifier: MIT
// What a theme may say of its label.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"
#include "base/message.h"
#include "rules/theme.h"
#include "table_definitions.h"

namespace bdf::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* head = R"(name: t
version: 2
schema: bdtopo
layers: {haie: {}, zone_de_vegetation: {}}
packages:
  product: T
  version: "1.0"
  title: {fr: T, en: T}
  publisher: {name: N, mail: n@example.org, url: "https://example.org"}
  socle: {code: V, title: {fr: V, en: V}, abstract: {fr: V, en: V}, terms: licence-ouverte-2.0}
  packs:
    - {code: V-PLUS, title: {fr: V, en: V}, abstract: {fr: V, en: V}, terms: licence-ouverte-2.0}
)";
constexpr const char* label_head =
    "label:\n  title: {fr: L, en: L}\n  months: 6\n  expert: 0.8\n  in_progress: 0.5\n"
    "  criteria:\n";

/// A criterion that says this besides what all must say.
std::string criterion(const std::string& says, const std::string& code = "one") {
  return "    - {code: " + code + ", title: {fr: C, en: C}, advice: {fr: A, en: A}, " + says +
         "}\n";
}

class LabelRulesTest : public ::testing::Test {
 protected:
  LabelRulesTest() { set_language("en"); }

  LabelRules read(const std::string& criteria) {
    const auto path = folder_.file("t.yaml");
    std::ofstream(path) << head << label_head << criteria;
    return *load_theme(path.string()).label;
  }
  std::string complaint(const std::string& criteria) {
    try {
      static_cast<void>(read(criteria));
    } catch (const InputError& error) {
      const std::string message = error.what();
      return message.substr(message.find("t.yaml"));
    }
    return "";
  }

  tests::TestFolder folder_;
};

TEST_F(LabelRulesTest, ReadsWhatIsAsked) {
  const auto rules = read(
      criterion("measure: duplicates, at_most: 0, mandatory: true") +
      criterion("measure: recent, attribute: date_de_confirmation, within: 365, layers: [haie], "
                "packs: [V-PLUS], at_least: 0.5, weight: 3",
                "two"));
  EXPECT_EQ(rules.months, 6);
  EXPECT_EQ(rules.expert, 0.8);
  EXPECT_EQ(rules.in_progress, 0.5);
  ASSERT_EQ(rules.criteria.size(), 2U);
  const auto& one = rules.criteria[0];
  EXPECT_EQ(one.figure, Figure::quality);
  EXPECT_EQ(evidence_of(one.figure), Evidence::package);
  EXPECT_TRUE(one.is_mandatory());
  EXPECT_EQ(one.bound, (Bound{Limit::at_most, 0}));
  const auto& two = rules.criteria[1];
  EXPECT_EQ(two.figure, Figure::recent);
  EXPECT_EQ(two.within, 365);
  EXPECT_EQ(two.weight, 3);
  EXPECT_THAT(two.layers, ElementsAre("haie"));
}

TEST_F(LabelRulesTest, AsksOfAPackWhatIsOfIt) {
  const auto rules =
      read(criterion("measure: age, at_most: 10, weight: 1") +
           criterion("measure: age, at_most: 20, weight: 1, packs: [v-plus]", "two"));
  EXPECT_EQ(rules.of_pack("V").size(), 1U);
  EXPECT_EQ(rules.of_pack("V-PLUS").size(), 2U);
}

TEST_F(LabelRulesTest, ThemesThatComeWithItHaveOne) {
  for (const auto* name : {"hydro", "vegetation"}) {
    const auto theme = load_theme(name);
    ASSERT_TRUE(theme.label) << name;
    for (const auto evidence : {Evidence::package, Evidence::socle, Evidence::attested})
      EXPECT_TRUE(
          std::any_of(theme.label->criteria.begin(), theme.label->criteria.end(),
                      [&](const Criterion& one) { return evidence_of(one.figure) == evidence; }))
          << name << " " << name_of(evidence);
  }
}

struct Wrong {
  const char* says;
  const char* complaint;
};

class WrongCriterionTest : public LabelRulesTest, public ::testing::WithParamInterface<Wrong> {};

TEST_P(WrongCriterionTest, IsRefusedWhereItStands) {
  const auto said = complaint(criterion(GetParam().says));
  EXPECT_THAT(said, HasSubstr("t.yaml:19:"));
  EXPECT_THAT(said, HasSubstr(GetParam().complaint));
}

INSTANTIATE_TEST_SUITE_P(
    Criteria, WrongCriterionTest,
    ::testing::Values(
        Wrong{"measure: duplicate, at_most: 0, mandatory: true", "“duplicates”"},
        Wrong{"measure: fillled, at_most: 0, mandatory: true", "“filled”"},
        Wrong{"measure: filled, at_least: 1, mandatory: true", "“attribute” is missing"},
        Wrong{"measure: recent, attribute: date_de_confirmation, at_least: 1, weight: 1",
              "“within” is missing"},
        Wrong{"measure: filled, attribute: natur, at_least: 1, weight: 1", "“nature”"},
        Wrong{"measure: filled, attribute: nature, layers: [hai], at_least: 1, weight: 1", "haie"},
        Wrong{"measure: age, attribute: nature, at_most: 1, weight: 1", "says nothing of"},
        Wrong{"measure: age, relative: true, at_most: 1, weight: 1", "says nothing of"},
        Wrong{"measure: age, at_most: 1, at_least: 0, weight: 1", "one of both"},
        Wrong{"measure: age, weight: 1", "one of both"},
        Wrong{"measure: age, at_most: 1", "one of both"},
        Wrong{"measure: age, at_most: 1, mandatory: true, weight: 1", "one of both"},
        Wrong{"measure: age, at_most: 1, weight: 0", "no criterion"},
        Wrong{"measure: age, at_most: 1, weight: -1", "-1"},
        Wrong{"measure: licence, at_least: 1, mandatory: true", "“licences” is missing"},
        Wrong{"measure: licence, licences: [licence-ouverte], at_least: 1, mandatory: true",
              "“licence-ouverte-2.0”"},
        Wrong{"measure: age, at_most: 1, weight: 1, packs: [V-PLS]", "“V-PLUS”"},
        Wrong{"measure: age, at_most: 1, weight: 1, colour: red", "colour"}));

TEST_F(LabelRulesTest, TwoOfOneCodeAreRefused) {
  const auto one = criterion("measure: age, at_most: 1, weight: 1");
  EXPECT_THAT(complaint(one + one), HasSubstr("t.yaml:20:14: “one” stands here twice"));
}

TEST_F(LabelRulesTest, ALabelIsOfPackages) {
  const auto path = folder_.file("t.yaml");
  std::ofstream(path) << "name: t\nversion: 2\n"
                      << label_head << criterion("measure: age, at_most: 1, weight: 1");
  EXPECT_THROW(static_cast<void>(load_theme(path.string())), InputError);
}

}  // namespace
}  // namespace bdf::rules
