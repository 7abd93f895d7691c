"""A share with its bounds on a line, and the published share as a mark on it."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from funnelcraft.designer.charts.drawing import nice_ticks, text_in
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import SMALL, Palette
from funnelcraft.funnel.audit.industry import Compared, verdict_word
from funnelcraft.funnel.text import percent, rate

SIZE = QSize(210, 62)


class VerdictBar(QWidget):
    """Paints one comparison: yours above the line, the published below it."""

    def __init__(self, palette: Palette, compared: Compared) -> None:
        super().__init__()
        self._colours = palette
        self._compared = compared
        self.setFixedSize(SIZE)
        self.setAccessibleName(compared.sentence)

    def sizeHint(self) -> QSize:
        """Return the size wanted."""
        return SIZE

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter, QRectF(self.rect()).adjusted(6, 0, -6, 0))

    def _paint(self, painter: QPainter, box: QRectF) -> None:
        one, colours = self._compared, self._colours
        top = nice_ticks(max(one.measured.high, one.figure.share), 2)[-1]
        y = box.top() + 34
        scale = box.width() / top

        def x(share: float) -> float:
            return box.left() + share * scale

        painter.setPen(QPen(QColor(colours.line), 4, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QLineF(box.left(), y, box.right(), y))
        ink = self._ink()
        tint = QColor(ink)
        tint.setAlphaF(0.35)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        low, high = x(one.measured.low), x(one.measured.high)
        painter.drawRoundedRect(QRectF(low, y - 5, max(high - low, 2.0), 10), 3, 3)
        painter.setBrush(QColor(ink))
        painter.drawEllipse(QPointF(x(one.measured.value), y), 4.5, 4.5)
        mark = x(one.figure.share)
        painter.setBrush(QColor(colours.ink))
        below = [QPointF(mark, y + 5), QPointF(mark - 5, y + 12), QPointF(mark + 5, y + 12)]
        painter.drawPolygon(QPolygonF(below))
        painter.setFont(font(SMALL, bold=True))
        word = f"{verdict_word(one.verdict)}: {rate(one.measured.value)}"
        self._beside(painter, box, x(one.measured.value), y - 24, word, ink)
        painter.setFont(font(SMALL))
        self._beside(painter, box, mark, y + 12, percent(one.figure.share, 2), colours.muted)

    def _ink(self) -> str:
        colours = self._colours
        inks = {"above": colours.won, "below": colours.lost, "unclear": colours.warning}
        return inks.get(self._compared.verdict, colours.accent)

    def _beside(
        self, painter: QPainter, box: QRectF, x: float, y: float, text: str, colour: str
    ) -> None:
        wide = painter.fontMetrics().horizontalAdvance(text) + 4.0
        left = min(max(x - wide / 2, box.left() - 4), box.right() - wide + 4)
        text_in(painter, QRectF(left, y, wide, 16), text, colour, Qt.AlignmentFlag.AlignHCenter)
