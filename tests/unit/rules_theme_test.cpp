// SPDX-License-Identifier: MIT
#include "rules/theme.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "base/error.h"
#include "base/message.h"
#include "rules/nearest_word.h"
#include "table_definitions.h"

namespace bdf::rules {
namespace {

using ::testing::StartsWith;

class ThemeTest : public ::testing::Test {
 protected:
  ThemeTest() { set_language("en"); }

  Theme theme_of(const std::string& text) {
    const auto path = folder_.file("t.yaml");
    std::ofstream(path) << text;
    return load_theme(path.string());
  }
  /// What load_theme says of the text, behind the folder's name.
  std::string complaint_about(const std::string& text) {
    try {
      static_cast<void>(theme_of(text));
    } catch (const InputError& error) {
      const std::string message = error.what();
      return message.substr(message.find("t.yaml"));
    }
    return "";
  }

  tests::TestFolder folder_;
  const std::string head_ = "name: t\nversion: 2\n";
};

TEST_F(ThemeTest, GenericIsFoundByNameAndSaysTheDefaults) {
  const auto theme = load_theme("generic");
  const LayerRules defaults;
  EXPECT_EQ(theme.name, "generic");
  EXPECT_EQ(theme.version, "1");
  EXPECT_EQ(theme.digest.size(), 64u);
  EXPECT_TRUE(theme.layers.empty());
  const auto rules = theme.rules_of(nullptr, {});
  EXPECT_EQ(rules.tolerance, defaults.tolerance);
  EXPECT_EQ(rules.guard_share, defaults.guard_share);
  EXPECT_EQ(rules.guard_count, defaults.guard_count);
  EXPECT_EQ(rules.provisional, defaults.provisional);
  EXPECT_EQ(rules.declined, defaults.declined);
  EXPECT_EQ(rules.matching.distance, defaults.matching.distance);
  EXPECT_EQ(rules.matching.shift, defaults.matching.shift);
  EXPECT_EQ(rules.matching.far, defaults.matching.far);
  for (const auto* thing : {&rules.attributes, &rules.geometry, &rules.existence})
    EXPECT_EQ(*thing, Responsibility());
  EXPECT_TRUE(rules.housekeeping.empty());
}

TEST_F(ThemeTest, ReadsEveryKey) {
  const auto theme = theme_of(head_ +
                              "tolerance: 0.05\n"
                              "matching: {distance: 10, far: 500, shift: 50}\n"
                              "deletion_guard: {share: 0.25, count: 100}\n"
                              "provisional: local\n"
                              "declined: revert\n"
                              "authority:\n"
                              "  attributes: {owner: reference}\n"
                              "  geometry: {rule: most_precise, by: Precision}\n"
                              "  existence: {owner: producer}\n"
                              "  by_attribute:\n"
                              "    Remark: {owner: shared, rule: union}\n"
                              "    seen: {rule: newest, by: seen_on}\n"
                              "housekeeping: [Date_Modification]\n");
  const auto rules = theme.rules_of(nullptr, {});
  EXPECT_EQ(theme.version, "2");
  EXPECT_EQ(rules.tolerance, 0.05);
  EXPECT_EQ(rules.matching.distance, 10);
  EXPECT_EQ(rules.matching.far, 500);
  EXPECT_EQ(rules.matching.shift, 50);
  EXPECT_EQ(rules.guard_share, 0.25);
  EXPECT_EQ(rules.guard_count, 100u);
  EXPECT_EQ(rules.provisional, Side::local);
  EXPECT_EQ(rules.declined, Declined::revert);
  EXPECT_EQ(rules.of_attribute("name").authority, Authority::reference);
  EXPECT_EQ(rules.of_attribute("REMARK"),
            (Responsibility{Authority::shared, Rule::union_of_links, ""}));
  EXPECT_EQ(rules.of_attribute("seen"),
            (Responsibility{Authority::shared, Rule::newest, "seen_on"}));
  EXPECT_EQ(rules.geometry, (Responsibility{Authority::shared, Rule::most_precise, "precision"}));
  EXPECT_EQ(rules.existence.authority, Authority::producer);
  EXPECT_TRUE(rules.is_housekeeping("date_modification"));
  EXPECT_FALSE(rules.is_housekeeping("date"));
}

TEST_F(ThemeTest, TheMoreParticularGoesBeforeTheGeneral) {
  const auto theme = theme_of(head_ +
                              "schema: bdtopo\n"
                              "authority: {attributes: {owner: reference}}\n"
                              "layers:\n"
                              "  haie: {}\n"
                              "  troncon_hydrographique:\n"
                              "    tolerance: 0.2\n"
                              "    authority:\n"
                              "      attributes: {owner: shared}\n"
                              "      by_attribute: {fosse: {owner: producer}}\n"
                              "special_cases:\n"
                              "  - territories: [973]\n"
                              "    authority: {geometry: {owner: producer}}\n"
                              "  - {communities: [ofb], layers: [troncon_hydrographique],\n"
                              "     authority: {by_attribute: {fosse: {owner: reference}}}}\n");
  const auto* reaches = theme.find_layer("TRONCON_HYDROGRAPHIQUE");
  ASSERT_NE(reaches, nullptr);
  const auto rules = theme.rules_of(reaches, {});
  EXPECT_EQ(rules.tolerance, 0.2);
  EXPECT_EQ(rules.of_attribute("nature").authority, Authority::shared);
  EXPECT_EQ(rules.of_attribute("FOSSE").authority, Authority::producer);
  EXPECT_EQ(rules.of_attribute("classement_ddt").authority, Authority::producer)
      << "what the schema does not know is the producer's";
  EXPECT_TRUE(rules.is_housekeeping("DATE_MAJ"));
  EXPECT_EQ(theme.rules_of(theme.find_layer("haie"), {}).of_attribute("sources").authority,
            Authority::reference);
  EXPECT_EQ(theme.rules_of(reaches, {"GUF", "973", ""}).geometry.authority, Authority::producer);
  EXPECT_EQ(theme.rules_of(reaches, {"FXX", "038", ""}).geometry.authority, Authority::shared);
  EXPECT_EQ(theme.rules_of(reaches, {"", "", "ofb"}).of_attribute("fosse").authority,
            Authority::reference);
}

TEST_F(ThemeTest, ReadsWhatToMatchBy) {
  const auto theme =
      theme_of(head_ +
               "schema: bdtopo\n"
               "matching:\n"
               "  distance: 10\n"
               "  far: 100\n"
               "  attributes:\n"
               "    - {name: toponyme, measure: text, weight: 0.8}\n"
               "    - {name: nature, measure: nature}\n"
               "  nature_distances: [{between: [Lac, Mare, Retenue], distance: 0.3}]\n"
               "  unknown_values: [Inconnue]\n"
               "layers:\n"
               "  plan_d_eau: {}\n"
               "  haie:\n"
               "    matching: {attributes: [{name: hauteur, measure: number}]}\n");
  const auto lakes = theme.rules_of(theme.find_layer("plan_d_eau"), {}).matching;
  ASSERT_EQ(lakes.attributes.size(), 2u);
  EXPECT_EQ(lakes.attributes[0].name, "toponyme");
  EXPECT_EQ(lakes.attributes[0].measure, AttributeMeasure::text);
  EXPECT_EQ(lakes.attributes[0].weight, 0.8);
  EXPECT_EQ(lakes.attributes[1].measure, AttributeMeasure::nature);
  EXPECT_EQ(lakes.attributes[1].weight, 1);
  ASSERT_EQ(lakes.nature_distances.size(), 1u);
  EXPECT_EQ(lakes.nature_distances[0].between,
            (std::vector<std::string>{"Lac", "Mare", "Retenue"}));
  EXPECT_EQ(lakes.nature_distances[0].distance, 0.3);
  EXPECT_EQ(lakes.unknown_values, std::vector<std::string>{"Inconnue"});
  const auto hedges = theme.rules_of(theme.find_layer("haie"), {}).matching;
  ASSERT_EQ(hedges.attributes.size(), 1u);
  EXPECT_EQ(hedges.attributes[0].measure, AttributeMeasure::number);
  EXPECT_EQ(hedges.distance, 10) << "what a layer does not say is as the theme has it";
  EXPECT_EQ(hedges.far, 100);
  EXPECT_EQ(hedges.unknown_values.size(), 1u);
}

TEST_F(ThemeTest, RefusesToMatchByWhatSaysNothingOfTheObject) {
  const std::string waters = head_ + "schema: bdtopo\nlayers: {troncon_hydrographique: {}}\n";
  const auto by = [&](const std::string& attributes) {
    return complaint_about(waters + "matching: {attributes: [" + attributes + "]}\n");
  };
  EXPECT_EQ(by("{name: nature, measure: nature}"), "");
  EXPECT_NE(by("{name: natur, measure: code}").find("Did you mean “nature”?"), std::string::npos);
  for (const std::string name :
       {"cleabs", "date_creation", "date_de_confirmation", "liens_vers_cours_d_eau"})
    EXPECT_NE(by("{name: " + name + ", measure: code}").find("does not say what object"),
              std::string::npos)
        << name;
  EXPECT_NE(by("{name: nature, measure: number}").find("holds no number"), std::string::npos);
  EXPECT_NE(by("{name: nature, measure: code}, {name: NATURE, measure: nature}")
                .find("stands here twice"),
            std::string::npos);
  EXPECT_NE(by("{name: nature, measure: colour}"), "");
  EXPECT_NE(by("{name: nature, measure: code, weight: 1.5}"), "");
  EXPECT_NE(
      complaint_about(waters + "matching: {nature_distances: [{between: [a], distance: 1}]}\n"),
      "");
}

TEST_F(ThemeTest, ALayersDistanceIsHeldAgainstTheThemesFar) {
  EXPECT_NE(complaint_about(head_ + "matching: {distance: 10, far: 100}\n"
                                    "layers: {a: {matching: {distance: 200}}}\n")
                .find("must not be less"),
            std::string::npos);
}

TEST_F(ThemeTest, KnowsItsLayersByWhatOfficesCallThem) {
  const auto theme = theme_of(head_ + "schema: bdtopo\nlayers: {troncon_hydrographique: {}}\n");
  EXPECT_NE(theme.find_layer("n_troncon_hydrographique_bdt_038_2021"), nullptr);
  EXPECT_EQ(theme.find_layer("troncon"), nullptr);
}

TEST_F(ThemeTest, ShippedThemesAreInOrder) {
  const auto theme = load_theme("hydro");
  EXPECT_EQ(theme.layers.size(), 9u);
  EXPECT_EQ(theme.desks.size(), 1u);
  EXPECT_FALSE(theme.rules_of(theme.find_layer("plan_d_eau"), {}).matching.attributes.empty());
  EXPECT_FALSE(load_theme("vegetation").defaults.matching.nature_distances.empty());
}

TEST_F(ThemeTest, NamesThePlaceAndTheWordMeant) {
  EXPECT_EQ(complaint_about(head_ + "tolerence: 1\n"),
            "t.yaml:3:1: “tolerence” is not known here. Did you mean “tolerance”?");
  EXPECT_EQ(complaint_about(head_ + "authority:\n  geometry: {owner: referense}\n"),
            "t.yaml:4:21: “referense” is not known here. Did you mean “reference”?");
  EXPECT_EQ(complaint_about(head_ + "provisional: xyzzy\n"),
            "t.yaml:3:14: “xyzzy” is not known here. Known are: ancestor, local, reference.");
}

TEST_F(ThemeTest, TellsAllThatIsWrongWithItsForm) {
  const auto complaint = complaint_about(head_ + "tolerence: 1\nprovisional: xyzzy\n");
  EXPECT_NE(complaint.find("t.yaml:3:1:"), std::string::npos);
  EXPECT_NE(complaint.find("t.yaml:4:14:"), std::string::npos);
}

TEST_F(ThemeTest, RefusesWhatHasNotTheFormOfATheme) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {head_ + "tolerance: -1\n", "3:12"},
      {head_ + "tolerance: .nan\n", "3:12"},
      {head_ + "deletion_guard: {count: 1.5}\n", "3:25"},
      {head_ + "version: 3\n", "3:1"},
      {head_ + "housekeeping: no\n", "3:15"},
      {head_ + "layers: [haie]\n", "3:9"},
      {head_ + "authority: {geometry: {rule: union}}\n", "3:30"},
      {head_ + "authority: {existence: {rule: newest, by: x}}\n", "3:"},
      {head_ + "special_cases: [{layers: [a]}]\n", "3:17"},
      {head_ + "desks: [{community: ddt}]\n", "3:9"},
      {"name: t\n", "1:1"},
      {"- a\n", "1:1"}};
  for (const auto& [text, place] : wrong)
    EXPECT_EQ(complaint_about(text).substr(0, 7 + place.size()), "t.yaml:" + place) << text;
  EXPECT_NE(complaint_about(""), "");
  EXPECT_EQ(complaint_about("name: [t\n").substr(0, 7), "t.yaml:");
}

