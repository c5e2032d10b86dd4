# SPDX-License-Identifier: MIT
"""What else lies on the desk: the office's own tables, the style that QGIS keeps, and the letter
with the reference's answers."""
from geopackage import LAST_CHANGE

VISIT_COLUMNS = {"cleabs": "TEXT", "date_visite": "DATE", "agent": "TEXT", "observation": "TEXT"}
STYLE = """\
<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology">
  <renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0" forceraster="0">
    <symbols>
      <symbol type="line" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option type="QString" name="line_color" value="31,120,180,255"/>
            <Option type="QString" name="line_width" value="0.46"/>
            <Option type="QString" name="line_width_unit" value="MM"/>
          </Option>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
</qgis>
"""
STYLE_COLUMNS = {
    "f_table_catalog": "TEXT(256)", "f_table_schema": "TEXT(256)", "f_table_name": "TEXT(256)",
    "f_geometry_column": "TEXT(256)", "styleName": "TEXT(30)", "styleQML": "TEXT",
    "styleSLD": "TEXT", "useAsDefault": "BOOLEAN", "description": "TEXT", "owner": "TEXT(30)",
    "ui": "TEXT(30)", "update_time": "DATETIME DEFAULT CURRENT_TIMESTAMP"}


def add_visits(file, layer):
    """One visit for each object of `layer` (fid → reach) that an agent has seen."""
    file.add_attributes("visites", "id", VISIT_COLUMNS, [
        (reach.cleabs, reach.attributes["date_visite"], reach.attributes["agent"],
         "Écoulement constaté" if fid % 2 else "Assec, lit marqué")
        for fid, reach in sorted(layer.items()) if reach.attributes.get("agent")])


def add_style(file, layer_name):
    file.add_attributes("layer_styles", "id", STYLE_COLUMNS, [
        ("", "", layer_name, "geometrie", layer_name, STYLE, "", 1, "", "", None, LAST_CHANGE)])


ANSWER_COLUMNS = {
    "layer": "TEXT", "bdf_id": "TEXT", "attribute": "TEXT", "value": "TEXT", "answer": "TEXT",
    "answered_by": "TEXT", "answered_at": "TEXT", "comment": "TEXT"}
ANSWERS = {
    "attribute_local": ("persistance", "Sec", "accepted", None),
    "attribute_both_differ": ("cpx_toponyme_de_cours_d_eau", "Ruisseau des Sagnes", "declined",
                              "the map of 1950 and the commune say otherwise")}


def add_answers(file, layer_name, told):
    """What the reference answers to the proposals of some families; `told` as in truth.csv."""
    file.add_attributes("bdf_answer", "id", ANSWER_COLUMNS, [
        (layer_name, cleabs, attribute, value, answer, "IGN", "2026-02-02T09:00:00Z", comment)
        for cleabs, _, family, *_ in told if family in ANSWERS
        for attribute, value, answer, comment in [ANSWERS[family]]])
