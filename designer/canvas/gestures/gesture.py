"""Gestures of the mouse as objects: begun by a press, moved, then finished or cancelled.

A gesture shows what it would do; only its end changes the document, in one undo step. Cancelled,
it leaves no trace.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsView

from funnelcraft.designer.canvas.gestures.hits import items_in
from funnelcraft.designer.canvas.gestures.overlay import BandItem
from funnelcraft.designer.canvas.scene import CanvasScene
from funnelcraft.designer.document import Document, Item

NO_KEY = Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True)
class Desk:
    """What a gesture works with."""

    document: Document
    scene: CanvasScene
    view: QGraphicsView
    say: Callable[[str], None]  # in the status bar
    tip: Callable[[str], None]  # beside the mouse; an empty text takes it away
    hint: Callable[[str], None]  # at the foot of the canvas; an empty text takes it away
    edit: Callable[[Item, str], None]  # in place, and the key its undo step merges by

    @property
    def zoom(self) -> float:
        """How large the drawing is shown, 1.0 for 100 %."""
        return self.view.transform().m11()


class Gesture:
    """Something the mouse does from a press to a release."""

    cursor: Qt.CursorShape | None = None
    scrolls = False  # whether the sheet moves where the mouse comes near the window's edge
    is_pick = False  # whether it goes on without a button held, until a click or a key ends it

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def move(self, at: QPointF, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Follow the mouse to a point of the scene."""

    def finish(self, at: QPointF, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Do what was shown."""

    def cancel(self) -> None:
        """Take back what was shown."""

    def key(self, _event: QKeyEvent) -> bool:
        """Take a key; False where it means nothing to this gesture."""
        return False

    def ends_with(self, _event: QKeyEvent) -> bool:
        """Say whether a key is the last one this gesture takes."""
        return False


class PanGesture(Gesture):
    """Move the sheet under the window."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, desk: Desk, start: QPoint) -> None:
        super().__init__(desk)
        self._last = start

    def pan(self, to: QPoint) -> None:
        """Follow the mouse to a point of the viewport."""
        view, step = self.desk.view, to - self._last
        self._last = to
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() - step.x())
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - step.y())


class BandGesture(Gesture):
    """Select what a rectangle catches."""

    scrolls = True

    def __init__(self, desk: Desk, start: QPointF, adds: bool) -> None:
        super().__init__(desk)
        self._start = start
        self._before = desk.document.selection
        self._kept = self._before if adds else frozenset[Item]()
        self._band = BandItem(desk.scene.colours)
        desk.scene.addItem(self._band)

    def move(self, at: QPointF, _keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Stretch the rectangle; what it catches is selected at once."""
        self._band.show_area(QRectF(self._start, at).normalized())
        self.desk.document.select(self._kept | items_in(self.desk.scene, (self._start, at)))

    def finish(self, _at: QPointF, _keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Keep the selection."""
        self.desk.scene.removeItem(self._band)

    def cancel(self) -> None:
        """Restore the selection."""
        self.desk.scene.removeItem(self._band)
        self.desk.document.select(self._before)
