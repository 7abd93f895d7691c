"""What a point of conversion and a day are worth, trigger by trigger."""

from dataclasses import dataclass

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.sensitivity.outcome import OnProgress, ShouldStop, outcomes
from funnelcraft.simulation.sensitivity.parameters import Parameter, parameters

POINT = 0.01
DAY = 1.0


@dataclass(frozen=True)
class Worth:
    """What the outcome gains when a trigger converts a point more, or takes a day less.

    None where a rate is 100% already, or a time shorter than a day.
    """

    trigger: str
    segment: str
    a_point: float | None
    a_day: float | None


def worths(
    funnel: Funnel,
    days: int,
    figure: Figure,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> tuple[Worth, ...]:
    """Compute what every trigger's point and day are worth, in the order of the document."""
    steps = [
        (one, one.value + POINT if one.kind == "rate" else one.value - DAY)
        for one in parameters(funnel)
        if _can_improve(one)
    ]
    changed = [one.at(funnel, value) for one, value in steps]
    base, *results = outcomes([funnel, *changed], days, figure, on_progress, should_stop)
    gains = {
        (one.id, one.segment, one.kind): result - base
        for (one, _value), result in zip(steps, results, strict=True)
    }
    places = dict.fromkeys((name, segment) for name, segment, _kind in gains)
    return tuple(
        Worth(name, segment, gains.get((name, segment, "rate")), gains.get((name, segment, "time")))
        for name, segment in places
    )


def _can_improve(one: Parameter) -> bool:
    if one.kind == "rate":
        return one.value + POINT <= 1.0
    return one.kind == "time" and one.value > DAY
