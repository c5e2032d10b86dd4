# SPDX-License-Identifier: MIT
"""The columns of `troncon_hydrographique` in BD TOPO 3.3 and 3.5, and an office's own."""

BDTOPO_3_5 = {
    "cleabs": "TEXT(24)", "code_hydrographique": "TEXT(19)", "code_du_pays": "TEXT(8)",
    "nature": "TEXT", "fictif": "BOOLEAN", "etat_de_l_objet": "TEXT",
    "position_par_rapport_au_sol": "TEXT", "date_creation": "DATETIME",
    "date_modification": "DATETIME", "date_d_apparition": "DATE", "date_de_confirmation": "DATE",
    "sources": "TEXT", "identifiants_sources": "TEXT",
    "methode_d_acquisition_planimetrique": "TEXT", "precision_planimetrique": "REAL",
    "methode_d_acquisition_altimetrique": "TEXT", "precision_altimetrique": "REAL",
    "mode_d_obtention_des_coordonnees": "TEXT", "mode_d_obtention_de_l_altitude": "TEXT",
    "statut": "TEXT", "persistance": "TEXT", "fosse": "BOOLEAN", "navigabilite": "BOOLEAN",
    "salinite": "BOOLEAN", "numero_d_ordre": "TEXT(2)", "strategie_de_classement": "TEXT(30)",
    "origine": "TEXT", "perimetre_d_utilisation_ou_origine": "TEXT(30)",
    "sens_de_l_ecoulement": "TEXT", "reseau_principal_coulant": "BOOLEAN",
    "trace_connu": "BOOLEAN", "classe_de_largeur": "TEXT", "type_de_bras": "TEXT",
    "commentaire_sur_l_objet_hydro": "TEXT", "code_du_cours_d_eau_bdcarthage": "TEXT(8)",
    "inventaire_police_de_l_eau": "TEXT", "identifiant_police_de_l_eau": "TEXT",
    "liens_vers_cours_d_eau": "TEXT", "lien_vers_noeud_hydrographique_ini": "TEXT",
    "lien_vers_noeud_hydrographique_fin": "TEXT", "liens_vers_surface_hydrographique": "TEXT",
    "lien_vers_entite_de_transition": "TEXT(24)", "cpx_toponyme_de_cours_d_eau": "TEXT",
    "cpx_toponyme_d_entite_de_transition": "TEXT"}

NODES = ("lien_vers_noeud_hydrographique_ini", "lien_vers_noeud_hydrographique_fin")
GAINED = ("inventaire_police_de_l_eau", "identifiant_police_de_l_eau", *NODES)
BDTOPO_3_3 = {"delimitation" if name == "trace_connu" else name: kind
              for name, kind in BDTOPO_3_5.items() if name not in GAINED}

# What the office has added since: the inventories before BD TOPO held them, and its own notes.
OFFICE = {
    "inventaire_police_de_l_eau": "TEXT", "identifiant_police_de_l_eau": "TEXT",
    "inventaire_bcae": "TEXT(3)", "classement_ddt": "TEXT", "date_visite": "DATE", "agent": "TEXT"}
# The office's file was a Shapefile once: one of its booleans is still text.
LOCAL = {**BDTOPO_3_3, "navigabilite": "TEXT(3)", **OFFICE}
MERGED = {**LOCAL, **{name: BDTOPO_3_5[name] for name in NODES}}


def in_3_3(attributes):
    """The attributes, kept in the terms of 3.5, as version 3.3 names them."""
    return {**attributes, "delimitation": attributes.get("trace_connu")}


def in_office(attributes):
    """The same as the office's file holds them."""
    return {**in_3_3(attributes),
            "navigabilite": {0: "Non", 1: "Oui"}.get(attributes.get("navigabilite"))}