TEST_F(ThemeTest, RefusesWhatCannotBeMeant) {
  const std::string hydro = head_ + "schema: bdtopo\nlayers: {troncon_hydrographique: {}}\n";
  const std::vector<std::pair<std::string, std::string>> wrong{
      {head_ + "authority: {attributes: {owner: producer, rule: max}}\n",
       "has an owner who decides"},
      {head_ + "authority: {attributes: {rule: newest}}\n", "Say which attribute"},
      {head_ + "authority: {attributes: {rule: max, by: x}}\n", "Only the rules newest"},
      {head_ + "authority: {by_attribute: {a: {}, A: {}}}\n", "stands here twice"},
      {head_ + "schema: bdtop\n", "Did you mean “bdtopo”?"},
      {head_ + "schema: bdtopo\nlayers: {troncon_hydro: {}}\n", "troncon_hydrographique"},
      {hydro + "authority: {by_attribute: {fosses: {}}}\n", "Did you mean “fosse”?"},
      {hydro + "authority: {by_attribute: {fosse: {rule: newest, by: date_de_confirmatio}}}\n",
       "Did you mean “date_de_confirmation”?"},
      {hydro + "special_cases: [{layers: [haie], authority: {}}]\n", "has no layer “haie”"},
      {hydro + "special_cases: [{territories: [999], authority: {}}]\n", "no territory “999”"},
      {hydro + "authority: {attributes: {owner: reference}}\n"
               "desks: [{name: d, may_edit: {troncon_hydrographique: [fosse]}}]\n",
       "“fosse” is owned by the reference"}};
  for (const auto& [text, part] : wrong) {
    const auto complaint = complaint_about(text);
    EXPECT_NE(complaint.find(part), std::string::npos) << text << complaint;
    EXPECT_EQ(complaint.substr(0, 7), "t.yaml:") << complaint;
  }
}

