// SPDX-License-Identifier: MIT
#include "world/toponyms.h"

#include <algorithm>
#include <array>

#include "world/toponym_parts.h"
#include "world/toponym_words.h"

namespace bdf::sample {

namespace {

using Words = std::string_view;

std::string joined(Words a, Words b) { return std::string(a).append(b); }

bool is_feminine(Words word) {
  const auto& words = parts::feminine_words;
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// With no word twice: no "Bois Bois Rouge".
std::string thing(Words word, Random& random, Flavour flavour) {
  while (true) {
    const auto rest = complement(random, flavour, is_feminine(word));
    if (rest.find(word) == std::string::npos) return std::string(word) + " " + rest;
  }
}

/// The words for small and for large waters; what is common stands more than once.
Words water_word(Random& random, Flavour flavour, bool small) {
  constexpr std::array metropole{Words{"Ruisseau"}, Words{"Ruisseau"}, Words{"Ruisseau"},
                                 Words{"Ruisseau"}, Words{"Ruisseau"}, Words{"Ruisseau"},
                                 Words{"Ravin"},    Words{"Torrent"},  Words{"Fossé"},
                                 Words{"Ru"},       Words{"Rieu"},     Words{"Combe"}};
  constexpr std::array antilles{Words{"Rivière"}, Words{"Grande Rivière"}, Words{"Petite Rivière"}};
  constexpr std::array reunion{Words{"Bras"}, Words{"Ravine"}, Words{"Ravine"}};
  switch (flavour) {
    case Flavour::antilles:
      return small ? Words{"Ravine"} : random.pick(antilles);
    case Flavour::reunion:
      return small ? random.pick(reunion) : Words{"Rivière"};
    case Flavour::guyane:
      return small ? Words{"Crique"} : Words{"Rivière"};
    case Flavour::mayotte:
      return small ? Words{"Mro oua"} : Words{"Rivière"};
    case Flavour::miquelon:
      return small ? Words{"Ruisseau"} : Words{"Rivière"};
    case Flavour::metropole:
      break;
  }
  return small ? random.pick(metropole) : Words{"Rivière"};
}

Words still_word(Words nature, Random& random, Flavour flavour) {
  if (nature == "Lac" || nature == "Mare" || nature == "Lagune" || nature == "Lagon") return nature;
  if (nature == "Marais") return flavour == Flavour::guyane ? Words{"Pripri"} : nature;
  if (nature == "Retenue-barrage") return random.chance(0.5) ? "Retenue" : "Lac";
  if (nature == "Plan d'eau de gravière") return "Gravière";
  if (nature.starts_with("Réservoir")) return random.chance(0.5) ? "Bassin" : "Réservoir";
  return flavour == Flavour::metropole && random.chance(0.1) ? "Grand Étang" : "Étang";
}

Words detail_word(Words nature) {
  if (nature == "Point d'eau") return "Puits";
  if (nature == "Source captée") return "Source";
  if (nature == "Espace maritime") return "Passe";
  if (nature == "Amer") return "Tour";
  return nature;
}

/// As the names of communes are joined.
std::string hyphened(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

std::string metropolitan_commune(Random& random) {
  const double kind = random.uniform();
  auto name = place_name(random);
  if (kind < 0.35) return name;
  if (kind < 0.5) return name + "-sur-" + river_name(random).first;
  if (kind < 0.65) return joined(random.pick(parts::saints), "-sur-") + river_name(random).first;
  if (kind < 0.8) return joined(random.pick(parts::saints), "-") + hyphened(of_name(name));
  if (kind < 0.9) return name + std::string(random.pick(parts::commune_ends));
  return joined(random.pick(parts::saints), random.pick(parts::commune_ends));
}

}  // namespace

Flavour flavour_of(std::string_view territory) {
  if (territory == "GLP" || territory == "MTQ" || territory == "BLM" || territory == "MAF")
    return Flavour::antilles;
  if (territory == "REU") return Flavour::reunion;
  if (territory == "GUF") return Flavour::guyane;
  if (territory == "MYT") return Flavour::mayotte;
  return territory == "SPM" ? Flavour::miquelon : Flavour::metropole;
}

std::string watercourse_name(Random& random, Flavour flavour, RiverSize size) {
  const bool small = size == RiverSize::brook || (size == RiverSize::stream && random.chance(0.6));
  if (flavour == Flavour::metropole && !small) return with_article(river_name(random), random);
  return thing(water_word(random, flavour, small), random, flavour);
}

std::string canal_name(Random& random, Flavour flavour) { return thing("Canal", random, flavour); }

std::string water_name(Random& random, Flavour flavour, std::string_view nature) {
  const auto word = still_word(nature, random, flavour);
  return thing(word, random, flavour);
}

std::string wood_name(Random& random, Flavour flavour) {
  return thing(random.chance(0.2) ? "Forêt" : "Bois", random, flavour);
}

std::string commune_name(Random& random, Flavour flavour) {
  switch (flavour) {
    case Flavour::guyane:
      return guiana_name(random);
    case Flavour::mayotte:
      return mayotte_name(random);
    case Flavour::metropole:
      return metropolitan_commune(random);
    default:
      break;
  }
  const auto& saint = random.pick(parts::saints);
  return random.chance(0.5) ? std::string(saint)
                            : joined(saint, "-") + std::string(random.pick(parts::island_people));
}

std::string detail_name(Random& random, Flavour flavour, std::string_view nature) {
  return thing(detail_word(nature), random, flavour);
}

}  // namespace bdf::sample
