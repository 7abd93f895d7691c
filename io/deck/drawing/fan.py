"""The fan: median, 80% and 95% of the runs over time; only the mean while there are no runs."""

from itertools import pairwise

from funnelcraft.funnel.text import _, month, short_month
from funnelcraft.io.deck.drawing.scale import ticks, written, written_tick
from funnelcraft.io.deck.page import FanPicture
from funnelcraft.io.deck.shapes import Box, Ink, Line, Polygon, Shape, Words

LEFT, BELOW, RIGHT, ABOVE = 84.0, 34.0, 150.0, 10.0
LABEL = 15.0
BANDS = (Ink("accent", 0.16), Ink("accent", 0.34))  # of 95% and of 80%
MOST_DATES = 6

Points = tuple[tuple[float, float], ...]


class _Places:
    """Where dates and figures of a fan stand in a box."""

    def __init__(self, fan: FanPicture, box: Box) -> None:
        self.plot = box.inside(LEFT, ABOVE, RIGHT, BELOW)
        highest = max((*fan.p97_5, *fan.mean), default=0.0)
        lowest = min((*fan.p2_5, *fan.mean, 0.0), default=0.0)
        self.ticks = ticks(lowest, max(highest, 1e-9))
        self._first = fan.ends[0].toordinal()
        self._days = max(fan.ends[-1].toordinal() - self._first, 1)
        self._low = self.ticks[0]
        self._span = self.ticks[-1] - self.ticks[0]
        self.xs = tuple(self._x(day.toordinal()) for day in fan.ends)

    def _x(self, day: int) -> float:
        return self.plot.left + self.plot.width * (day - self._first) / self._days

    def y(self, value: float) -> float:
        """Return how far down a figure stands."""
        return self.plot.bottom - self.plot.height * (value - self._low) / self._span

    def points(self, values: tuple[float, ...]) -> Points:
        """Return the points of a line."""
        return tuple((x, self.y(value)) for x, value in zip(self.xs, values, strict=True))


def fan_shapes(fan: FanPicture, box: Box) -> tuple[Shape, ...]:
    """Return a fan in a box, its last figures written beside it; nothing without periods."""
    if not fan.ends:
        return ()
    at = _Places(fan, box)
    return (*_axes(fan, at), *_bands(fan, at), *_ends(fan, at))


def _axes(fan: FanPicture, at: _Places) -> list[Shape]:
    found: list[Shape] = []
    for tick in at.ticks:
        y = at.y(tick)
        found.append(Line(((at.plot.left, y), (at.plot.right, y)), Ink("line")))
        text = written_tick(tick, fan.currency)
        room = Box(at.plot.left - LEFT, y - 12, LEFT - 12, 24)
        found.append(Words(text, room, LABEL, Ink("muted"), side="right", height="middle"))
    step = max(-(-len(fan.ends) // MOST_DATES), 1)
    shown = range(len(fan.ends) - 1, -1, -step)
    for place in shown:
        day = fan.ends[place]
        name = month(day) if place == max(shown) else short_month(day)
        room = Box(at.xs[place] - 60, at.plot.bottom + 8, 120, 24)
        found.append(Words(name, room, LABEL, Ink("muted"), side="centre"))
    return found


def _bands(fan: FanPicture, at: _Places) -> list[Shape]:
    if not fan.has_bands:
        return [Line(at.points(fan.mean), Ink("accent"), 3.5)]
    found: list[Shape] = []
    for ink, low, high in ((BANDS[0], fan.p2_5, fan.p97_5), (BANDS[1], fan.p10, fan.p90)):
        found.append(Polygon((*at.points(high), *reversed(at.points(low))), ink))
    found.append(Line(at.points(fan.p50), Ink("accent"), 3.5))
    return found


def _ends(fan: FanPicture, at: _Places) -> list[Shape]:
    """Write the figures at the end of the horizon beside it, none over another."""
    last = fan.mean[-1]
    labels = [(_("mean {value}"), last, True)]
    if fan.has_bands:
        labels = [
            (_("97.5%: {value}"), fan.p97_5[-1], False),
            (_("90%: {value}"), fan.p90[-1], False),
            (_("median {value}"), fan.p50[-1], True),
            (_("10%: {value}"), fan.p10[-1], False),
            (_("2.5%: {value}"), fan.p2_5[-1], False),
        ]
    ys = spread([at.y(value) for _text, value, _strong in labels], 23.0)
    found: list[Shape] = []
    for (text, value, strong), y in zip(labels, ys, strict=True):
        room = Box(at.plot.right + 14, y - 13, RIGHT - 14, 26)
        ink = Ink("accent" if strong else "muted")
        words = text.format(value=written(value, fan.currency))
        found.append(Words(words, room, LABEL, ink, bold=strong, height="middle"))
    return found


def spread(ys: list[float], apart: float) -> list[float]:
    """Return places in rising order moved so that each is at least so far below the one before.

    What stands too near moves away to both sides of the middle one.
    """
    middle = len(ys) // 2
    found = list(ys)
    for here, there in pairwise(range(middle, len(ys))):
        found[there] = max(found[there], found[here] + apart)
    for here, there in pairwise(range(middle, -1, -1)):
        found[there] = min(found[there], found[here] - apart)
    return found
