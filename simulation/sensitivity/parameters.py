"""The figures of a funnel that a forecast may hang on, and how far each may be off."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Conversion, Funnel, Trigger
from funnelcraft.funnel.rates import conversion_for, velocity_for
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
from funnelcraft.simulation.certainty import rate_interval
from funnelcraft.simulation.sensitivity.changing import (
    with_capacity,
    with_deal_value,
    with_mean_days,
    with_rate,
    with_volume,
)

Kind = Literal["rate", "time", "volume", "deal_value", "capacity"]

# Where nothing was measured: by how much a figure may be off, so that it takes part at all.
ASSUMED_OFF = 0.2
_NINTH = 1.2815515655446004  # standard deviations to the 10th and the 90th percentile


@dataclass(frozen=True)
class Parameter:
    """A figure with its 80% bounds: a rate (0–1), mean days, leads a month, money, or leads a day.

    `id` names the trigger, source or stage, `segment` whose own figure it is (empty: of all).
    `measured` says that the bounds come from counts; else they are `ASSUMED_OFF` to either side.
    """

    kind: Kind
    id: str
    segment: str
    value: float
    low: float
    high: float
    measured: bool

    def at(self, funnel: Funnel, value: float) -> Funnel:
        """Return the funnel with this figure at another value."""
        match self.kind:
            case "rate":
                return with_rate(funnel, self.id, self.segment, value)
            case "time":
                return with_mean_days(funnel, self.id, self.segment, value)
            case "volume":
                return with_volume(funnel, self.id, value)
            case "capacity":
                return with_capacity(funnel, self.id, value)
            case "deal_value":
                return with_deal_value(funnel, value)


def parameters(funnel: Funnel) -> tuple[Parameter, ...]:
    """Return every figure of a funnel that a forecast depends on and that may be off."""
    found = (
        *_of_triggers(funnel),
        *_of_sources(funnel),
        *_of_stages(funnel),
        *_of_deals(funnel),
    )
    return tuple(one for one in found if one.high > one.low)


def _of_triggers(funnel: Funnel) -> Iterator[Parameter]:
    there = stages_by_id(funnel)
    for trigger in funnel.triggers:
        leaving = there.get(trigger.from_stage)
        if trigger.kind == "sla_breach" or leaving is None:
            continue
        for segment in ("", *trigger.by_segment):
            override = trigger.by_segment.get(segment)
            if not segment or (override is not None and override.conversion is not None):
                yield from _rate(funnel, trigger, segment)
            if leaving.kind == "open" and (
                not segment or (override is not None and override.velocity is not None)
            ):
                yield from _time(trigger, segment)


def _rate(funnel: Funnel, trigger: Trigger, segment: str) -> Iterator[Parameter]:
    conversion = conversion_for(trigger, segment)
    if conversion is None:  # the default way out of a gate has no rate of its own
        return
    low, high, measured = _rate_bounds(funnel, trigger, conversion)
    yield Parameter("rate", trigger.id, segment, conversion.rate, low, high, measured)


def _rate_bounds(
    funnel: Funnel, trigger: Trigger, conversion: Conversion
) -> tuple[float, float, bool]:
    if conversion.entered and conversion.moved is not None:
        ways = sum(t.from_stage == trigger.from_stage for t in funnel.triggers) + 1
        return *rate_interval(conversion.entered, conversion.moved, ways), True
    rate = conversion.rate
    return rate * (1 - ASSUMED_OFF), min(rate * (1 + ASSUMED_OFF), 1.0), False


def _time(trigger: Trigger, segment: str) -> Iterator[Parameter]:
    time = velocity_for(trigger, segment)
    mean = None if time is None else mean_days(time)
    if time is None or not mean:
        return
    spread = _spread_of_mean(time)
    if spread is None:
        low, high = mean * (1 - ASSUMED_OFF), mean * (1 + ASSUMED_OFF)
    else:
        low, high = mean * math.exp(-_NINTH * spread), mean * math.exp(_NINTH * spread)
    yield Parameter("time", trigger.id, segment, mean, low, high, spread is not None)


def _spread_of_mean(time: TimeDistribution) -> float | None:
    """Return the standard deviation of the log of a mean known from n observed times, or None.

    σ/√n for lognormal times, cv/√n for the others: their posterior (`engine.parameters`) for more
    than a handful of observations.
    """
    n = getattr(time, "observations", None)
    if not n or n < 0:
        return None
    match time:
        case LogNormalTime():
            return math.sqrt(math.log1p(time.cv**2) / n)
        case GammaTime() | WeibullTime():
            return time.cv / math.sqrt(n)
        case ExponentialTime():
            return 1 / math.sqrt(n)
        case TriangularTime() | EmpiricalTime():
            return _observed_cv(time) / math.sqrt(n)
        case FixedTime() | UnknownTime():
            return None


def _observed_cv(time: TriangularTime | EmpiricalTime) -> float:
    mean = mean_days(time) or 1.0
    if isinstance(time, TriangularTime):
        low, mode, high = time.low_days, time.mode_days, time.high_days
        square = low**2 + mode**2 + high**2 - low * mode - low * high - mode * high
        return math.sqrt(max(square, 0.0) / 18) / mean
    weights = time.weights or (1.0,) * len(time.days)
    second = sum(w * (day - mean) ** 2 for day, w in zip(time.days, weights, strict=True))
    return math.sqrt(second / (sum(weights) or 1.0)) / mean


def _of_sources(funnel: Funnel) -> Iterator[Parameter]:
    for source in funnel.sources:
        volume = source.volume
        leads, months = volume.leads_per_month, volume.months_observed
        if leads <= 0:
            continue
        if months:
            # Counts of n leads with a variance of φ·n: a relative error of √(φ/n).
            spread = math.sqrt(max(volume.dispersion, 1.0) / (leads * months))
            low, high = leads * math.exp(-_NINTH * spread), leads * math.exp(_NINTH * spread)
        else:
            low, high = leads * (1 - ASSUMED_OFF), leads * (1 + ASSUMED_OFF)
        yield Parameter("volume", source.id, "", leads, low, high, bool(months))


def _of_stages(funnel: Funnel) -> Iterator[Parameter]:
    for stage in funnel.stages:
        if stage.capacity is not None and stage.capacity.leads_per_day > 0:
            leads = stage.capacity.leads_per_day
            low, high = leads * (1 - ASSUMED_OFF), leads * (1 + ASSUMED_OFF)
            yield Parameter("capacity", stage.id, "", leads, low, high, False)


def _of_deals(funnel: Funnel) -> Iterator[Parameter]:
    if funnel.deal_value is None or funnel.deal_value.mean <= 0:
        return
    mean, deals = funnel.deal_value.mean, 0
    if funnel.baseline is not None:
        deals = funnel.baseline.deals_with_value
    if deals:
        spread = funnel.deal_value.cv / math.sqrt(deals)
        low, high = mean * math.exp(-_NINTH * spread), mean * math.exp(_NINTH * spread)
    else:
        low, high = mean * (1 - ASSUMED_OFF), mean * (1 + ASSUMED_OFF)
    yield Parameter("deal_value", "", "", mean, low, high, bool(deals))
