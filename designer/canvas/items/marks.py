"""Small signs on the drawing: badges of findings, the check of a win, the cross of a loss."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from funnelcraft.designer.canvas.lettering import font, width
from funnelcraft.designer.look.theme import level_colour
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.findings import Finding, Level, PlaceKind
from funnelcraft.funnel.text import number

BADGE_HEIGHT = 18.0


@dataclass(frozen=True)
class Badge:
    """How many findings a place has, and how grave the gravest is."""

    level: Level
    number: int


_GRAVITY: Mapping[Level, int] = {"error": 0, "warning": 1, "hint": 2}


def badges(findings: Iterable[Finding], kind: PlaceKind) -> dict[str, Badge]:
    """Return a badge for every part of a kind that has findings, by the part's id."""
    found: dict[str, Badge] = {}
    for finding in findings:
        if finding.place.kind != kind:
            continue
        before = found.get(finding.place.id)
        gravest = min(
            (finding.level, before.level if before else finding.level),
            key=lambda level: _GRAVITY[level],
        )
        found[finding.place.id] = Badge(gravest, (before.number if before else 0) + 1)
    return found


def badge_width(badge: Badge) -> float:
    """Return how wide a badge is."""
    return 25.0 + width(number(badge.number), 11, 600)


def paint_badge(
    painter: QPainter, palette: Palette, badge: Badge, right: float, y: float, large: float = 1.0
) -> None:
    """Paint a badge that ends at x = right, centred on y: a shape for the level, and the number.

    `large` is how many times as large as life it is painted, around its right end.
    """
    if large != 1.0:
        painter.save()
        painter.translate(right, y)
        painter.scale(large, large)
        paint_badge(painter, palette, badge, 0.0, 0.0)
        painter.restore()
        return
    colour = level_colour(palette, badge.level)
    size = badge_width(badge)
    box = QRectF(right - size, y - BADGE_HEIGHT / 2, size, BADGE_HEIGHT)
    painter.setPen(QPen(QColor(colour), 1.2))
    painter.setBrush(QColor(palette.panel))
    painter.drawRoundedRect(box, BADGE_HEIGHT / 2, BADGE_HEIGHT / 2)
    paint_level(painter, colour, badge.level, box.left() + 10.0, y)
    painter.setPen(QColor(colour))
    painter.setFont(font(11, 600))
    painter.drawText(
        box.adjusted(17.0, 0, -6.0, 0), int(Qt.AlignmentFlag.AlignCenter), number(badge.number)
    )


def paint_level(painter: QPainter, colour: str, level: Level, x: float, y: float) -> None:
    """Paint the shape of a level: a square for errors, a triangle for warnings, a dot for hints."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    if level == "error":
        painter.drawRect(QRectF(x - 3.5, y - 3.5, 7.0, 7.0))
    elif level == "warning":
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - 4.5), QPointF(x + 4.5, y + 3.5), QPointF(x - 4.5, y + 3.5)])
        )
    else:
        painter.drawEllipse(QPointF(x, y), 3.5, 3.5)


def paint_clock(painter: QPainter, colour: str, x: float, y: float) -> None:
    """Paint the sign of a promised time around x, y."""
    painter.setPen(QPen(QColor(colour), 1.1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(x, y), 4.6, 4.6)
    painter.drawPolyline(QPolygonF([QPointF(x, y - 2.8), QPointF(x, y), QPointF(x + 2.0, y + 1.2)]))


def paint_person(painter: QPainter, colour: str, x: float, y: float) -> None:
    """Paint the sign of people at work around x, y: a head and shoulders."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QPointF(x, y - 2.6), 2.3, 2.3)
    painter.drawChord(QRectF(x - 4.2, y + 0.6, 8.4, 8.4), 0, 180 * 16)


def paint_outcome(painter: QPainter, palette: Palette, kind: str, x: float, y: float) -> None:
    """Paint the sign of an end around x, y: a check for won, a cross for lost."""
    colour = palette.won if kind == "won" else palette.lost
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QPointF(x, y), 9.0, 9.0)
    pen = QPen(QColor(palette.panel), 1.9)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if kind == "won":
        painter.drawPolyline(
            QPolygonF(
                [QPointF(x - 4.2, y + 0.2), QPointF(x - 1.2, y + 3.2), QPointF(x + 4.4, y - 3.2)]
            )
        )
    else:
        painter.drawLine(QPointF(x - 3.2, y - 3.2), QPointF(x + 3.2, y + 3.2))
        painter.drawLine(QPointF(x - 3.2, y + 3.2), QPointF(x + 3.2, y - 3.2))
