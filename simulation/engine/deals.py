"""What won deals are worth: the sum of so many random deal values."""

import math
from typing import NamedTuple

from funnelcraft.funnel.model import DealValue
from funnelcraft.simulation.engine.compiling import borrowing
from funnelcraft.simulation.engine.draws import State, gamma, normal, uniform
from funnelcraft.simulation.laws import NO_SPREAD, weibull_inverse_shape

FIXED, GAMMA, LOGNORMAL, WEIBULL = range(4)


class Deals(NamedTuple):
    """The distribution of a deal's value as the compiled loops need it.

    `a`, `b`: gamma: shape and scale; lognormal: mean and deviation of the logarithm; weibull:
    inverse shape and scale. Above `many` deals a day their sum is drawn at once.
    """

    kind: int
    a: float
    b: float
    mean: float
    deviation: float
    skewness: float
    many: int


def deals(value: DealValue | None) -> Deals:
    """Return the distribution of deal values; without one, every deal is worth zero."""
    if value is None:
        return Deals(FIXED, 0.0, 0.0, 0.0, 0.0, 0.0, 0)
    mean, cv = value.mean, 1.0 if value.kind == "exponential" else value.cv
    if value.kind == "fixed" or cv < NO_SPREAD or mean == 0:
        return Deals(FIXED, 0.0, 0.0, mean, 0.0, 0.0, 0)
    if value.kind in ("gamma", "exponential"):
        return Deals(GAMMA, cv**-2, mean * cv * cv, mean, mean * cv, 2 * cv, 0)
    if value.kind == "lognormal":
        sigma = math.sqrt(2 * math.log(math.hypot(1, cv)))
        centre = math.log(mean) - sigma * sigma / 2
        skewness = cv * (cv * cv + 3)
        return Deals(LOGNORMAL, centre, sigma, mean, mean * cv, skewness, _many(skewness))
    inverse = weibull_inverse_shape(cv)
    scale = mean / math.gamma(1 + inverse)
    # Third central moment from the raw moments λ³ Γ(1 + 3t).
    third = scale**3 * math.gamma(1 + 3 * inverse) - 3 * mean * (mean * cv) ** 2 - mean**3
    skewness = third / (mean * cv) ** 3
    return Deals(WEIBULL, inverse, scale, mean, mean * cv, skewness, _many(skewness))


def _many(skewness: float) -> int:
    """Return how many deals it takes until their sum's skewness is below a tenth."""
    return int(min(max(4096.0, 100 * skewness * skewness), 1e6))


@borrowing
def sum_of_deals(state: State, wins: int, deals: Deals) -> float:
    """Return the sum of the values of so many deals."""
    if wins == 0 or deals.kind == FIXED:
        return wins * deals.mean
    if deals.kind == GAMMA:
        # A sum of gamma numbers of one scale is a gamma number of the summed shapes.
        return gamma(state, wins * deals.a) * deals.b
    if wins > deals.many:
        return _sum_of_many(state, wins, deals)
    total = 0.0
    for _deal in range(wins):
        if deals.kind == LOGNORMAL:
            total += math.exp(deals.a + deals.b * normal(state))
        else:
            total += deals.b * (-math.log(uniform(state))) ** deals.a
    return total


@borrowing
def _sum_of_many(state: State, wins: int, deals: Deals) -> float:
    """Return the sum of very many values: a number with the sum's mean, variance and skewness.

    A shifted gamma (Pearson type III); what it misses is of the order of the fourth cumulant,
    which fades with the number of deals faster than the three it keeps.
    """
    skewness = deals.skewness / math.sqrt(wins)
    deviation = deals.deviation * math.sqrt(wins)
    if abs(skewness) < 1e-6:
        return wins * deals.mean + deviation * normal(state)
    shape = 4.0 / (skewness * skewness)
    standard = (gamma(state, shape) - shape) / math.sqrt(shape)
    return wins * deals.mean + math.copysign(deviation, skewness) * standard
