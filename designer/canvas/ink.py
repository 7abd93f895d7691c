"""Colours and strokes of the drawing."""

from functools import lru_cache
from math import hypot

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath, QPolygonF

from funnelcraft.designer.canvas.routing.ways import Way
from funnelcraft.designer.canvas.shapes import Box, Point
from funnelcraft.designer.look.tokens import Palette, department_colour

TURN_RADIUS = 10.0


@lru_cache(maxsize=512)
def mixed(colour: str, ground: str, share: float) -> QColor:
    """Return a colour laid over a ground with so much strength (0–1)."""
    top, under = QColor(colour), QColor(ground)
    return QColor.fromRgbF(
        *(
            over * share + below * (1 - share)
            for over, below in zip(top.getRgbF()[:3], under.getRgbF()[:3], strict=True)  # type: ignore[index]
        )
    )


@lru_cache(maxsize=512)
def clear(colour: str, strength: float) -> QColor:
    """Return a colour that lets what lies under it show."""
    made = QColor(colour)
    made.setAlphaF(strength)
    return made


def lane_colour(palette: Palette, lane: tuple[str, bool]) -> str:
    """Return the colour of a lane: recycling has its own in every department."""
    department, recycles = lane
    return palette.recycle if recycles else department_colour(palette, department)


def stage_colour(palette: Palette, kind: str, lane: tuple[str, bool]) -> str:
    """Return the colour of a stage: its outcome's where it is one, else its lane's."""
    outcomes = {"won": palette.won, "lost": palette.lost}
    return outcomes.get(kind) or lane_colour(palette, lane)


def trigger_colour(
    palette: Palette, kind: str, target_kind: str, origin_lane: tuple[str, bool]
) -> str:
    """Return the colour of a trigger: by where it leads, else of where it comes from."""
    if kind == "disqualify" or target_kind == "lost":
        return palette.lost
    if kind == "recycle":
        return palette.recycle
    if kind == "sla_breach":
        return palette.warning
    if target_kind == "won":
        return palette.won
    return lane_colour(palette, origin_lane)


def rect(box: Box) -> QRectF:
    """Return a box as Qt's rectangle."""
    return QRectF(box.left, box.top, box.width, box.height)


def smooth(way: Way) -> QPainterPath:
    """Return the path of a way with rounded turns."""
    path = QPainterPath(QPointF(*way[0]))
    for before, at, after in zip(way, way[1:], way[2:], strict=False):
        radius = min(TURN_RADIUS, _distance(before, at) / 2, _distance(at, after) / 2)
        path.lineTo(_toward(at, before, radius))
        path.quadTo(QPointF(*at), _toward(at, after, radius))
    path.lineTo(QPointF(*way[-1]))
    return path


def arrow_head(way: Way, length: float, half_width: float) -> QPolygonF:
    """Return the triangle at the end of a way."""
    tip, before = way[-1], way[-2]
    size = _distance(before, tip) or 1.0
    dx, dy = (tip[0] - before[0]) / size, (tip[1] - before[1]) / size
    x, y = tip[0] - dx * length, tip[1] - dy * length
    return QPolygonF(
        [
            QPointF(*tip),
            QPointF(x - dy * half_width, y + dx * half_width),
            QPointF(x + dy * half_width, y - dx * half_width),
        ]
    )


def shortened(way: Way, by: float) -> Way:
    """Return a way that ends so much earlier, so that the line does not show before its head."""
    tip, before = way[-1], way[-2]
    size = _distance(before, tip)
    if size <= by:
        return way
    share = (size - by) / size
    end = (before[0] + (tip[0] - before[0]) * share, before[1] + (tip[1] - before[1]) * share)
    return (*way[:-1], end)


def _distance(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def _toward(start: Point, end: Point, by: float) -> QPointF:
    share = by / (_distance(start, end) or 1.0)
    return QPointF(start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
