# SPDX-License-Identifier: MIT
"""An agent decides in QGIS's form, saves, and `bdf resolve` does what was decided."""
import os
import sqlite3
import time

import desk
from qgis.core import (QgsCoordinateTransformContext, QgsExpression, QgsExpressionContext,
                       QgsExpressionContextUtils, QgsFeature, QgsGeometry, QgsLineString,
                       QgsPoint, QgsPointXY, QgsVectorFileWriter, QgsVectorLayer)


class Resolve(desk.Desk):
    def open_conflicts(self):
        rows = sqlite3.connect(self.file("conflicts.gpkg")).execute("SELECT conflict_id FROM conflict")
        return {row[0] for row in rows}

    def decision_on(self, conflict):
        return sqlite3.connect(self.file("merged.gpkg")).execute(
            "SELECT resolution, resolution_value, resolved_by, resolved_at FROM bdf_resolution "
            "WHERE conflict_id = ?", (conflict,)).fetchone()

    def merged_value(self, attribute, key):
        return sqlite3.connect(self.file("merged.gpkg")).execute(
            f'SELECT "{attribute}" FROM troncon_hydrographique WHERE cleabs = ?', (key,)).fetchone()[0]

    def test_a_version_is_kept_while_qgis_has_the_files_open(self):
        layer, (conflict, *_) = self.conflicts("attribute")
        merged = self.layer("merged.gpkg", "troncon_hydrographique")
        before = self.open_conflicts()
        form = desk.OpenForm(layer, conflict)
        form.choose("Garder ma version")
        self.assertTrue(form.save())
        self.assertTrue(layer.commitChanges(False), layer.commitErrors())
        self.assertTrue(layer.isEditable() and merged.isValid())

        desk.bdf("resolve", self.out, code=1)

        left = before - {conflict["conflict_id"]}
        self.assertEqual(left, self.open_conflicts())
        layer.rollBack()
        desk.refresh(layer)
        self.assertEqual(left, {feature["conflict_id"] for feature in layer.getFeatures()})
        self.assertEqual(len(left), layer.featureCount())
        resolution, value, by, at = self.decision_on(conflict["conflict_id"])
        self.assertEqual(("local", None), (resolution, value))
        self.assertTrue(by)
        self.assertRegex(at, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(conflict["local_value"],
                         self.merged_value(conflict["attribute"], conflict["local_id"]))

    def test_a_value_of_ones_own_is_taken(self):
        layer, (conflict, *_) = self.conflicts("attribute")
        form = desk.OpenForm(layer, conflict)
        self.assertFalse([box for box in form.boxes() if box.startswith("Autre valeur")])
        form.choose("Autre valeur ou autre forme :")
        self.assertTrue([box for box in form.boxes() if box.startswith("Autre valeur")])
        form.type("Ruisseau du Moulin")
        self.assertTrue(form.save())
        self.assertTrue(layer.commitChanges(), layer.commitErrors())

        desk.bdf("resolve", self.out, code=1)

        self.assertNotIn(conflict["conflict_id"], self.open_conflicts())
        self.assertEqual("Ruisseau du Moulin",
                         self.merged_value(conflict["attribute"], conflict["local_id"]))

    def test_all_kinds_are_decided_and_none_is_left(self):
        layer = self.layer("conflicts.gpkg", "conflict")
        for conflict in layer.getFeatures():
            form = desk.OpenForm(layer, conflict)
            form.choose("Prendre la version de la référence")
            self.assertTrue(form.save())
        self.assertTrue(layer.commitChanges(), layer.commitErrors())
        desk.bdf("resolve", self.out, code=0)
        self.assertEqual(set(), self.open_conflicts())

    def test_an_empty_layer_of_conflicts_still_opens(self):
        desk.bdf("resolve", self.out, "--take", "local", code=0)
        for name in ("conflict", "conflict_local"):
            for layer in desk.open_layers(self.file("conflicts.gpkg"), name):
                self.assertTrue(layer.isValid())
        self.assertEqual([], self.complaints)

    def test_a_decision_that_makes_no_sense_is_told_and_not_saved(self):
        layer, (conflict, *_) = self.conflicts("delete_edit")
        explanation = "Ici, choisissez entre votre version et celle de la référence."
        form = desk.OpenForm(layer, conflict)
        self.assertNotIn(explanation, form.boxes())
        for impossible in ("Revenir à la version de départ", "Autre valeur ou autre forme :"):
            form.choose(impossible)
            self.assertIn(explanation, form.boxes())
            form.save()
            self.assertFalse(layer.editBuffer().isModified())
        form.choose("Garder ma version")
        self.assertNotIn(explanation, form.boxes())
        form.save()
        self.assertTrue(layer.editBuffer().isModified())
        layer.rollBack()

    def test_a_decision_can_be_taken_back(self):
        layer, (conflict, *_) = self.conflicts("attribute")
        form = desk.OpenForm(layer, conflict)
        form.choose("Garder ma version")
        form.save()
        form.choose("(pas encore décidé)")
        form.save()
        self.assertTrue(layer.commitChanges(), layer.commitErrors())
        row = sqlite3.connect(self.file("conflicts.gpkg")).execute(
            "SELECT resolution, resolved_by, resolved_at FROM conflict WHERE conflict_id = ?",
            (conflict["conflict_id"],)).fetchone()
        self.assertEqual((None, None, None), row)

    def test_the_time_of_a_decision_is_utc_in_summer_and_winter_and_overseas(self):
        layer, (conflict, *_) = self.conflicts("attribute")
        conflict["resolution"] = "local"
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(conflict)
        column = layer.fields().indexOf("resolved_at")
        rule = layer.defaultValueDefinition(column).expression()
        self.addCleanup(time.tzset)
        self.addCleanup(os.environ.pop, "TZ", None)
        for zone, local, utc in (("Europe/Paris", "2026-07-15T00:30:05", "2026-07-14T22:30:05Z"),
                                 ("Europe/Paris", "2026-01-15T00:30:00", "2026-01-14T23:30:00Z"),
                                 ("America/Cayenne", "2026-01-14T22:00:00", "2026-01-15T01:00:00Z"),
                                 ("Indian/Reunion", "2026-07-15T00:00:00", "2026-07-14T20:00:00Z"),
                                 ("Pacific/Noumea", "2026-07-15T10:59:59", "2026-07-14T23:59:59Z")):
            os.environ["TZ"] = zone
            time.tzset()
            at = QgsExpression(rule.replace("now()", f"to_datetime('{local}')")).evaluate(context)
            self.assertEqual(utc, at, zone)


class Draw(desk.Desk):
    """A conflict about a shape: the agent moves the conflict's own shape on the map."""

    KIND = "LineString"
    ALTITUDES = [10, 20, 30]

    def line(self, *points):
        return QgsGeometry.fromPolylineXY([QgsPointXY(900000 + x, 6500000 + y) for x, y in points])

    def setUp(self):
        super().setUp()
        self.out = os.path.join(self.folder, "traces")
        self.sync()

    def sync(self):
        """One reach, whose middle both sides have moved."""
        inputs = []
        for side, y in (("ancestor", 0), ("local", 30), ("reference", -30)):
            inputs += [f"--{side}", self.write(f"{self.KIND}_{side}", [(0, 0), (100, y), (200, 0)])]
        desk.bdf("sync", *self.RULES, *inputs, "--out", self.out, "--now", desk.NOW, code=1)
        self.layer_of_conflicts, (self.conflict,) = self.conflicts("geometry")

    def write(self, name, points):
        """A GeoPackage with one reach, which falls where it has altitudes."""
        features = QgsVectorLayer(f"{self.KIND}?crs=EPSG:2154&field=cleabs:string", "troncon", "memory")
        feature = QgsFeature(features.fields())
        feature["cleabs"] = "TRON_1"
        shape = self.line(*points)
        if self.KIND == "LineStringZ":
            shape = QgsGeometry(QgsLineString(
                [QgsPoint(vertex.x(), vertex.y(), altitude)
                 for vertex, altitude in zip(shape.vertices(), self.ALTITUDES)]))
        feature.setGeometry(shape)
        features.dataProvider().addFeature(feature)
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.layerName = "troncon"
        file = os.path.join(self.folder, f"{name}.gpkg")
        QgsVectorFileWriter.writeAsVectorFormatV3(
            features, file, QgsCoordinateTransformContext(), options)
        return file

    def boxes_now(self):
        """Those of the form as it opens now."""
        conflict = self.layer_of_conflicts.getFeature(self.conflict.id())
        return desk.OpenForm(self.layer_of_conflicts, conflict).boxes()

    def merged_shape(self):
        feature, = self.layer("merged.gpkg", "troncon").getFeatures()
        return feature.geometry()

    def test_the_shape_that_is_drawn_is_taken(self):
        layer = self.layer_of_conflicts
        form = desk.OpenForm(layer, self.conflict)
        form.choose("Autre valeur ou autre forme :")
        self.assertTrue([box for box in form.boxes() if "modifiez la forme" in box])
        self.assertTrue(form.save())
        # What the vertex tool does to the middle vertex.
        self.assertTrue(layer.moveVertex(900100, 6500010, self.conflict.id(), 1))
        self.assertIn("La forme sur la carte sera prise", self.boxes_now())
        self.assertTrue(layer.commitChanges(), layer.commitErrors())

        desk.bdf("resolve", self.out, code=0)

        self.assertEqual(self.line((0, 0), (100, 10), (200, 0)).asWkt(), self.merged_shape().asWkt())
        self.assertEqual([], list(self.layer("conflicts.gpkg", "conflict").getFeatures()))

    def test_a_shape_drawn_anew_from_end_to_end_is_taken(self):
        layer = self.layer_of_conflicts
        form = desk.OpenForm(layer, self.conflict)
        form.choose("Autre valeur ou autre forme :")
        form.save()
        layer.changeGeometry(self.conflict.id(), self.line((0, 0), (50, 5), (150, 5), (210, 0)))
        self.assertTrue(layer.commitChanges(), layer.commitErrors())
        desk.bdf("resolve", self.out, code=0)
        self.assertEqual(4, len(self.merged_shape().asPolyline()))

    def test_a_vertex_that_is_added_gets_the_altitude_between_its_neighbours(self):
        self.KIND, self.out = "LineStringZ", os.path.join(self.folder, "altitudes")
        self.sync()
        layer = self.layer_of_conflicts
        form = desk.OpenForm(layer, self.conflict)
        form.choose("Autre valeur ou autre forme :")
        form.save()
        self.assertTrue(layer.insertVertex(900050, 6500020, self.conflict.id(), 1))
        self.assertTrue(layer.commitChanges(), layer.commitErrors())
        desk.bdf("resolve", self.out, code=0)
        shape = self.merged_shape()  # what is asked of it must not outlive it
        altitudes = [vertex.z() for vertex in shape.vertices()]
        self.assertEqual([10, 20, 30], [altitudes[i] for i in (0, 2, 3)])
        self.assertGreater(altitudes[1], 10)
        self.assertLess(altitudes[1], 20)

    def test_a_shape_that_is_drawn_and_not_chosen_is_told_and_nothing_is_lost(self):
        layer = self.layer_of_conflicts
        layer.startEditing()
        layer.moveVertex(900100, 6500010, self.conflict.id(), 1)
        self.assertTrue([box for box in self.boxes_now() if box.startswith("La forme a été modifiée")])
        self.assertTrue(layer.commitChanges(), layer.commitErrors())
        desk.bdf("resolve", self.out, code=3)
        form = desk.OpenForm(layer, layer.getFeature(self.conflict.id()))
        form.choose("Autre valeur ou autre forme :")
        form.save()
        self.assertTrue(layer.commitChanges(), layer.commitErrors())
        desk.bdf("resolve", self.out, code=0)
        self.assertEqual(self.line((0, 0), (100, 10), (200, 0)).asWkt(), self.merged_shape().asWkt())

    def test_a_shape_that_nobody_has_changed_is_not_said_to_be(self):
        self.assertFalse([box for box in self.boxes_now() if box.startswith("La forme")])

    def test_a_shape_without_altitudes_is_told_apart_too(self):
        self.ALTITUDES, self.KIND = [10, float("nan"), 30], "LineStringZ"
        self.out = os.path.join(self.folder, "sans")
        self.sync()
        self.assertIn("nan", self.conflict["local_value"])
        self.assertFalse([box for box in self.boxes_now() if box.startswith("La forme")])
        self.layer_of_conflicts.moveVertex(900100, 6500010, self.conflict.id(), 1)
        self.assertTrue([box for box in self.boxes_now() if box.startswith("La forme")])


if __name__ == "__main__":
    desk.main()
