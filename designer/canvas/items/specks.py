"""Specks: the drawing from so far away that no word can be read. Shapes, colours, dots remain.

Thousands of items that paint a few pixels each take longer to be called than to be painted. So the
specks of all of them are collected, and painted colour by colour.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

DOT = 4.0  # pixels, of a finding


class Specks:
    """Shapes of few colours, in the order in which they are painted: lines, cards, dots."""

    def __init__(self) -> None:
        self.strength = 1.0  # of what is collected next, 0-1
        self._lines: dict[tuple[int, float], QPainterPath] = {}
        self._cards: dict[int, list[QRectF]] = {}
        self._diamonds: dict[int, QPainterPath] = {}
        self._dots: dict[int, list[QPointF]] = {}

    def line(self, corners: QPolygonF, colour: QColor, wide: float = 1.0) -> None:
        """Collect a line, so many pixels wide at any zoom."""
        key = (self._ink(colour), wide)
        if key not in self._lines:
            self._lines[key] = QPainterPath()
        self._lines[key].addPolygon(corners)

    def card(self, box: QRectF, colour: QColor) -> None:
        """Collect a filled rectangle."""
        self._cards.setdefault(self._ink(colour), []).append(box)

    def diamond(self, corners: QPolygonF, colour: QColor) -> None:
        """Collect a filled diamond."""
        key = self._ink(colour)
        if key not in self._diamonds:
            self._diamonds[key] = QPainterPath()
        self._diamonds[key].addPolygon(corners)

    def dot(self, centre: QPointF, colour: str) -> None:
        """Collect a dot of one size at any zoom."""
        self._dots.setdefault(self._ink(QColor(colour)), []).append(centre)

    def _ink(self, colour: QColor) -> int:
        """Return a colour in the strength of now."""
        return colour.rgba() & 0xFFFFFF | round(colour.alpha() * self.strength) << 24

    def paint(self, painter: QPainter) -> None:
        """Paint all that was collected."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for (colour, wide), path in self._lines.items():
            pen = QPen(QColor.fromRgba(colour), wide)
            pen.setCosmetic(True)
            painter.strokePath(path, pen)
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, boxes in self._cards.items():
            painter.setBrush(QColor.fromRgba(colour))
            painter.drawRects(boxes)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, path in self._diamonds.items():
            painter.fillPath(path, QColor.fromRgba(colour))
        for colour, centres in self._dots.items():
            pen = QPen(QColor.fromRgba(colour), DOT)
            pen.setCosmetic(True)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(centres)
