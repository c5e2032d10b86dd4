// SPDX-License-Identifier: MIT
#include "rules/condition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"
#include "base/message.h"
#include "rules/theme.h"
#include "table_definitions.h"

namespace bdf::rules {
namespace {

using ::testing::StartsWith;

Condition condition_of(const std::string& yaml) {
  return read_condition(parse_yaml("t.yaml", "when: " + yaml)["when"]);
}

class ConditionTest : public ::testing::Test {
 protected:
  ConditionTest() { set_language("en"); }

  Theme theme_of(const std::string& text) {
    const auto path = folder_.file("t.yaml");
    std::ofstream(path) << "name: t\nversion: 2\n" << text;
    return load_theme(path.string());
  }
  /// What load_theme says of a theme with those lines, from the third on.
  std::string complaint_of(const std::string& text) {
    try {
      static_cast<void>(theme_of(text));
    } catch (const InputError& error) {
      const std::string message = error.what();
      return message.substr(message.find("t.yaml"));
    }
    return "";
  }
  /// Of a theme of reaches with that special case on its fifth line.
  std::string complaint_about(const std::string& when, const std::string& more = "") {
    return complaint_of(classes_ + "special_cases: [{when: " + when +
                        ", authority: {geometry: {owner: producer}}}]\n" + more);
  }

  const std::string classes_ = "schema: bdtopo\nlayers: {troncon_hydrographique: {}, haie: {}}\n";
  tests::TestFolder folder_;
};

TEST_F(ConditionTest, ReadsItsWholeGrammar) {
  using Values = std::vector<std::optional<std::string>>;
  const auto all = condition_of(
      "{a: Canal, b: [x, 12, null], c: null, d: {not: y}, e: {not: [y, null]},\n"
      " f: {at_least: 5, less_than: 7.5}, g: {more_than: -1}, h: {at_most: 1e3}, i: true}");
  ASSERT_EQ(all.size(), 9U);
  EXPECT_EQ(all[0], (Clause{"a", {"Canal"}, false, {}}));
  EXPECT_EQ(all[1].values, (Values{"x", "12", std::nullopt}));
  EXPECT_EQ(all[2].values, (Values{std::nullopt}));
  EXPECT_EQ(all[3], (Clause{"d", {"y"}, true, {}}));
  EXPECT_EQ(all[4], (Clause{"e", {"y", std::nullopt}, true, {}}));
  EXPECT_EQ(all[5].bounds, (std::vector<Bound>{{Limit::at_least, 5}, {Limit::less_than, 7.5}}));
  EXPECT_EQ(all[6].bounds, (std::vector<Bound>{{Limit::more_than, -1}}));
  EXPECT_EQ(all[7].bounds, (std::vector<Bound>{{Limit::at_most, 1000}}));
  EXPECT_EQ(all[8].values, Values{"true"});
  EXPECT_EQ(condition_from_json(to_json(all)), all) << to_json(all);
}

TEST_F(ConditionTest, IsToldInWords) {
  EXPECT_EQ(in_words(condition_of("{nature: Canal}")), "nature is Canal");
  EXPECT_EQ(in_words(condition_of("{nature: [Canal, null]}")), "nature is one of Canal, (empty)");
  EXPECT_EQ(in_words(condition_of("{nature: {not: null}, width: {at_least: 5, at_most: 7.5}}")),
            "nature is not (empty) and width is at least 5 and width is at most 7.5");
  EXPECT_EQ(in_words(condition_of("{a: {not: [b, c]}, d: {more_than: 1}, e: {less_than: 2}}")),
            "a is none of b, c and d is more than 1 and e is less than 2");
}

TEST_F(ConditionTest, RefusesWhatIsNoneByPlace) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"{natur: Canal}", "5:25: No layer here has an attribute “natur”. Did you mean “nature”?"},
      {"{nature: Cana}", "5:33: “Cana” is no value of “nature”. Did you mean “Canal”?"},
      {"{nature: [Canal, Marai]}", "5:41: “Marai” is no value of “nature”. Did you mean “Marais”?"},
      {"{nature: {not: Cana}}", "5:39: “Cana” is no value of “nature”. Did you mean “Canal”?"},
      {"{nature: {at_least: 5}}", "5:25: “nature” holds no number."},
      {"{fosse: 5}", "5:32: “5” is not true or false, which “fosse” holds."},
      {"{hauteur: high}", "5:34: “high” is not a number, which “hauteur” holds."},
      {"{hauteur: {at_least: high}}", "5:45: "},
      {"{hauteur: {at_lest: 5}}", "5:35: “at_lest” is not known here. Did you mean “at_least”?"},
      {"{hauteur: {not: 4, at_least: 5}}", "5:25: Say {not: …}, or bounds"},
      {"{hauteur: {}}", "5:25: Say {not: …}, or bounds"},
      {"{hauteur: {not: {at_least: 5}}}", "5:40: "},
      {"{hauteur: []}", "5:34: "},
      {"{hauteur: 5, HAUTEUR: 6}", "5:37: “HAUTEUR” stands here twice."},
      {"{}", "5:18: Say of which attribute and value"},
      {"Canal", "5:24: "},
      {"{cleabs: x}", "5:25: “cleabs” is a key or housekeeping"},
      {"{date_modification: null}", "5:25: “date_modification” is a key or housekeeping"}};
  for (const auto& [when, complaint] : wrong)
    EXPECT_THAT(complaint_about(when), StartsWith("t.yaml:" + complaint)) << when;
  for (const auto* const right :
       {"{nature: Canal}", "{nature: [Canal, null]}", "{fosse: Vrai}", "{fosse: {not: false}}",
        "{hauteur: {at_least: 5, less_than: 7.5}}", "{hauteur: 5}",
        "{precision_planimetrique: 2.5}", "{date_d_apparition: 2020-01-31}",
        "{code_hydrographique: 00012}", "{sources: ''}"})
    EXPECT_EQ(complaint_about(right), "") << right;
}