TEST_F(ThemeTest, AQuoteThatIsNeverClosedSwallowsNothing) {
  const std::string open = "This quoted text has no end: its last quote is missing.";
  for (const std::string end : {"", "\n", "\n\n", "\r\n", "\n# a remark\n"}) {
    EXPECT_EQ(complaint_about("name: t\nversion: \"1\nschema: bdtopo" + end),
              "t.yaml:2:10: " + open);
    EXPECT_EQ(complaint_about("name: t\nversion: 'it''s\nschema: bdtopo" + end),
              "t.yaml:2:10: " + open);
    EXPECT_EQ(complaint_about(head_ + "matching: {distance: 1, \"far: 2}" + end),
              "t.yaml:3:25: " + open);
  }
  EXPECT_EQ(complaint_about(head_ + "# it's\nprovisional: 'local'\n"), "");
}

TEST_F(ThemeTest, NameAndVersionAreShortAndOnOneLine) {
  EXPECT_EQ(complaint_about("name: |\n  a\n  b\nversion: 1\n").substr(0, 11), "t.yaml:1:7:");
  EXPECT_EQ(complaint_about("name: t\nversion: \"" + std::string(41, '1') + "\"\n").substr(0, 12),
            "t.yaml:2:10:");
}

TEST_F(ThemeTest, TerritoriesAreTheSameHoweverTheyAreWritten) {
  for (const std::string written : {"\"038\"", "38", "D038", "d38", "038"}) {
    const auto theme = theme_of(head_ + "schema: bdtopo\nspecial_cases:\n  - territories: [" +
                                written + "]\n    authority: {geometry: {owner: producer}}\n");
    EXPECT_EQ(theme.rules_of(nullptr, {"FXX", "038", ""}).geometry.authority, Authority::producer)
        << written;
    EXPECT_EQ(theme.rules_of(nullptr, {"FXX", "035", ""}).geometry.authority, Authority::shared);
  }
}

