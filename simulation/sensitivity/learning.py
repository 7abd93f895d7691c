"""What to measure first: how much of the ignorance about the outcome each figure brings.

A figure that is known exactly takes its share of the variance away (first-order effect; Saltelli
and others, Global Sensitivity Analysis, 2008, 1.2.3). The outcome is evaluated where a normal
figure between these bounds is integrated exactly up to the fifth power (Gauss–Hermite, three
points), on the logarithm of the figure, or the log odds of a rate, so that none leaves its range.
"""

import math
from dataclasses import dataclass

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.sensitivity.outcome import OnProgress, ShouldStop, outcomes
from funnelcraft.simulation.sensitivity.parameters import Parameter, parameters

_NODES = (-math.sqrt(3.0), 0.0, math.sqrt(3.0))
_WEIGHTS = (1 / 6, 2 / 3, 1 / 6)
_WIDTH = 2 * 1.2815515655446004  # standard deviations between the bounds


@dataclass(frozen=True)
class Lesson:
    """What knowing a figure exactly would do: the sd it brings, and its share of the variance."""

    parameter: Parameter
    spread: float
    share: float


def lessons(
    funnel: Funnel,
    days: int,
    figure: Figure,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> tuple[Lesson, ...]:
    """Rank the figures that people can learn more about by what that is worth, the most first."""
    unsure = parameters(funnel)
    values = [_values(one) for one in unsure]
    changed = [
        one.at(funnel, value) for one, three in zip(unsure, values, strict=True) for value in three
    ]
    results = outcomes(changed, days, figure, on_progress, should_stop)
    variances = [_variance(results[3 * at : 3 * at + 3]) for at in range(len(unsure))]
    whole = math.fsum(variances)
    found = [
        Lesson(one, math.sqrt(variance), variance / whole if whole > 0 else 0.0)
        for one, variance in zip(unsure, variances, strict=True)
    ]
    return tuple(sorted(found, key=lambda lesson: -lesson.share))


def _values(one: Parameter) -> tuple[float, ...]:
    if one.kind == "rate" and one.low > 0 and one.high < 1:
        low, high = (math.log(p / (1 - p)) for p in (one.low, one.high))
        middle, sd = (low + high) / 2, (high - low) / _WIDTH
        return tuple(1 / (1 + math.exp(-(middle + node * sd))) for node in _NODES)
    low, high = math.log(max(one.low, 1e-12)), math.log(max(one.high, 1e-12))
    middle, sd = (low + high) / 2, (high - low) / _WIDTH
    found = (math.exp(middle + node * sd) for node in _NODES)
    return tuple(min(value, 1.0) if one.kind == "rate" else value for value in found)


def _variance(three: list[float]) -> float:
    mean = math.fsum(w * x for w, x in zip(_WEIGHTS, three, strict=True))
    return math.fsum(w * (x - mean) ** 2 for w, x in zip(_WEIGHTS, three, strict=True))
