// SPDX-License-Identifier: MIT
#include "world/attributes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "base/error.h"
#include "rules/typed_text.h"
#include "support/temporary_folder.h"

namespace bdf::sample {
namespace {

constexpr std::array layers{
    "troncon_hydrographique", "surface_hydrographique", "plan_d_eau",         "cours_d_eau",
    "noeud_hydrographique",   "detail_hydrographique",  "zone_de_vegetation", "haie"};
constexpr std::array territories{"FXX", "GLP", "MTQ", "GUF", "REU", "MYT", "SPM"};

Setting setting_of(const std::string& territory) {
  Setting setting;
  setting.seed = 42;
  setting.territory = territory;
  return setting;
}

/// One layer's source, and its rows by attribute.
struct Source {
  explicit Source(const std::string& layer, const std::string& version = "3.5",
                  const Setting& setting = setting_of("FXX"))
      : schema(rules::load_layer_schema("bdtopo", version, layer)), source(schema, setting) {}

  std::vector<Value> row(const Feature& feature) const {
    std::vector<Value> row;
    source.row(feature, row);
    return row;
  }
  Value value(const Feature& feature, const std::string& attribute) const {
    return row(feature).at(
        static_cast<std::size_t>(schema.find(attribute) - schema.attributes.data()));
  }
  std::string text(const Feature& feature, const std::string& attribute) const {
    const auto found = value(feature, attribute);
    const auto* text = std::get_if<std::string>(&found);
    return text != nullptr ? *text : "";
  }

