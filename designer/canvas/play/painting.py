"""Painting a moment of a replay over the drawing, in canvas units."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap

from funnelcraft.designer.canvas.ink import rect
from funnelcraft.designer.canvas.items.heat import HOTTEST
from funnelcraft.designer.canvas.play.acts import Act, Traffic
from funnelcraft.designer.canvas.play.flights import Flights
from funnelcraft.designer.canvas.play.sprites import GLOW, SIGN_HEIGHT, Sprites
from funnelcraft.designer.look.tokens import CORNER, heat_colour
from funnelcraft.funnel.text import _, count

FLASH_SECONDS = 0.8
RADII = (3.4, 5.2, 7.2, 9.0)  # of dots of 1, 10, 100 and more leads, in pixels
SMALLEST, LARGEST = 0.65, 1.25  # how signs and dots follow the zoom
_ROWS = 7  # of the heap of those who wait, at most


@dataclass(frozen=True)
class Moment:
    """A time of a replay (in days from its start) and how it runs: days a second."""

    time: float
    speed: float

    def day(self, days: int) -> int:
        """Return the day, from 0 on."""
        return min(max(int(self.time), 0), days - 1)

    def glow(self, since: float) -> float:
        """Return how strongly something glows that happened so many whole days ago (0–1)."""
        lasting = max(1.0, FLASH_SECONDS * self.speed)
        ago = since + self.time % 1.0
        return max(0.0, 1.0 - ago / lasting)

    def recent_days(self) -> int:
        """Return over how many days events are told together."""
        return max(1, round(FLASH_SECONDS * self.speed))


def dot_radius(leads: int) -> float:
    """Return the radius, in pixels, of a dot that stands for so many leads."""
    return RADII[min(len(str(leads)), len(RADII)) - 1]


def pixels_a_point(painter: QPainter) -> float:
    """Return how dense the pixels are: also where a widget is painted into a picture."""
    return painter.deviceTransform().m11() / painter.worldTransform().m11()


class Brush:
    """A painter in canvas units, and sprites that are stamped at the end in points of the screen.

    Stamping while the canvas is scaled would smooth every dot anew.
    """

    def __init__(self, painter: QPainter, sprites: Sprites) -> None:
        self.painter, self.sprites = painter, sprites
        self.palette = sprites.palette
        self._across = painter.worldTransform()
        device = painter.device()
        self._ratio = pixels_a_point(painter)
        self.zoom = self._across.m11()
        self.size = min(max(self.zoom, SMALLEST), LARGEST)
        self._stamps: list[tuple[QPointF, QPixmap]] = []
        wide, high = (device.width(), device.height()) if device is not None else (0, 0)
        shown = QRectF(0, 0, wide, high)
        self._shown = self._across.inverted()[0].mapRect(shown).adjusted(-80, -80, 80, 80)

    def shows(self, box: QRectF) -> bool:
        """Say whether a part of the canvas is in sight, or nearly so."""
        return self._shown.intersects(box)

    def dots(
        self, points: list[tuple[float, float]], colour: str, radius: float, strength: float = 1.0
    ) -> None:
        """Stamp dots around points; the radius is in pixels at life size."""
        sprite = self.sprites.dot(colour, radius * self.size, strength, self._ratio)
        half = sprite.deviceIndependentSize().width() / 2
        to = self._across
        dx, dy, zoom = to.dx() - half, to.dy() - half, self.zoom
        self._stamps += [(QPointF(x * zoom + dx, y * zoom + dy), sprite) for x, y in points]

    def sign(self, text: str, x: float, y: float, colour: str, *, marked: bool = False) -> None:
        """Stamp a sign whose left edge is at x and whose middle is at y."""
        size = max(self.size, 0.8)
        sprite = self.sprites.sign(text, colour, size, self._ratio, marked)
        high = sprite.deviceIndependentSize().height()
        at = self._across.map(QPointF(x, y))
        self._stamps.append((QPointF(at.x(), at.y() - high / 2), sprite))

    def glow(self, act: Act, colour: str, strength: float, grown: float = 0.0) -> None:
        """Stamp a ring of light around the card of an act, in the card's own shape."""
        if _stepped(strength) <= 0:
            return
        ring = self.sprites.glow(
            colour, act.kind, grown, self.zoom, _stepped(strength), self._ratio
        )
        at = self._across.map(rect(act.box.grown(grown)).topLeft())
        self._stamps.append((QPointF(at.x() - GLOW, at.y() - GLOW), ring))

    def tint(self, box: QRectF, colour: str, strength: float) -> None:
        """Stamp a tint over a card."""
        if _stepped(strength) <= 0:
            return
        tint = self.sprites.tint(
            colour, box.size() * self.zoom, CORNER * self.zoom, _stepped(strength), self._ratio
        )
        self._stamps.append((self._across.map(box.topLeft()), tint))

    def finish(self) -> None:
        """Stamp what is to be stamped."""
        self.painter.save()
        self.painter.resetTransform()
        for at, sprite in self._stamps:
            self.painter.drawPixmap(at, sprite)
        self.painter.restore()
        self._stamps.clear()


