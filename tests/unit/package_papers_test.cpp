// SPDX-License-Identifier: MIT
// The dictionary and the cover page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <clocale>
#include <regex>

#include "base/message.h"
#include "package/cover_page.h"
#include "package/dictionary.h"
#include "package/fact_words.h"
#include "support/package_facts.h"

namespace bdf::package {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const PaperLinks links{"../1_DONNEES/data.gpkg", "dictionary.html", "dictionary.csv",
                       "metadata.xml",           "quality.json",    "../manifest.json"};

std::string cover_of(const PackageFacts& facts) {
  return cover_page(facts, tests::sample_map(20), links);
}

/// What stands between two texts.
std::string part_of(const std::string& page, const std::string& from, const std::string& to) {
  const auto begin = page.find(from);
  if (begin == std::string::npos) return "";
  return page.substr(begin, page.find(to, begin) - begin);
}

/// Every element that is opened is closed, in order.
bool is_balanced(const std::string& page) {
  const std::regex tag("<(/?)([a-z0-9]+)[^<>]*?(/?)>");
  std::vector<std::string> open;
  for (std::sregex_iterator i(page.begin(), page.end(), tag), end; i != end; ++i) {
    const auto name = (*i)[2].str();
    if (name == "meta" || name == "br" || name == "input" || (*i)[3].length() > 0) continue;
    if ((*i)[1].length() == 0) {
      open.push_back(name);
    } else {
      if (open.empty() || open.back() != name) return false;
      open.pop_back();
    }
  }
  return open.empty();
}

/// The cells of a CSV as RFC 4180 reads them.
std::vector<std::vector<std::string>> rows_of(const std::string& csv) {
  std::vector<std::vector<std::string>> rows{{""}};
  bool quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    if (csv[i] == '"') {
      if (quoted && i + 1 < csv.size() && csv[i + 1] == '"')
        rows.back().back() += csv[++i];
      else
        quoted = !quoted;
    } else if (!quoted && csv[i] == ';') {
      rows.back().emplace_back();
    } else if (!quoted && csv.compare(i, 2, "\r\n") == 0) {
      rows.push_back({""});
      ++i;
    } else {
      rows.back().back() += csv[i];
    }
  }
  rows.pop_back();
  return rows;
}

TEST(Dictionary, SaysHowAColumnComesFromTheBase) {
  const auto sample = tests::sample_facts();
  const auto page = dictionary_html(sample.facts);
  for (const auto* what :
       {"Tronçon hydrographique", "LINESTRING", "EPSG:2154", "lien_vers_agence → agence",
        "etat est un de En service, (vide) et largeur est au moins 2,5",
        "etat is one of En service, (empty) and largeur is at least 2.5", "51\u202f987", "51,987",
        "texte, 24\u00a0caractères", "text, 24\u00a0characters", "la communauté ddt", "Rivière",
        "5\u00a0chiffres, 1\u00a0décimale", "lien vers ", "99,8\u00a0%", "PREC_PLANI"})
    EXPECT_THAT(page, HasSubstr(what));
  const auto left_out = part_of(page, "Colonnes de la base que le paquet", "</table>");
  EXPECT_THAT(left_out, AllOf(HasSubstr("inventaire"), HasSubstr("une communauté en répond"),
                              HasSubstr("gestionnaire"), HasSubstr("réservé"), HasSubstr("a_moi")));
  EXPECT_TRUE(is_balanced(page));
}

TEST(Dictionary, IsATableForASpreadsheet) {
  const auto sample = tests::sample_facts();
  const auto csv = dictionary_csv(sample.facts);
  ASSERT_TRUE(
      csv.starts_with("\xEF\xBB\xBF"
                      "couche;"));
  const auto rows = rows_of(csv.substr(3));
  ASSERT_EQ(rows.size(), 1U + 5 + 3 + 1);
  for (const auto& row : rows) EXPECT_EQ(row.size(), rows[0].size());
  const auto value = [&](std::size_t row, const std::string& head) {
    for (std::size_t i = 0; i < rows[0].size(); ++i)
      if (rows[0][i] == head) return rows[row][i];
    return "no column " + head;
  };
  EXPECT_EQ(value(1, "colonne"), "cleabs");
  EXPECT_EQ(value(1, "contraintes"), "identifiant, obligatoire, unique");
  EXPECT_EQ(value(2, "valeurs"), "'-1 | Canal | Rivière");
  EXPECT_EQ(value(4, "nom_dans_la_base"), "lien_vers_agence");
  EXPECT_EQ(value(4, "lien_vers"), "agence");
  EXPECT_EQ(value(4, "objets_renseignes"), "12");
  EXPECT_EQ(value(7, "dans_le_paquet"), "non");
  EXPECT_THAT(value(7, "motif_d_absence"), HasSubstr("réservé"));
  EXPECT_EQ(value(9, "systeme_de_coordonnees"), "");
}

TEST(Dictionary, NoCellIsAFormula) {
  const auto sample = tests::hostile_facts();
  for (const auto& row : rows_of(dictionary_csv(sample.facts).substr(3)))
    for (const auto& cell : row)
      EXPECT_FALSE(!cell.empty() && std::string("=+-@").find(cell[0]) != std::string::npos) << cell;
}

