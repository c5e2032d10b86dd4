// SPDX-License-Identifier: MIT
#include "support/package_facts.h"

#include <cmath>

namespace bdf::tests {

namespace {

using package::ColumnFacts;
using package::LayerFacts;
using package::LeftOut;
using rules::AttributeDefinition;

AttributeDefinition attribute(const std::string& name, const std::string& shapefile_name) {
  AttributeDefinition definition;
  definition.name = name;
  definition.names = {name};
  definition.shapefile_name = shapefile_name;
  return definition;
}

std::vector<AttributeDefinition> definitions() {
  auto key = attribute("cleabs", "ID");
  key.width = 24;
  key.required = key.unique = true;
  auto nature = attribute("nature", "NATURE");
  nature.values = {"-1", "Canal", "Rivière"};
  nature.required = true;
  auto precision = attribute("precision_planimetrique", "PREC_PLANI");
  precision.type = ColumnType::real;
  precision.digits = 5;
  precision.scale = 1;
  auto link = attribute("lien_vers_agence", "ID_AGENCE");
  link.list = true;
  link.references = "agence";
  return {key, nature, precision, link};
}

LayerFacts reaches(const std::vector<AttributeDefinition>& of) {
  LayerFacts layer;
  layer.name = "troncon";
  layer.title = "Tronçon hydrographique";
  layer.geometry = "LINESTRING";
  layer.has_z = true;
  layer.features = 51'987;
  layer.in_base = 52'000;
  layer.box = Box{820'000, 6'400'000, 960'000, 6'540'000};
  layer.where = {{"etat", {"En service", std::nullopt}, false, {}},
                 {"largeur", {}, false, {{rules::Limit::at_least, 2.5}}}};
  using rules::Authority;
  layer.columns = {{"cleabs", "text", "cleabs", Authority::reference, true, 51'987, &of[0]},
                   {"nature", "text", "nature", Authority::reference, false, 51'900, &of[1]},
                   {"precision_planimetrique", "real", "precision_planimetrique", Authority::shared,
                    false, 51'000, &of[2]},
                   {"agence", "text", "lien_vers_agence", Authority::producer, false, 12, &of[3]},
                   {"remarque", "text", "remarque", Authority::producer, false, 0, nullptr}};
  layer.left_out = {{"inventaire", LeftOut::of_producer},
                    {"gestionnaire", LeftOut::restricted},
                    {"a_moi", LeftOut::unknown}};
  return layer;
}

LayerFacts agencies() {
  LayerFacts layer;
  layer.name = "agence";
  layer.features = layer.in_base = 1;
  layer.columns = {{"code", "text", "code", rules::Authority::reference, true, 1, nullptr}};
  return layer;
}

package::Manifest manifest() {
  package::Manifest manifest;
  manifest.name = package::package_name_of("BDFRANCETOPO_1-0_RIVERS_GPKG_LAMB93_D038_2026-12-15");
  manifest.pack = "RIVERS";
  manifest.audience = package::Audience::open;
  manifest.territory = "038";
  manifest.crs = "EPSG:2154";
  manifest.edition = "2026-12-15";
  manifest.generator = "bdf 0.1.0";
  manifest.time = "2026-12-15T03:00:00Z";
  return manifest;
}

void fill_product(package::PackageFacts& facts) {
  facts.product.title = {"BD France Topo", "BD France Topo"};
  facts.product.publisher = {"Institut", "contact@example.org", "https://example.org"};
  facts.product.denominator = 5000;
  facts.pack.title = {"Rivières", "Rivers"};
  facts.pack.abstract = {"Toutes les rivières.", "All rivers."};
  facts.pack.community = "ddt";
  facts.pack.terms = {"licence-ouverte-2.0",
                      {"Licence Ouverte", "Open Licence"},
                      "https://example.org/licence",
                      {"use", "derive"},
                      {},
                      {"attribute"}};
}

}  // namespace

SampleFacts sample_facts() {
  SampleFacts sample;
  sample.definitions = std::make_shared<std::vector<AttributeDefinition>>(definitions());
  auto& facts = sample.facts;
  facts.manifest = manifest();
  facts.map_crs = facts.manifest.crs;
  fill_product(facts);
  facts.zone_title = "Département 038";
  facts.edition_date = "2026-12-15";
  facts.layers = {reaches(*sample.definitions), agencies()};
  facts.measures = {{"duplicates", "troncon", "", 0, 51'987},
                    {"domain_violations", "troncon", "", 3, 51'900},
                    {"domain_violations_rate", "troncon", "", 3.0 / 51'900, 51'900},
                    {"domain_violations", "troncon", "nature", 3, 51'900},
                    {"stated_precision", "troncon", "precision_planimetrique", 2.5, 51'000}};
  facts.changes = {{"troncon", 120, 840, 60}, {"agence", 0, 0, 0}};
  facts.previous_edition = "2026-09-15";
  return sample;
}

SampleFacts hostile_facts() {
  auto sample = sample_facts();
  auto& facts = sample.facts;
  const std::string text = hostile_text;
  facts.zone_title = facts.edition_date = facts.previous_edition = text;
  facts.map_crs = facts.manifest.crs = facts.manifest.time = facts.manifest.generator = text;
  facts.product.title = facts.pack.title = facts.pack.abstract = {text, text};
  facts.product.publisher = {text, text, "javascript:window.ran=true"};
  facts.pack.community = text;
  facts.pack.terms = {text, {text, text}, "javascript:window.ran=true", {text}, {text}, {text}};
  auto& layer = facts.layers[0];
  layer.title = layer.geometry = text;
  layer.where[0].attribute = text;
  layer.where[0].values[0] = text;
  layer.columns[4].name = "=cmd|' /C calc'!A0";
  layer.columns[4].type = layer.columns[4].in_base = text;
  layer.left_out[2].name = text;
  facts.changes[0].layer = text;
  (*sample.definitions)[1].values = {text};
  (*sample.definitions)[1].shapefile_name = text;
  return sample;
}

std::vector<package::MapLayer> sample_map(std::size_t count) {
  package::MapLayer lines{"Tronçon hydrographique", GeometryKind::line, {}, {0}};
  package::MapLayer areas{"Surface hydrographique", GeometryKind::polygon, {}, {0}};
  package::MapLayer points{"Nœud hydrographique", GeometryKind::point, {}, {0}};
  for (std::size_t i = 0; i < count; ++i) {
    const double turn = static_cast<double>(i);
    const double x = 820'000 + 140'000 * std::fmod(turn * 0.618034, 1.0);
    const double y = 6'400'000 + 140'000 * std::fmod(turn * 0.414214, 1.0);
    for (int step = 0; step < 12; ++step)
      lines.xy.insert(lines.xy.end(), {x + 150 * step, y + 200 * std::sin(step + turn)});
    lines.paths.push_back(lines.xy.size() / 2);
    areas.xy.insert(areas.xy.end(), {x, y, x + 900, y, x + 900, y + 900, x, y + 900, x, y});
    areas.paths.push_back(areas.xy.size() / 2);
    points.xy.insert(points.xy.end(), {x, y});
    points.paths.push_back(points.xy.size() / 2);
  }
  return {areas, lines, points};
}

}  // namespace bdf::tests
