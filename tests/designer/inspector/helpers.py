"""What the tests of the inspector share: a widget shown alone, and typing into a field."""

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from funnelcraft.designer.inspector.fields import Field


def show(qtbot: QtBot, widget: QWidget, width: int = 320) -> None:
    """Show a widget as a window of its own, active."""
    qtbot.addWidget(widget)
    widget.resize(width, 500)
    with qtbot.waitExposed(widget):
        widget.show()
    with qtbot.waitActive(widget):
        widget.activateWindow()


def type_into(field: Field, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type a text into a field and press a key."""
    field.focus()
    QTest.keyClicks(field.editor, text)
    QTest.keyClick(field.editor, key)


LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def click(widget: QWidget) -> None:
    """Click into the middle of a widget."""
    QTest.mouseClick(widget, LEFT, NO_KEY, widget.rect().center())


def drag(widget: QWidget, start: QPoint, *stops: QPoint, release: bool = True) -> None:
    """Press at a place, move over others, and release at the last."""
    QTest.mousePress(widget, LEFT, NO_KEY, start)
    for stop in stops:
        QTest.mouseMove(widget, stop)
    if release:
        QTest.mouseRelease(widget, LEFT, NO_KEY, stops[-1])


class Heard:
    """Remembers what a signal carried."""

    def __init__(self, signal: Any) -> None:
        self.all: list[Any] = []
        signal.connect(self._on_signal)

    def _on_signal(self, value: Any, *_rest: Any) -> None:
        self.all.append(value)

    @property
    def last(self) -> Any:
        """What was carried last."""
        return self.all[-1]