TEST_F(ThemeTest, ACommunityThatAThemeDoesNotKnowIsATypo) {
  const auto theme = theme_of(head_ +
                              "special_cases: [{communities: [ofb], authority: {}}]\n"
                              "desks: [{name: d, community: ddt}]\n");
  for (const auto* const known : {"", "ddt", "DDT", "ofb"})
    EXPECT_NO_THROW(require_community(theme, known));
  EXPECT_NO_THROW(require_community(theme_of(head_), "dtt")) << "it speaks of none";
  try {
    require_community(theme, "dtt");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(), "the theme “t” knows no community “dtt”. Did you mean “ddt”?");
  }
}

TEST_F(ThemeTest, AttributesAreCalledAsInTheNewestVersion) {
  const auto of_attribute = [&](const std::string& said) {
    return complaint_about(head_ + "schema: bdtopo\nlayers:\n  troncon_hydrographique:\n" +
                           "    authority: {by_attribute: {" + said + "}}\n");
  };
  EXPECT_EQ(of_attribute("delimitation: {owner: producer}"),
            "t.yaml:6:32: “delimitation” is “trace_connu” in the newest version of the schema: "
            "write it so.");
  EXPECT_THAT(of_attribute("ID_C_EAU: {owner: producer}"),
              StartsWith("t.yaml:6:32: “ID_C_EAU” is “liens_vers_cours_d_eau” in"));
  EXPECT_THAT(of_attribute("fosse: {rule: newest, by: DATE_CONF}"),
              StartsWith("t.yaml:6:58: “DATE_CONF” is “date_de_confirmation” in"));
  EXPECT_EQ(of_attribute("TRACE_CONNU: {owner: producer}"), "");
  EXPECT_EQ(complaint_about(head_ + "schema: bdtopo\nlayers: {troncon_hydrographique: "
                                    "{other_attributes: [inventaire_bcae, DELIMIT]}}\n"),
            "t.yaml:4:71: “DELIMIT” is none of the others: the schema knows it as “trace_connu”.");
}

