"""A time distribution in a sentence: half of the leads within so long, nine in ten within …"""

import math
from statistics import NormalDist

from funnelcraft.funnel.checks.figures import impossible_time
from funnelcraft.funnel.text import _, days
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
    mean_days,
)


def quantile(time: TimeDistribution, share: float) -> float:
    """Return the days within which a share (0–1, exclusive) of the leads have left."""
    match time:
        case FixedTime():
            return time.mean_days
        case ExponentialTime():
            return -time.mean_days * math.log1p(-share)
        case LogNormalTime() if time.mean_days > 0:
            sigma = math.sqrt(2 * math.log(math.hypot(1, time.cv)))
            mu = math.log(time.mean_days) - sigma * sigma / 2
            return math.exp(mu + sigma * NormalDist().inv_cdf(share))
        case TriangularTime():
            return _triangular_quantile(time, share)
        case EmpiricalTime():
            return _empirical_quantile(time, share)
        case GammaTime() | WeibullTime() if time.mean_days > 0 and time.cv > 0:
            return _searched_quantile(time, share)
        case UnknownTime():
            return math.nan
        case _:
            return time.mean_days


def _triangular_quantile(time: TriangularTime, share: float) -> float:
    low, mode, high = time.low_days, time.mode_days, time.high_days
    width = high - low
    if width == 0:
        return low
    if share <= (mode - low) / width:
        return low + math.sqrt(share * width * (mode - low))
    return high - math.sqrt((1 - share) * width * (high - mode))


def _empirical_quantile(time: EmpiricalTime, share: float) -> float:
    weights = time.weights or (1.0,) * len(time.days)
    left = share * sum(weights)
    pairs = sorted(zip(time.days, weights, strict=True))
    for day, weight in pairs:
        left -= weight
        if left <= 0:
            return day
    return pairs[-1][0]


def _searched_quantile(time: GammaTime | WeibullTime, share: float) -> float:
    """Bisect the distribution function, which knows no inverse in closed form."""
    import numpy as np

    from funnelcraft.simulation.laws import sides

    low, high = 0.0, time.mean_days
    while sides(time, np.array([high])).below[0] < share:
        low, high = high, high * 2
    for _step in range(60):
        middle = (low + high) / 2
        if sides(time, np.array([middle])).below[0] < share:
            low = middle
        else:
            high = middle
    return high


def time_sentence(time: TimeDistribution | None) -> str:
    """Say how long leads take: `half within 2 days, nine in ten within 6 days`."""
    if time is None:
        return _("no time given yet")
    if isinstance(time, UnknownTime):
        return _("a time of a kind this version does not know: “{kind}”").format(kind=time.kind)
    if problem := impossible_time(time):
        return problem
    if isinstance(time, FixedTime) or quantile(time, 0.1) == quantile(time, 0.9):
        return _("always after {days}").format(days=days(mean_days(time) or 0.0))
    return _("half within {half}, nine in ten within {most}").format(
        half=days(quantile(time, 0.5)), most=days(quantile(time, 0.9))
    )
