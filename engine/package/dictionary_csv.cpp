// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <array>

#include "io/csv.h"
#include "package/dictionary.h"
#include "package/fact_words.h"
#include "report/printable.h"

namespace bdf::package {

namespace {

constexpr auto french = Language::fr;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

constexpr std::array heads{"couche",
                           "titre_couche",
                           "geometrie",
                           "systeme_de_coordonnees",
                           "objets",
                           "selection",
                           "dans_le_paquet",
                           "colonne",
                           "nom_dans_la_base",
                           "nom_shapefile",
                           "type",
                           "taille",
                           "contraintes",
                           "valeurs",
                           "lien_vers",
                           "responsable",
                           "objets_renseignes",
                           "motif_d_absence"};

using Row = std::array<std::string, heads.size()>;

std::string line_of(Row row) {
  for (auto& cell : row) cell = io::no_formula(report::printable(cell));
  return io::csv_line(row, ';') + "\r\n";
}

/// What is the layer's in each of its rows.
Row row_of(const LayerFacts& layer, const std::string& crs) {
  Row row;
  row[0] = layer.name;
  row[1] = title_of(layer);
  row[2] = geometry_in(french, layer);
  row[3] = layer.geometry.empty() ? "" : crs;
  row[4] = fmt::format("{}", layer.features);
  row[5] = selection_in(french, layer);
  return row;
}

std::string row_of(Row row, const ColumnFacts& column, const rules::Pack& pack) {
  row[6] = "oui";
  row[7] = column.name;
  row[8] = column.in_base;
  row[10] = type_in(french, column.type);
  row[12] = demands_in(french, column);
  row[15] = owner_in(french, column, pack);
  row[16] = fmt::format("{}", column.filled);
  if (const auto* definition = column.definition) {
    row[9] = definition->shapefile_name;
    row[11] = size_in(french, column);
    row[13] = fmt::format("{}", fmt::join(definition->values, " | "));
    row[14] = definition->references;
  }
  if (!column.in_shapefile.empty()) row[9] = column.in_shapefile;
  return line_of(row);
}

std::string row_of(Row row, const ColumnLeftOut& column) {
  row[6] = "non";
  row[8] = column.name;
  row[17] = reason_in(french, column.why);
  return line_of(row);
}

std::string row_of(const LayerLeftOut& layer) {
  Row row;
  row[0] = layer.name;
  row[6] = "non";
  row[17] = reason_in(french, layer);
  return line_of(row);
}

}  // namespace

std::string dictionary_csv(const PackageFacts& facts) {
  Row first;
  std::copy(heads.begin(), heads.end(), first.begin());
  auto csv = std::string(byte_order_mark) + line_of(first);
  for (const auto& layer : facts.layers) {
    const auto row = row_of(layer, facts.manifest.crs);
    for (const auto& column : layer.columns) csv += row_of(row, column, facts.pack);
    for (const auto& column : layer.left_out) csv += row_of(row, column);
  }
  for (const auto& layer : facts.layers_left_out) csv += row_of(layer);
  return csv;
}

}  // namespace bdf::package