TEST_F(ThemeTest, ALayerIsAttachedToOthersOfTheTheme) {
  const auto layers = [&](const std::string& said) {
    return head_ + "layers: {reach: {" + said + "}, node: {attached_to: [reach]}}\n";
  };
  EXPECT_THAT(complaint_about(layers("attached_to: [nod]")),
              StartsWith("t.yaml:3:32: The theme has no layer “nod”."));
  EXPECT_THAT(complaint_about(layers("network: {nodes: nods}")),
              StartsWith("t.yaml:3:35: The theme has no layer “nods”."));
  const auto theme = theme_of(layers("attached_to: [reach], network: {nodes: node}"));
  const auto rules = theme.rules_of(theme.find_layer("reach"), {});
  EXPECT_EQ(rules.attached_to, std::vector<std::string>{"reach"});
  EXPECT_EQ(rules.network->nodes, "node");
  EXPECT_FALSE(theme.rules_of(theme.find_layer("node"), {}).network);
}

TEST_F(ThemeTest, ALayerDoublesAnother) {
  const auto theme = theme_of(head_ +
                              "layers: {strip: {doubles: {layer: hedge, when: {nature: Haie}, "
                              "that: {height: {at_least: 2}}, as: derived}}, hedge: {}}\n");
  const auto doubles = theme.rules_of(theme.find_layer("strip"), {}).doubles;
  ASSERT_TRUE(doubles);
  EXPECT_EQ(doubles->layer, "hedge");
  EXPECT_EQ(to_json(doubles->when), R"({"nature":"Haie"})");
  EXPECT_EQ(to_json(doubles->that), R"({"height":{"at_least":2.0}})");
  EXPECT_EQ(doubles->as, Doubling::derived);
  EXPECT_FALSE(theme.rules_of(theme.find_layer("hedge"), {}).doubles);
  const auto known = load_theme("vegetation");
  EXPECT_EQ(known.rules_of(known.find_layer("zone_de_vegetation"), {}).doubles->as, Doubling::kept);
}

