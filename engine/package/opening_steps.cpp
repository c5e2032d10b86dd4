// SPDX-License-Identifier: MIT
#include "package/opening_steps.h"

#include <fmt/format.h>

#include <vector>

#include "package/paper_page.h"

namespace bdf::package {

namespace {

using report::escaped;

struct Format {
  std::string_view word;  ///< what the package's name has for it begins so
  Wording title;
  std::vector<Wording> steps;
};

/// QGIS 3.28, as Debian 12 and the long-term releases since then have it.
const std::vector<Format>& formats() {
  static const std::vector<Format> all{
      {"GPKG",
       {"GeoPackage (un seul fichier .gpkg)", "GeoPackage (one .gpkg file)"},
       {{"Dans QGIS, ouvrez un projet vide (Ctrl+N).", "In QGIS, open an empty project (Ctrl+N)."},
        {"Glissez le fichier .gpkg depuis le gestionnaire de fichiers jusque dans la fenêtre de "
         "QGIS.",
         "Drag the .gpkg file from the file manager into the window of QGIS."},
        {"Cochez les couches voulues, puis «\u00a0Ajouter des couches\u00a0».",
         "Tick the layers that you want, then “Add Layers”."},
        {"Pour voir tout le territoire\u00a0: Vue › Zoomer sur l'emprise totale (Ctrl+Maj+F).",
         "To see the whole territory: View › Zoom Full (Ctrl+Shift+F)."}}},
      {"FLATGEOBUF",
       {"FlatGeobuf (un fichier .fgb par couche)", "FlatGeobuf (one .fgb file a layer)"},
       {{"Dans QGIS\u00a0: Couche › Ajouter une couche › Ajouter une couche vecteur "
         "(Ctrl+Maj+V).",
         "In QGIS: Layer › Add Layer › Add Vector Layer (Ctrl+Shift+V)."},
        {"À «\u00a0Jeux de données vecteur\u00a0», choisissez les fichiers .fgb voulus\u00a0: "
         "plusieurs à la fois avec Ctrl.",
         "At “Vector Dataset(s)”, choose the .fgb files that you want: several at once with Ctrl."},
        {"«\u00a0Ajouter\u00a0», puis «\u00a0Fermer\u00a0».", "“Add”, then “Close”."}}},
      {"SHP",
       {"Shapefile (.shp, .shx, .dbf, .prj, .cpg ensemble)",
        "Shapefile (.shp, .shx, .dbf, .prj, .cpg together)"},
       {{"Gardez ensemble, dans le même dossier, tous les fichiers qui portent le même nom.",
         "Keep all files of the same name together, in the same folder."},
        {"Glissez le fichier .shp, et lui seul, dans la fenêtre de QGIS.",
         "Drag the .shp file, and only that one, into the window of QGIS."},
        {"Les noms de colonnes y sont abrégés en dix lettres\u00a0: le dictionnaire donne leurs "
         "noms entiers.",
         "Names of columns are cut to ten letters there: the dictionary gives them in full."}}},
      {"GEOJSON",
       {"GeoJSON (un fichier .geojson par couche)", "GeoJSON (one .geojson file a layer)"},
       {{"Glissez les fichiers .geojson dans la fenêtre de QGIS.",
         "Drag the .geojson files into the window of QGIS."},
        {"Ce format est fait pour le web\u00a0: pour travailler, enregistrez la couche en "
         "GeoPackage "
         "(clic droit › Exporter).",
         "This format is made for the web: to work with it, save the layer as a GeoPackage (right "
         "click › Export)."}}}};
  return all;
}

std::string list_of(Language language, const Format& format) {
  std::string html = "<ol>\n";
  for (const auto& step : format.steps) html += "<li>" + escaped(in(language, step)) + "</li>\n";
  return html + "</ol>\n";
}

std::string first_step(Language language, const std::string& data) {
  const auto text =
      in(language,
         {"Si le paquet est une archive (.zip, .7z), décompressez-la d'abord\u00a0: QGIS lit "
          "mal ce qui est encore dedans.",
          "If the package is an archive (.zip, .7z), unpack it first: QGIS reads badly what "
          "is still inside."});
  if (data.empty()) return paragraph_of(text);
  return fmt::format("<p>{} {} {}</p>\n", escaped(text),
                     escaped(in(language, {"Les données sont là\u00a0:", "The data lie here:"})),
                     link_to(data, data));
}

}  // namespace

std::string opening_steps(Language language, const Manifest& manifest, const std::string& data) {
  std::string own;
  std::string others;
  for (const auto& format : formats()) {
    const auto title = in(language, format.title);
    if (manifest.name.format.starts_with(format.word))
      own += "<h3>" + escaped(title) + "</h3>\n" + list_of(language, format);
    else
      others += report::folded_away(title, list_of(language, format));
  }
  return "<h2>" + escaped(in(language, {"Ouvrir dans QGIS", "Open it in QGIS"})) + "</h2>\n" +
         first_step(language, data) + own + others;
}

}  // namespace bdf::package
