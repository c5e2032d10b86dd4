# SPDX-License-Identifier: MIT
"""Every file opens in QGIS with its own style, in French."""
import json
import os
import sqlite3
import subprocess

import desk
from qgis.core import QgsExpressionContext, QgsExpression, QgsExpressionContextUtils

LAYER = "troncon_hydrographique"
OPERATIONS = ["ajouté", "modifié", "supprimé", "scindé", "réuni", "redécoupé"]
LINKS = ["la même géométrie", "un à un", "découpé, réuni ou redécoupé", "douteux : sans effet"]
KINDS = ["attribut", "géométrie", "supprimé d'un côté, modifié de l'autre",
         "le même objet, ou non", "raccordements", "découpé différemment", "décidé"]


def labels_of(layer):
    return [rule.label() for rule in layer.renderer().rootRule().children()]


def read_only(layer):
    form = layer.editFormConfig()
    return {name for index, name in enumerate(layer.fields().names()) if form.readOnly(index)}


class Styles(desk.Desk):
    def expect_own_style(self, layer):
        self.assertTrue(layer.isValid())
        self.assertEqual(("Loaded from Provider", True), layer.loadDefaultStyle())
        self.assertEqual([], self.complaints)

    def test_conflicts_are_coloured_by_kind(self):
        layer = self.layer("conflicts.gpkg", "conflict")
        self.expect_own_style(layer)
        self.assertEqual(KINDS, labels_of(layer))

    def test_sides_have_styles(self):
        for side in ("ancestor", "local", "reference"):
            layer = self.layer("conflicts.gpkg", "conflict_" + side)
            self.expect_own_style(layer)
            self.assertEqual("singleSymbol", layer.renderer().type())

    def test_changesets_are_coloured_by_operation_and_cannot_be_edited(self):
        for file in ("update.gpkg", "contribution.gpkg"):
            layer = self.layer(file, LAYER)
            self.expect_own_style(layer)
            self.assertEqual(OPERATIONS, labels_of(layer))
            self.assertEqual(set(layer.fields().names()), read_only(layer))

    def test_a_difference_has_the_same_style(self):
        file = os.path.join(self.folder, "difference.gpkg")
        desk.bdf("diff", os.path.join(desk.SAMPLE, "ancestor.gpkg"),
                 os.path.join(desk.SAMPLE, "reference.gpkg"), "--key", "cleabs", "--out", file, code=0)
        layer, = desk.open_layers(file, LAYER)
        self.expect_own_style(layer)
        self.assertEqual(OPERATIONS, labels_of(layer))

    def test_links_are_coloured_by_relation_and_doubt_stands_out(self):
        table = os.path.join(self.folder, "links.csv")
        desk.bdf("match", "--theme", "hydro", os.path.join(desk.SAMPLE, "ancestor.gpkg"),
                 os.path.join(desk.SAMPLE, "local.gpkg"), "--ignore-ids", "--out", table, code=0)
        layer, = desk.open_layers(os.path.join(self.folder, "links.gpkg"), "link")
        self.expect_own_style(layer)
        self.assertEqual(LINKS, labels_of(layer))
        rules = layer.renderer().rootRule().children()
        for link in layer.getFeatures():
            context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
            context.setFeature(link)
            drawn = [QgsExpression(rule.filterExpression()).evaluate(context) for rule in rules]
            self.assertEqual(1, sum(1 for one in drawn if one), link.attributes())
            self.assertEqual(bool(drawn[-1]), bool(link["doubtful"]))

    def test_merged_keeps_the_style_of_the_user(self):
        layer = self.layer("merged.gpkg", LAYER)
        self.expect_own_style(layer)
        self.assertEqual("31,120,180,255",
                         layer.renderer().symbol().symbolLayer(0).properties()["line_color"])
        ours = sqlite3.connect(self.file("merged.gpkg")).execute("SELECT * FROM layer_styles")
        theirs = sqlite3.connect(os.path.join(desk.SAMPLE, "local.gpkg")).execute(
            "SELECT * FROM layer_styles")
        self.assertEqual(theirs.fetchall(), ours.fetchall())

    def test_merged_without_styles_gets_a_plain_one(self):
        local = os.path.join(self.folder, "local.gpkg")
        source = os.path.join(desk.SAMPLE, "local.gpkg")
        subprocess.run(["ogr2ogr", local, source, LAYER], check=True)
        out = os.path.join(self.folder, "plain")
        desk.bdf("sync", "--ancestor", source, "--local", local, "--reference", source, "--key",
                 "cleabs", "--out", out, code=0)
        layer, = desk.open_layers(os.path.join(out, "merged.gpkg"), LAYER)
        self.expect_own_style(layer)
        self.assertEqual("singleSymbol", layer.renderer().type())

    def test_the_conflict_form_is_french_and_only_decisions_can_be_entered(self):
        layer = self.layer("conflicts.gpkg", "conflict")
        fields = layer.fields()
        self.assertEqual("Votre valeur", layer.attributeAlias(fields.indexOf("local_value")))
        editable = {"resolution", "resolution_value", "resolved_by", "resolved_at"}
        self.assertEqual(set(fields.names()) - editable, read_only(layer))
        widget = layer.editorWidgetSetup(fields.indexOf("resolution"))
        self.assertEqual("ValueMap", widget.type())
        self.assertEqual(
            ["(pas encore décidé)", "Garder ma version", "Prendre la version de la référence",
             "Revenir à la version de départ", desk.french("Autre valeur ou autre forme :")],
            [label for choice in widget.config()["map"] for label in choice])
        hidden = {column.name for column in layer.attributeTableConfig().columns() if column.hidden}
        self.assertLessEqual({"fid", "conflict_id", "cluster"}, hidden)

    def test_conflicts_have_names_and_map_tips(self):
        layer, (feature, *_) = self.conflicts("attribute")
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(feature)
        self.assertEqual(desk.french(f"{feature['attribute']} : {feature['local_id']}"),
                         QgsExpression(layer.displayExpression()).evaluate(context))
        tip = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
        self.assertIn(desk.french(f"Votre version : {feature['local_value']}"), tip)