TEST_F(ThemeTest, WhatIsDoubledIsAnotherLayerOfTheThemeThatHolds) {
  const auto layers = [&](const std::string& said) {
    return complaint_about(head_ + "layers: {strip: {doubles: {" + said + "}}, hedge: {}}\n");
  };
  EXPECT_THAT(layers("layer: hedges, as: kept"),
              StartsWith("t.yaml:3:35: The theme has no layer “hedges”. Did you mean “hedge”?"));
  EXPECT_EQ(layers("layer: strip, as: kept"), "t.yaml:3:35: A layer cannot double itself.");
  EXPECT_THAT(layers("layer: hedge, as: copied"), StartsWith("t.yaml:3:46:"));
  EXPECT_THAT(layers("layer: hedge"), StartsWith("t.yaml:3:"));
  EXPECT_EQ(complaint_about(head_ + "layers: {strip: {doubles: {layer: hedge, as: kept}}, "
                                    "hedge: {doubles: {layer: strip, as: kept}}}\n"),
            "t.yaml:3:35: “hedge” doubles another layer itself: of what is held twice one layer "
            "holds.");
  const auto classes = [&](const std::string& said) {
    return complaint_about(head_ + "schema: bdtopo\nlayers: {zone_de_vegetation: {doubles: {" +
                           said + "}}, haie: {}, zone_d_estran: {}}\n");
  };
  EXPECT_EQ(classes("layer: haie, when: {nature: Haie}, as: kept"), "");
  EXPECT_EQ(classes("layer: zone_d_estran, as: kept"),
            "t.yaml:4:48: One of “zone_de_vegetation” and “zone_d_estran” must be lines, and the "
            "other one areas along them.");
  EXPECT_THAT(classes("layer: haie, when: {natur: Haie}, as: kept"),
              StartsWith("t.yaml:4:61: No layer here has an attribute “natur”."));
  EXPECT_THAT(classes("layer: haie, when: {nature: Hai}, as: kept"),
              StartsWith("t.yaml:4:69: “Hai” is no value of “nature”."));
  EXPECT_THAT(classes("layer: haie, that: {nature: Haie}, as: kept"),
              StartsWith("t.yaml:4:61: No layer here has an attribute “nature”."));
}

/// Overseas too.
TEST_F(ThemeTest, VegetationKnowsWhatEachNatureIsNear) {
  const auto theme = load_theme("vegetation");
  const auto* const zones = theme.find_layer("zone_de_vegetation");
  const auto distances = theme.rules_of(zones, {}).matching.nature_distances;
  for (const auto& nature : zones->schema->find("nature")->values)
    EXPECT_TRUE(std::any_of(distances.begin(), distances.end(), [&](const auto& one) {
      return std::find(one.between.begin(), one.between.end(), nature) != one.between.end();
    })) << nature;
}

TEST_F(ThemeTest, ARuleNeedsValuesThatItCanDecideBy) {
  const auto of_attribute = [&](const std::string& said) {
    return complaint_about(head_ + "schema: bdtopo\nlayers:\n  troncon_hydrographique:\n" +
                           "    authority:\n      by_attribute:\n        " + said + "\n");
  };
  EXPECT_THAT(of_attribute("fosse: {rule: newest, by: nature}"),
              StartsWith("t.yaml:8:35: “nature” holds no date"));
  EXPECT_THAT(of_attribute("fosse: {rule: most_precise, by: nature}"),
              StartsWith("t.yaml:8:41: “nature” holds no number"));
  EXPECT_THAT(of_attribute("fosse: {rule: union}"),
              StartsWith("t.yaml:8:23: “fosse” holds no list"));
  EXPECT_THAT(of_attribute("nature: {rule: max}"),
              StartsWith("t.yaml:8:24: None of the words that “nature” may hold"));
  EXPECT_EQ(of_attribute("precision_planimetrique: {rule: max}"), "");
  EXPECT_EQ(of_attribute("liens_vers_cours_d_eau: {rule: union}"), "");
  EXPECT_EQ(of_attribute("fosse: {rule: most_precise, by: precision_planimetrique}"), "");
  EXPECT_THAT(complaint_about(head_ + "matching: {distance: 50, far: 10}\n"),
              StartsWith("t.yaml:3:31: Features within “distance”"));
  EXPECT_EQ(complaint_about(head_ + "matching: {distance: 50}\n"), "");
}

