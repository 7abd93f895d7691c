"""A press of the left button: a click, or a drag once it has moved far enough."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication


class Press:
    """Follows one press at a time by the mouse events of a widget."""

    def __init__(self) -> None:
        self._from: QPoint | None = None
        self.drags = False

    def begin(self, event: QMouseEvent) -> None:
        """Take note of a press."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from, self.drags = event.position().toPoint(), False

    def follow(self, event: QMouseEvent) -> bool:
        """Return whether the mouse drags by now."""
        if self._from is None:
            return False
        moved = (event.position().toPoint() - self._from).manhattanLength()
        self.drags = self.drags or moved >= QApplication.startDragDistance()
        return self.drags

    def end(self) -> bool | None:
        """Return whether the press that ends was a drag; None where there was none."""
        if self._from is None:
            return None
        was_drag, self._from, self.drags = self.drags, None, False
        return was_drag
