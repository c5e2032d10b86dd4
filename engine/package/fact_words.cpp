// SPDX-License-Identifier: MIT
#include "package/fact_words.h"

#include <fmt/format.h>

#include "model/schema.h"

namespace bdf::package {

namespace {

struct Kind {
  std::string_view word;
  std::string_view fr, en;
};

constexpr std::array types{
    Kind{"text", "texte", "text"},    Kind{"integer", "entier", "integer"},
    Kind{"real", "décimal", "real"},  Kind{"boolean", "booléen", "boolean"},
    Kind{"date", "date", "date"},     Kind{"datetime", "date et heure", "date and time"},
    Kind{"blob", "binaire", "binary"}};

constexpr std::array shapes{Kind{"POINT", "points", "points"},
                            Kind{"LINESTRING", "lignes", "lines"},
                            Kind{"POLYGON", "surfaces", "areas"}};

void add(std::string& list, const std::string& part) {
  if (!part.empty()) list += (list.empty() ? "" : ", ") + part;
}

std::string shape_in(Language language, const std::string& geometry) {
  for (const auto& shape : shapes)
    if (geometry.find(shape.word) != std::string::npos)
      return std::string(language == Language::fr ? shape.fr : shape.en);
  return in(language, {"géométries", "geometries"});
}

}  // namespace

std::string type_in(Language language, const std::string& type) {
  for (const auto& one : types)
    if (one.word == type) return std::string(language == Language::fr ? one.fr : one.en);
  return type;
}

std::string geometry_in(Language language, const LayerFacts& layer) {
  if (layer.geometry.empty()) return in(language, {"sans géométrie", "no geometry"});
  const auto z = layer.has_z ? in(language, {", avec altitude (Z)", ", with altitude (Z)"})
                             : in(language, {", sans altitude", ", without altitude"});
  return fmt::format("{} ({}){}", shape_in(language, layer.geometry), layer.geometry, z);
}

std::string owner_in(Language language, const ColumnFacts& column, const rules::Pack& pack) {
  switch (column.owner) {
    case rules::Authority::reference:
      return in(language, {"la référence (l'éditeur)", "the reference (the publisher)"});
    case rules::Authority::producer:
      return in(language, {"la communauté", "the community"}) +
             (pack.community.empty() ? "" : " " + pack.community);
    case rules::Authority::shared:
      return in(language, {"la référence et les producteurs, ensemble",
                           "the reference and the producers, together"});
  }
  return "";
}

std::string reason_in(Language language, LeftOut why) {
  switch (why) {
    case LeftOut::restricted:
      return in(language, {"réservé\u00a0: cette colonne n'est pas publiée",
                           "restricted: this column is not published"});
    case LeftOut::of_producer:
      return in(language, {"une communauté en répond, et ce paquet n'ajoute pas ses données",
                           "a community answers for it, and this pack does not add its data"});
    case LeftOut::unknown:
      return in(language, {"colonne propre à un producteur\u00a0: ni le schéma ni le thème ne la "
                           "connaît",
                           "a producer's own column: neither the schema nor the theme knows it"});
  }
  return "";
}

std::string reason_in(Language language, const LayerLeftOut& layer) {
  if (layer.is_of_theme)
    return in(language, {"couche du thème que ce paquet n'a pas",
                         "a layer of the theme, which this pack does not have"});
  return in(language, {"couche d'aucune classe du thème", "a layer of no class of the theme"});
}

std::string demands_in(Language language, const ColumnFacts& column) {
  std::string list;
  if (column.is_key) add(list, in(language, {"identifiant", "key"}));
  const auto* definition = column.definition;
  if (definition == nullptr) return list;
  if (definition->required) add(list, in(language, {"obligatoire", "mandatory"}));
  if (definition->unique) add(list, in(language, {"unique", "unique"}));
  if (definition->list) add(list, in(language, {"liste, séparée par /", "list, separated by /"}));
  if (!definition->copied.link.empty())
    add(list, in(language, {"copie de ", "copy of "}) + definition->copied.attribute +
                  in(language, {" par le lien ", " by the link "}) + definition->copied.link);
  if (definition->housekeeping)
    add(list, in(language, {"gestion interne de l'éditeur", "the publisher's own housekeeping"}));
  return list;
}

std::string size_in(Language language, const ColumnFacts& column) {
  const auto* definition = column.definition;
  if (definition == nullptr) return "";
  std::string list;
  if (definition->width)
    add(list, counted_in(language, *definition->width, {"caractère", "character"},
                         {"caractères", "characters"}));
  if (definition->digits)
    add(list, counted_in(language, static_cast<std::uint64_t>(*definition->digits),
                         {"chiffre", "digit"}, {"chiffres", "digits"}));
  if (definition->scale)
    add(list, counted_in(language, static_cast<std::uint64_t>(*definition->scale),
                         {"décimale", "decimal"}, {"décimales", "decimals"}));
  return list;
}

std::string selection_in(Language language, const LayerFacts& layer) {
  const auto of_base = number_in(language, layer.in_base);
  if (layer.where.empty())
    return fmt::format(fmt::runtime(in(language, {"Tous les objets du territoire\u00a0: {} sur {}.",
                                                  "All features of the territory: {} of {}."})),
                       number_in(language, layer.features), of_base);
  return fmt::format(
      fmt::runtime(in(language, {"Seulement les objets où {}\u00a0: {} sur les {} du territoire.",
                                 "Only features where {}: {} of the territory's {}."})),
      condition_in(language, layer.where), number_in(language, layer.features), of_base);
}

const std::string& title_of(const LayerFacts& layer) {
  return layer.title.empty() ? layer.name : layer.title;
}

std::string other_name_in_base(const ColumnFacts& column) {
  return column.in_base.empty() || column.in_base == column.name ? "" : column.in_base;
}

std::string shapefile_name_of(const ColumnFacts& column) {
  if (!column.in_shapefile.empty()) return column.in_shapefile;
  const auto* definition = column.definition;
  return definition == nullptr || definition->shapefile_name == column.name
             ? ""
             : definition->shapefile_name;
}

}  // namespace bdf::package
