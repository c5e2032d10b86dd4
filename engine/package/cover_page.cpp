// SPDX-License-Identifier: MIT
#include "package/cover_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "package/cover_terms.h"
#include "package/fact_words.h"
#include "package/opening_steps.h"
#include "package/paper_page.h"
#include "package/quality_report.h"

namespace bdf::package {

namespace {

using report::escaped;

std::string heading(Language language, const Wording& text) {
  return "<h2>" + escaped(in(language, text)) + "</h2>\n";
}

std::string entry(Language language, const Wording& term, const std::string& html) {
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(in(language, term)), html);
}

std::string notice_of(Language language, const PackageFacts& facts) {
  std::string html;
  if (facts.manifest.audience == Audience::restricted)
    html += "<p><strong>" +
            escaped(in(language, {"Diffusion restreinte\u00a0: ce paquet n'est pas pour tout le "
                                  "monde. Voyez les conditions ci-dessous.",
                                  "Restricted: this package is not for everybody. See the terms "
                                  "below."})) +
            "</strong></p>\n";
  if (facts.manifest.kind == PackageKind::differential)
    html +=
        paragraph_of(in(language, {"Paquet différentiel\u00a0: il ne contient que ce qui a changé, "
                                   "et s'applique à l'édition précédente.",
                                   "A differential package: it holds only what has changed, and "
                                   "is applied to the former edition."}));
  return html;
}

std::string introduction(Language language, const PackageFacts& facts) {
  std::uint64_t features = 0;
  for (const auto& layer : facts.layers) features += layer.features;
  auto html = fmt::format(
      "<h1>{}<br>{}</h1>\n<p class=\"lead\">{}</p>\n", escaped(in(language, facts.product.title)),
      escaped(in(language, facts.pack.title)), escaped(in(language, facts.pack.abstract)));
  html += notice_of(language, facts) + "<dl>\n";
  html += entry(language, {"Territoire", "Territory"}, escaped(facts.zone_title));
  html += entry(language, {"Édition", "Edition"}, escaped(date_in(language, facts.edition_date)));
  html += entry(
      language, {"Contenu", "Content"},
      escaped(
          counted_in(language, features, {"objet", "feature"}, {"objets", "features"}) + ", " +
          counted_in(language, facts.layers.size(), {"couche", "layer"}, {"couches", "layers"})));
  html +=
      entry(language, {"Système de coordonnées", "Coordinate system"}, escaped(facts.manifest.crs));
  html +=
      entry(language, {"Échelle", "Scale"},
            facts.product.denominator > 0
                ? escaped("1:" + number_in(language,
                                           static_cast<std::uint64_t>(facts.product.denominator)))
                : "–");
  html += entry(language, {"Éditeur", "Publisher"}, escaped(facts.product.publisher.name));
  return html +
         entry(language, {"Nom du paquet", "Name of the package"},
               "<code>" + escaped(to_text(facts.manifest.name)) + "</code>") +
         "</dl>\n";
}

Wording map_label(const PackageFacts& facts) {
  return {
      fmt::format("Carte\u00a0: {}, le nord en haut, système {}", facts.zone_title, facts.map_crs),
      fmt::format("Map: {}, north up, system {}", facts.zone_title, facts.map_crs)};
}

/// One drawing for both languages; its legend says what is on it.
std::string map_figure(const PackageFacts& facts, const std::vector<MapLayer>& map) {
  const auto label = map_label(facts);
  const auto svg = map_sketch(map, label.fr + " / " + label.en);
  if (svg.empty()) return "";
  auto html = "<figure>\n" + svg + "<figcaption>" + in_both_inline(label) + "</figcaption>\n";
  html += "<ul class=\"plain legend\">\n";
  for (std::size_t i = 0; i < map.size(); ++i)
    html +=
        fmt::format("<li><span class=\"swatch\" style=\"background:var(--{})\"></span>{}</li>\n",
                    map_class(i), report::excerpt(map[i].name));
  return html + "</ul>\n</figure>\n";
}

std::uint64_t most_features(const PackageFacts& facts) {
  std::uint64_t most = 0;
  for (const auto& layer : facts.layers) most = std::max(most, layer.features);
  return most;
}

std::string layers_section(Language language, const PackageFacts& facts) {
  report::Table table;
  table.caption = in(language, {"Objets par couche", "Features by layer"});
  table.heads = {in(language, {"Couche", "Layer"}), in(language, {"Géométrie", "Geometry"}),
                 in(language, {"Objets", "Features"})};
  const auto most = static_cast<double>(most_features(facts));
  for (const auto& layer : facts.layers) {
    const auto count = number_in(language, layer.features);
    table.rows.push_back({escaped(title_of(layer)) + "<br><code>" + escaped(layer.name) + "</code>",
                          escaped(geometry_in(language, layer)),
                          bar_of({{static_cast<double>(layer.features), "fill"}}, most, count) +
                              " <span class=\"number\">" + escaped(count) + "</span>"});
  }
  return heading(language, {"Ce qu'il contient", "What it holds"}) + wide_table(table);
}

std::string changes_row_bar(Language language, const ChangeCount& change, double most) {
  const auto label = fmt::format(
      "{} {}, {} {}, {} {}", number_in(language, change.added), in(language, {"ajoutés", "added"}),
      number_in(language, change.changed), in(language, {"modifiés", "changed"}),
      number_in(language, change.removed), in(language, {"supprimés", "removed"}));
  return bar_of({{static_cast<double>(change.added), "added"},
                 {static_cast<double>(change.changed), "changed"},
                 {static_cast<double>(change.removed), "removed"}},
                most, label);
}

std::string changes_section(Language language, const PackageFacts& facts) {
  if (facts.previous_edition.empty()) return "";
  report::Table table;
  table.caption =
      in(language, {"Changements depuis l'édition du ", "Changes since the edition of "}) +
      date_in(language, facts.previous_edition);
  table.heads = {in(language, {"Couche", "Layer"}), in(language, {"Ajoutés", "Added"}),
                 in(language, {"Modifiés", "Changed"}), in(language, {"Supprimés", "Removed"}),
                 in(language, {"Part de chacun", "Share of each"})};
  double most = 0;
  for (const auto& change : facts.changes)
    most = std::max(most, static_cast<double>(change.added + change.changed + change.removed));
  for (const auto& change : facts.changes)
    table.rows.push_back(
        {"<code>" + escaped(change.layer) + "</code>", escaped(number_in(language, change.added)),
         escaped(number_in(language, change.changed)), escaped(number_in(language, change.removed)),
         changes_row_bar(language, change, most)});
  return heading(language, {"Ce qui a changé", "What has changed"}) +
         (table.rows.empty()
              ? paragraph_of(in(language, {"Rien n'a changé depuis l'édition précédente.",
                                           "Nothing has changed since the former edition."}))
              : wide_table(table));
}

std::string papers_section(Language language, const PaperLinks& links) {
  struct Paper {
    const std::string& link;
    Wording name;
  };
  const Paper papers[] = {
      {links.dictionary,
       {"Dictionnaire des données\u00a0: chaque couche, chaque colonne, et ce qui diffère de la "
        "base",
        "Data dictionary: every layer, every column, and what differs from the base"}},
      {links.dictionary_csv,
       {"Le même dictionnaire pour un tableur", "The same dictionary for a spreadsheet"}},
      {links.metadata, {"Métadonnées (ISO 19115, INSPIRE)", "Metadata (ISO 19115, INSPIRE)"}},
      {links.quality, {"Mesures de qualité (JSON)", "Measures of quality (JSON)"}},
      {links.manifest,
       {"Manifeste\u00a0: tous les fichiers et leurs empreintes",
        "Manifest: all files and their digests"}}};
  std::string list;
  for (const auto& paper : papers)
    if (!paper.link.empty())
      list += "<li>" + link_to(paper.link, in(language, paper.name)) + "</li>\n";
  if (list.empty()) return "";
  return heading(language, {"Pour en savoir plus", "To know more"}) + "<ul>\n" + list + "</ul>\n";
}

std::string footer_of(const PackageFacts& facts) {
  return fmt::format("<footer>{}</footer>\n", escaped(fmt::format("{} · {}", facts.manifest.time,
                                                                  facts.manifest.generator)));
}

}  // namespace

std::string cover_page(const PackageFacts& facts, const std::vector<MapLayer>& map,
                       const PaperLinks& links) {
  const auto first = in_both([&](Language language) { return introduction(language, facts); });
  const auto rest = in_both([&](Language language) {
    return layers_section(language, facts) + changes_section(language, facts) +
           opening_steps(language, facts.manifest, links.data) + papers_section(language, links) +
           quality_section(language, facts) + terms_section(language, facts);
  });
  const auto of = " – " + facts.zone_title + " – " + facts.edition_date;
  return paper_page(
      {in(Language::fr, facts.pack.title) + of, in(Language::en, facts.pack.title) + of},
      first + map_figure(facts, map) + rest + footer_of(facts));
}

}  // namespace bdf::package
