// SPDX-License-Identifier: MIT
// The grammar of toponyms: what stands behind "Ruisseau", and names that stand alone.
#pragma once

#include <string>
#include <utility>

#include "world/random.h"
#include "world/toponyms.h"

namespace bdf::sample {

/// "Vauquigny"; "Sinapi"; "Bandrani".
[[nodiscard]] std::string place_name(Random& random);
[[nodiscard]] std::string guiana_name(Random& random);
[[nodiscard]] std::string mayotte_name(Random& random);

/// A river's name without its article, and whether it is feminine.
using RiverName = std::pair<std::string, bool>;
[[nodiscard]] RiverName river_name(Random& random);
/// "l'Arance", "le Petit Doubret".
[[nodiscard]] std::string with_article(const RiverName& river, Random& random);

/// What follows the word for a thing: "de la Combe", "des Goyaves", "Sinapi". An adjective agrees
/// with a word that is `feminine`.
[[nodiscard]] std::string complement(Random& random, Flavour flavour, bool feminine);

}  // namespace bdf::sample
