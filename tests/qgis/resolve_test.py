# SPDX-License-Identifier: MIT
"""An agent decides in QGIS's form, saves, and `bdf resolve` does what was decided."""
import os
import sqlite3
import time

import desk
from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils


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
        form.choose("Autre valeur :")
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
        for impossible in ("Revenir à la version de départ", "Autre valeur :"):
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


if __name__ == "__main__":
    desk.main()
