"""Errors raised in C amid a paint are errors like others: the program lives on."""

import os
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "src"

SCRIPT = """
import sys
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QGraphicsScene
from funnelcraft.designer.canvas.items import CanvasItem
from funnelcraft.designer.tokens import LIGHT

class Broken(CanvasItem):
    def boundingRect(self):
        return QRectF(0, 0, 10, 10)
    def paint(self, painter, option, widget=None):
        int("x")

app = QApplication([])
sys.excepthook = lambda kind, error, trace: print("told", kind.__name__)
scene = QGraphicsScene()
scene.addItem(item := Broken(LIGHT))
image = QImage(10, 10, QImage.Format.Format_ARGB32)
with QPainter(image) as painter:
    try:
        scene.render(painter)
    except ValueError:
        print("told ValueError")
print("alive")
"""


def test_that_an_error_amid_a_paint_does_not_end_the_program() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=os.environ | {"PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "told ValueError" in ran.stdout
    assert "alive" in ran.stdout
