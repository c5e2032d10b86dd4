# SPDX-License-Identifier: MIT
"""An agent's desk for tests: a synchronised folder, and QGIS to open it with, without a screen.

A test file ends with desk.main(). QGIS runs as the process does, once: it cannot be started twice.
"""
import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_home = tempfile.mkdtemp(prefix="bdf_qgis_home_")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = _home
os.environ.setdefault("XDG_RUNTIME_DIR", _home)

from qgis.core import (  # noqa: E402: QGIS reads the environment as it is imported
    Qgis, QgsApplication, QgsCoordinateTransformContext, QgsMapRendererParallelJob, QgsMapSettings,
    QgsProviderRegistry, QgsProviderSublayerDetails)
from qgis.gui import QgsAttributeForm, QgsGui, QgsMapCanvas  # noqa: E402
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402
from qgis.PyQt.QtWidgets import QComboBox, QGroupBox, QPlainTextEdit  # noqa: E402

BDF = os.environ["BDF_COMMAND"]
SAMPLE = os.path.join(os.environ["BDF_REPOSITORY"], "sample_data", "hydro")
NOW = "2026-11-24T08:00:00Z"

application = QgsApplication([], True)
application.initQgis()
QgsGui.editorWidgetRegistry().initEditors()


def bdf(*arguments, code):
    """Runs the command in French; what it says is of interest where the exit code is another."""
    ran = subprocess.run([BDF, *arguments, "--lang", "fr"], capture_output=True, text=True)
    if ran.returncode != code:
        raise AssertionError(f"bdf {arguments}: exit code {ran.returncode}\n{ran.stdout}{ran.stderr}")


def french(text):
    """With the blanks before : and ; that do not break a line."""
    return text.replace(" :", "\u00a0:").replace(" ;", "\u00a0;")


def open_layers(file, name):
    """As QGIS opens a layer that is dragged into it: one layer a kind of geometry."""
    ogr = QgsProviderRegistry.instance().providerMetadata("ogr")
    resolve = Qgis.SublayerQueryFlags(Qgis.SublayerQueryFlag.ResolveGeometryType)
    options = QgsProviderSublayerDetails.LayerOptions(QgsCoordinateTransformContext())
    return [sublayer.toLayer(options) for sublayer in ogr.querySublayers(file, resolve)
            if sublayer.name() == name]


def picture_of(layers, extent):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setExtent(extent)
    settings.setDestinationCrs(layers[0].crs())
    settings.setOutputSize(QSize(400, 400))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def colours_in(picture):
    return {picture.pixelColor(x, y).name()
            for x in range(picture.width()) for y in range(picture.height())}


def refresh(layer):
    """What F5 does."""
    canvas = QgsMapCanvas()
    canvas.setLayers([layer])
    canvas.refreshAllLayers()
    application.processEvents()


class OpenForm:
    """The form of one feature, on the screen that is not there."""

    def __init__(self, layer, feature):
        if not layer.isEditable():
            layer.startEditing()
        self.form = QgsAttributeForm(layer, feature)
        self.form.show()
        application.processEvents()

    def boxes(self):
        """The titles of the boxes that can be seen."""
        return [box.title() for box in self.form.findChildren(QGroupBox) if box.isVisible()]

    def text(self, name):
        """What stands in the field of that column, if it can be seen."""
        fields = [field for field in self.form.findChildren(QPlainTextEdit)
                  if field.isVisible() and field.objectName() == name]
        return fields[0].toPlainText() if fields else None

    def choose(self, label):
        """Picks a choice in the one list that can be seen and used."""
        choices, = [box for box in self.form.findChildren(QComboBox)
                    if box.isVisible() and box.isEnabled()]
        choices.setCurrentIndex(choices.findText(french(label)))
        application.processEvents()

    def type(self, text):
        """Types into the one large text field that can be seen and used."""
        field, = [field for field in self.form.findChildren(QPlainTextEdit)
                  if field.isVisible() and field.isEnabled() and not field.isReadOnly()]
        field.setPlainText(text)
        application.processEvents()

    def save(self):
        saved = self.form.save()
        application.processEvents()
        return saved


class Desk(unittest.TestCase):
    """A test with a folder that `bdf sync` has just filled, and with what QGIS complains of."""

    RULES = ("--theme", "generic", "--key", "cleabs")

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="bdf_qgis_")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.out = os.path.join(self.folder, "synchro")
        inputs = [word for side in ("ancestor", "local", "reference")
                  for word in (f"--{side}", os.path.join(SAMPLE, f"{side}.gpkg"))]
        bdf("sync", *self.RULES, *inputs, "--out", self.out, "--now", NOW, code=1)
        self.complaints = []
        log = QgsApplication.messageLog()
        log.messageReceived.connect(self._note)
        self.addCleanup(log.messageReceived.disconnect, self._note)

    def _note(self, message, tag, level):
        self.complaints.append(f"{tag}: {message}")

    def file(self, name):
        return os.path.join(self.out, name)

    def layer(self, file, name):
        layer, = open_layers(self.file(file), name)
        return layer

    def conflicts(self, kind):
        """The layer of the conflicts, and its features of that kind."""
        layer = self.layer("conflicts.gpkg", "conflict")
        return layer, [feature for feature in layer.getFeatures() if feature["kind"] == kind]


def main():
    result = unittest.main(exit=False).result
    sys.stdout.flush()
    sys.stderr.flush()
    shutil.rmtree(_home, ignore_errors=True)
    # QGIS may crash where Python takes its objects down in no particular order.
    os._exit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)
