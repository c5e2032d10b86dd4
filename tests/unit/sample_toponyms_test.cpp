// SPDX-License-Identifier: MIT
#include "world/toponyms.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace bdf::sample {
namespace {

constexpr std::array flavours{Flavour::metropole, Flavour::antilles, Flavour::reunion,
                              Flavour::guyane,    Flavour::mayotte,  Flavour::miquelon};

using Namer = std::function<std::string(Random&, Flavour)>;

const std::vector<Namer>& namers() {
  static const std::vector<Namer> all{
      [](auto& random, auto of) { return watercourse_name(random, of, RiverSize::brook); },
      [](auto& random, auto of) { return watercourse_name(random, of, RiverSize::major); },
      [](auto& random, auto of) { return canal_name(random, of); },
      [](auto& random, auto of) { return water_name(random, of, "Mare"); },
      [](auto& random, auto of) { return water_name(random, of, "Plan d'eau de gravière"); },
      [](auto& random, auto of) { return wood_name(random, of); },
      [](auto& random, auto of) { return commune_name(random, of); },
      [](auto& random, auto of) { return detail_name(random, of, "Source captée"); }};
  return all;
}

/// `count` names of each kind and flavour.
std::vector<std::string> names(int count) {
  std::vector<std::string> all;
  for (const auto& namer : namers())
    for (const auto flavour : flavours) {
      Random random(7, "names");
      for (int i = 0; i < count; ++i) all.push_back(namer(random, flavour));
    }
  return all;
}

std::size_t distinct(Flavour flavour, RiverSize size, int count) {
  std::set<std::string> different;
  Random random(7, "rivers");
  for (int i = 0; i < count; ++i) different.insert(watercourse_name(random, flavour, size));
  return different.size();
}

TEST(Toponyms, AreTheSameForTheSameStream) { EXPECT_EQ(names(50), names(50)); }

TEST(Toponyms, ElideBeforeVowelsAndNowhereElse) {
  EXPECT_EQ(of_name("Orbigny"), "d'Orbigny");
  EXPECT_EQ(of_name("Étrac"), "d'Étrac");
  EXPECT_EQ(of_name("Vauquigny"), "de Vauquigny");
  const std::regex open("\\b(de|la|le) (A|E|I|O|U|É|È|Ê|Î|Ô|Â)");
  const std::regex closed("\\b(d'|l')([BCDFGJKLMNPQRSTVXZ])", std::regex::icase);
  for (const auto& name : names(500)) {
    EXPECT_FALSE(std::regex_search(name, open)) << name;
    EXPECT_FALSE(std::regex_search(name, closed)) << name;
  }
}

TEST(Toponyms, ContractTheArticle) {
  for (const auto& name : names(500)) {
    EXPECT_EQ(name.find("de le "), std::string::npos) << name;
    EXPECT_EQ(name.find("de les "), std::string::npos) << name;
    EXPECT_EQ(name.find("  "), std::string::npos) << name;
    EXPECT_NE(name.back(), ' ') << name;
  }
}

/// U+0300 to U+036F, the marks that NFC joins to their letters, begin with CC and CD in UTF-8.
TEST(Toponyms, HaveTheirAccentsInOneCharacter) {
  bool accents = false;
  for (const auto& name : names(500)) {
    EXPECT_EQ(name.find('\xCC'), std::string::npos) << name;
    EXPECT_EQ(name.find('\xCD'), std::string::npos) << name;
    accents |= name.find("é") != std::string::npos;
  }
  EXPECT_TRUE(accents);
}

TEST(Toponyms, FitTheColumnsOfShapefiles) {
  for (const auto& name : names(500)) EXPECT_LE(name.size(), 60U) << name;
}

TEST(Toponyms, AreThousands) {
  for (const auto flavour : flavours)
    EXPECT_GT(distinct(flavour, RiverSize::brook, 20000), 500U) << static_cast<int>(flavour);
  EXPECT_GT(distinct(Flavour::metropole, RiverSize::brook, 20000), 4000U);
  EXPECT_GT(distinct(Flavour::metropole, RiverSize::river, 20000), 1000U);
}

TEST(Toponyms, SpeakAsTheirTerritoryDoes) {
  Random random(7);
  const auto brook = [&](const char* territory) {
    return watercourse_name(random, flavour_of(territory), RiverSize::brook);
  };
  EXPECT_TRUE(brook("GLP").starts_with("Ravine ")) << "Guadeloupe";
  EXPECT_TRUE(brook("GUF").starts_with("Crique ")) << "Guyane";
  EXPECT_TRUE(brook("MYT").starts_with("Mro oua ")) << "Mayotte";
  EXPECT_TRUE(brook("SPM").starts_with("Ruisseau ")) << "Saint-Pierre-et-Miquelon";
  EXPECT_EQ(flavour_of("FXX"), Flavour::metropole);
}

TEST(Toponyms, AdjectivesAgree) {
  Random random(7);
  bool feminine = false;
  bool masculine = false;
  for (int i = 0; i < 2000; ++i) {
    const auto ravine = watercourse_name(random, Flavour::antilles, RiverSize::brook);
    const auto pond = water_name(random, Flavour::antilles, "Retenue");
    EXPECT_FALSE(ravine.ends_with(" Sec") || ravine.ends_with(" Noir")) << ravine;
    EXPECT_FALSE(pond.ends_with(" Sèche") || pond.ends_with(" Noire")) << pond;
    feminine |= ravine.ends_with(" Noire");
    masculine |= pond.ends_with(" Noir");
  }
  EXPECT_TRUE(feminine && masculine);
}

TEST(Toponyms, SayNoWordTwice) {
  for (const auto& name : names(500))
    EXPECT_FALSE(name.starts_with("Bois") && name.find("Bois", 4) != std::string::npos) << name;
}

TEST(Toponyms, GreatRiversHaveAnArticleInFrance) {
  Random random(7);
  for (int i = 0; i < 200; ++i) {
    const auto name = watercourse_name(random, Flavour::metropole, RiverSize::major);
    EXPECT_TRUE(name.starts_with("la ") || name.starts_with("le ") || name.starts_with("l'"))
        << name;
  }
}

}  // namespace
}  // namespace bdf::sample
