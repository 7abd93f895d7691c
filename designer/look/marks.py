"""Small marks drawn by hand: they differ by shape, not only by colour, and cost no import."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from funnelcraft.designer.look.theme import level_colour
from funnelcraft.designer.look.tokens import Palette, department_colour
from funnelcraft.funnel.findings import Level
from funnelcraft.funnel.graph import is_recycling
from funnelcraft.funnel.lanes import department_of
from funnelcraft.funnel.model import Funnel, Stage


def stage_colour(palette: Palette, funnel: Funnel, stage: Stage) -> str:
    """Return the colour of a stage: its outcome, its recycling, or its owner's department."""
    if stage.kind == "won":
        return palette.won
    if stage.kind == "lost":
        return palette.lost
    if is_recycling(funnel, stage.id):
        return palette.recycle
    return department_colour(palette, department_of(funnel, stage.id))


def draw_stage_mark(painter: QPainter, box: QRectF, colour: str, kind: str) -> None:
    """Draw a stage's mark: a square; a diamond for a gate, a disc for won, a bar for lost."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    middle = box.center()
    if kind == "gate":
        half = box.width() / 2
        around = ((0, -half), (half, 0), (0, half), (-half, 0))
        painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in around]))
    elif kind == "won":
        painter.drawEllipse(box)
    elif kind == "lost":
        painter.drawRoundedRect(box.adjusted(0, box.height() / 4, 0, -box.height() / 4), 2, 2)
    else:
        painter.drawRoundedRect(box, 2, 2)


def draw_level_mark(painter: QPainter, box: QRectF, palette: Palette, level: Level) -> None:
    """Draw a finding's mark: an octagon with a cross, a triangle with a bang, a disc with an i."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(level_colour(palette, level)))
    painter.drawPolygon(_outline(box, level))
    middle, unit = box.center(), box.width() / 16
    pen = QPen(QColor(palette.panel), 1.8 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)

    def stroke(x1: float, y1: float, x2: float, y2: float) -> None:
        painter.drawLine(middle + QPointF(x1, y1) * unit, middle + QPointF(x2, y2) * unit)

    if level == "error":
        stroke(-2.5, -2.5, 2.5, 2.5)
        stroke(-2.5, 2.5, 2.5, -2.5)
    elif level == "warning":
        stroke(0, -2.5, 0, 1.5)
        stroke(0, 4.4, 0, 4.5)
    else:
        stroke(0, -3.6, 0, -3.5)
        stroke(0, -0.5, 0, 3.5)


def _outline(box: QRectF, level: Level) -> QPolygonF:
    x, y, size = box.x(), box.y(), box.width()
    points: tuple[tuple[float, float], ...]
    if level == "warning":
        points = ((0.5, 0.02), (1.0, 0.96), (0.0, 0.96))
    elif level == "error":
        points = (
            *((0.3, 0.0), (0.7, 0.0), (1.0, 0.3), (1.0, 0.7)),
            *((0.7, 1.0), (0.3, 1.0), (0.0, 0.7), (0.0, 0.3)),
        )
    else:
        turns = (2 * math.pi * n / 32 for n in range(32))
        points = tuple((0.5 + math.cos(t) / 2, 0.5 + math.sin(t) / 2) for t in turns)
    return QPolygonF([QPointF(x + px * size, y + py * size) for px, py in points])


def level_icon(palette: Palette, level: Level, size: int = 16) -> QIcon:
    """Return a finding's mark as an icon, sharp at twice the size too."""
    icon = QIcon()
    for ratio in (1, 2):
        pixmap = QPixmap(QSize(size, size) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            draw_level_mark(painter, QRectF(1, 1, size - 2, size - 2), palette, level)
        icon.addPixmap(pixmap)
    return icon
