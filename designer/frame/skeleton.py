"""What a window shows before its parts are made: the places where they will be."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from funnelcraft.designer.look.theme import Theme
from funnelcraft.designer.look.tokens import STEP

HEADER, TABS, LEFT, RIGHT, FINDINGS = 70, 35, 264, 328, 42
NAME = "Funnelcraft"


class Skeleton(QWidget):
    """Paints the grounds of header, outline, canvas, inspector and findings."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        colours = self._theme.palette
        with QPainter(self) as painter:
            whole = QRectF(self.rect())
            painter.fillRect(whole, QColor(colours.ground))
            panel = QColor(colours.panel)
            bottom = whole.height() - FINDINGS
            painter.fillRect(QRectF(0, 0, whole.width(), HEADER + TABS), panel)
            painter.fillRect(QRectF(0, HEADER, LEFT, bottom - HEADER), panel)
            painter.fillRect(QRectF(whole.width() - RIGHT, HEADER, RIGHT, bottom - HEADER), panel)
            painter.fillRect(QRectF(0, bottom, whole.width(), FINDINGS), panel)
            painter.setPen(QColor(colours.line))
            for x, top in ((LEFT, HEADER), (int(whole.width()) - RIGHT, HEADER)):
                painter.drawLine(x, top, x, int(bottom))
            for y in (HEADER, int(bottom)):
                painter.drawLine(0, y, int(whole.width()), y)
            painter.setPen(QColor(colours.muted))
            title = QRectF(STEP * 2, HEADER / 2, whole.width(), HEADER / 2)
            painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, NAME)