TEST(CoverPage, TellsWhatThereIs) {
  const auto sample = tests::sample_facts();
  const auto page = cover_of(sample.facts);
  for (const auto* what : {"<html lang=\"fr\">",
                           "Rivières",
                           "Rivers",
                           "15 décembre 2026",
                           "15 December 2026",
                           "51\u202f988\u00a0objets",
                           "<svg class=\"map\"",
                           "15 septembre 2026",
                           "840",
                           "Licence Ouverte",
                           "mailto:contact@example.org",
                           "citer la source",
                           "name the source",
                           "Ouvrir dans QGIS",
                           "<h3>GeoPackage",
                           "<summary>Shapefile",
                           "href=\"dictionary.html\"",
                           "href=\"metadata.xml\"",
                           "href=\"../1_DONNEES/data.gpkg\"",
                           "2,50\u00a0m",
                           "2.50\u00a0m"})
    EXPECT_THAT(page, HasSubstr(what));
  EXPECT_TRUE(is_balanced(page));
}

TEST(CoverPage, IsSilentOfWhatThereIsNot) {
  auto sample = tests::sample_facts();
  sample.facts.previous_edition.clear();
  sample.facts.measures.clear();
  const auto page = cover_page(sample.facts, {}, {});
  for (const auto* what : {"Ce qui a changé", "<svg class=\"map\"", "href=\"\"", "Manifest"})
    EXPECT_THAT(page, Not(HasSubstr(what)));
  EXPECT_THAT(page, HasSubstr("Aucune mesure."));
  EXPECT_TRUE(is_balanced(page));
}

TEST(CoverPage, SaysForWhomItIs) {
  auto sample = tests::sample_facts();
  EXPECT_THAT(cover_of(sample.facts), Not(HasSubstr("Diffusion restreinte")));
  sample.facts.manifest.audience = Audience::restricted;
  sample.facts.manifest.kind = PackageKind::differential;
  EXPECT_THAT(cover_of(sample.facts),
              AllOf(HasSubstr("Diffusion restreinte"), HasSubstr("différentiel")));
}

TEST(Papers, LoadNothingRunNothingAndForbidIt) {
  const auto sample = tests::hostile_facts();
  for (const auto& page : {cover_of(sample.facts), dictionary_html(sample.facts)}) {
    for (const auto* what :
         {"<script", "<link", "<img", "url(", "@import", "\u202E", "href=\"javascript", "href='"})
      EXPECT_THAT(page, Not(HasSubstr(what)));
    const auto bare = std::regex_replace(page, std::regex("\"[^\"]*\""), "");
    EXPECT_FALSE(std::regex_search(bare, std::regex("<[a-z][^<>]* (src|on[a-z]+)=")));
    EXPECT_THAT(page, HasSubstr("default-src &#39;none&#39;"));
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
    EXPECT_TRUE(is_balanced(page));
  }
  EXPECT_THAT(dictionary_csv(sample.facts), Not(HasSubstr("\u202E")));
}

TEST(Papers, AreTheSameBytesInAnyLanguage) {
  const auto sample = tests::sample_facts();
  const auto all = [&] {
    return cover_of(sample.facts) + dictionary_html(sample.facts) + dictionary_csv(sample.facts);
  };
  set_language("en");
  const auto english = all();
  set_language("fr");
  EXPECT_EQ(all(), english);
  set_language("en");
}

TEST(Papers, FrenchHasItsBlanks) {
  const auto sample = tests::sample_facts();
  for (const auto& page : {cover_of(sample.facts), dictionary_html(sample.facts)}) {
    const std::regex style("<style>[^<]*</style>");
    EXPECT_THAT(std::regex_replace(page, style, ""),
                Not(testing::ContainsRegex("[a-zé] [:;!?»] ?[A-Za-z<]")));
  }
}

TEST(Words, NumbersAndDates) {
  EXPECT_EQ(number_in(Language::fr, 1'234'567), "1\u202f234\u202f567");
  EXPECT_EQ(number_in(Language::en, 1'234'567), "1,234,567");
  EXPECT_EQ(number_in(Language::en, 999), "999");
  EXPECT_EQ(share_in(Language::fr, 1, 3), "33,3\u00a0%");
  EXPECT_EQ(share_in(Language::en, 99'999, 100'000), "99.9%");
  EXPECT_EQ(share_in(Language::en, 1, 100'000), "0.1%");
  EXPECT_EQ(share_in(Language::en, 5, 5), "100%");
  EXPECT_EQ(share_in(Language::en, 0, 5), "0%");
  EXPECT_EQ(share_in(Language::en, 0, 0), "–");
  EXPECT_EQ(date_in(Language::fr, "2026-03-01"), "1er mars 2026");
  EXPECT_EQ(date_in(Language::en, "2026-03-01"), "1 March 2026");
  EXPECT_EQ(date_in(Language::en, "2026-13-01"), "2026-13-01");
  EXPECT_EQ(date_in(Language::en, "2026-12"), "2026-12");
  EXPECT_EQ(counted_in(Language::fr, 0, {"objet", "feature"}, {"objets", "features"}),
            "0\u00a0objet");
  EXPECT_EQ(counted_in(Language::en, 0, {"objet", "feature"}, {"objets", "features"}),
            "0\u00a0features");
}

TEST(Words, ConditionsAreThoseOfTheRules) {
  const rules::Condition condition{
      {"nature", {"Canal"}, true, {}},
      {"a", {"x", "y"}, true, {}},
      {"b", {}, false, {{rules::Limit::more_than, 1}, {rules::Limit::at_most, 2}}}};
  set_language("en");
  EXPECT_EQ(condition_in(Language::en, condition), rules::in_words(condition));
  EXPECT_EQ(
      condition_in(Language::fr, condition),
      "nature n'est pas Canal et a n'est aucun de x, y et b est plus de 1 et b est au plus 2");
  EXPECT_EQ(condition_in(Language::fr, {}), "");
}

}  // namespace
}  // namespace bdf::package
