"""Single times and deal values, drawn one for each lead."""

import math
from typing import assert_never

import numpy as np

from funnelcraft.funnel.model import DealValue
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    ExponentialTime,
    FixedTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
    TriangularTime,
    UnknownTime,
    WeibullTime,
)
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.laws import NO_SPREAD, atoms, sides, weibull_inverse_shape

_HALVINGS = 60


def draw_times(time: TimeDistribution, count: int, stream: np.random.Generator) -> Floats:
    """Draw so many times in days, shape [count]."""
    parts = atoms(time)
    if parts is not None:
        return _of_atoms(*parts, stream.random(count))
    match time:
        case ExponentialTime():
            return stream.exponential(time.mean_days, count)
        case LogNormalTime():
            return _lognormal(time.mean_days, time.cv, count, stream)
        case GammaTime():
            return _gamma(time.mean_days, time.cv, count, stream)
        case WeibullTime():
            return _weibull(time.mean_days, time.cv, count, stream)
        case TriangularTime():
            return stream.triangular(time.low_days, time.mode_days, time.high_days, count)
        case FixedTime() | EmpiricalTime() | UnknownTime():
            raise TypeError(f"times of the kind {time.kind} have no density")
        case _:
            assert_never(time)


def share_beyond(time: TimeDistribution, age: float) -> float:
    """Return P(time > age), age in days."""
    parts = atoms(time)
    if parts is not None:
        return float(parts[1][parts[0] > age].sum())
    return float(sides(time, np.array([age])).above[0])


def draw_beyond(
    time: TimeDistribution, age: float, count: int, stream: np.random.Generator
) -> Floats:
    """Draw so many times given that they exceed an age in days, which some must. Shape [count].

    With S(x) = P(time > x), S(time) is uniform below S(age): solved by bisection.
    """
    parts = atoms(time)
    uniform = stream.random(count)
    if parts is not None:
        later = parts[0] > age
        return _of_atoms(parts[0][later], parts[1][later] / parts[1][later].sum(), uniform)
    wanted = share_beyond(time, age) * (1.0 - uniform)
    low, high = np.full(count, age), np.full(count, age + 1.0)
    for _step in range(_HALVINGS):
        short = sides(time, high).above > wanted
        if not short.any():
            break
        high = np.where(short, 2 * high, high)
    for _step in range(_HALVINGS):
        middle = (low + high) / 2
        beyond = sides(time, middle).above > wanted
        low, high = np.where(beyond, middle, low), np.where(beyond, high, middle)
    return high


def draw_deals(value: DealValue | None, count: int, stream: np.random.Generator) -> Floats:
    """Draw the worth of so many won deals, shape [count]; NaN where the document gives none."""
    if value is None:
        return np.full(count, math.nan)
    cv = 1.0 if value.kind == "exponential" else value.cv
    if value.kind == "fixed" or cv < NO_SPREAD or value.mean == 0:
        return np.full(count, value.mean)
    if value.kind in ("gamma", "exponential"):
        return _gamma(value.mean, cv, count, stream)
    if value.kind == "lognormal":
        return _lognormal(value.mean, cv, count, stream)
    return _weibull(value.mean, cv, count, stream)


def _of_atoms(days: Floats, weights: Floats, uniform: Floats) -> Floats:
    place = np.searchsorted(np.cumsum(weights), uniform, side="right")
    return days[np.minimum(place, days.size - 1)]


def _lognormal(mean: float, cv: float, count: int, stream: np.random.Generator) -> Floats:
    sigma = math.sqrt(2 * math.log(math.hypot(1, cv)))
    return stream.lognormal(math.log(mean) - sigma * sigma / 2, sigma, count)


def _gamma(mean: float, cv: float, count: int, stream: np.random.Generator) -> Floats:
    return stream.gamma(cv**-2, mean * cv * cv, count)


def _weibull(mean: float, cv: float, count: int, stream: np.random.Generator) -> Floats:
    # (D/λ)^k is exponential with mean 1.
    inverse = weibull_inverse_shape(cv)
    scale = math.exp(math.log(mean) - math.lgamma(1 + inverse))
    return scale * stream.standard_exponential(count) ** inverse
