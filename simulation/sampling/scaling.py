"""A funnel made larger or smaller as a whole: more leads, and as much more room for them."""

import math

from funnelcraft.funnel.model import Funnel, Source, Stage
from funnelcraft.simulation.plan import plan


def arrivals_in(funnel: Funnel, days: int) -> float:
    """Return how many leads the sources bring in so many days, in the mean.

    Raises CannotSimulate where the funnel holds errors.
    """
    return math.fsum(plan(funnel, days).source_mean.ravel().tolist())


def scaled(funnel: Funnel, factor: float) -> Funnel:
    """Return a funnel with so many times the leads, and capacities that grow with them.

    Queues are then as loaded as before. The opening pipeline stays as it is.
    """
    return funnel.replaced(
        sources=tuple(_source(source, factor) for source in funnel.sources),
        stages=tuple(_stage(stage, factor) for stage in funnel.stages),
    )


def _source(source: Source, factor: float) -> Source:
    volume = source.volume
    campaigns = tuple(one.replaced(leads=one.leads * factor) for one in volume.campaigns)
    return source.replaced(
        volume=volume.replaced(leads_per_month=volume.leads_per_month * factor, campaigns=campaigns)
    )


def _stage(stage: Stage, factor: float) -> Stage:
    if stage.capacity is None:
        return stage
    slots = stage.capacity.leads_per_day * factor
    return stage.replaced(capacity=stage.capacity.replaced(leads_per_day=slots))
