"""Two figures changed together: the outcome over a grid of their values.

A tornado changes one figure at a time; where two of them multiply, only the grid shows it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.sensitivity.outcome import OnProgress, ShouldStop, outcomes
from funnelcraft.simulation.sensitivity.parameters import Parameter

STEPS = 7  # values of each figure: the grid is their square
MOST = 50

Point = tuple[float, float]


@dataclass(frozen=True)
class TwoWay:
    """The outcome at every pair of values: `values[row][column]` at `ys[row]` and `xs[column]`.

    `base` is the outcome as designed. Rows and columns rise.
    """

    figure: Figure
    days: int
    across: Parameter
    up: Parameter
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    values: tuple[tuple[float, ...], ...]
    base: float


def even_steps(
    one: Parameter, low: float | None = None, high: float | None = None, count: int = STEPS
) -> tuple[float, ...]:
    """Return so many values of a figure, evenly from low to high; from bound to bound by default.

    Raises ValueError for a range that is empty or holds what the figure cannot be.
    """
    low = one.low if low is None else low
    high = one.high if high is None else high
    if not (math.isfinite(low) and math.isfinite(high) and 0 <= low < high):
        raise ValueError("a range goes from a value to a larger one, neither below zero")
    if one.kind == "rate" and high > 1:
        raise ValueError("a rate is at most 1")
    if one.kind != "rate" and low == 0:
        raise ValueError("only a rate can be zero")
    if not 2 <= count <= MOST:
        raise ValueError(f"a range has 2 to {MOST} values")
    last = count - 1
    return tuple(low + (high - low) * at / last if at < last else high for at in range(count))


def two_way(
    funnel: Funnel,
    days: int,
    figure: Figure,
    across: Parameter,
    up: Parameter,
    xs: Sequence[float] = (),
    ys: Sequence[float] = (),
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> TwoWay:
    """Compute the outcome at every pair of values, all other figures as designed.

    `across` is changed first: two rates of one stage that come to more than all leads make room
    for `up`. Raises ValueError where both are the same figure, CannotSimulate, and Stopped.
    """
    if (across.kind, across.id, across.segment) == (up.kind, up.id, up.segment):
        raise ValueError("two different figures are needed")
    columns, rows = tuple(xs) or even_steps(across), tuple(ys) or even_steps(up)
    changed = [up.at(across.at(funnel, x), y) for y in rows for x in columns]
    base, *found = outcomes([funnel, *changed], days, figure, on_progress, should_stop)
    wide = len(columns)
    values = tuple(tuple(found[at * wide : (at + 1) * wide]) for at in range(len(rows)))
    return TwoWay(figure, days, across, up, columns, rows, values, base)


def contour(values: Sequence[Sequence[float]], level: float) -> tuple[tuple[Point, Point], ...]:
    """Return the line on which a grid of values takes a level, as pieces between its cells.

    Points are (column, row), whole where a value of the grid stands; between values it is
    interpolated. Marching squares: a piece for each square whose corners lie on both sides.
    """
    pieces: list[tuple[Point, Point]] = []
    for row in range(len(values) - 1):
        for column in range(len(values[row]) - 1):
            pieces.extend(_in_square(values, column, row, level))
    return tuple(pieces)


def _in_square(
    values: Sequence[Sequence[float]], column: int, row: int, level: float
) -> list[tuple[Point, Point]]:
    corners = ((column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1))
    found: list[Point] = []
    for at, (x, y) in enumerate(corners):
        x2, y2 = corners[(at + 1) % 4]
        here, there = values[y][x] - level, values[y2][x2] - level
        if (here < 0) != (there < 0):
            share = here / (here - there)
            found.append((x + (x2 - x) * share, y + (y2 - y) * share))
    return list(zip(found[::2], found[1::2], strict=True))


def place_of(values: Sequence[float], value: float) -> float | None:
    """Return where a value stands among rising ones, as a fraction of steps; None outside."""
    if not values[0] <= value <= values[-1]:
        return None
    for at, (low, high) in enumerate(pairwise(values)):
        if value <= high:
            return at + (value - low) / (high - low)
    return float(len(values) - 1)
