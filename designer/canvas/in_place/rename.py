"""Renaming a stage in place: a field over its card."""

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QGraphicsView, QLineEdit

from funnelcraft.designer.canvas.lettering import font
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.geometry import STAGE_WIDTH
from funnelcraft.funnel.text import _

LONGEST_TERM = 120
_ROOM = QRectF(8.0, 6.0, STAGE_WIDTH - 14.0, 28.0)
_SMALLEST_TYPE = 9


class RenameField(QLineEdit):
    """A field for a stage's term.

    Signals: `committed(text, extends)` on Enter, Tab or when the focus leaves, `extends` with Tab;
    `abandoned()` on Escape.
    """

    committed = Signal(str, bool)
    abandoned = Signal()

    def __init__(self, view: QGraphicsView, stage_id: str, term: str, palette: Palette) -> None:
        super().__init__(view.viewport())
        self.stage_id = stage_id
        self._is_done = False
        self.setAccessibleName(_("Term of the stage"))
        self.setMaxLength(LONGEST_TERM)
        self.setText(term)
        self.selectAll()
        self.setStyleSheet(
            f"QLineEdit {{ background: {palette.panel}; color: {palette.ink};"
            f" border: 1px solid {palette.accent}; border-radius: 4px; padding: 0 4px;"
            f" selection-background-color: {palette.accent};"
            f" selection-color: {palette.on_accent}; }}"
        )

    def place(self, view: QGraphicsView, corner: QPoint, zoom: float) -> None:
        """Lie over the term of a card whose corner is at a point of the viewport."""
        made = QFont(font(13, 600))
        made.setPixelSize(max(round(13 * zoom), _SMALLEST_TYPE))
        self.setFont(made)
        width, height = round(_ROOM.width() * zoom), round(_ROOM.height() * zoom)
        least = self.fontMetrics().height() + 6
        self.setGeometry(
            corner.x() + round(_ROOM.left() * zoom),
            corner.y() + round(_ROOM.top() * zoom),
            max(width, 96),
            max(height, least),
        )

    def event(self, event: QEvent) -> bool:
        """Take Tab, which would move the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Tab:
                self._end(extends=True)
                return True
            if event.key() == Qt.Key.Key_Backtab:
                self._end()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End on Enter and Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end()
        elif event.key() == Qt.Key.Key_Escape:
            self.abandon()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was typed when the focus leaves, but not while a menu is open."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._end()

    def commit(self) -> None:
        """End as if Enter were pressed."""
        self._end()

    def abandon(self) -> None:
        """End without a change."""
        if not self._is_done:
            self._is_done = True
            self.abandoned.emit()

    def _end(self, *, extends: bool = False) -> None:
        if not self._is_done:
            self._is_done = True
            self.committed.emit(self.text(), extends)
