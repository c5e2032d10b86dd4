// SPDX-License-Identifier: MIT
#include "package/layout.h"

namespace bdf::package {

Layout layout_of(const PackageName& name) {
  const auto text = to_text(name);
  const auto date = text.substr(text.rfind('_') + 1);
  const auto before_date = text.substr(0, text.rfind('_'));
  const auto folder = [&](const std::string& what) {
    return name.product + "/" + what + "_LIVRAISON_" + date;
  };
  Layout layout;
  layout.data = folder("1_DONNEES") + "/" + before_date + "_ED" + date;
  layout.metadata = folder("2_METADONNEES");
  layout.supplements = folder("3_SUPPLEMENTS");
  layout.data_stem = before_date + "-ED" + date;
  layout.iso = layout.metadata + "/iso19139.xml";
  layout.dcat = layout.metadata + "/" + dcat_file;
  layout.policy = layout.metadata + "/conditions.odrl.jsonld";
  layout.dictionary_page = layout.metadata + "/dictionnaire.html";
  layout.dictionary_table = layout.metadata + "/dictionnaire.csv";
  layout.quality = layout.metadata + "/qualite.json";
  layout.lineage = layout.metadata + "/genealogie.json";
  return layout;
}

std::string values_file(const Layout& layout, const std::string& stem) {
  return layout.supplements + "/" + stem + "_valeurs.csv";
}

std::string features_file(const Layout& layout, const std::string& stem) {
  return layout.supplements + "/" + stem + "_sans_geometrie.csv";
}

}  // namespace bdf::package
