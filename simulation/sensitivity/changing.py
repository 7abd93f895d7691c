"""A funnel with one of its figures changed, all else as it is."""

from funnelcraft.funnel.model import Conversion, Funnel, Override, Trigger
from funnelcraft.funnel.rates import conversion_for, velocity_for
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    TimeDistribution,
    TriangularTime,
    UnknownTime,
    mean_days,
)


def with_rate(funnel: Funnel, trigger_id: str, segment: str, rate: float) -> Funnel:
    """Return the funnel with another rate of a trigger, for a segment or for all.

    What more leads take comes from those that went nowhere; where there are too few of them, the
    other ways give theirs in proportion.
    """
    changed = next(t for t in funnel.triggers if t.id == trigger_id)
    others = [
        t for t in funnel.triggers if t.from_stage == changed.from_stage and t.id != trigger_id
    ]
    rates = {t.id: _rate_of(t, segment) for t in others}
    taken = sum(rates.values())
    room = max(1.0 - rate, 0.0)
    shrink = room / taken if taken > room and taken > 0 else 1.0
    new = {trigger_id: rate, **{name: old * shrink for name, old in rates.items() if old > 0}}
    if shrink == 1.0:
        new = {trigger_id: rate}
    return funnel.replaced(
        triggers=tuple(
            _with_own_rate(t, segment, new[t.id]) if t.id in new else t for t in funnel.triggers
        )
    )


def _rate_of(trigger: Trigger, segment: str) -> float:
    conversion = conversion_for(trigger, segment)
    return conversion.rate if conversion is not None else 0.0


def _with_own_rate(trigger: Trigger, segment: str, rate: float) -> Trigger:
    conversion = Conversion(rate=rate)
    if not segment:
        return trigger.replaced(conversion=conversion)
    own = trigger.by_segment.get(segment, Override()).replaced(conversion=conversion)
    return trigger.replaced(by_segment={**trigger.by_segment, segment: own})


def with_mean_days(funnel: Funnel, trigger_id: str, segment: str, days: float) -> Funnel:
    """Return the funnel with a trigger's times longer or shorter in proportion."""

    def changed(trigger: Trigger) -> Trigger:
        time = velocity_for(trigger, segment)
        if time is None:
            return trigger
        slower = with_mean(time, days)
        if not segment:
            return trigger.replaced(velocity=slower)
        own = trigger.by_segment.get(segment, Override()).replaced(velocity=slower)
        return trigger.replaced(by_segment={**trigger.by_segment, segment: own})

    return funnel.replaced(
        triggers=tuple(changed(t) if t.id == trigger_id else t for t in funnel.triggers)
    )


def with_mean(time: TimeDistribution, days: float) -> TimeDistribution:
    """Return a time of the same shape with another mean in days."""
    before = mean_days(time)
    if before is None or isinstance(time, UnknownTime):
        return time
    scale = days / before if before > 0 else 1.0
    match time:
        case EmpiricalTime():
            return time.replaced(days=tuple(day * scale for day in time.days))
        case TriangularTime():
            return time.replaced(
                low_days=time.low_days * scale,
                mode_days=time.mode_days * scale,
                high_days=time.high_days * scale,
            )
        case _:
            return time.replaced(mean_days=days)


def with_volume(funnel: Funnel, source_id: str, leads_per_month: float) -> Funnel:
    """Return the funnel with another volume of a source; its campaigns stay."""
    return funnel.replaced(
        sources=tuple(
            one.replaced(volume=one.volume.replaced(leads_per_month=leads_per_month))
            if one.id == source_id
            else one
            for one in funnel.sources
        )
    )


def with_capacity(funnel: Funnel, stage_id: str, leads_per_day: float) -> Funnel:
    """Return the funnel with another capacity of a stage."""

    return funnel.replaced(
        stages=tuple(
            one.replaced(capacity=one.capacity.replaced(leads_per_day=leads_per_day))
            if one.id == stage_id and one.capacity is not None
            else one
            for one in funnel.stages
        )
    )


def with_deal_value(funnel: Funnel, mean: float) -> Funnel:
    """Return the funnel with another mean deal value."""
    if funnel.deal_value is None:
        return funnel
    return funnel.replaced(deal_value=funnel.deal_value.replaced(mean=mean))
