// SPDX-License-Identifier: MIT
// The facts of a package in words, in either language.
#pragma once

#include <string>

#include "package/facts.h"
#include "package/two_languages.h"

namespace bdf::package {

/// "nature est Canal et largeur est au moins 5"; "" of no condition. As rules::in_words() says it
/// in the language of messages.
[[nodiscard]] std::string condition_in(Language language, const rules::Condition& condition);

/// "texte" of "text"; what is not known as it is.
[[nodiscard]] std::string type_in(Language language, const std::string& type);
/// "lignes (LINESTRING), avec altitude"; "sans géométrie".
[[nodiscard]] std::string geometry_in(Language language, const LayerFacts& layer);
/// Who answers for a column: of `pack.community` where a producer does.
[[nodiscard]] std::string owner_in(Language language, const ColumnFacts& column,
                                   const rules::Pack& pack);
[[nodiscard]] std::string reason_in(Language language, LeftOut why);
[[nodiscard]] std::string reason_in(Language language, const LayerLeftOut& layer);
/// "identifiant, obligatoire, liste" …; "" where nothing is expected.
[[nodiscard]] std::string demands_in(Language language, const ColumnFacts& column);
/// Width, digits and decimals: "24 caractères", "5 chiffres, dont 1 décimale".
[[nodiscard]] std::string size_in(Language language, const ColumnFacts& column);
/// "tous les objets de la couche", "123 sur 456 …: those where …".
[[nodiscard]] std::string selection_in(Language language, const LayerFacts& layer);

/// The title, else the name.
[[nodiscard]] const std::string& title_of(const LayerFacts& layer);
/// What the column is called in the base, where that is another name; else "".
[[nodiscard]] std::string other_name_in_base(const ColumnFacts& column);
/// "" where it is its own name.
[[nodiscard]] std::string shapefile_name_of(const ColumnFacts& column);

}  // namespace bdf::package
