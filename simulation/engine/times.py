"""Compiled: the day grids of times whose mean or weights are a run's own."""

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.engine.compiling import borrowing, entry
from funnelcraft.simulation.engine.tables import (
    ATOMS,
    BELOW,
    INTEGRAL,
    KNOT,
    KNOT_END,
    WEIGHTS,
    X,
)


@borrowing
def _piece(knots: Floats, at: int, y: float) -> tuple[float, float]:
    """Return F and G between two neighbouring knots: the cubic with G's values and slopes there."""
    width = knots[X, at + 1] - knots[X, at]
    t = (y - knots[X, at]) / width
    low, high = knots[INTEGRAL, at], knots[INTEGRAL, at + 1]
    f0, f1 = knots[BELOW, at] * width, knots[BELOW, at + 1] * width
    rest = 1.0 - t
    value = low * (1 + 2 * t) * rest * rest + f0 * t * rest * rest
    value += high * t * t * (3 - 2 * t) - f1 * t * t * rest
    slope = 6 * t * rest * (high - low) + f0 * rest * (1 - 3 * t) + f1 * t * (3 * t - 2)
    return slope / width, value


@borrowing
def below_and_integral(
    ways: Ints, knots: Floats, channel: int, scale: float, weights: Floats, x: float
) -> tuple[float, float]:
    """Return F(x) and G(x) of a channel's time in a run: scaled, or with the run's own weights."""
    first, last = ways[KNOT, channel], ways[KNOT_END, channel] - 1
    if ways[ATOMS, channel]:
        below, integral, own = 0.0, 0.0, ways[WEIGHTS, channel]
        for at in range(first, last + 1):
            if knots[X, at] <= x:
                weight = weights[own + at - first] if own >= 0 else knots[BELOW, at]
                below += weight
                integral += weight * (x - knots[X, at])
        return below, integral
    y = x / scale
    if y <= knots[X, first]:
        return 0.0, 0.0
    if y >= knots[X, last]:
        return 1.0, scale * (knots[INTEGRAL, last] + y - knots[X, last])
    at = first + np.searchsorted(knots[X, first : last + 1], y) - 1
    below, integral = _piece(knots, at, y)
    return below, scale * integral


@entry
def fill_days(
    ways: Ints,
    knots: Floats,
    channel: int,
    scale: float,
    weights: Floats,
    days: int,
    night: int,
    out: Floats,
) -> None:
    """Fill P(k days) for k < days, and what comes later into the last entry; sums to 1.

    For work that begins at a uniform moment of its day; with `night` 1 at 00:00.
    """
    out[:] = 0.0
    if ways[ATOMS, channel]:
        _fill_atoms(ways, knots, channel, weights, days, night, out)
    else:
        _fill_density(ways, knots, channel, scale, days, night, out)
    total = 0.0
    for day in range(days):
        out[day] = max(out[day], 0.0)
        total += out[day]
    out[out.size - 1] += max(1.0 - total, 0.0)
    if total > 1.0:
        for day in range(days):
            out[day] /= total


@borrowing
def _fill_atoms(
    ways: Ints, knots: Floats, channel: int, weights: Floats, days: int, night: int, out: Floats
) -> None:
    first, own = ways[KNOT, channel], ways[WEIGHTS, channel]
    for at in range(first, ways[KNOT_END, channel]):
        weight = weights[own + at - first] if own >= 0 else knots[BELOW, at]
        whole = int(min(knots[X, at], float(days)))
        part = 0.0 if night == 1 else knots[X, at] - np.floor(knots[X, at])
        if whole < days:
            out[whole] += weight * (1.0 - part)
        if whole + 1 < days:
            out[whole + 1] += weight * part


@borrowing
def _fill_density(
    ways: Ints, knots: Floats, channel: int, scale: float, days: int, night: int, out: Floats
) -> None:
    """Walk up the knots: day borders come in order, so no knot is looked at twice."""
    at, last = ways[KNOT, channel], ways[KNOT_END, channel] - 1
    start = knots[X, at]
    earlier, before = 0.0, 0.0
    for border in range(1, days + 1):
        y = border / scale
        if y >= knots[X, last]:
            below, integral = 1.0, knots[INTEGRAL, last] + y - knots[X, last]
        elif y <= start:
            below, integral = 0.0, 0.0
        else:
            while knots[X, at + 1] < y:
                at += 1
            below, integral = _piece(knots, at, y)
        if night == 1:
            out[border - 1] = below - before
            before = below
        else:
            # G(k + 1) − G(k), then minus the same of the day before.
            step = (integral - before) * scale
            out[border - 1] = step - earlier
            earlier, before = step, integral
