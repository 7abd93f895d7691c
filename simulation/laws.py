"""The continuous time distributions: what lies below and above an age, in closed form.

For a time D and an age x these functions know P(D ≤ x), P(D > x), E[D; D ≤ x] and E[D; D > x].
From the four follow the integral of the distribution function, the mean excess, and everything
the day grid and the opening pipeline need. Both sides are computed on their own, so that small
values keep their digits. Fixed and empirical times are lists of atoms and live in `grid`.
"""

import math
from dataclasses import dataclass
from typing import assert_never

import numpy as np

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

# A spread of a millionth of the mean moves no lead by a noticeable part of a day.
NO_SPREAD = 1e-6


@dataclass(frozen=True, eq=False)
class Sides:
    """The four moments at ages x ≥ 0 days, arrays of the shape of x.

    `below` = P(D ≤ x), `above` = P(D > x), `time_below` = E[D; D ≤ x] and
    `time_above` = E[D; D > x], both in days.
    """

    below: Floats
    above: Floats
    time_below: Floats
    time_above: Floats


def atoms(time: TimeDistribution) -> tuple[Floats, Floats] | None:
    """Return days and weights (summing to 1) of a time with no spread in between, else None."""
    match time:
        case FixedTime():
            return np.array([time.mean_days]), np.ones(1)
        case EmpiricalTime():
            days = np.array(time.days, dtype=np.float64)
            weights = np.ones(days.size) if time.weights is None else np.array(time.weights)
            return days, weights / weights.sum()
        case TriangularTime() if time.high_days - time.low_days <= NO_SPREAD * time.high_days:
            return np.array([time.mode_days]), np.ones(1)
        case ExponentialTime() if time.mean_days == 0:
            return np.zeros(1), np.ones(1)
        case LogNormalTime() | GammaTime() | WeibullTime() if (
            time.cv < NO_SPREAD or time.mean_days == 0
        ):
            return np.array([time.mean_days]), np.ones(1)
        case _:
            return None


def sides(time: TimeDistribution, x: Floats) -> Sides:
    """Return the moments of a time with a density below and above the ages x (days, ≥ 0)."""
    match time:
        case ExponentialTime():
            return _exponential(time.mean_days, x)
        case LogNormalTime():
            return _lognormal(time.mean_days, time.cv, x)
        case GammaTime():
            return _gamma(time.mean_days, time.cv, x)
        case WeibullTime():
            return _weibull(time.mean_days, time.cv, x)
        case TriangularTime():
            return _triangular(time, x)
        case FixedTime() | EmpiricalTime() | UnknownTime():
            raise TypeError(f"times of the kind {time.kind} have no density")
        case _:
            assert_never(time)


def shares(time: TimeDistribution, x: Floats) -> tuple[Floats, Floats]:
    """Return P(D ≤ x) and P(D > x) of a time with a density, without the other two moments."""
    if isinstance(time, LogNormalTime):
        return _normal(_lognormal_scores(time.mean_days, time.cv, x)[0])
    found = sides(time, x)
    return found.below, found.above


def _exponential(mean: float, x: Floats) -> Sides:
    above = np.exp(-x / mean)
    below = -np.expm1(-x / mean)
    return Sides(below, above, mean * below - x * above, (mean + x) * above)


def _lognormal(mean: float, cv: float, x: Floats) -> Sides:
    # E[D; D ≤ x] = mean · Φ(z − σ), with Φ(z) = P(D ≤ x).
    z, sigma = _lognormal_scores(mean, cv, x)
    (below, above), (less, more) = _normal(z), _normal(z - sigma)
    return Sides(below, above, mean * less, mean * more)


def _lognormal_scores(mean: float, cv: float, x: Floats) -> tuple[Floats, float]:
    """Return by how many deviations σ of the logarithm each age differs from its mean, and σ."""
    sigma = math.sqrt(2 * math.log(math.hypot(1, cv)))
    mu = math.log(mean) - sigma * sigma / 2
    with np.errstate(divide="ignore"):
        return (np.log(x) - mu) / sigma, sigma


def _normal(z: Floats) -> tuple[Floats, Floats]:
    """Return what of the standard normal distribution lies below and above.

    From the standard library: the preview is there before a second package is imported for it. The
    smaller side is computed, so that it keeps its digits; the larger one is what it leaves of 1.
    """
    erfc = math.erfc
    small = np.array([0.5 * erfc(value) for value in (math.sqrt(0.5) * np.abs(z)).tolist()])
    return np.where(z < 0, small, 1.0 - small), np.where(z < 0, 1.0 - small, small)


def _gamma(mean: float, cv: float, x: Floats) -> Sides:
    # E[D; D ≤ x] = mean · P(a + 1, x/θ), P the regularised incomplete gamma function.
    from scipy.special import gammainc, gammaincc

    shape = cv**-2
    u = x / (mean / shape)
    return Sides(
        gammainc(shape, u),
        gammaincc(shape, u),
        mean * gammainc(shape + 1, u),
        mean * gammaincc(shape + 1, u),
    )


def weibull_inverse_shape(cv: float) -> float:
    """Return 1/k of the Weibull distribution with the given coefficient of variation (> 0).

    Solves ln Γ(1 + 2t) − 2 ln Γ(1 + t) = ln(1 + cv²) for t = 1/k by bisection; the left side
    rises with t.
    """
    wanted = 2 * math.log(math.hypot(1, cv))
    low, high = 0.0, 1.0
    while math.lgamma(1 + 2 * high) - 2 * math.lgamma(1 + high) < wanted:
        high *= 2
    for _step in range(200):
        middle = (low + high) / 2
        if math.lgamma(1 + 2 * middle) - 2 * math.lgamma(1 + middle) < wanted:
            low = middle
        else:
            high = middle
    return high


def _weibull(mean: float, cv: float, x: Floats) -> Sides:
    # (D/λ)^k is exponential with mean 1, so E[D; D ≤ x] = mean · P(1 + 1/k, (x/λ)^k).
    from scipy.special import gammainc, gammaincc

    inverse = weibull_inverse_shape(cv)
    scale_log = math.log(mean) - math.lgamma(1 + inverse)
    with np.errstate(divide="ignore", over="ignore"):
        u = np.exp((np.log(x) - scale_log) / inverse)
    return Sides(
        -np.expm1(-u),
        np.exp(-u),
        mean * gammainc(1 + inverse, u),
        mean * gammaincc(1 + inverse, u),
    )


def _triangular(time: TriangularTime, x: Floats) -> Sides:
    low, mode, high = time.low_days, time.mode_days, time.high_days
    mean, width = (low + mode + high) / 3, high - low
    # The density rises to the mode and falls after it: integrate each side from its own end.
    up = np.clip(x, low, mode) - low
    rising = max((mode - low) * width, np.finfo(float).tiny)
    left, left_time = up**2 / rising, up**2 * (low + 2 * up / 3) / rising
    down = high - np.clip(x, mode, high)
    falling = max((high - mode) * width, np.finfo(float).tiny)
    right, right_time = down**2 / falling, down**2 * (high - 2 * down / 3) / falling
    early = x < mode
    return Sides(
        np.where(early, left, 1 - right),
        np.where(early, 1 - left, right),
        np.where(early, left_time, mean - right_time),
        np.where(early, mean - left_time, right_time),
    )
