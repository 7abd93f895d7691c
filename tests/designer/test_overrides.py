"""Errors raised in C inside an override are errors like others: the program lives on."""

import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path
from types import FunctionType

import pytest

import funnelcraft.designer

SOURCES = Path(__file__).resolve().parents[2] / "src"

PAINTS = """
import sys
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QGraphicsScene
from funnelcraft.designer.canvas.items.item import CanvasItem
from funnelcraft.designer.look.tokens import LIGHT

class Whole(CanvasItem):
    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, 10, 10)
    def paint(self, painter, option, widget=None):
        painter.fillRect(self.boundingRect(), "red")

class Broken(Whole):
    def paint(self, painter, option, widget=None):
        ()[0]

class Boundless(Whole):
    def boundingRect(self) -> QRectF:
        int("x")

app = QApplication([])
told = []
sys.excepthook = lambda kind, error, trace: told.append(kind.__name__)
scene = QGraphicsScene()
items = [kind(LIGHT) for kind in (Broken, Whole, Boundless, Whole) * 20]
for item in items:
    scene.addItem(item)
image = QImage(10, 10, QImage.Format.Format_ARGB32)
for _time in range(20):
    with QPainter(image) as painter:
        scene.render(painter)
assert told.count("IndexError") >= 400, told
assert set(told) == {"IndexError", "ValueError"}
assert image.pixelColor(5, 5).name() == "#ff0000", "the others are painted"
print("alive")
"""

EVENTS = """
import sys
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
import funnelcraft.designer

class Broken(QWidget):
    def keyPressEvent(self, event):
        self.resize("wide")
    def resizeEvent(self, event):
        [][1]
    def event(self, event) -> bool:
        if event.type() == QEvent.Type.Wheel:
            int("x")
        return super().event(event)

app = QApplication([])
told = []
sys.excepthook = lambda kind, error, trace: told.append(kind.__name__)
widget = Broken()
widget.show()
for size in range(100, 120):
    QTest.keyClick(widget, Qt.Key.Key_A)
    widget.resize(size, size)
    assert QApplication.sendEvent(widget, QEvent(QEvent.Type.Wheel)) is False
assert {"TypeError", "IndexError", "ValueError"} == set(told), told
print("alive")
"""


@pytest.mark.parametrize("script", [PAINTS, EVENTS], ids=["paints", "events"])
def test_that_errors_raised_in_c_are_told_and_end_nothing(script: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": str(SOURCES), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "alive\n"


def test_that_every_override_of_the_window_is_guarded() -> None:
    overrides = []
    folder, prefix = funnelcraft.designer.__path__, "funnelcraft.designer."
    for module in pkgutil.walk_packages(folder, prefix):
        for made in vars(importlib.import_module(module.name)).values():
            if isinstance(made, type) and made.__module__ == module.name:
                above = [b for b in made.__mro__ if b.__module__.startswith("PySide6.")]
                overrides += [
                    method
                    for name, method in vars(made).items()
                    if isinstance(method, FunctionType) and not name.startswith("__")
                    if any(name in vars(base) for base in above)
                ]
    assert len(overrides) > 100
    assert [one.__qualname__ for one in overrides if not hasattr(one, "__wrapped__")] == []
