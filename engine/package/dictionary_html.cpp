// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "package/dictionary.h"
#include "package/fact_words.h"
#include "package/paper_page.h"

namespace bdf::package {

namespace {

using report::escaped;

constexpr std::size_t values_shown = 8;  // the rest opens when asked to

std::string anchor_of(Language language, std::size_t layer) {
  return fmt::format("{}-layer-{}", code_of(language), layer + 1);
}

std::string list_of(const std::vector<std::string>& values) {
  std::string html = "<ul class=\"plain\">";
  for (const auto& value : values) html += "<li>" + escaped(value) + "</li>";
  return html + "</ul>";
}

std::string values_cell(Language language, const ColumnFacts& column) {
  const auto* definition = column.definition;
  if (definition == nullptr) return "";
  std::string html;
  if (!definition->references.empty())
    html += escaped(in(language, {"lien vers ", "link to "})) + "<code>" +
            escaped(definition->references) + "</code>";
  const auto& values = definition->values;
  if (values.empty()) return html;
  if (values.size() <= values_shown) return html + list_of(values);
  return html + fmt::format("<details><summary>{}</summary>{}</details>",
                            escaped(counted_in(language, values.size(), {"valeur", "value"},
                                               {"valeurs", "values"})),
                            list_of(values));
}

/// "texte, 24 caractères".
std::string type_cell(Language language, const ColumnFacts& column) {
  const auto size = size_in(language, column);
  return escaped(type_in(language, column.type) + (size.empty() ? "" : ", " + size));
}

std::string name_cell(Language language, const ColumnFacts& column) {
  auto html = "<code>" + escaped(column.name) + "</code>";
  if (const auto other = other_name_in_base(column); !other.empty())
    html += "<br>" + escaped(in(language, {"dans la base\u00a0: ", "in the base: "})) + "<code>" +
            escaped(other) + "</code>";
  if (const auto name = shapefile_name_of(column); !name.empty())
    html += "<br>" + escaped(in(language, {"en Shapefile\u00a0: ", "in Shapefiles: "})) + "<code>" +
            escaped(name) + "</code>";
  return html;
}

std::string filled_cell(Language language, const ColumnFacts& column, const LayerFacts& layer) {
  return fmt::format("<span class=\"number\">{}</span> <span class=\"soft number\">({})</span>",
                     escaped(number_in(language, column.filled)),
                     escaped(share_in(language, column.filled, layer.features)));
}

std::string columns_table(Language language, const LayerFacts& layer, const rules::Pack& pack) {
  report::Table table;
  table.caption = in(language, {"Colonnes de ", "Columns of "}) + layer.name;
  table.heads = {in(language, {"Colonne", "Column"}),
                 in(language, {"Type", "Type"}),
                 in(language, {"Contraintes", "Constraints"}),
                 in(language, {"Valeurs", "Values"}),
                 in(language, {"Qui en répond", "Who answers for it"}),
                 in(language, {"Objets renseignés", "Features with a value"})};
  for (const auto& column : layer.columns)
    table.rows.push_back({name_cell(language, column), type_cell(language, column),
                          escaped(demands_in(language, column)), values_cell(language, column),
                          escaped(owner_in(language, column, pack)),
                          filled_cell(language, column, layer)});
  return wide_table(table);
}

std::string left_out_table(Language language, const LayerFacts& layer) {
  if (layer.left_out.empty())
    return paragraph_of(
        in(language, {"Le paquet a toutes les colonnes que la base tient pour cette "
                      "couche.",
                      "The package has every column that the base holds of this "
                      "layer."}));
  report::Table table;
  table.caption = in(language, {"Colonnes de la base que le paquet n'a pas",
                                "Columns of the base that the package does not have"});
  table.heads = {in(language, {"Colonne de la base", "Column of the base"}),
                 in(language, {"Pourquoi", "Why"})};
  for (const auto& column : layer.left_out)
    table.rows.push_back(
        {"<code>" + escaped(column.name) + "</code>", escaped(reason_in(language, column.why))});
  return wide_table(table);
}

std::string row_of(const std::string& term, const std::string& description) {
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(term), description);
}

std::string key_of(const LayerFacts& layer) {
  std::string key;
  for (const auto& column : layer.columns)
    if (column.is_key) key += (key.empty() ? "" : ", ") + column.name;
  return key;
}

std::string renames_of(Language language, const LayerFacts& layer) {
  std::string list;
  for (const auto& column : layer.columns)
    if (const auto other = other_name_in_base(column); !other.empty())
      list += (list.empty() ? "" : ", ") + other + " → " + column.name;
  return list.empty() ? in(language, {"aucune", "none"}) : list;
}

std::string section_of(Language language, const PackageFacts& facts, std::size_t number) {
  const auto& layer = facts.layers[number];
  auto html =
      fmt::format("<h2 id=\"{}\">{} <code>{}</code></h2>\n<dl>\n", anchor_of(language, number),
                  escaped(title_of(layer)), escaped(layer.name));
  html += row_of(in(language, {"Géométrie", "Geometry"}), escaped(geometry_in(language, layer)));
  if (!layer.geometry.empty())
    html += row_of(in(language, {"Système de coordonnées", "Coordinate system"}),
                   escaped(facts.manifest.crs));
  if (const auto key = key_of(layer); !key.empty())
    html += row_of(in(language, {"Identifiant", "Key"}), "<code>" + escaped(key) + "</code>");
  html +=
      row_of(in(language, {"Objets", "Features"}), escaped(number_in(language, layer.features)));
  html += row_of(in(language, {"Vient de la base", "Comes from the base"}),
                 escaped(in(language, {"couche ", "layer "})) + "<code>" + escaped(layer.name) +
                     "</code>. " + escaped(selection_in(language, layer)));
  html += row_of(in(language, {"Colonnes renommées", "Renamed columns"}),
                 escaped(renames_of(language, layer)));
  return html + "</dl>\n" + columns_table(language, layer, facts.pack) +
         left_out_table(language, layer);
}

std::string layers_left_out(Language language, const PackageFacts& facts) {
  if (facts.layers_left_out.empty()) return "";
  report::Table table;
  table.caption = in(language, {"Couches de la base que le paquet n'a pas",
                                "Layers of the base that the package does not have"});
  table.heads = {in(language, {"Couche de la base", "Layer of the base"}),
                 in(language, {"Pourquoi", "Why"})};
  for (const auto& layer : facts.layers_left_out)
    table.rows.push_back(
        {"<code>" + escaped(layer.name) + "</code>", escaped(reason_in(language, layer))});
  return "<h2>" + escaped(in(language, {"Couches laissées", "Layers left out"})) + "</h2>\n" +
         wide_table(table);
}

std::string contents_of(Language language, const PackageFacts& facts) {
  auto html =
      fmt::format("<nav aria-label=\"{}\">\n<ul>\n", escaped(in(language, {"Couches", "Layers"})));
  for (std::size_t i = 0; i < facts.layers.size(); ++i)
    html += fmt::format("<li><a href=\"#{}\">{}</a> <code>{}</code></li>\n", anchor_of(language, i),
                        escaped(title_of(facts.layers[i])), escaped(facts.layers[i].name));
  return html + "</ul>\n</nav>\n";
}

std::string heading_of(Language language, const PackageFacts& facts) {
  return fmt::format(
      "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<p>{}</p>\n",
      escaped(in(language, {"Dictionnaire des données", "Data dictionary"})),
      escaped(fmt::format(
          "{} – {} – {}, {}", in(language, facts.product.title), in(language, facts.pack.title),
          facts.zone_title,
          in(language, {"édition du ", "edition of "}) + date_in(language, facts.edition_date))),
      escaped(in(language,
                 {"Pour chaque couche\u00a0: ce que ses colonnes contiennent, qui en répond, et en "
                  "quoi elle diffère de la base dont elle est tirée.",
                  "For each layer: what its columns hold, who answers for them, and how it differs "
                  "from the base that it is taken from."})));
}

std::string footer_of(const PackageFacts& facts) {
  return fmt::format("<footer>{}</footer>\n",
                     escaped(fmt::format("{} · {} · {}", to_text(facts.manifest.name),
                                         facts.manifest.time, facts.manifest.generator)));
}

}  // namespace

std::string dictionary_html(const PackageFacts& facts) {
  const auto body = in_both([&](Language language) {
    auto html = heading_of(language, facts) + contents_of(language, facts);
    for (std::size_t i = 0; i < facts.layers.size(); ++i) html += section_of(language, facts, i);
    return html + layers_left_out(language, facts);
  });
  const auto of = " – " + to_text(facts.manifest.name);
  return paper_page({"Dictionnaire des données" + of, "Data dictionary" + of},
                    body + footer_of(facts));
}

}  // namespace bdf::package