def paint_dots(brush: Brush, traffic: Traffic, flights: Flights, moment: Moment) -> None:
    """Paint the leads that are on their way; those that go nowhere fade."""
    dots = flights.at(moment.time)
    if dots.route.size == 0:
        return
    x, y = traffic.routes.at(dots.route, dots.share)
    fading = np.array(traffic.fades)[dots.route]
    strengths = np.where(fading, np.ceil(4 - 4 * dots.share) / 4, 1.0)
    groups: dict[tuple[int, float], list[tuple[float, float]]] = {}
    for route, strength, *point in zip(
        dots.route.tolist(), strengths.tolist(), x.tolist(), y.tolist(), strict=True
    ):
        groups.setdefault((route, strength), []).append((point[0], point[1]))
    for (route, strength), points in groups.items():
        radius = dot_radius(int(flights.leads[route]))
        brush.dots(points, traffic.colours[route], radius, strength)


def paint_counts(brush: Brush, traffic: Traffic, day: int) -> None:
    """Paint how many moved along each route on a day: for those who want nothing to travel."""
    moved = traffic.moves[:, day]
    routes = np.flatnonzero(moved)
    x, y = (part.tolist() for part in traffic.routes.at(routes, np.full(routes.size, 0.5)))
    for place, route in enumerate(routes.tolist()):
        brush.sign(count(moved[route]), x[place] - 12.0, y[place], traffic.colours[route])


def paint_state(brush: Brush, act: Act, moment: Moment) -> None:
    """Paint the state of a stage: its heat, and what glows."""
    day = moment.day(act.shown.size)
    box = rect(act.box)
    brush.tint(box, heat_colour(brush.palette), HOTTEST * float(act.heat[day]))
    brush.glow(act, act.colour, moment.glow(act.since_news[day]))
    late = moment.glow(act.since_breach[day])
    brush.glow(act, brush.palette.warning, late, grown=2.0)


def paint_signs(brush: Brush, act: Act, moment: Moment) -> None:
    """Paint what a stage counts: who waits, what came late, and how many there are."""
    day = moment.day(act.shown.size)
    _paint_heap(brush, act, day)
    if moment.glow(act.since_breach[day]) > 0:
        first = max(0, day + 1 - moment.recent_days())
        text = _("{n} late").format(n=count(act.breaches[first : day + 1].sum()))
        x, y = act.box.right - 44.0, act.box.top
        brush.sign(text, x, y, brush.palette.warning, marked=True)
    words = {"won": _("{n} won"), "lost": _("{n} lost")}.get(act.kind, _("{n} open"))
    text = words.format(n=count(act.shown[day]))
    brush.sign(text, act.box.left + 10.0, act.box.bottom - 4.0, act.colour)


def _stepped(strength: float) -> float:
    """Return a strength in steps: so few sprites are made."""
    return round(strength * 25) / 25


def _paint_heap(brush: Brush, act: Act, day: int) -> None:
    """Stack those who wait in rows upon the card, or below it where sources stand above it."""
    waiting = float(act.queue[day])
    if waiting <= 0:
        return
    radius = dot_radius(act.heap_leads) * brush.size / brush.zoom
    pitch = 1.6 * radius  # they overlap a little: a pile
    columns = max(int(act.box.width // pitch), 1)
    number = min(-int(-waiting // act.heap_leads), columns * _ROWS)
    away, start = (1.0, act.box.bottom + 20.0) if act.heap_below else (-1.0, act.box.top)
    start += away * (radius + 2.0)
    first = act.box.left + radius
    points = [
        (first + pitch * (n % columns), start + away * pitch * (n // columns))
        for n in range(number)
    ]
    brush.dots(points, act.colour, dot_radius(act.heap_leads))
    rows = -(-number // columns)
    half_sign = SIGN_HEIGHT / 2 * brush.size / brush.zoom
    middle = start + away * (pitch * (rows - 1) + radius + 3.0 + half_sign)
    brush.sign(_("{n} waiting").format(n=count(waiting)), act.box.left, middle, act.colour)