class Pictures(desk.Desk):
    def test_three_shapes_are_seen_under_the_conflict_in_any_order(self):
        layer, (feature, *_) = self.conflicts("geometry")
        sides = [self.layer("conflicts.gpkg", "conflict_" + side)
                 for side in ("ancestor", "local", "reference")]
        extent = feature.geometry().boundingBox()
        extent.grow(30)
        for above in ([], [layer]):
            alone = [desk.colours_in(desk.picture_of(above + [side], extent)) for side in sides]
            for order in (sides, sides[::-1]):
                together = desk.colours_in(desk.picture_of(above + order, extent))
                self.assertGreater(len(together), max(len(colours) for colours in alone))

    def test_a_decided_conflict_turns_grey(self):
        layer, (feature, *_) = self.conflicts("delete_edit")
        extent = feature.geometry().boundingBox()
        extent.grow(30)
        self.assertIn("#ee9999", desk.colours_in(desk.picture_of([layer], extent)))
        layer.startEditing()
        layer.changeAttributeValue(feature.id(), layer.fields().indexOf("resolution"), "local")
        self.assertNotIn("#ee9999", desk.colours_in(desk.picture_of([layer], extent)))
        layer.rollBack()


def geojson(name, features):
    return json.dumps({
        "type": "FeatureCollection", "name": name,
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}},
        "features": [{"type": "Feature", "properties": {"id": id, "name": text},
                      "geometry": geometry} for id, text, geometry in features]})


class AnyGeometry(desk.Desk):
    """Layers that may hold anything."""

    POINT = {"type": "Point", "coordinates": [900010, 6450010]}
    LINE = {"type": "LineString", "coordinates": [[900020, 6450020], [900080, 6450080]]}
    AREA = {"type": "Polygon", "coordinates": [[[900050, 6450010], [900090, 6450010],
                                               [900090, 6450050], [900050, 6450010]]]}

    def synchronised(self, geometries):
        """A folder in which each of these objects has a conflict."""
        files = {}
        for side in ("ancestor", "local", "reference"):
            plain = os.path.join(self.folder, side + ".geojson")
            with open(plain, "w", encoding="utf-8") as file:
                file.write(geojson("place", [(f"{number}", side, geometry)
                                             for number, geometry in enumerate(geometries)]))
            files[side] = os.path.join(self.folder, side + ".gpkg")
            subprocess.run(["ogr2ogr", files[side], plain, "-nlt", "GEOMETRY"], check=True)
        out = os.path.join(self.folder, "mixed")
        desk.bdf("sync", "--ancestor", files["ancestor"], "--local", files["local"], "--reference",
                 files["reference"], "--key", "id", "--out", out, code=1)
        return out

    def test_points_lines_and_areas_open_as_three_layers_and_are_all_drawn(self):
        out = self.synchronised([self.POINT, self.LINE, self.AREA])
        for file, name in (("conflicts.gpkg", "conflict"), ("conflicts.gpkg", "conflict_ancestor"),
                           ("conflicts.gpkg", "conflict_local"),
                           ("conflicts.gpkg", "conflict_reference"), ("update.gpkg", "place")):
            layers = desk.open_layers(os.path.join(out, file), name)
            self.assertEqual(3, len(layers), f"{file} {name}")
            for layer in layers:
                extent = layer.extent()
                extent.grow(20)
                self.assertGreater(len(desk.colours_in(desk.picture_of([layer], extent))), 1,
                                   f"{file} {name} {layer.geometryType()}")
                self.assertEqual(["Points", "Lignes", "Surfaces"], labels_of(layer))
        self.assertEqual([], self.complaints)

    def test_a_conflict_without_geometry_is_listed_with_the_others(self):
        out = self.synchronised([self.LINE, None])
        layer, = desk.open_layers(os.path.join(out, "conflicts.gpkg"), "conflict")
        self.assertEqual(2, len(list(layer.getFeatures())))


if __name__ == "__main__":
    desk.main()
