"""An independent model of a funnel in continuous time, with SimPy: every lead is a process.

Shares nothing with the engine but the document: no day grid, no tables, other random numbers, other
code for every distribution. Slow, and therefore a witness only.
"""

import math
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import simpy

from funnelcraft.funnel.model import DAYS_PER_MONTH, ENDS, Funnel, Stage, Trigger
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    ExponentialTime,
    FixedTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
)


@dataclass
class Tally:
    """What one run did: visits begun in each stage within the horizon, and visits altogether."""

    entries: dict[str, int] = field(default_factory=dict)

    @property
    def visits(self) -> int:
        return sum(self.entries.values())


def run(model: Funnel, days: float, seed: int) -> Tally:
    """Simulate one run of a funnel with one segment, without queues and promises."""
    stream = np.random.default_rng(seed)
    environment = simpy.Environment()
    tally = Tally({stage.id: 0 for stage in model.stages})
    stages = {stage.id: stage for stage in model.stages}
    leaving = {s: [t for t in model.triggers if t.from_stage == s] for s in stages}
    walk = _Walk(environment, stream, stages, leaving, tally)
    for source in model.sources:
        rate = source.volume.leads_per_month / DAYS_PER_MONTH
        environment.process(_arrivals(walk, rate, source.into))
    environment.run(until=days)
    return tally


@dataclass
class _Walk:
    environment: simpy.Environment
    stream: np.random.Generator
    stages: dict[str, Stage]
    leaving: dict[str, list[Trigger]]
    tally: Tally


def _arrivals(walk: _Walk, rate: float, into: str) -> Generator[Any, None, None]:
    while True:
        yield walk.environment.timeout(walk.stream.exponential(1 / rate))
        walk.environment.process(_lead(walk, into))


def _lead(walk: _Walk, into: str) -> Generator[Any, None, None]:
    here: str | None = into
    while here is not None:
        walk.tally.entries[here] += 1
        if walk.stages[here].kind in ENDS:
            return
        chance, target = walk.stream.random(), None
        lasting: TimeDistribution = walk.stages[here].leak_time
        for trigger in walk.leaving[here]:
            assert trigger.conversion is not None
            assert trigger.velocity is not None
            chance -= trigger.conversion.rate
            if chance < 0:
                target, lasting = trigger.to_stage, trigger.velocity
                break
        yield walk.environment.timeout(_drawn(lasting, walk.stream))
        here = target


def _drawn(time: TimeDistribution, stream: np.random.Generator) -> float:
    match time:
        case FixedTime():
            return time.mean_days
        case ExponentialTime():
            return float(stream.exponential(time.mean_days))
        case LogNormalTime():
            square = math.log(1 + time.cv**2)
            return float(stream.lognormal(math.log(time.mean_days) - square / 2, math.sqrt(square)))
        case GammaTime():
            return float(stream.gamma(time.cv**-2, time.mean_days * time.cv**2))
        case EmpiricalTime():
            return float(stream.choice(time.days))
    raise NotImplementedError(f"times of the kind {time.kind}")
