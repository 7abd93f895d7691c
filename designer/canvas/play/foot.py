"""The foot of the canvas: where the bar of play stands while it is open."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from funnelcraft.designer.canvas.view import CanvasView

Takes = Callable[[QKeyEvent], bool]


class Foot(QObject):
    """Keeps a bar at the foot of a canvas, whatever its size; `takes` gets the keys pressed there.

    What `takes` says it took, the canvas never sees.
    """

    def __init__(
        self, canvas: CanvasView, bar: QWidget, takes: Callable[[QKeyEvent], bool]
    ) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._bar = bar
        self._takes = takes

    def take(self) -> None:
        """Let the bar have the foot of the canvas."""
        self._canvas.removeEventFilter(self)
        self._canvas.installEventFilter(self)
        self._canvas.setViewportMargins(0, 0, 0, self._bar.sizeHint().height())
        self._place()

    def leave(self) -> None:
        """Let the canvas have it again."""
        self._canvas.removeEventFilter(self)
        self._canvas.setViewportMargins(0, 0, 0, 0)

    def _place(self) -> None:
        canvas, high = self._canvas, self._bar.sizeHint().height()
        self._bar.setGeometry(0, canvas.height() - high, canvas.width(), high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the bar in its place, and hand on the keys that are pressed on the canvas."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return watched is self._canvas and self._takes(event)
        return False
