"""What can be moved to reach a goal: leads a month, a rate, a time, people."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Capacity, Funnel
from funnelcraft.simulation.sensitivity.changing import (
    with_capacity,
    with_mean_days,
    with_rate,
    with_volume,
)
from funnelcraft.simulation.sensitivity.parameters import Parameter, parameters

Kind = Literal["rate", "time", "volume", "capacity", "people"]

# How far from today's figure is searched, up and down.
FARTHEST = 10.0


@dataclass(frozen=True)
class Lever:
    """A figure to be moved between two values; whole steps of `step` where it has one.

    `value` is today's; infinite where a stage has no capacity. `at` returns the funnel with the
    figure at a value.
    """

    kind: Kind
    id: str
    value: float
    low: float
    high: float
    at: Callable[[Funnel, float], Funnel]
    step: float | None = None

    def between(self, share: float) -> float:
        """Return the value a share (0–1) of the way from low to high, even in its logarithm."""
        if share in (0.0, 1.0):  # the ends exactly, without a rounding
            found = self.high if share else self.low
        elif self.low > 0 and self.kind != "rate":
            found = self.low * math.exp(share * math.log(self.high / self.low))
        else:
            found = self.low + share * (self.high - self.low)
        if self.step is None:
            return found
        return min(max(round(found / self.step) * self.step, self.low), self.high)


def lever(funnel: Funnel, kind: Kind, id: str) -> Lever:  # noqa: A002 - the file's own word
    """Return the lever of a trigger's rate or time, a source's volume or a stage's capacity.

    Raises KeyError where there is no such figure.
    """
    for one in parameters(funnel):
        if (one.kind, one.id, one.segment) == (kind, id, ""):
            low, high = _range(one)
            return Lever(kind, id, one.value, low, high, _mover(kind, id))
    raise KeyError(id)


def _mover(kind: Kind, name: str) -> Callable[[Funnel, float], Funnel]:
    match kind:
        case "rate":
            return lambda funnel, value: with_rate(funnel, name, "", value)
        case "time":
            return lambda funnel, value: with_mean_days(funnel, name, "", value)
        case "volume":
            return lambda funnel, value: with_volume(funnel, name, value)
        case _:
            return lambda funnel, value: with_capacity(funnel, name, value)


def _range(one: Parameter) -> tuple[float, float]:
    if one.kind == "rate":
        return 0.0, 1.0
    return one.value / FARTHEST, one.value * FARTHEST


def all_sources(funnel: Funnel) -> Lever:
    """Return the lever of all sources together, in leads a month; campaigns stay as they are.

    Raises KeyError where no source brings leads month by month.
    """
    leads = math.fsum(source.volume.leads_per_month for source in funnel.sources)
    if leads <= 0:
        raise KeyError("sources")

    def at(changed: Funnel, value: float) -> Funnel:
        for source in changed.sources:
            changed = with_volume(changed, source.id, source.volume.leads_per_month * value / leads)
        return changed

    return Lever("volume", "", leads, leads / FARTHEST, leads * FARTHEST, at)


def people(funnel: Funnel, stage_id: str, leads_each: float, most: int = 200) -> Lever:
    """Return the lever of whole people at a stage, each beginning so many leads a working day.

    Raises KeyError where there is no such stage.
    """
    stage = stages_by_id(funnel)[stage_id]
    before = stage.capacity or Capacity(leads_per_day=leads_each)

    def at(changed: Funnel, value: float) -> Funnel:
        staffed = before.replaced(leads_per_day=value * leads_each, people=value)
        return changed.replaced(
            stages=tuple(
                one.replaced(capacity=staffed) if one.id == stage_id else one
                for one in changed.stages
            )
        )

    now = stage.capacity.leads_per_day / leads_each if stage.capacity else math.inf
    return Lever("people", stage_id, now, 1.0, float(most), at, step=1.0)