  rules::LayerSchema schema;
  AttributeSource source;
};

/// A feature that knows what only the terrain can say.
Feature feature_of(const std::string& layer, std::uint64_t number) {
  Feature feature;
  feature.number = number;
  if (layer == "troncon_hydrographique") {
    feature.set("nature", std::string("Ecoulement naturel"));
    feature.set("fictif", std::int64_t{0});
    feature.set("position_par_rapport_au_sol", std::string("0"));
    feature.set("persistance", std::string("Permanent"));
    feature.set("sens_de_l_ecoulement", std::string("Sens direct"));
    feature.set("trace_connu", std::int64_t{1});
    feature.set("numero_d_ordre", std::string("2"));
    feature.set("liens_vers_cours_d_eau", "COURDEAU000000000000000" + std::to_string(number % 9));
  }
  if (layer == "surface_hydrographique") {
    feature.set("nature", std::string("Retenue"));
    feature.set("position_par_rapport_au_sol", std::string("0"));
    feature.set("persistance", std::string("Permanent"));
  }
  if (layer == "plan_d_eau") feature.set("nature", std::string("Retenue"));
  if (layer == "plan_d_eau") feature.set("altitude_moyenne", 212.5);
  if (layer == "plan_d_eau" || layer == "cours_d_eau" || layer == "detail_hydrographique") {
    feature.set("toponyme", std::string("Étang de Vaux"));
    feature.set("importance", std::string("5"));
  }
  if (layer == "noeud_hydrographique") feature.set("categorie", std::string("Source"));
  if (layer == "detail_hydrographique") {
    constexpr std::array natures{"Citerne", "Source", "Point d'eau", "Marais", "Feu", "Balise"};
    feature.set("nature", std::string(natures[number % natures.size()]));
  }
  if (layer == "zone_de_vegetation") feature.set("nature", std::string("Bois"));
  return feature;
}

/// What is wrong with a value, or "".
std::string flaw(const rules::AttributeDefinition& attribute, const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return attribute.required ? "missing" : "";
  const auto* text = std::get_if<std::string>(&value);
  const bool number = attribute.type == ColumnType::real;
  const bool whole = attribute.type == ColumnType::integer || attribute.type == ColumnType::boolean;
  if (number != std::holds_alternative<double>(value)) return "no decimal";
  if (whole != std::holds_alternative<std::int64_t>(value)) return "no whole number";
  if (text == nullptr) return "";
  const auto& values = attribute.values;
  if (!values.empty() && std::find(values.begin(), values.end(), *text) == values.end())
    return "not of the enumeration: " + *text;
  const auto width = attribute.width ? attribute.width : attribute.shapefile_width;
  if (attribute.type == ColumnType::text && width && rules::characters_in(*text) > *width)
    return "too long: " + *text;
  if (!attribute.pattern.empty() && !std::regex_match(*text, std::regex(attribute.pattern)))
    return "not of the pattern: " + *text;
  return "";
}

TEST(SampleAttributes, EveryValueIsOneTheSchemaKnows) {
  for (const std::string layer : layers)
    for (const std::string territory : territories)
      for (const std::string version : {"3.3", "3.5"}) {
        const Source source(layer, version, setting_of(territory));
        for (std::uint64_t number = 1; number <= 400; ++number) {
          const auto row = source.row(feature_of(layer, number));
          ASSERT_EQ(row.size(), source.schema.attributes.size());
          for (std::size_t i = 0; i < row.size(); ++i)
            ASSERT_EQ(flaw(source.schema.attributes[i], row[i]), "")
                << layer << "." << source.schema.attributes[i].name << " in " << territory;
        }
      }
}

TEST(SampleAttributes, KeysFollowTheirPatternAndCodesHaveTheSameDigits) {
  for (const std::string layer : layers) {
    const Source source(layer);
    const auto key = source.source.cleabs(2287825664);
    EXPECT_TRUE(std::regex_match(key, std::regex(source.schema.key_pattern))) << key;
    EXPECT_EQ(key, source.text(feature_of(layer, 2287825664), "cleabs"));
  }
  const Source reaches("troncon_hydrographique");
  EXPECT_EQ(reaches.text(feature_of("troncon_hydrographique", 2287825664), "code_hydrographique"),
            "06T0000002287825664");
}

TEST(SampleAttributes, TheSameFeatureHasTheSameRowInAnyOrder) {
  for (const std::string layer : layers) {
    const Source source(layer);
    const Source again(layer);
    std::vector<std::vector<Value>> forward(200);
    std::vector<Value> reused;
    for (std::uint64_t i = 0; i < 200; ++i) forward[i] = source.row(feature_of(layer, i));
    for (std::uint64_t i = 200; i-- > 0;) {
      again.source.row(feature_of(layer, i), reused);
      EXPECT_EQ(forward[i], reused) << layer << " " << i;
    }
  }
}

TEST(SampleAttributes, AnotherSeedHasOtherValues) {
  auto other = setting_of("FXX");
  other.seed = 43;
  const Source one("troncon_hydrographique");
  const Source two("troncon_hydrographique", "3.5", other);
  int different = 0;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const auto feature = feature_of("troncon_hydrographique", i);
    different += one.text(feature, "date_creation") != two.text(feature, "date_creation") ? 1 : 0;
  }
  EXPECT_GT(different, 90);
}

TEST(SampleAttributes, AllVersionsDrawTheSame) {
  for (const std::string layer : layers) {
    const Source older(layer, "3.3");
    const Source newer(layer, "3.5");
    for (std::uint64_t number = 0; number < 100; ++number) {
      const auto feature = feature_of(layer, number);
      const auto row = older.row(feature);
      for (std::size_t i = 0; i < row.size(); ++i) {
        auto name = older.schema.attributes[i].name;
        if (name == "delimitation") name = "trace_connu";
        EXPECT_EQ(row[i], newer.value(feature, name)) << layer << "." << name;
      }
    }
  }
}

TEST(SampleAttributes, WhatTheFeatureKnowsStandsInTheVersionsColumn) {
  const auto feature = feature_of("troncon_hydrographique", 5);
  EXPECT_EQ(Source("troncon_hydrographique", "3.3").value(feature, "delimitation"),
            Value(std::int64_t{1}));
  auto known = feature;
  known.set("lien_vers_noeud_hydrographique_ini", std::string("NOEUDHYD0000000000000001"));
  known.set("statut", Value());
  EXPECT_NO_THROW(Source("troncon_hydrographique", "3.3").row(known));
  EXPECT_EQ(Source("troncon_hydrographique").value(known, "statut"), Value());
}

TEST(SampleAttributes, NamesOfNoVersionAreRefused) {
  Feature feature;
  feature.set("natur", std::string("Lac"));
  EXPECT_THROW(Source("plan_d_eau").row(feature), LawError);
}

TEST(SampleAttributes, WhatGoesTogetherIsDrawnTogether) {
  const Source reaches("troncon_hydrographique");
  for (std::uint64_t i = 0; i < 3000; ++i) {
    const auto feature = feature_of("troncon_hydrographique", i);
    const bool none = reaches.text(feature, "methode_d_acquisition_altimetrique") == "Pas de Z";
    EXPECT_EQ(none, reaches.value(feature, "precision_altimetrique") == Value(9999.0));
    EXPECT_EQ(none, reaches.source.lacks_altitude(feature));
    EXPECT_EQ(reaches.text(feature, "inventaire_police_de_l_eau") == "Inscrit",
              !reaches.text(feature, "identifiant_police_de_l_eau").empty());
    if (reaches.text(feature, "methode_d_acquisition_planimetrique") == "Orthophotographie") {
      EXPECT_EQ(reaches.value(feature, "precision_planimetrique"), Value(3.0));
    }
  }
}

TEST(SampleAttributes, WhatIsKnownDecidesWhatGoesWithIt) {
  const Source reaches("troncon_hydrographique");
  for (std::uint64_t i = 0; i < 300; ++i) {
    auto feature = feature_of("troncon_hydrographique", i);
    feature.set("precision_altimetrique", 9999.0);
    feature.set("inventaire_police_de_l_eau", std::string("Inscrit"));
    feature.set("date_modification", std::string("2012-01-01T10:00:00.000Z"));
    EXPECT_EQ(reaches.text(feature, "methode_d_acquisition_altimetrique"), "Pas de Z");
    EXPECT_NE(reaches.text(feature, "identifiant_police_de_l_eau"), "");
    EXPECT_LE(reaches.text(feature, "date_creation"), "2012-01-01T10:00:00.000Z");
  }
}

TEST(SampleAttributes, ConditionsHold) {
  const Source reaches("troncon_hydrographique");
  const Source lakes("plan_d_eau");
  Feature bare;
  bare.number = 3;
  EXPECT_EQ(reaches.value(bare, "strategie_de_classement"), Value());
  EXPECT_EQ(reaches.value(bare, "code_du_cours_d_eau_bdcarthage"), Value());
  EXPECT_EQ(lakes.value(bare, "statut_du_toponyme"), Value());
  EXPECT_EQ(lakes.value(bare, "mode_d_obtention_de_l_altitude_moy"), Value());
  EXPECT_NE(lakes.text(feature_of("plan_d_eau", 3), "statut_du_toponyme"), "");
  EXPECT_EQ(reaches.text(feature_of("troncon_hydrographique", 3), "strategie_de_classement"),
            "Strahler");
}

TEST(SampleAttributes, AllReachesOfARiverHaveItsCode) {
  const Source reaches("troncon_hydrographique");
  std::map<std::string, std::string> codes;
  for (std::uint64_t i = 0; i < 300; ++i) {
    const auto feature = feature_of("troncon_hydrographique", i);
    const auto code = reaches.text(feature, "code_du_cours_d_eau_bdcarthage");
    const auto river = text_of(feature, "liens_vers_cours_d_eau");
    EXPECT_EQ(codes.emplace(river, code).first->second, code);
  }
  EXPECT_NE(codes.begin()->second, codes.rbegin()->second);
}

TEST(SampleAttributes, DatesFollowOneAnother) {
  const std::regex moment(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z)");
  const std::regex day(R"(\d{4}-\d\d-\d\d)");
  auto setting = setting_of("FXX");
  setting.edition = "2022-06-15";
  for (const std::string layer : layers) {
    const Source source(layer, "3.5", setting);
    for (std::uint64_t i = 0; i < 500; ++i) {
      const auto feature = feature_of(layer, i);
      const auto created = source.text(feature, "date_creation");
      const auto modified = source.text(feature, "date_modification");
      const auto appeared = source.text(feature, "date_d_apparition");
      const auto confirmed = source.text(feature, "date_de_confirmation");
      EXPECT_TRUE(std::regex_match(created, moment)) << created;
      EXPECT_LT(created, "2022-06-16");
      if (!modified.empty()) {
        EXPECT_TRUE(std::regex_match(modified, moment)) << modified;
        EXPECT_LE(created, modified);
        EXPECT_LT(modified, "2022-06-16");
      }
      if (!confirmed.empty()) {
        EXPECT_TRUE(std::regex_match(confirmed, day)) << confirmed;
        EXPECT_LE(appeared, confirmed);
      }
    }
  }
}

/// Shares of an attribute's texts over 10 000 features, "" for NULL.
std::map<std::string, double> shares(const std::string& layer, const std::string& attribute,
                                     const std::string& territory = "FXX") {
  const Source source(layer, "3.5", setting_of(territory));
  std::map<std::string, double> shares;
  for (std::uint64_t i = 0; i < 10000; ++i)
    shares[source.text(feature_of(layer, i), attribute)] += 0.01;
  return shares;
}

TEST(SampleAttributes, SharesAreThoseOfTheFile) {
  const auto police = shares("troncon_hydrographique", "inventaire_police_de_l_eau");
  EXPECT_NEAR(police.at("Inscrit"), 45, 2);
  EXPECT_NEAR(police.at("Non inscrit"), 10, 1);
  EXPECT_NEAR(police.at("Expertise en cours"), 5, 1);
  EXPECT_NEAR(police.at(""), 40, 2);
  EXPECT_NEAR(shares("troncon_hydrographique", "methode_d_acquisition_altimetrique").at("Pas de Z"),
              11, 1);
  const auto hedges = shares("haie", "sources");
  EXPECT_NEAR(hedges.at("RPG+RGFOR"), 79, 1.5);
  EXPECT_NEAR(hedges.at("RPG"), 10, 1);
  EXPECT_NEAR(shares("zone_de_vegetation", "date_modification").at(""), 95, 1);
  EXPECT_NEAR(shares("surface_hydrographique", "date_modification").at(""), 19, 2);
}

TEST(SampleAttributes, TerritoriesDiffer) {
  const auto forest =
      shares("troncon_hydrographique", "methode_d_acquisition_planimetrique", "GUF");
  EXPECT_NEAR(forest.at("Image satellite"), 48, 2);
  EXPECT_EQ(forest.count("BDCarto"), 0U);
  EXPECT_EQ(shares("haie", "sources", "REU").count("RPG"), 0U);
}

TEST(SampleAttributes, MeasuresOfHedgesArePlausible) {
  const Source hedges("haie");
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const auto row = feature_of("haie", i);
    const auto height = hedges.value(row, "hauteur");
    const auto width = hedges.value(row, "largeur");
    EXPECT_EQ(height == Value(), width == Value());
    if (height == Value()) continue;
    const double metres = std::get<double>(height);
    EXPECT_TRUE(metres >= 0.8 && metres <= 34) << metres;
    EXPECT_EQ(metres, std::round(metres * 10) / 10);
    EXPECT_TRUE(std::get<std::int64_t>(width) >= 1 && std::get<std::int64_t>(width) <= 25);
  }
}

