// SPDX-License-Identifier: MIT
#include "match/attribute_measures.h"

#include <gtest/gtest.h>

#include <limits>

#include "match/text_similarity.h"

namespace bdf::match {
namespace {

using rules::AttributeMeasure;

double alike(std::string_view a, std::string_view b) {
  return text_similarity(folded_words(a), folded_words(b));
}

TEST(FoldedWords, LeavesLettersAndDigits) {
  EXPECT_EQ(folded_words("  L'Étang-de-l’Œuvre,  n° 12 "), U"l etang de l oeuvre n 12");
  EXPECT_EQ(folded_words("Cæsar ﬁn"), U"caesar fin");
  EXPECT_EQ(folded_words("E\u0301tang"), folded_words("Étang"));
  EXPECT_EQ(folded_words("Rue St-Jean, Ste Anne"), U"rue saint jean sainte anne");
  EXPECT_EQ(folded_words(" - "), U"");
  EXPECT_EQ(folded_words("\xE9tang").size(), 5U) << "Latin-1 is no UTF-8";
  EXPECT_EQ(folded_words(std::string(10'000, 'a')).size(), 256U);
}

TEST(TextSimilarity, DoesNotLookAtCaseAccentsAndSigns) {
  EXPECT_DOUBLE_EQ(alike("Ruisseau de l'Étang", "RUISSEAU DE L ETANG"), 1);
  EXPECT_DOUBLE_EQ(alike("Le Clos-Œillet", "le clos oeillet"), 1);
  EXPECT_DOUBLE_EQ(alike("", ""), 1);
  EXPECT_DOUBLE_EQ(alike("Isère", ""), 0);
}

TEST(TextSimilarity, CountsLettersByTheLongerName) {
  EXPECT_NEAR(alike("Isere", "Isera"), 0.8, 1e-12);
  EXPECT_NEAR(alike("Isere", "Iseer"), 0.8, 1e-12) << "two letters exchanged are one mistake";
  EXPECT_NEAR(alike("Drac", "Dragon"), 0.5, 1e-12);
  EXPECT_DOUBLE_EQ(alike("Isère", "Doubs"), alike("Doubs", "Isère"));
  EXPECT_LT(alike("Isère", "Doubs"), 0.3);
}

TEST(TextSimilarity, ArticlesWeighLittle) {
  EXPECT_GT(alike("La Loire", "Loire"), 0.9);
  EXPECT_GT(alike("Ruisseau du Moulin", "Ruisseau de Moulin"), 0.95);
  EXPECT_LT(alike("Ruisseau du Moulin", "Ruisseau du Mas"), 0.8);
}

TEST(TextSimilarity, WordsInAnotherOrderAreTheSame) {
  EXPECT_DOUBLE_EQ(alike("Rivière l'Ain", "l'Ain rivière"), 1);
  EXPECT_DOUBLE_EQ(alike("Loire/Allier", "Allier/Loire"), 1);
  EXPECT_GE(alike("Loire/Allier", "Loire"), 2.0 / 3);
}

std::optional<double> compared(const Value& a, const Value& b, AttributeMeasure measure,
                               const AttributeMeasures& measures = {}) {
  return similarity(view_of(a), view_of(b), measure, measures);
}

TEST(Similarity, OfCodesIsEquality) {
  const auto code = AttributeMeasure::code;
  EXPECT_EQ(compared(std::string("V12-0400"), std::string(" v12-0400"), code), 1);
  EXPECT_EQ(compared(std::string("V12-0400"), std::string("V12-0401"), code), 0);
  EXPECT_EQ(compared(std::int64_t{1}, std::string("1"), code), 1);
  EXPECT_EQ(compared(std::string("-1"), std::string("1"), code), 0);
  EXPECT_EQ(compared(std::string("1"), Null{}, code), std::nullopt);
  EXPECT_EQ(compared(std::string("1"), std::string("  "), code), std::nullopt);
  EXPECT_EQ(compared(Blob{"1"}, Blob{"1"}, code), std::nullopt);
}

TEST(Similarity, OfNumbersIsRelative) {
  const auto number = AttributeMeasure::number;
  EXPECT_NEAR(compared(std::int64_t{4}, 5.0, number).value(), 0.8, 1e-12);
  EXPECT_EQ(compared(0.0, std::int64_t{0}, number), 1);
  EXPECT_EQ(compared(-3.0, 3.0, number), 0);
  EXPECT_NEAR(compared(1e308, -1e308, number).value(), 0, 1e-12);
  EXPECT_EQ(compared(std::string(" 2.5 "), 2.5, number), 1);
  EXPECT_EQ(compared(std::string("two"), 2.0, number), std::nullopt);
  EXPECT_EQ(compared(std::numeric_limits<double>::quiet_NaN(), 2.0, number), std::nullopt);
  EXPECT_EQ(compared(Null{}, 2.0, number), std::nullopt);
}

/// Waters with a name, a nature and a width; the second table calls the columns otherwise.
class AttributeAgreementTest : public ::testing::Test {
 protected:
  AttributeAgreementTest() {
    rules_.matching.attributes = {{"toponyme", AttributeMeasure::text, 0.8},
                                  {"nature", AttributeMeasure::nature, 0.4},
                                  {"largeur", AttributeMeasure::number, 0.2},
                                  {"absent", AttributeMeasure::code, 1}};
    rules_.matching.nature_distances = {{{"Lac", "Mare", "Retenue"}, 0.5},
                                        {{"Lac", "Retenue"}, 0.3}};
    rules_.matching.unknown_values = {"Inconnue"};
    a_.schema.columns = {{"nature", ColumnType::text, ""},
                         {"toponyme", ColumnType::text, ""},
                         {"largeur", ColumnType::real, ""}};
    b_.schema.columns = {{"LARGEUR", ColumnType::real, ""},
                         {"TOPONYME", ColumnType::text, ""},
                         {"NATURE", ColumnType::text, ""}};
  }

  static void add(FeatureTable& table, const std::vector<Value>& values) {
    table.columns.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) table.columns[i].push_back(view_of(values[i]));
    table.fids.push_back(static_cast<std::int64_t>(table.fids.size()));
  }
  std::optional<double> agreement(const std::vector<Value>& a, const std::vector<Value>& b) {
    add(a_, a);
    add(b_, b);
    const std::size_t row = a_.size() - 1;
    return attribute_agreement({&a_, row}, {&b_, row},
                               attribute_measures(rules_, a_.schema, b_.schema));
  }

  rules::LayerRules rules_;
  FeatureTable a_, b_;
};

const Value nothing = Null{};

TEST_F(AttributeAgreementTest, IsTheWeightedMeanOfWhatBothCarry) {
  const Value lake = std::string("Lac");
  const Value name = std::string("Lac du Bourget");
  EXPECT_NEAR(agreement({lake, name, 10.0}, {5.0, name, lake}).value(),
              (0.8 + 0.4 + 0.2 * 0.5) / 1.4, 1e-12);
  EXPECT_NEAR(agreement({lake, name, nothing}, {5.0, name, lake}).value(), 1, 1e-12);
  EXPECT_NEAR(agreement({lake, nothing, 10.0}, {5.0, name, lake}).value(), (0.4 + 0.1) / 0.6,
              1e-12);
  EXPECT_EQ(agreement({lake, nothing, nothing}, {5.0, name, nothing}), std::nullopt);
}

TEST_F(AttributeAgreementTest, NaturesAreAsFarApartAsTheThemeSays) {
  const auto natures = [&](const char* a, const char* b) {
    return agreement({std::string(a), nothing, nothing}, {nothing, nothing, std::string(b)});
  };
  EXPECT_NEAR(natures("Lac", "Mare").value(), 0.5, 1e-12);
  EXPECT_NEAR(natures("mare", "LAC").value(), 0.5, 1e-12);
  EXPECT_NEAR(natures("Retenue", "Lac").value(), 0.7, 1e-12) << "the least distance counts";
  EXPECT_EQ(natures("Lac", "Canal"), 0);
  EXPECT_EQ(natures("Canal", "canal"), 1);
  EXPECT_EQ(natures("Inconnue", "Canal"), std::nullopt);
  EXPECT_EQ(natures("Inconnue", "Inconnue"), std::nullopt);
}

TEST_F(AttributeAgreementTest, KnowsColumnsByTheNamesOfTheSchema) {
  rules_.schema = std::make_shared<const rules::LayerSchema>(
      rules::load_layer_schema("bdtopo", "troncon_hydrographique"));
  rules_.matching.attributes = {{"code_hydrographique", AttributeMeasure::code, 1}};
  a_.schema.columns = {{"code_hydrographique", ColumnType::text, ""}};
  b_.schema.columns = {{"fid", ColumnType::integer, ""}, {"Code_Hydro", ColumnType::text, ""}};
  const auto measures = attribute_measures(rules_, a_.schema, b_.schema);
  ASSERT_EQ(measures.columns.size(), 1U);
  EXPECT_EQ(measures.columns[0].a, 0U);
  EXPECT_EQ(measures.columns[0].b, 1U);
}

}  // namespace
}  // namespace bdf::match
