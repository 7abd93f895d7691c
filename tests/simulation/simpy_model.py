"""An independent model of a funnel in continuous time, with SimPy: every lead is a process.

Shares nothing with the engine but the document: no day grid, no tables, other random numbers, other
code for every distribution, queue and calendar. Slow, and therefore a witness only.
"""

import math
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import date, timedelta
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

Steps = Generator[Any, None, None]


@dataclass
class Tally:
    """What one run did within the horizon, by stage: visits begun, promises broken, and waits.

    `waits` of those whose work began, in days; `nights` counts who waits at 00:00, over all nights.
    `arrived` holds the moment each lead came from a source, `won` when each winner came and how
    many days after it was won.
    """

    entries: dict[str, int] = field(default_factory=dict)
    breaches: dict[str, int] = field(default_factory=dict)
    waits: dict[str, list[float]] = field(default_factory=dict)
    nights: dict[str, int] = field(default_factory=dict)
    arrived: list[float] = field(default_factory=list)
    won: list[tuple[float, float]] = field(default_factory=list)

    @property
    def visits(self) -> int:
        return sum(self.entries.values())


@dataclass
class _Desk:
    """Where leads wait for a slot of a working day."""

    free: int = 0
    line: deque[simpy.Event] = field(default_factory=deque)


def run(model: Funnel, days: float, seed: int) -> Tally:
    """Simulate one run of a funnel with one segment."""
    stream = np.random.default_rng(seed)
    environment = simpy.Environment()
    ids = [stage.id for stage in model.stages]
    tally = Tally(
        entries=dict.fromkeys(ids, 0),
        breaches=dict.fromkeys(ids, 0),
        waits={stage_id: [] for stage_id in ids},
        nights=dict.fromkeys(ids, 0),
    )
    stages = {stage.id: stage for stage in model.stages}
    leaving = {s: [t for t in model.triggers if t.from_stage == s] for s in stages}
    desks = {s: _Desk() for s in ids if stages[s].capacity is not None}
    walk = _Walk(environment, stream, stages, leaving, desks, tally)
    for stage_id, desk in desks.items():
        environment.process(_office(walk, desk, stages[stage_id], model))
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
    desks: dict[str, _Desk]
    tally: Tally


@dataclass
class _Visit:
    begun: bool = False
    over: bool = False


def _office(walk: _Walk, desk: _Desk, stage: Stage, model: Funnel) -> Steps:
    """Open the desk at 00:00 of every working day for who waits, then for who comes."""
    today, worked = date.fromisoformat(model.start), 0
    assert stage.capacity is not None
    a_day = stage.capacity.leads_per_day
    while True:
        walk.tally.nights[stage.id] += len(desk.line)
        weekend = today.weekday() >= 5 or today.isoformat() in model.holidays
        desk.free = 0
        if stage.capacity.calendar == "every_day" or not weekend:
            desk.free = math.floor((worked + 1) * a_day) - math.floor(worked * a_day)
            worked += 1
        while desk.free and desk.line:
            desk.free -= 1
            desk.line.popleft().succeed()
        yield walk.environment.timeout(1)
        today += timedelta(days=1)


def _arrivals(walk: _Walk, rate: float, into: str) -> Steps:
    while True:
        yield walk.environment.timeout(walk.stream.exponential(1 / rate))
        walk.environment.process(_lead(walk, into))


def _lead(walk: _Walk, into: str) -> Steps:
    here: str | None = into
    came = walk.environment.now
    walk.tally.arrived.append(came)
    while here is not None:
        walk.tally.entries[here] += 1
        if walk.stages[here].kind in ENDS:
            if walk.stages[here].kind == "won":
                walk.tally.won.append((came, walk.environment.now - came))
            return
        here = yield from _stay(walk, here)


def _stay(walk: _Walk, here: str) -> Generator[Any, Any, str | None]:
    """Stay in a stage; return where to go next."""
    stage, entered = walk.stages[here], walk.environment.now
    breach = next((t for t in walk.leaving[here] if t.kind == "sla_breach"), None)
    visit = _Visit()
    if stage.sla is not None and breach is None:
        walk.environment.process(_watch(walk, stage, visit))
    if here in walk.desks:
        began = yield from _wait_in_line(walk, stage, breach)
        if not began:
            walk.tally.breaches[here] += 1
            assert breach is not None
            return breach.to_stage
        walk.tally.waits[here].append(walk.environment.now - entered)
    visit.begun = True
    waited = walk.environment.now - entered
    target, lasting = _outcome(walk, stage, waited)
    time = _drawn(lasting, walk.stream)
    if breach is not None and stage.sla is not None and stage.sla.clock == "stage":
        left = stage.sla.days - waited
        if time > left:
            yield walk.environment.timeout(left)
            walk.tally.breaches[here] += 1
            return breach.to_stage
    yield walk.environment.timeout(time)
    visit.over = True
    return target


def _wait_in_line(walk: _Walk, stage: Stage, breach: Trigger | None) -> Generator[Any, Any, bool]:
    """Wait for a slot; say whether one came before the promise took the lead away."""
    desk = walk.desks[stage.id]
    if desk.free and not desk.line:
        desk.free -= 1
        return True
    turn = walk.environment.event()
    desk.line.append(turn)
    if breach is None or stage.sla is None:
        yield turn
        return True
    yield turn | walk.environment.timeout(stage.sla.days)
    if not turn.triggered:
        desk.line.remove(turn)
    return bool(turn.triggered)


def _watch(walk: _Walk, stage: Stage, visit: _Visit) -> Steps:
    assert stage.sla is not None
    yield walk.environment.timeout(stage.sla.days)
    kept = visit.begun if stage.sla.clock == "first_touch" else visit.over
    walk.tally.breaches[stage.id] += not kept


def _outcome(walk: _Walk, stage: Stage, waited: float) -> tuple[str | None, TimeDistribution]:
    chance = walk.stream.random()
    half_life = stage.wait_half_life_days
    for trigger in walk.leaving[stage.id]:
        if trigger.kind == "sla_breach":
            continue
        assert trigger.conversion is not None
        assert trigger.velocity is not None
        rate = trigger.conversion.rate
        if half_life is not None and trigger.kind == "progress":
            rate *= 2 ** (-waited / half_life)
        chance -= rate
        if chance < 0:
            return trigger.to_stage, trigger.velocity
    return None, stage.leak_time


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
