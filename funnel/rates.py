"""The rates and times that hold for a segment, with a trigger's own where the segment has none."""

from collections.abc import Iterable, Sequence

from funnelcraft.funnel.model import Conversion, Trigger
from funnelcraft.funnel.velocity import TimeDistribution


def conversion_for(trigger: Trigger, segment: str) -> Conversion | None:
    """Return the conversion of a trigger for a segment; None where the trigger has none."""
    override = trigger.by_segment.get(segment)
    return override.conversion if override and override.conversion else trigger.conversion


def velocity_for(trigger: Trigger, segment: str) -> TimeDistribution | None:
    """Return the time a trigger takes for a segment; None where the trigger has none."""
    override = trigger.by_segment.get(segment)
    return override.velocity if override and override.velocity else trigger.velocity


def leaving_rates(triggers: Iterable[Trigger], segment: str) -> list[float]:
    """Return the rates of the given triggers for a segment, zero where none is given."""
    found = (conversion_for(trigger, segment) for trigger in triggers)
    return [conversion.rate if conversion else 0.0 for conversion in found]


def default_of_gate(triggers: Sequence[Trigger]) -> Trigger | None:
    """Return the way out of a gate that takes the rest: the one without a rate of its own."""
    return next((trigger for trigger in triggers if trigger.conversion is None), None)
