"""Bars on one axis: names at the left, what they come to at the right, intervals as whiskers."""

from collections.abc import Iterator

from funnelcraft.io.deck.drawing.scale import ticks, written_tick
from funnelcraft.io.deck.page import Bar, BarsPicture
from funnelcraft.io.deck.shapes import Block, Box, Ink, Line, Polygon, Shape, Words

NAMES, TEXTS, BELOW = 0.28, 0.26, 30.0
NAME_SIZE, TEXT_SIZE, AXIS_SIZE = 18.0, 16.0, 14.0
MOST_HEIGHT, GAP = 104.0, 0.46  # of a row; the share of it that is left free


def axis_ticks(picture: BarsPicture) -> tuple[float, ...]:
    """Return the figures at the axis of a picture: everything that is drawn lies between them."""
    values = [picture.base]
    for bar in picture.bars:
        values += [bar.start, bar.end]
        values += [one for one in (bar.low, bar.high, bar.mark) if one is not None]
    return ticks(min(values), max(values), 4)


class _Axis:
    """Where figures stand between left and right."""

    def __init__(self, picture: BarsPicture, plot: Box) -> None:
        self.ticks = axis_ticks(picture)
        self.plot = plot
        self._low, self._span = self.ticks[0], max(self.ticks[-1] - self.ticks[0], 1e-12)

    def x(self, value: float) -> float:
        """Return how far right a figure stands."""
        return self.plot.left + self.plot.width * (value - self._low) / self._span


def bars_shapes(picture: BarsPicture, box: Box) -> tuple[Shape, ...]:
    """Return bars below each other in a box; nothing where there are none."""
    if not picture.bars:
        return ()
    height = min((box.height - BELOW) / len(picture.bars), MOST_HEIGHT)
    rows = height * len(picture.bars)
    plot = Box(box.left + box.width * NAMES, box.top, box.width * (1 - NAMES - TEXTS), rows)
    axis = _Axis(picture, plot)
    found = list(_axis_shapes(picture, axis))
    for at, bar in enumerate(picture.bars):
        row = Box(box.left, box.top + at * height, box.width, height)
        found += _row(bar, row, axis)
    x = axis.x(picture.base)
    found.append(Line(((x, plot.top), (x, plot.bottom)), Ink("ink"), 1.5))
    return tuple(found)


def _axis_shapes(picture: BarsPicture, axis: _Axis) -> Iterator[Shape]:
    for tick in axis.ticks:
        x = axis.x(tick)
        yield Line(((x, axis.plot.top), (x, axis.plot.bottom)), Ink("line"))
        room = Box(x - 50, axis.plot.bottom + 6, 100, 22)
        text = written_tick(tick, picture.unit)
        yield Words(text, room, AXIS_SIZE, Ink("muted"), side="centre")


def _row(bar: Bar, row: Box, axis: _Axis) -> Iterator[Shape]:
    middle, thick = row.top + row.height / 2, row.height * (1 - GAP)
    left, right = sorted((axis.x(bar.start), axis.x(bar.end)))
    names = Box(row.left, row.top, axis.plot.left - row.left - 14, row.height)
    yield Words(bar.name, names, NAME_SIZE, height="middle")
    body = Box(left, middle - thick / 2, max(right - left, 1.5), thick)
    yield Block(body, Ink(bar.role, 0.75), corner=min(4.0, body.width / 2))
    if bar.low is not None and bar.high is not None:
        yield from _whisker(axis.x(bar.low), axis.x(bar.high), middle, thick * 0.3)
    if bar.mark is not None:
        yield from _mark(axis.x(bar.mark), middle, thick)
    texts = Box(axis.plot.right + 14, row.top, row.right - axis.plot.right - 14, row.height)
    if not bar.mark_text:
        yield Words(bar.text, texts, TEXT_SIZE, bold=True, height="middle")
        return
    half = texts.height / 2 - 3
    upper = Box(texts.left, texts.top, texts.width, half)
    lower = Box(texts.left, texts.bottom - half, texts.width, half)
    yield Words(bar.text, upper, TEXT_SIZE, bold=True, height="bottom")
    yield Words(bar.mark_text, lower, AXIS_SIZE, Ink("muted"), height="top")


def _whisker(low: float, high: float, y: float, half: float) -> Iterator[Shape]:
    yield Line(((low, y), (high, y)), Ink("ink"), 2.0)
    for x in (low, high):
        yield Line(((x, y - half), (x, y + half)), Ink("ink"), 2.0)


def _mark(x: float, y: float, size: float) -> Iterator[Shape]:
    """A diamond: told from bars and whiskers by its shape, not by its colour alone."""
    half = min(size * 0.32, 11.0)
    points = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    yield Polygon(points, Ink("panel"))
    inner = half * 0.74
    yield Polygon(((x, y - inner), (x + inner, y), (x, y + inner), (x - inner, y)), Ink("warning"))
