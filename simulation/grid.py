"""The day grid: how many whole days after its begin a visit ends, without bias.

A visit begins at a uniform moment U of its day; a time D ends it floor(U + D) days on. So the
mean of the days equals the mean of D, and with G the integral of the distribution function of D
the probability of k days is G(k+1) − 2G(k) + G(k−1) (`simulation.md`).
"""

import math

import numpy as np

from funnelcraft.funnel.velocity import TimeDistribution
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.laws import atoms, shares, sides


def day_grid(time: TimeDistribution, days: int) -> Floats:
    """Return P(k days) for k = 0 … days − 1, shape [days]; what is missing to 1 comes later."""
    parts = atoms(time)
    if parts is not None:
        return _spread(*parts, days)
    at = sides(time, np.arange(days + 1, dtype=np.float64))
    x = np.arange(days + 1)
    # The mean excess E[(D − x)+] has the same second differences as G; each keeps its digits on
    # one side of the mean: G where it is small, the excess in the tail.
    integral = _second_difference(x * at.below - at.time_below)
    # E[(D − x)+] at x = −1 is mean + 1, one more than at 0: its step below zero has slope −1.
    excess = _second_difference(at.time_above - x * at.above, step_below_zero=-1.0)
    mean = at.time_above[0]
    return np.clip(np.where(x[:-1] <= mean, integral, excess), 0.0, 1.0)


def night_grid(time: TimeDistribution, days: int, limit: float = math.inf) -> Floats:
    """Return P(k days and D ≤ limit) for a time that begins at 00:00, shape [days].

    Without a limit that is F(k + 1) − F(k).
    """
    return remaining_days(time, 0.0, days, limit)[0] + _at_zero(time, days)


def _at_zero(time: TimeDistribution, days: int) -> Floats:
    """Return the atoms at no time at all, which `remaining_days` takes for gone."""
    found = np.zeros(days)
    parts = atoms(time)
    if parts is not None:
        found[0] = parts[1][parts[0] == 0].sum()
    return found


def day_grid_within(time: TimeDistribution, limit: float, days: int) -> tuple[Floats, float]:
    """Return P(k days and D ≤ limit), shape [days], and P(D ≤ limit). `limit` is in days, ≥ 0."""
    parts = atoms(time)
    if parts is not None:
        kept = parts[0] <= limit
        return _spread(parts[0][kept], parts[1][kept], days), float(parts[1][kept].sum())
    x = np.arange(days + 1, dtype=np.float64)
    at = sides(time, np.append(np.minimum(x, limit), limit))
    within = float(at.below[-1])
    inside = np.minimum(x, limit) * at.below[:-1] - at.time_below[:-1]
    integral = inside + within * np.maximum(x - limit, 0)
    return np.clip(_second_difference(integral), 0.0, 1.0), within


def remaining_days(
    time: TimeDistribution, age: float, days: int, limit: float = math.inf
) -> tuple[Floats, float, float]:
    """Return P(age < D ≤ limit and k more whole days), shape [days], P(D > age) and P(D > limit).

    The lead has been there for `age` days at 00:00 of day 0, so nothing is uniform here:
    k = floor(D − age). Where the limit is below the age, P(D > limit) is cut to P(D > age).
    """
    limit = max(limit, age)
    parts = atoms(time)
    if parts is not None:
        at_days, weights = parts
        kept = (at_days > age) & (at_days <= limit) & (at_days - age < days)
        found = np.zeros(days)
        np.add.at(found, np.floor(at_days[kept] - age).astype(np.int64), weights[kept])
        return found, float(weights[at_days > age].sum()), float(weights[at_days > limit].sum())
    x = np.minimum(age + np.arange(days + 1, dtype=np.float64), limit)
    below, above = shares(time, np.append(x, limit if limit < math.inf else x[-1]))
    # Differences of the smaller side keep their digits.
    found = np.where(below[1:-1] < 0.5, np.diff(below[:-1]), -np.diff(above[:-1]))
    beyond = float(above[-1]) if limit < math.inf else 0.0
    return np.clip(found, 0.0, 1.0), float(above[0]), beyond


def _spread(at: Floats, weights: Floats, days: int) -> Floats:
    """Return the day grid of atoms: D = n + f lands on day n with 1 − f and on n + 1 with f."""
    # Whoever takes longer than the horizon never lands in it; capped, so that floor fits an index.
    capped = np.minimum(at, float(days))
    whole = np.floor(capped)
    fraction = capped - whole
    found = np.zeros(days + 2)
    np.add.at(found, whole.astype(np.int64), weights * (1 - fraction))
    np.add.at(found, whole.astype(np.int64) + 1, weights * fraction)
    return found[:days]


def _second_difference(values: Floats, step_below_zero: float = 0.0) -> Floats:
    """Return f(k+1) − 2f(k) + f(k−1) for k ≥ 0 of values at 0, 1, …

    `step_below_zero` is f(0) − f(−1).
    """
    return np.diff(np.diff(values), prepend=step_below_zero)
