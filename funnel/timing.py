"""How many leads leave within so many days, by the times of the triggers they leave by."""

import math

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

NO_SPREAD, MOST_SPREAD = 1e-6, 1e3


def share_within(time: TimeDistribution, days: float) -> float | None:
    """Return P(time ≤ days), 0–1; None for a kind this version does not know."""
    match time:
        case UnknownTime():
            return None
        case EmpiricalTime():
            weights = time.weights or (1.0,) * len(time.days)
            pairs = zip(time.days, weights, strict=False)
            return sum(w for day, w in pairs if day <= days) / (sum(weights) or 1.0)
        case TriangularTime():
            return _triangular(time, days)
        case FixedTime():
            return float(time.mean_days <= days)
        case ExponentialTime():
            return -math.expm1(-days / time.mean_days) if time.mean_days > 0 else 1.0
        case _:
            if time.cv < NO_SPREAD or time.mean_days <= 0:
                return float(time.mean_days <= days)
            return _spread(time, days) if days > 0 else 0.0


def _triangular(time: TriangularTime, days: float) -> float:
    low, mode, high = time.low_days, time.mode_days, time.high_days
    if days >= high:
        return 1.0
    if days <= low:
        return 0.0
    if days <= mode:
        return (days - low) / (high - low) * (days - low) / (mode - low)
    return 1 - (high - days) / (high - low) * (high - days) / (high - mode)


def _spread(time: LogNormalTime | GammaTime | WeibullTime, days: float) -> float:
    """Return the share for a time given by mean and coefficient of variation.

    By the logarithm of the age in means, so that no figure of a file is too small or too large.
    """
    cv = min(time.cv, MOST_SPREAD)
    age = math.log(days) - math.log(time.mean_days)
    match time:
        case LogNormalTime():
            # With σ² = ln(1 + cv²) the logarithm is normal around ln mean − σ²/2.
            sigma = math.sqrt(math.log1p(cv**2))
            return 0.5 * math.erfc(-(age + sigma**2 / 2) / (sigma * math.sqrt(2)))
        case GammaTime():
            shape = cv**-2
            return _lower_gamma(shape, shape * math.exp(min(age, 700.0)))
        case WeibullTime():
            shape = weibull_shape(cv)
            power = shape * (age + math.lgamma(1 + 1 / shape))
            return -math.expm1(-math.exp(min(power, 700.0)))


def _lower_gamma(shape: float, x: float) -> float:
    """Return the regularised lower incomplete gamma function P(shape, x).

    By its series x^a e^−x Σ xⁿ / Γ(a + n + 1) (DLMF 8.11.4); it converges everywhere, and here only
    two digits are asked for.
    """
    if x > shape + 12 * math.sqrt(shape) + 40:
        return 1.0  # beyond, less than e^−30 is missing, and the series grows long
    if x <= 0:
        return 0.0
    term = math.exp(shape * math.log(x) - x - math.lgamma(shape + 1))
    total, n = term, 0
    while term > 1e-12 * total and n < 100_000:
        n += 1
        term *= x / (shape + n)
        total += term
    return min(1.0, total)


def weibull_shape(cv: float) -> float:
    """Return the shape k for which Γ(1 + 2/k) / Γ(1 + 1/k)² = 1 + cv², by bisection in log k."""
    low, high = math.log(0.05), math.log(1e4)
    for _step in range(60):
        middle = (low + high) / 2
        shape = math.exp(middle)
        spread = math.lgamma(1 + 2 / shape) - 2 * math.lgamma(1 + 1 / shape)
        low, high = (middle, high) if spread > math.log1p(cv**2) else (low, middle)
    return math.exp((low + high) / 2)
