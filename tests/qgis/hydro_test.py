# SPDX-License-Identifier: MIT
"""An agent reads the conflicts of the sample under its own theme, and sees what to decide between."""
import re

import desk
from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils

MAP = desk.french("Sur la carte : gris au départ, bleu chez vous, brun dans la référence")


def nesting(expression):
    """How deep functions stand in functions, outside of quoted text."""
    plain = re.sub(r"'(?:[^']|'')*'", "", expression)
    depth, most = 0, 0
    for letter in plain:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        most = max(most, depth)
    return most


class Hydro(desk.Desk):
    RULES = ("--theme", "hydro", "--territory", "038")

    def conflict_about(self, key):
        layer = self.layer("conflicts.gpkg", "conflict")
        feature, = [feature for feature in layer.getFeatures() if feature["ancestor_id"] == key]
        return layer, feature

    def sides_of(self, key):
        feature = self.conflict_about(key)[1]
        return tuple(feature[side + "_says"] for side in ("ancestor", "local", "reference"))

    def test_a_truth_is_said_in_words(self):
        self.assertEqual(("(vide)", "Oui", "Non"), self.sides_of("TRON_EAU0000002001179931"))

    def test_of_a_deletion_only_what_differs_is_shown(self):
        self.assertEqual((desk.french("persistance : Intermittent"),
                          desk.french("persistance : Sec"), "(supprimé)"),
                         self.sides_of("TRON_EAU0000002001488772"))
        same = desk.french("aucun attribut ne diffère : voir la carte")
        self.assertEqual((same, "(supprimé)", same), self.sides_of("TRON_EAU0000002001948074"))

    def test_what_the_office_has_entered_on_a_deleted_object_is_shown(self):
        self.assertEqual(desk.french("inventaire_bcae : Non\nclassement_ddt : Indéterminé\n"
                                     "date_visite : 2025-07-23\nagent : M. Durand"),
                         self.sides_of("TRON_EAU0000002002256915")[1])

    def test_each_form_says_what_each_choice_does(self):
        for key, words, on_map in (
                ("TRON_EAU0000002001179931", "Revenir à la version de départ : elle revient", False),
                ("TRON_EAU0000002001488772", "il est supprimé de votre couche", True),
                ("TRON_EAU0000002001948074", "Garder ma version : il reste supprimé", True),
                ("TRON_EAU0000002000926523", "Garder ma version : deux objets", True)):
            layer, feature = self.conflict_about(key)
            form = desk.OpenForm(layer, feature)
            self.assertIn(words, form.text("choices"))  # Qt gives its blanks as plain ones
            self.assertIn("\n", form.text("choices"))
            self.assertEqual(on_map, MAP in form.boxes(), key)
            layer.rollBack()

    def test_what_differs_stands_in_the_form_before_and_after_a_decision(self):
        layer, feature = self.conflict_about("TRON_EAU0000002001488772")
        form = desk.OpenForm(layer, feature)
        for choice in (None, "Garder ma version"):
            if choice:
                form.choose(choice)
                self.assertTrue(form.save())
            self.assertEqual("persistance : Sec", form.text("local_says"))
            self.assertEqual("(supprimé)", form.text("reference_says"))
            self.assertIsNone(form.text("differing"))
        self.assertEqual(desk.french("persistance : Sec"),
                         layer.getFeature(feature.id())["local_says"])
        layer.rollBack()

    def test_the_right_key_can_be_typed_where_a_key_was_wrong(self):
        layer, feature = self.conflict_about("TRON_EAU0000002000926523")
        form = desk.OpenForm(layer, feature)
        form.choose("Autre valeur ou autre forme :")
        self.assertIn("La bonne clé de votre objet", form.boxes())
        form.type("TRON_EAU0000002000000001")
        self.assertTrue(form.save())
        self.assertTrue(layer.editBuffer().isModified())
        layer.rollBack()

    def test_names_and_map_tips_say_the_key_and_what_differs(self):
        layer, feature = self.conflict_about("TRON_EAU0000002000926523")
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(feature)
        self.assertEqual(desk.french("le même objet, ou non : TRON_EAU0000002000926523"),
                         QgsExpression(layer.displayExpression()).evaluate(context))
        context.setFeature(self.conflict_about("TRON_EAU0000002001488772")[1])
        tip = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
        self.assertIn(desk.french("Votre version : persistance : Sec<br>Référence : (supprimé)"), tip)

    def test_a_contribution_says_in_words_what_is_sent(self):
        layer = self.layer("contribution.gpkg", "troncon_hydrographique")
        updates = {feature["bdf_id"]: feature for feature in layer.getFeatures()
                   if feature["bdf_op"] == "update"}
        named = updates["TRON_EAU0000002000031676"]
        self.assertEqual(desk.french("persistance : proposé"), named["bdf_changed_text"])
        self.assertEqual(desk.french("persistance : Permanent"), named["bdf_before_text"])
        moved = updates["TRON_EAU0000002000110866"]
        self.assertEqual(desk.french("géométrie : proposé"), moved["bdf_changed_text"])
        self.assertEqual(desk.french("géométrie : voir la carte"), moved["bdf_before_text"])
        halo = desk.french("proposé : la référence décide")
        self.assertEqual(halo, layer.renderer().rootRule().children()[0].label())
        update = self.layer("update.gpkg", "troncon_hydrographique")
        self.assertNotEqual(halo, update.renderer().rootRule().children()[0].label())

    def test_computed_fields_nest_few_functions(self):
        """QGIS copies a function's arguments twice whenever it reads the layer, so that each level of
        functions in functions doubles what a form or a table costs."""
        layer = self.layer("conflicts.gpkg", "conflict")
        computed = [layer.expressionField(i) for i in range(layer.fields().count())]
        self.assertLess(1, max(map(nesting, computed)))
        self.assertLess(max(map(nesting, computed)), 11, [nesting(text) for text in computed])

    def test_nothing_is_complained_of(self):
        for file, name in (("conflicts.gpkg", "conflict"), ("update.gpkg", "troncon_hydrographique"),
                           ("contribution.gpkg", "troncon_hydrographique")):
            list(self.layer(file, name).getFeatures())
        self.assertEqual([], self.complaints)


if __name__ == "__main__":
    desk.main()
