"""Estimates with their central 80% intervals: shares, means of times, volumes, means of amounts.

Shares have the interval of a Beta distribution whose counts are as uncertain as the estimate, which
is what a simulation draws rates from. Means of positive figures have an interval on the logarithm,
because their errors are skewed and their true value is never negative.
"""

import math

import numpy as np

from funnelcraft.funnel.measured import Estimate
from funnelcraft.funnel.model import DAYS_PER_MONTH
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.baseline.incidence import Incidence
from funnelcraft.simulation.certainty import rate_interval
from funnelcraft.simulation.special import (
    INSIDE,
    NORMAL_EDGE,
    bisected,
    gamma_below,
    student_edge,
)

# From so many leads on a gamma distribution is a normal one to three digits.
_MANY = 10_000
_DIGITS = 6


def estimate(value: float, low: float, high: float) -> Estimate:
    """Return an estimate in digits worth writing; its bounds always hold its value."""
    return Estimate(
        value=round(value, _DIGITS),
        low=round(min(low, value), _DIGITS),
        high=round(max(high, value), _DIGITS),
    )


def share_estimate(found: Incidence, way: int) -> Estimate:
    """Return the share of visits that leaves by a way within the days to be relied on."""
    share, variance = float(found.shares[way]), float(found.variance[way, found.end])
    return _share(share, variance, found.known, found.cumulative.shape[0] + 1)


def gone_estimate(found: Incidence, day: int) -> Estimate:
    """Return the share of visits gone by any way within so many days, with Greenwood's variance.

    Var S(t) = S(t)² Σ d/(n(n − d)): Greenwood (1926).
    """
    day = min(day, found.at_risk.size - 1)
    gone = found.moves[:, : day + 1].sum(axis=0)
    at_risk = found.at_risk[: day + 1]
    left = at_risk - gone
    spread = np.divide(gone, at_risk * left, where=left > 0, out=np.zeros(gone.size)).sum()
    share = min(float(found.cumulative[:, day].sum()), 1.0)
    return _share(share, (1 - share) ** 2 * float(spread), found.known, 2)


def other(share: Estimate) -> Estimate:
    """Return the estimate of what a share leaves of the whole."""
    return estimate(1 - share.value, 1 - share.high, 1 - share.low)


def _share(share: float, variance: float, known: int, ways: int) -> Estimate:
    inside = share * (1 - share)
    entered = inside / variance if inside > 1e-12 and variance > 1e-15 else float(known)
    low, high = rate_interval(max(entered, 1.0), entered * share, ways)
    return estimate(share, low, high)


def curve_bounds(found: Incidence, way: int, days: list[int]) -> list[tuple[float, float, float]]:
    """Return the share gone by a way within each of some days, with bounds on the log odds."""
    bounds = []
    for day in days:
        share = float(found.cumulative[way, day])
        error = math.sqrt(float(found.variance[way, day]))
        inside = share * (1 - share)
        if inside < 1e-12:
            bounds.append((share, share, share))
            continue
        odds, step = math.log(share / (1 - share)), NORMAL_EDGE * error / inside
        low, high = (1 / (1 + math.exp(-min(max(odds + s, -700), 700))) for s in (-step, step))
        bounds.append((share, low, high))
    return bounds