TEST_F(ThemeTest, WhatIsWrongIsShownAtTheWordItself) {
  const std::string hydro = head_ + "schema: bdtopo\nlayers:\n  troncon_hydrographique:\n";
  EXPECT_THAT(complaint_about(head_ + "schema: bdtopo\nlayers:\n  troncon_hydro: {}\n"),
              StartsWith("t.yaml:5:3: The schema"));
  EXPECT_THAT(complaint_about(hydro + "    authority:\n      by_attribute:\n        fosse:\n"
                                      "          rule: newest\n          by: date_de_conf\n"),
              StartsWith("t.yaml:10:15: No layer here has"));
  EXPECT_THAT(complaint_about(hydro + "    authority:\n      by_attribute:\n        foss: {}\n"),
              StartsWith("t.yaml:8:9: No layer here has"));
  EXPECT_THAT(complaint_about(head_ + "tolerance:\nprovisional: local\n"),
              StartsWith("t.yaml:3:1: Expected here"));
  EXPECT_THAT(complaint_about(hydro + "    {}\nhousekeeping: [date_creation, dat]\n"),
              StartsWith("t.yaml:7:31: No layer here has"));
  EXPECT_THAT(complaint_about(hydro + "    {}\ndesks: [{name: d, may_edit: {troncon: []}}]\n"),
              StartsWith("t.yaml:7:30: The theme has no layer"));
  EXPECT_THAT(complaint_about(""), StartsWith("t.yaml:1:1: "));
}

TEST_F(ThemeTest, ANameStandsForOneThing) {
  const std::string twice = "stands here twice";
  for (const std::string text : {"layers: {haie: {}, HAIE: {}}\n", "housekeeping: [a, A]\n",
                                 "desks: [{name: D}, {name: d}]\n",
                                 "special_cases: [{communities: [a, A], authority: {}}]\n",
                                 "layers: {haie: {other_attributes: [x, X]}}\n"})
    EXPECT_NE(complaint_about(head_ + text).find(twice), std::string::npos) << text;
}

TEST_F(ThemeTest, WhatIsNoFileOfTextIsRefused) {
  EXPECT_THAT(complaint_about(head_ + "# \xe9\nprovisional: local\n"),
              StartsWith("t.yaml:3:1: The file is not in UTF-8"));
  EXPECT_THAT(complaint_about(head_ + std::string("provisional: l\0\n", 16)),
              StartsWith("t.yaml:3:1: The file is not in UTF-8"));
  EXPECT_THAT(complaint_about(head_ + "---\nname: u\n"),
              StartsWith("t.yaml:3:1: A second document begins here"));
  EXPECT_THAT(complaint_about(head_ + "authority: &a {}\nspecial_cases: [{authority: {<<: *a}}]\n"),
              StartsWith("t.yaml:4:30: The merge key"));
  EXPECT_EQ(complaint_about("---\n" + head_ + "...\n"), "");
  std::filesystem::create_directories(folder_.file("f.yaml"));
  try {
    static_cast<void>(load_theme(folder_.file("f.yaml").string()));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("is a folder"), std::string::npos) << error.what();
  }
}

TEST_F(ThemeTest, NamesTheNearestTheme) {
  try {
    static_cast<void>(load_theme("genric"));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "There is no theme “genric”. Did you mean “generic”?");
  }
  EXPECT_THROW(static_cast<void>(load_theme("/nowhere/t.yaml")), InputError);
}

TEST(NearestWord, CountsEdits) {
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("same", "same"), 0u);
  const std::vector<std::string> known{"local", "reference"};
  EXPECT_EQ(nearest_word("LOCAL", known), "local");
  EXPECT_EQ(nearest_word("rference", known), "reference");
  EXPECT_EQ(nearest_word("something", known), std::nullopt);
}

}  // namespace
}  // namespace bdf::rules
