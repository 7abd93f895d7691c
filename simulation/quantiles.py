"""Shares and quantiles of times one by one, and the time that has two given quantiles.

People say times as "half within 3 days, nine in ten within 10": `of_quantiles` finds the
distribution that does so.
"""

import math
from statistics import NormalDist

import numpy as np

from funnelcraft.funnel.text import _, days
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    ExponentialTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
    TriangularTime,
    WeibullTime,
)
from funnelcraft.simulation.laws import NO_SPREAD, weibull_inverse_shape
from funnelcraft.simulation.special import bisected, gamma_below

HALF, MOST = 0.5, 0.9
# Spreads of a time beyond which a form does not go.
LEAST_CV, LARGEST_CV = 1e-3, 10.0
Spread = LogNormalTime | GammaTime | WeibullTime
_DIGITS = 8  # of solved figures: enough to give the two days back, few enough to read


class NoSuchTime(ValueError):  # noqa: N818 (it reads as a sentence where it is raised)
    """No time of the kind has these two quantiles; `str()` is a sentence that says what has."""


def has_density(time: TimeDistribution) -> bool:
    """Say whether a time has a spread without atoms, so that it can be drawn as a curve."""
    match time:
        case ExponentialTime():
            return time.mean_days > 0
        case LogNormalTime() | GammaTime() | WeibullTime():
            return time.mean_days > 0 and time.cv >= NO_SPREAD
        case TriangularTime():
            return time.high_days - time.low_days > NO_SPREAD * time.high_days
        case _:
            return False


def share_within(time: TimeDistribution, day: float) -> float:
    """Return P(D ≤ day) of a time with a density (`has_density`)."""
    if day <= 0:
        return 0.0
    match time:
        case ExponentialTime():
            return -math.expm1(-day / time.mean_days)
        case LogNormalTime():
            mu, sigma = _normal_parameters(time)
            return NormalDist().cdf((math.log(day) - mu) / sigma)
        case GammaTime():
            shape = time.cv**-2
            return gamma_below(shape, day * shape / time.mean_days)
        case WeibullTime():
            inverse = weibull_inverse_shape(time.cv)
            logarithm = (math.log(day / time.mean_days) + math.lgamma(1 + inverse)) / inverse
            return -math.expm1(-math.exp(min(logarithm, 50.0)))
        case TriangularTime():
            return _triangular_share(time, day)
        case _:
            raise TypeError(f"times of the kind {time.kind} have no density")


def _normal_parameters(time: LogNormalTime) -> tuple[float, float]:
    sigma = math.sqrt(2 * math.log(math.hypot(1, time.cv)))
    return math.log(time.mean_days) - sigma * sigma / 2, sigma


def _triangular_share(time: TriangularTime, day: float) -> float:
    low, mode, high = time.low_days, time.mode_days, time.high_days
    if day < low or day >= high:
        return 0.0 if day < low else 1.0
    if day < mode:
        return (day - low) ** 2 / ((high - low) * (mode - low))
    return 1 - (high - day) ** 2 / ((high - low) * (high - mode))


def quantile(time: TimeDistribution, share: float) -> float:
    """Return the days within which a share (0–1, exclusive) of the leads have left.

    NaN where the kind of time is unknown.
    """
    if isinstance(time, EmpiricalTime):
        return _empirical_quantile(time, share)
    if not has_density(time):
        return _only_day(time)
    match time:
        case ExponentialTime():
            return -time.mean_days * math.log1p(-share)
        case LogNormalTime():
            mu, sigma = _normal_parameters(time)
            return math.exp(mu + sigma * NormalDist().inv_cdf(share))
        case GammaTime():
            shape = time.cv**-2
            return _gamma_quantile(shape, share) * time.mean_days / shape
        case WeibullTime():
            inverse = weibull_inverse_shape(time.cv)
            logarithm = inverse * math.log(-math.log1p(-share)) - math.lgamma(1 + inverse)
            return time.mean_days * math.exp(logarithm)
        case TriangularTime():
            return _triangular_quantile(time, share)
        case _:
            raise TypeError(time.kind)


def _only_day(time: TimeDistribution) -> float:
    if isinstance(time, TriangularTime):
        return time.mode_days
    return float(getattr(time, "mean_days", math.nan))