def mean_days(found: Incidence, way: int) -> Estimate | None:
    """Return the mean days of leaving by a way, within the days to be relied on; None: none did.

    Of the cumulative incidence F the mean is m = Σ t ΔF(t) / F(end), whose derivatives by the
    hazards of every day give its variance (the delta method; Andersen et al., Statistical Models
    Based on Counting Processes, 1993, IV.4): with φ(t) = (t − m) / F(end) and A(u) the sum of
    φ ΔF after u, by the own hazard φ(u) S(u−) − A(u)/(1 − h(u)), by the others' the second term.
    """
    reach = found.end + 1
    days = np.arange(reach, dtype=np.float64)
    jumps = np.diff(found.cumulative[way, :reach], prepend=0.0)
    total = float(jumps.sum())
    moved = int(found.moves[way, :reach].sum())
    if moved == 0 or total <= 0:
        return None
    mean = float((days * jumps).sum()) / total
    if mean <= 0:
        return estimate(0.0, 0.0, 0.0)
    if moved == 1:
        # As of an exponential time: a mean of one observation t lies between t/−ln .1 and t/−ln .9.
        return estimate(mean, mean / -math.log(0.1), mean / -math.log(0.9))
    error = math.sqrt(_variance_of_sum(found, way, np.asarray((days - mean) / total)))
    spread = math.sqrt(float(((days - mean) ** 2 * jumps).sum()) / total)
    # The moves are worth as many watched to the end as have a mean so uncertain.
    worth = min((spread / error) ** 2, float(moved)) if error > 0 else float(moved)
    return positive_mean(mean, error, max(worth, 2.0), spread / mean)


def _variance_of_sum(found: Incidence, way: int, weight: Floats) -> float:
    """Return the variance of Σ weight(t) ΔF(t) over the first days, F of one way."""
    reach = weight.size
    at_risk = found.at_risk[:reach].astype(np.float64)
    own = found.moves[way, :reach] / at_risk
    gone = found.moves[:, :reach].sum(axis=0) / at_risk
    before = np.r_[1.0, np.cumprod(1 - gone)[:-1]]
    parts = weight * before * own
    after = parts.sum() - np.cumsum(parts)
    staying = 1 - gone
    by_others = -np.divide(after, staying, where=staying > 0, out=np.zeros(reach))
    by_own = weight * before + by_others
    others = gone - own
    square = by_own**2 * own + by_others**2 * others
    cross = by_own * own + by_others * others
    return float(((square - cross**2) / at_risk).clip(min=0.0).sum())


def positive_mean(mean: float, error: float, observations: float, cv: float) -> Estimate:
    """Return the estimate of the mean of positive figures from n ≥ 2 observations.

    Student's interval on the logarithm, whose standard error is error / mean. The error comes from
    the observations too, and of long-tailed ones it is known badly: an estimated variance has
    2n / (κ − 1) degrees of freedom (O'Neill, The American Statistician 2014; 68:282), κ being the
    kurtosis. That of a sample is far too small; taken is the geometric mean of those that a gamma
    and a lognormal distribution of the same `cv` have.
    """
    w = 1 + cv * cv
    kurtosis = math.sqrt((3 + 6 * cv * cv) * (w**4 + 2 * w**3 + 3 * w**2 - 3))
    edge = student_edge(max(int(2 * observations / (kurtosis - 1)), 1))
    step = edge * error / mean * math.sqrt(observations / (observations - 1))
    return estimate(mean, mean * math.exp(-step), mean * math.exp(min(step, 50.0)))


def monthly(count: int, dispersion: float, days: int) -> Estimate:
    """Return how many come a month of 365.25/12 days, of a count in so many days.

    Gamma(count / φ + ½) · φ, the distribution a simulation draws the volume from; φ is the variance
    of a day's count over its mean, 1 at least.
    """
    months = days / DAYS_PER_MONTH
    shape = count / dispersion + 0.5
    if shape > _MANY:
        step = NORMAL_EDGE * math.sqrt(shape)
        low, high = shape - step, shape + step
    else:
        top = shape + 10 * math.sqrt(shape) + 10
        low, high = (
            bisected(lambda x, p=p: gamma_below(shape, x) < p, 0.0, top, 1e-6 * top)  # type: ignore[misc]
            for p in ((1 - INSIDE) / 2, (1 + INSIDE) / 2)
        )
    return estimate(count / months, low * dispersion / months, high * dispersion / months)


def mean_amount(amounts: Floats) -> Estimate | None:
    """Return the mean of positive amounts; None of none."""
    if not amounts.size:
        return None
    mean = float(amounts.mean())
    if amounts.size == 1:
        return estimate(mean, mean / -math.log(0.1), mean / -math.log(0.9))
    spread = float(amounts.std())
    return positive_mean(mean, spread / math.sqrt(amounts.size), float(amounts.size), spread / mean)
