// SPDX-License-Identifier: MIT
#include "world/toponym_words.h"

#include <algorithm>
#include <array>

#include "world/toponym_parts.h"

namespace bdf::sample {

namespace {

using Words = std::string_view;

std::string joined(Words a, Words b) { return std::string(a).append(b); }

/// H counts as aspirate, Y as a consonant.
bool begins_with_vowel(Words name) {
  constexpr std::array vowels{Words{"A"}, Words{"E"}, Words{"I"}, Words{"O"},
                              Words{"U"}, Words{"Â"}, Words{"É"}, Words{"È"},
                              Words{"Ê"}, Words{"Î"}, Words{"Ô"}, Words{"Œ"}};
  return std::any_of(vowels.begin(), vowels.end(),
                     [&](Words vowel) { return name.starts_with(vowel); });
}

/// "du Moulin", "des Prés"; "Rouge" as it is.
std::string of_noun(const Noun& noun) {
  constexpr std::array<Words, 6> before{"", "du ", "de la ", "de l'", "des ", ""};
  if (noun.article == Article::none) return of_name(noun.text);
  return joined(before[static_cast<std::size_t>(noun.article)], noun.text);
}

/// "de la Combe Martin", "de Vauquigny": what names a thing in France.
std::string of_metropole(Random& random) {
  if (random.chance(0.4)) return of_name(place_name(random));
  auto noun = of_noun(random.pick(parts::nouns));
  if (random.chance(0.45)) return noun;
  return noun + " " + std::string(random.pick(parts::after_nouns));
}

/// "des Goyaves", "Sèche", "Théodore", "Bois Debout Isidore".
std::string of_island(Random& random, bool feminine) {
  if (random.chance(0.15)) {
    const auto& adjective = random.pick(parts::adjectives);
    return std::string(feminine ? adjective.feminine : adjective.masculine);
  }
  if (random.chance(0.25)) return std::string(random.pick(parts::island_people));
  auto noun = of_noun(random.pick(parts::island_nouns));
  if (random.chance(0.4)) return noun;
  return noun + " " + std::string(random.pick(parts::island_people));
}

std::string of_miquelon(Random& random) {
  if (random.chance(0.3)) return of_metropole(random);
  auto noun = of_noun(random.pick(parts::spm_nouns));
  if (random.chance(0.3)) return noun;
  return noun + " " + std::string(random.pick(parts::after_nouns));
}

/// "Sinapi", "Petit Sinapi", "des Roches Narcisse".
std::string of_guiana(Random& random, bool feminine) {
  if (random.chance(0.4)) return of_island(random, feminine);
  auto name = guiana_name(random);
  if (random.chance(0.6)) return name;
  return (random.chance(0.5) ? "Petit " : "Grand ") + name;
}

}  // namespace

std::string of_name(std::string_view name) {
  return joined(begins_with_vowel(name) ? "d'" : "de ", name);
}

std::string place_name(Random& random) {
  const Words stem = random.pick(parts::place_stems);
  return joined(stem, random.pick(parts::place_ends));
}

RiverName river_name(Random& random) {
  const Words stem = random.pick(parts::river_stems);
  const bool feminine = random.chance(0.75);
  return {joined(stem, feminine ? random.pick(parts::feminine_rivers)
                                : random.pick(parts::masculine_rivers)),
          feminine};
}

std::string with_article(const RiverName& river, Random& random) {
  const auto& [name, feminine] = river;
  if (random.chance(0.12)) {
    const bool great = random.chance(0.5);
    if (feminine) return (great ? "la Grande " : "la Petite ") + name;
    return (great ? "le Grand " : "le Petit ") + name;
  }
  if (begins_with_vowel(name)) return "l'" + name;
  return (feminine ? "la " : "le ") + name;
}

std::string guiana_name(Random& random) {
  const Words stem = random.pick(parts::guiana_stems);
  return joined(stem, random.pick(parts::guiana_ends));
}

std::string mayotte_name(Random& random) {
  auto name = std::string(random.pick(parts::mayotte_stems));
  if (random.chance(0.5)) name += random.pick(parts::mayotte_middles);
  return name.append(random.pick(parts::mayotte_ends));
}

std::string complement(Random& random, Flavour flavour, bool feminine) {
  switch (flavour) {
    case Flavour::antilles:
    case Flavour::reunion:
      return of_island(random, feminine);
    case Flavour::guyane:
      return of_guiana(random, feminine);
    case Flavour::mayotte:
      return mayotte_name(random);
    case Flavour::miquelon:
      return of_miquelon(random);
    case Flavour::metropole:
      break;
  }
  return of_metropole(random);
}

}  // namespace bdf::sample
