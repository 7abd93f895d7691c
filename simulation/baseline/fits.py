"""Which distribution fits measured times best, by maximum likelihood on whole days.

A log tells days, not moments: a visit that begins at any moment of its day and takes a time D is
seen to take floor(U + D) days, so the likelihood of k days is the day grid's probability of them
(`simulation.grid`), and many late days share a cell. What censored visits would have done is in the
weights: the jumps of the cumulative incidence are the moves with every open visit's mass moved to
those watched longer (Efron, Proc. 5th Berkeley Symposium 1967; 4:831), so they are the expected
complete data. Like the shares measured, a fit speaks of moves within the days to be relied on. The
best is that with the lowest criterion of Akaike (1974), 2 · parameters − 2 · log likelihood.
"""

import math
from collections.abc import Callable

import numpy as np

from funnelcraft.funnel.measured import FittedTime
from funnelcraft.funnel.velocity import (
    ExponentialTime,
    FixedTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
    WeibullTime,
)
from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.baseline.incidence import Incidence
from funnelcraft.simulation.grid import day_grid
from funnelcraft.simulation.laws import atoms, sides

# Fewer moves choose between shapes by chance.
MOVES_TO_FIT = 10
GOOD, FAIR = 0.03, 0.08  # largest gap between the measured and the fitted share
# A gap that chance makes with n moves where the shape is right, at 5 %: Lilliefors (1967).
_BY_CHANCE = 0.9
_SINGLE_DAYS, _GROWTH = 30, 1.08  # cells: each of the first days, then wider and wider ones
_LEAST = 1e-12
_SPREADS = (LogNormalTime, GammaTime, WeibullTime)


def fits(found: Incidence, way: int) -> tuple[FittedTime, ...]:
    """Return the distributions fitted to the times of leaving by a way, the best first.

    None where too few left.
    """
    moved = int(found.moves[way, : found.end + 1].sum())
    jumps = np.diff(found.cumulative[way, : found.end + 1], prepend=0.0)
    if moved < MOVES_TO_FIT or jumps.sum() <= 0:
        return ()
    weights = jumps / jumps.sum()
    borders = _borders(weights.size)
    cells = np.add.reduceat(weights, borders[:-1])
    tried: list[TimeDistribution | None] = [
        _fixed(weights),
        _exponential(weights, cells, borders),
        *(_with_spread(kind, weights, cells, borders) for kind in _SPREADS),
    ]
    chosen = [(time, _aic(time, cells, borders, moved)) for time in tried if time]
    best = min(aic for _time, aic in chosen)
    return tuple(
        _fitted(time.replaced(observations=moved), aic - best, weights, moved)
        for time, aic in sorted(chosen, key=lambda one: one[1])
    )


def _borders(days: int) -> Ints:
    """Return where cells of days begin, and the end."""
    borders = list(range(min(_SINGLE_DAYS, days)))
    while borders[-1] < days:
        borders.append(max(int(borders[-1] * _GROWTH), borders[-1] + 1))
    return np.array([*[one for one in borders if one < days], days])


def _fixed(weights: Floats) -> FixedTime | None:
    """Return the fixed time that all days agree with: n + f days are seen as n or as n + 1."""
    days = np.flatnonzero(weights)
    if days[-1] - days[0] > 1:
        return None
    return FixedTime(mean_days=round(float((days * weights[days]).sum()), 4))


def _exponential(weights: Floats, cells: Floats, borders: Ints) -> ExponentialTime | None:
    mean = float((np.arange(weights.size) * weights).sum())
    if mean <= 0:
        return None
    (best,) = _maximised(
        lambda x: _likelihood(ExponentialTime(mean_days=math.exp(x[0])), cells, borders),
        [math.log(mean)],
    )
    return ExponentialTime(mean_days=round(math.exp(best), 4))


def _with_spread(
    kind: type[LogNormalTime] | type[GammaTime] | type[WeibullTime],
    weights: Floats,
    cells: Floats,
    borders: Ints,
) -> TimeDistribution | None:
    days = np.arange(weights.size)
    mean = float((days * weights).sum())
    if mean <= 0 or _fixed(weights) is not None:
        return None
    # Whole days add the spread of a triangle of one day on either side, 1/6.
    spread = max(float(((days - mean) ** 2 * weights).sum()) - 1 / 6, 0.01)

    def time(x: list[float]) -> LogNormalTime | GammaTime | WeibullTime:
        return kind(mean_days=math.exp(x[0]), cv=math.exp(x[1]))

    def likelihood(x: list[float]) -> float:
        if not (abs(x[0]) < 15 and -5 < x[1] < 2.3):
            return -math.inf
        return _likelihood(time(x), cells, borders)

    start = [math.log(mean), min(max(math.log(math.sqrt(spread) / mean), -4.0), 1.5)]
    best = time(_maximised(likelihood, start))
    return best.replaced(mean_days=round(best.mean_days, 4), cv=round(best.cv, 4))


def _maximised(likelihood: Callable[[list[float]], float], start: list[float]) -> list[float]:
    """Return where a likelihood is largest, near a start; parameters are logarithms."""
    from scipy.optimize import minimize

    first = np.array(start)
    simplex = np.vstack([first, *(first + 0.2 * row for row in np.eye(first.size))])
    found = minimize(
        lambda x: min(-likelihood(x.tolist()), 1e9),
        first,
        method="Nelder-Mead",
        options={"initial_simplex": simplex, "xatol": 1e-3, "fatol": 1e-6, "maxiter": 200},
    )
    return [float(one) for one in found.x]


def _likelihood(time: TimeDistribution, cells: Floats, borders: Ints) -> float:
    """Return the log likelihood of a move, Σ weight · log P(cell)."""
    chance = np.diff(_gone(time, borders))
    held = cells > 0
    return float((cells[held] * np.log(np.maximum(chance[held], _LEAST))).sum())


def _gone(time: TimeDistribution, days: Ints) -> Floats:
    """Return the share that takes fewer whole days, ∫ F from d − 1 to d: 0 for none."""
    parts = atoms(time)
    if parts is not None:
        grid = np.r_[0.0, np.cumsum(day_grid(time, int(days.max())))]
        return np.asarray(grid[days], dtype=np.float64)
    x = np.r_[np.maximum(days, 0), np.maximum(days - 1, 0)].astype(np.float64)
    at = sides(time, x)
    below, before = np.split(x * at.below - at.time_below, 2)
    return np.asarray(below - before, dtype=np.float64)


def _aic(time: TimeDistribution, cells: Floats, borders: Ints, moved: int) -> float:
    parameters = 2 if isinstance(time, _SPREADS) else 1
    return 2 * parameters - 2 * moved * _likelihood(time, cells, borders)


def _fitted(time: TimeDistribution, aic: float, weights: Floats, moved: int) -> FittedTime:
    gone = _gone(time, np.arange(weights.size) + 1)
    gap = float(np.abs(np.cumsum(weights) - gone).max())
    good = max(GOOD, _BY_CHANCE / math.sqrt(moved))
    fit = "good" if gap <= good else "fair" if gap <= max(FAIR, good) else "poor"
    return FittedTime(time=time, aic=round(aic, 2), gap=round(gap, 4), fit=fit)