TEST_F(ConditionTest, LooksAtNothingThatHangsOnOne) {
  const std::string by_day =
      "authority: {by_attribute: {fosse: {rule: newest, by: date_de_confirmation}}}\n";
  EXPECT_EQ(complaint_about("{nature: Canal}", by_day), "");
  EXPECT_THAT(complaint_about("{date_de_confirmation: null}", by_day),
              StartsWith("t.yaml:5:25: A rule goes by “date_de_confirmation”"));
  const auto two = [&](const std::string& layer) {
    return complaint_of(classes_ +
                        "special_cases:\n"
                        "  - {when: {nature: Canal}, layers: [troncon_hydrographique],\n"
                        "     authority: {geometry: {owner: producer}}}\n"
                        "  - {when: {precision_planimetrique: 2.5}, layers: [" +
                        layer + "],\n     authority: {by_attribute: {" +
                        (layer == "haie" ? "hauteur" : "NATURE") + ": {owner: producer}}}}\n");
  };
  EXPECT_THAT(two("troncon_hydrographique"),
              StartsWith("t.yaml:9:33: A condition looks at “NATURE”"));
  EXPECT_EQ(two("haie"), "");
  EXPECT_THAT(
      complaint_of(classes_ + "special_cases:\n  - {when: {fosse: true},\n"
                              "     authority: {by_attribute: {fosse: {owner: producer}}}}\n"),
      StartsWith("t.yaml:7:33: A condition looks at “fosse”"));
}

TEST_F(ConditionTest, TheLastThatHoldsCounts) {
  const auto theme = theme_of(
      "authority: {attributes: {owner: reference}}\n"
      "special_cases:\n"
      "  - {when: {a: 1}, authority: {geometry: {owner: reference}, attributes: {owner: shared},\n"
      "     by_attribute: {x: {owner: producer}, y: {owner: producer}}}}\n"
      "  - {when: {b: 1}, authority: {geometry: {owner: producer}}}\n"
      "  - {authority: {by_attribute: {y: {owner: reference}}}}\n");
  const auto rules = theme.rules_of(nullptr, {});
  ASSERT_EQ(rules.conditional.size(), 2U);
  const auto neither = rules.given({Truth::no, Truth::no});
  EXPECT_EQ(neither.geometry.authority, Authority::shared);
  EXPECT_EQ(neither.of_attribute("x").authority, Authority::reference);
  const auto first = rules.given({Truth::yes, Truth::no});
  EXPECT_EQ(first.geometry.authority, Authority::reference);
  EXPECT_EQ(first.of_attribute("X").authority, Authority::producer);
  EXPECT_EQ(first.of_attribute("y").authority, Authority::reference) << "overruled for all";
  EXPECT_EQ(first.of_attribute("z").authority, Authority::shared);
  EXPECT_EQ(first.of_attribute("a").authority, Authority::reference) << "a condition looks at it";
  EXPECT_EQ(rules.given({Truth::yes, Truth::yes}).geometry.authority, Authority::producer);
  EXPECT_TRUE(first.conditional.empty());
  EXPECT_TRUE(rules.may_answer(Authority::producer, "x"));
  EXPECT_FALSE(rules.may_answer(Authority::producer, "y"));
}

TEST_F(ConditionTest, WhatCouldBeDecidedEitherWayIsAsked) {
  const auto theme = theme_of(
      "authority: {attributes: {owner: reference}, geometry: {owner: producer}}\n"
      "special_cases:\n"
      "  - {when: {a: 1}, authority: {geometry: {owner: producer}, attributes: {owner: "
      "producer}}}\n"
      "  - {when: {b: 1}, authority: {attributes: {owner: reference}}}\n");
  const auto rules = theme.rules_of(nullptr, {});
  EXPECT_EQ(rules.given({Truth::open, Truth::no}).attributes, Responsibility());
  EXPECT_EQ(rules.given({Truth::open, Truth::no}).geometry.authority, Authority::producer)
      << "one way or the other";
  EXPECT_EQ(rules.given({Truth::open, Truth::yes}).attributes.authority, Authority::reference);
  EXPECT_EQ(rules.given({Truth::no, Truth::open}).attributes.authority, Authority::reference);
  EXPECT_EQ(rules.given({Truth::yes, Truth::open}).attributes, Responsibility());
}

}  // namespace
}  // namespace bdf::rules
