"""What a point of conversion, a day and a lead more are worth, one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.sensitivity.outcome import OnProgress, ShouldStop, several_outcomes
from funnelcraft.simulation.sensitivity.parameters import Kind, Parameter, parameters

POINT = 0.01
DAY = 1.0
LEAD = 1.0


@dataclass(frozen=True)
class Worth:
    """What the outcome gains when a trigger converts a point more, or takes a day less.

    None where a rate is 100% already, or a time shorter than a day.
    """

    trigger: str
    segment: str
    a_point: float | None
    a_day: float | None


@dataclass(frozen=True)
class Gain:
    """What each of the figures asked for gains by one step of a parameter.

    The step is a point of conversion more (`rate`), a day less (`time`) or a lead a month more
    (`volume`).
    """

    kind: Kind
    id: str
    segment: str
    values: tuple[float, ...]


def gains(
    funnel: Funnel,
    days: int,
    figures: Sequence[Figure],
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> tuple[Gain, ...]:
    """Compute what every rate's point, time's day and source's lead are worth.

    In the document's order; without those that cannot take the step. Raises Stopped.
    """
    steps = [(one, one.value + _step(one)) for one in parameters(funnel) if _can_improve(one)]
    changed = [one.at(funnel, value) for one, value in steps]
    base, *results = several_outcomes([funnel, *changed], days, figures, on_progress, should_stop)
    return tuple(
        Gain(
            one.kind,
            one.id,
            one.segment,
            tuple(new - old for new, old in zip(result, base, strict=True)),
        )
        for (one, _value), result in zip(steps, results, strict=True)
    )


def worths(
    funnel: Funnel,
    days: int,
    figure: Figure,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> tuple[Worth, ...]:
    """Compute what every trigger's point and day are worth, in the order of the document."""
    found = {
        (one.id, one.segment, one.kind): one.values[0]
        for one in gains(funnel, days, (figure,), on_progress, should_stop)
        if one.kind != "volume"
    }
    places = dict.fromkeys((name, segment) for name, segment, _kind in found)
    return tuple(
        Worth(name, segment, found.get((name, segment, "rate")), found.get((name, segment, "time")))
        for name, segment in places
    )


def _step(one: Parameter) -> float:
    if one.kind == "time":
        return -DAY
    return POINT if one.kind == "rate" else LEAD


def _can_improve(one: Parameter) -> bool:
    if one.kind == "rate":
        return one.value + POINT <= 1.0
    return one.kind == "volume" or (one.kind == "time" and one.value > DAY)