/// The message about a copy of the file in which `what` is replaced.
std::string refusal(const std::string& what, const std::string& by) {
  std::ifstream file(attribute_file());
  std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  const tests::TemporaryFolder folder;
  const auto copy = folder.path() / "attributes.yaml";
  std::ofstream(copy) << text.replace(at, what.size(), by);
  try {
    AttributeSource(rules::load_layer_schema("bdtopo", "3.5", "haie"), setting_of("FXX"), copy);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(SampleAttributes, MistakesInTheFileAreNamed) {
  using testing::AssertionResult;
  const auto names = [](const std::string& message, const std::string& part) -> AssertionResult {
    return message.find(part) != std::string::npos ? testing::AssertionSuccess()
                                                   : testing::AssertionFailure() << message;
  };
  EXPECT_TRUE(names(refusal("rows: [[1, Orthophotographie, 3.0]]", "rows: [[1, Photo, 3.0]]"),
                    "never “Photo”"));
  EXPECT_TRUE(names(refusal("size_of_hedge, source_of_hedge, method_of_hedge]",
                            "size_of_hedge, source_of_hedge]"),
                    "nothing is said of haie.methode_d_acquisition_planimetrique"));
  EXPECT_TRUE(
      names(refusal("rows: [[1, Orthophotographie, 3.0]]", "rows: [[1, Lidar]]"), "a row is"));
  EXPECT_TRUE(
      names(refusal("[79, RPG+RGFOR, \"DNSB:HAIELIGN{digits:16}\"]", "[79, a, \"{digit}\"]"),
            "{digit} stands for nothing"));
}

}  // namespace
}  // namespace bdf::sample