def _gamma_quantile(shape: float, share: float) -> float:
    """Return the quantile of a gamma distribution of scale 1, by Newton steps kept in a bracket."""
    # Wilson and Hilferty's cube where it is good, the leading term of the series elsewhere.
    cube = 1 - 1 / (9 * shape) + NormalDist().inv_cdf(share) / (3 * math.sqrt(shape))
    first = (math.log(share) + math.lgamma(shape + 1)) / shape
    x = shape * cube**3 if cube > 0.3 else math.exp(first) if first > -700 else 0.0
    low, high = 0.0, math.inf
    for _step in range(100):
        if x <= 0:
            return 0.0  # below every positive number
        over = gamma_below(shape, x) - share
        low, high = (low, x) if over > 0 else (x, high)
        density = math.exp((shape - 1) * math.log(x) - x - math.lgamma(shape))
        nearer = x - over / density if density > 0 else -1.0
        if not low < nearer < high:
            nearer = (low + high) / 2 if high < math.inf else 2 * x
        if abs(nearer - x) <= 1e-14 * x:
            return nearer
        x = nearer
    return x


def _triangular_quantile(time: TriangularTime, share: float) -> float:
    low, mode, high = time.low_days, time.mode_days, time.high_days
    width = high - low
    if share <= (mode - low) / width:
        return low + math.sqrt(share * width * (mode - low))
    return high - math.sqrt((1 - share) * width * (high - mode))


def _empirical_quantile(time: EmpiricalTime, share: float) -> float:
    days = np.array(time.days)
    order = np.argsort(days, kind="stable")
    weights = np.ones(days.size) if time.weights is None else np.array(time.weights)
    reached = np.cumsum(weights[order])
    # A sum of weights that misses the share by rounding alone has reached it.
    wanted = share * reached[-1] * (1 - 1e-12)
    return float(days[order[min(np.searchsorted(reached, wanted), days.size - 1)]])


def of_quantiles(kind: str, half_days: float, most_days: float) -> Spread:
    """Return the lognormal, gamma or weibull time with half within so long, nine in ten within so.

    Raise NoSuchTime where no time of the kind with a spread up to 10 has these two.
    """
    if half_days <= 0:
        raise NoSuchTime(_("Half of the leads must take longer than no time at all."))
    if most_days <= half_days:
        raise NoSuchTime(_("Nine in ten must take longer than half of the leads do."))
    model = _model(kind)
    ratio = most_days / half_days
    widest = _ratio(model, LARGEST_CV)
    if ratio > widest or ratio < _ratio(model, LEAST_CV):
        raise NoSuchTime(_out_of_reach(half_days, ratio, widest))
    least, largest = math.log(LEAST_CV), math.log(LARGEST_CV)
    log_cv = bisected(lambda at: _ratio(model, math.exp(at)) < ratio, least, largest)
    one = model(mean_days=1.0, cv=math.exp(log_cv))
    mean = half_days / quantile(one, HALF)
    return model(mean_days=_rounded(mean), cv=_rounded(one.cv))


def _model(kind: str) -> type[Spread]:
    if kind == "gamma":
        return GammaTime
    return WeibullTime if kind == "weibull" else LogNormalTime


def _ratio(model: type[Spread], cv: float) -> float:
    """Return how much longer nine in ten take than half; it rises with the spread."""
    if model is LogNormalTime:
        return math.exp(math.sqrt(2 * math.log(math.hypot(1, cv))) * NormalDist().inv_cdf(MOST))
    if model is WeibullTime:
        inverse = weibull_inverse_shape(cv)
        return math.exp(inverse * math.log(math.log1p(-MOST) / math.log1p(-HALF)))
    half = _gamma_quantile(cv**-2, HALF)
    return _gamma_quantile(cv**-2, MOST) / half if half > 0 else math.inf


def _out_of_reach(half_days: float, ratio: float, widest: float) -> str:
    if ratio <= widest:
        return _("These two are too close together for this shape: choose “Always the same”.")
    message = _("With half within {half}, nine in ten can be at most {most} in this shape.")
    return message.format(half=days(half_days), most=days(half_days * widest))


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
