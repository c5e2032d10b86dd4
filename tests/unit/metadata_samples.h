// SPDX-License-Identifier: MIT
// Packages to describe.
#pragma once

#include <string>
#include <vector>

#include "package/facts.h"
#include "rules/inspire.h"
#include "rules/measures.h"

namespace bdf::tests {

inline rules::Terms open_licence() {
  return {"licence-ouverte-2.0",
          {"Licence Ouverte / Etalab 2.0", "Open Licence / Etalab 2.0"},
          "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
          {"use", "reproduce", "distribute", "derive"},
          {},
          {"attribute"}};
}

inline rules::Terms offices_only() {
  return {"RIVERS-PLUS",
          {"Usage réservé aux services instructeurs", "For the processing offices only"},
          "https://example.org/usage",
          {"use"},
          {"distribute", "sell"},
          {"attribute"}};
}

inline package::Manifest described_manifest() {
  package::Manifest manifest;
  manifest.name = package::package_name_of("BDFRANCETOPO_1-0_RIVERS_GPKG_LAMB93_D038_2026-12-15");
  manifest.pack = "RIVERS";
  manifest.audience = rules::Audience::open;
  manifest.territory = "038";
  manifest.crs = "EPSG:2154";
  manifest.edition = "2026-12-15";
  manifest.theme = {"rivers", "1.2", std::string(64, 'c')};
  manifest.generator = "bdf 0.1.0";
  manifest.time = "2026-12-20T03:00:00Z";
  return manifest;
}

inline rules::Packages described_product() {
  rules::Packages product;
  product.product = "BDFRANCETOPO";
  product.version = "1.0";
  product.title = {"BD France Topo", "BD France Topo"};
  product.publisher = {"Institut national de l'information géographique et forestière (IGN)",
                       "contact.geoservices@ign.fr", "https://www.ign.fr"};
  product.denominator = 5000;
  product.frequency = "quarterly";
  product.topics = {"inlandWaters", "environment"};
  product.inspire = {rules::inspire_theme("hy")};
  product.keywords = {"cours d'eau", "référentiel"};
  return product;
}

/// An open package of the département 038.
inline package::PackageFacts described_package() {
  package::PackageFacts facts;
  facts.manifest = described_manifest();
  facts.product = described_product();
  facts.pack.code = "RIVERS";
  facts.pack.title = {"Hydrographie", "Hydrography"};
  facts.pack.abstract = {"Tronçons et nœuds.", "Reaches and nodes."};
  facts.pack.terms = open_licence();
  facts.territory.code = "FXX";
  facts.territory.crs = "EPSG:2154";
  facts.territory.short_name = "LAMB93";
  facts.territory.degrees = {-6.2, 40.9, 11.2, 51.3};
  facts.zone_title = "Isère (038)";
  facts.degrees = {4.7419001, 44.6960004, 6.3584999, 45.8832001};
  facts.edition_date = "2026-12-15";
  facts.lineage = {{1, "2026-06-16T08:00:00Z", "import", "IGN", "2026-06-15", "1.1"},
                   {2, "2026-07-01T08:00:00Z", "integrate", "DDT de l'Isère", "", "1.1"},
                   {3, "2026-09-01T08:00:00Z", "integrate", "DDT de l'Isère", "", "1.2"},
                   {4, "2026-12-10T08:00:00Z", "mend", "", "", "1.2"}};
  return facts;
}

/// What a community adds, for some only.
inline package::PackageFacts described_restricted_package() {
  auto facts = described_package();
  facts.manifest.name.pack = "RIVERS-PLUS";
  facts.manifest.audience = rules::Audience::restricted;
  facts.pack.audience = rules::Audience::restricted;
  facts.pack.limitation = "a";
  facts.pack.community = "ddt";
  facts.pack.terms = offices_only();
  return facts;
}

/// Texts as somebody writes them who wants to get out of them.
inline package::PackageFacts described_by_an_enemy() {
  auto facts = described_package();
  const std::string evil = "]]> <b>\"'&amp; \x01\x1B\xFF é\t–";
  facts.zone_title = evil;
  facts.pack.title = {evil, evil};
  facts.pack.abstract = {evil, evil};
  facts.product.keywords = {evil};
  facts.product.publisher = {evil, "a@\"<b>.fr", "https://example.org/\"<x> y"};
  facts.pack.terms.title = {evil, evil};
  facts.pack.terms.url = "https://example.org/<&\">";
  facts.lineage.front().organisation = evil;
  return facts;
}

/// How two measures are defined.
inline std::vector<rules::MeasureDefinition> sample_definitions() {
  rules::MeasureDefinition rate;
  rate.code = "values";
  rate.iso = 18;
  rate.element = {"DQ_DomainConsistency", {"Domaines", "Domains"}};
  rate.unit = rules::MeasureUnit::rate;
  rate.name = {"Valeurs hors domaine", "Values outside of their domain"};
  rate.method = {"Valeurs qu'aucune liste n'a.", "Values that no list has."};
  auto mean = rate;
  mean.code = "accuracy";
  mean.iso = 28;
  mean.element.class_name = "DQ_AbsoluteExternalPositionalAccuracy";
  mean.unit = rules::MeasureUnit::metre;
  mean.name = {"Précision moyenne", "Mean accuracy"};
  return {rate, mean};
}

/// A package whose quality was measured, by a measure that has no definition among others.
inline package::PackageFacts measured_package() {
  auto facts = described_package();
  facts.layers.resize(3);
  facts.layers[0].name = "reach";
  facts.layers[1].name = "node";
  facts.layers[2].name = "unmeasured";
  facts.measures = {{"values", "reach", "nature", 0.00001, 52'000},
                    {"accuracy", "reach", "", 2.5, 40'000},
                    {"unheard_of", "reach", "", 1, 1},
                    {"accuracy", "node", "", 5, 100}};
  return facts;
}

inline package::Distribution described_file() {
  return {"https://example.org/BDFRANCETOPO_1-0_RIVERS_GPKG_LAMB93_D038_2026-12-15.7z",
          "Archive .7z",
          "GPKG",
          "application/x-7z-compressed",
          5'000'000'000,
          std::string(64, 'a')};
}

}  // namespace bdf::tests
