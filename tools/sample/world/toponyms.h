// SPDX-License-Identifier: MIT
// Names of places that are none, as the maps of France and its territories overseas spell them:
// made of parts, with the articles and elisions of French, in Unicode's form NFC.
#pragma once

#include <string>
#include <string_view>

#include "world/random.h"

namespace bdf::sample {

/// Whose names they are.
enum class Flavour { metropole, antilles, reunion, guyane, mayotte, miquelon };

/// That of a territory by its code: "FXX", "GLP", "REU" … metropole for any other.
[[nodiscard]] Flavour flavour_of(std::string_view territory);

enum class RiverSize { brook, stream, river, major };

// Each takes what chance it needs from `random`; the same stream gives the same names. There are
// thousands of each kind, but two features may well get the same, as in life.

/// "Ruisseau de la Combe", "l'Arance"; overseas "Ravine des Goyaves", "Crique Sinapi".
[[nodiscard]] std::string watercourse_name(Random& random, Flavour flavour, RiverSize size);
/// "Canal du Moulin Robert".
[[nodiscard]] std::string canal_name(Random& random, Flavour flavour);
/// By its nature in BD TOPO: "Lac", "Mare", "Marais", "Retenue-barrage" … "Étang des Aulnes".
[[nodiscard]] std::string water_name(Random& random, Flavour flavour, std::string_view nature);
/// "Bois de Vauquigny".
[[nodiscard]] std::string wood_name(Random& random, Flavour flavour);
/// "Saint-Aubin-sur-Vinette"; "Le Coudray".
[[nodiscard]] std::string commune_name(Random& random, Flavour flavour);
/// By its nature in BD TOPO: "Source", "Cascade", "Lavoir" … "Fontaine de l'Ermitage".
[[nodiscard]] std::string detail_name(Random& random, Flavour flavour, std::string_view nature);

/// "de Vaux", "d'Orbigny": elided before a vowel.
[[nodiscard]] std::string of_name(std::string_view name);

}  // namespace bdf::sample
