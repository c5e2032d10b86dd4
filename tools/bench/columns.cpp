// SPDX-License-Identifier: MIT
#include "columns.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace bdf::bench {
namespace {

std::string none(const Reach& /*reach*/) { return {}; }
std::string falsehood(const Reach& /*reach*/) { return "0"; }
std::string cleabs(const Reach& reach) { return reach.cleabs; }
std::string date_of_change(const Reach& reach) { return reach.date_modification; }

/// A key of another class, with the reach's own digits.
template <char first>
std::string linked(const Reach& reach) {
  static constexpr std::string_view nodes = "NOEUDHYD", courses = "COURDEAU";
  return std::string(first == 'N' ? nodes : courses) + reach.cleabs.substr(8);
}

const std::vector<Column>& all() {
  static const std::vector<Column> columns{
      {"cleabs", "TEXT(24)", cleabs},
      {"code_hydrographique", "TEXT(19)", [](const Reach& reach) { return reach.code; }},
      {"code_du_pays", "TEXT(8)", [](const Reach&) { return std::string("FR"); }},
      {"nature", "TEXT", [](const Reach& reach) { return reach.nature; }},
      {"fictif", "BOOLEAN", [](const Reach& reach) { return std::to_string(int{reach.fictif}); }},
      {"etat_de_l_objet", "TEXT", [](const Reach&) { return std::string("En service"); }},
      {"position_par_rapport_au_sol", "TEXT", falsehood},
      {"date_creation", "DATETIME",
       [](const Reach&) { return std::string("2006-05-11T08:12:00Z"); }},
      {"date_modification", "DATETIME", date_of_change},
      {"date_d_apparition", "DATE", none},
      {"date_de_confirmation", "DATE",
       [](const Reach& reach) { return reach.date_modification.substr(0, 10); }},
      {"sources", "TEXT", none},
      {"identifiants_sources", "TEXT", none},
      {"methode_d_acquisition_planimetrique", "TEXT",
       [](const Reach&) { return std::string("Photogrammétrie"); }},
      {"precision_planimetrique", "REAL",
       [](const Reach& reach) { return std::to_string(reach.precision); }},
      {"methode_d_acquisition_altimetrique", "TEXT",
       [](const Reach&) { return std::string("Interpolation bâti BDTopo"); }},
      {"precision_altimetrique", "REAL", [](const Reach&) { return std::string("2.5"); }},
      {"mode_d_obtention_des_coordonnees", "TEXT",
       [](const Reach&) { return std::string("Imagerie satellite ou aérienne"); }},
      {"mode_d_obtention_de_l_altitude", "TEXT", [](const Reach&) { return std::string("MNT"); }},
      {"statut", "TEXT", [](const Reach&) { return std::string("Validé"); }},
      {"persistance", "TEXT", [](const Reach& reach) { return reach.persistance; }},
      {"fosse", "BOOLEAN", falsehood},
      {"navigabilite", "BOOLEAN", falsehood},
      {"salinite", "BOOLEAN", falsehood},
      {"numero_d_ordre", "TEXT(2)", [](const Reach& reach) { return reach.numero_d_ordre; }},
      {"strategie_de_classement", "TEXT(30)", [](const Reach&) { return std::string("Strahler"); }},
      {"origine", "TEXT", [](const Reach&) { return std::string("Naturelle non aménagée"); }},
      {"perimetre_d_utilisation_ou_origine", "TEXT(30)", none},
      {"sens_de_l_ecoulement", "TEXT",
       [](const Reach& reach) { return reach.sens_de_l_ecoulement; }},
      {"reseau_principal_coulant", "BOOLEAN", falsehood},
      {"trace_connu", "BOOLEAN", none},
      {"classe_de_largeur", "TEXT", [](const Reach& reach) { return reach.classe_de_largeur; }},
      {"type_de_bras", "TEXT", [](const Reach&) { return std::string("Sans objet"); }},
      {"commentaire_sur_l_objet_hydro", "TEXT", none},
      {"code_du_cours_d_eau_bdcarthage", "TEXT(8)", none},
      {"inventaire_police_de_l_eau", "TEXT",
       [](const Reach& reach) { return reach.police_de_l_eau; }},
      {"identifiant_police_de_l_eau", "TEXT", none},
      {"liens_vers_cours_d_eau", "TEXT", linked<'C'>},
      {"lien_vers_noeud_hydrographique_ini", "TEXT", linked<'N'>},
      {"lien_vers_noeud_hydrographique_fin", "TEXT", linked<'N'>},
      {"liens_vers_surface_hydrographique", "TEXT", none},
      {"lien_vers_entite_de_transition", "TEXT(24)", none},
      {"cpx_toponyme_de_cours_d_eau", "TEXT", [](const Reach& reach) { return reach.toponym; }},
      {"cpx_toponyme_d_entite_de_transition", "TEXT", none}};
  return columns;
}

template <std::size_t n>
bool holds(const std::array<std::string_view, n>& names, const Column& column) {
  return std::find(names.begin(), names.end(), column.name) != names.end();
}

}  // namespace

std::vector<Column> columns_of(Form form) {
  static constexpr std::array<std::string_view, 12> dozen{"cleabs",
                                                          "code_hydrographique",
                                                          "nature",
                                                          "fictif",
                                                          "date_modification",
                                                          "precision_planimetrique",
                                                          "persistance",
                                                          "numero_d_ordre",
                                                          "sens_de_l_ecoulement",
                                                          "classe_de_largeur",
                                                          "inventaire_police_de_l_eau",
                                                          "cpx_toponyme_de_cours_d_eau"};
  static constexpr std::array<std::string_view, 4> newer{
      "inventaire_police_de_l_eau", "identifiant_police_de_l_eau",
      "lien_vers_noeud_hydrographique_ini", "lien_vers_noeud_hydrographique_fin"};
  std::vector<Column> columns;
  for (const auto& column : all()) {
    if (form == Form::dozen && !holds(dozen, column)) continue;
    if (form == Form::bdtopo_3_3 && holds(newer, column)) continue;
    columns.push_back(column);
    if (form == Form::bdtopo_3_3 && column.name == "trace_connu")
      columns.back().name = "delimitation";
  }
  return columns;
}

}  // namespace bdf::bench
