"""Edits of a trigger's figures: how often and how quickly it moves leads."""

from funnelcraft.funnel.edits.changes import change_trigger
from funnelcraft.funnel.edits.figures import with_rate
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    LogNormalTime,
    TimeDistribution,
    TriangularTime,
    mean_days,
)

USUAL_CV = 0.8  # of a time of which only the mean is known: most leads quick, some very slow


def give_rate(funnel: Funnel, trigger_id: str, rate: float | None) -> Funnel:
    """Give a rate (0–1). Counts go with the old rate: they would contradict the new one."""
    before = next(one for one in funnel.triggers if one.id == trigger_id).conversion
    return change_trigger(funnel, trigger_id, conversion=with_rate(before, rate))


def give_days(funnel: Funnel, trigger_id: str, days: float | None) -> Funnel:
    """Give a mean time in days. Its shape stays; where there was none, it is the usual one."""
    before = next(one for one in funnel.triggers if one.id == trigger_id).velocity
    after = None if days is None else _with_mean(before, days)
    return change_trigger(funnel, trigger_id, velocity=after)


def _with_mean(time: TimeDistribution | None, days: float) -> TimeDistribution:
    mean = None if time is None else mean_days(time)
    if time is None or not mean:
        return LogNormalTime(mean_days=days, cv=USUAL_CV)
    by = days / mean
    if isinstance(time, TriangularTime):
        return time.replaced(
            low_days=time.low_days * by,
            mode_days=time.mode_days * by,
            high_days=time.high_days * by,
            observations=None,
        )
    if isinstance(time, EmpiricalTime):
        return time.replaced(days=tuple(day * by for day in time.days), observations=None)
    return time.replaced(mean_days=days, observations=None)
