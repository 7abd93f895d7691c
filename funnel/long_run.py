"""The long run: what enters each stage once volumes and rates have worked through the funnel.

Mean leads a month, with sources at their monthly volume and rates as they are: no trend, season,
campaign or opening pipeline, which pass. In the long run times do not matter, so this is plain
arithmetic on the way to a finding; what happens day by day is the simulation's.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import ALL, DAYS_PER_MONTH, ENDS, Capacity, Funnel, Stage, Trigger
from funnelcraft.funnel.rates import conversion_for, default_of_gate

# Recycled leads come back again and again, each time fewer: so many rounds at most are added up.
ROUNDS = 50
NEGLIGIBLE = 1e-4  # of all leads that come in

WORKING_SHARE = {"weekdays": 5 / 7, "every_day": 1.0}

Node = tuple[str, str]  # segment, stage
Ways = dict[Node, list[tuple[Node, float, bool]]]  # target, share, whether it is taken back


@dataclass(frozen=True)
class LongRun:
    """Mean leads a month that enter each stage, and those of them that were taken back."""

    entries: dict[str, float]
    recycled: dict[str, float]


def monthly_room(capacity: Capacity) -> float:
    """Return how many leads a capacity begins in a mean month without holidays."""
    per_day = capacity.leads_per_day * WORKING_SHARE.get(capacity.calendar, 1.0)
    return per_day * DAYS_PER_MONTH


def rates_out(stage: Stage, leaving: list[Trigger], segment: str) -> list[tuple[Trigger, float]]:
    """Return the share of a segment's leads that each trigger takes out of a stage, 0–1.

    A gate's default takes the rest. Shares that are impossible are cut to what is left.
    """
    if stage.kind in ENDS:
        return []
    drawn = [trigger for trigger in leaving if trigger.kind != "sla_breach"]
    default = default_of_gate(drawn) if stage.kind == "gate" else None
    left, found = 1.0, []
    for trigger in drawn:
        conversion = None if trigger is default else conversion_for(trigger, segment)
        rate = min(max(conversion.rate if conversion else 0.0, 0.0), left)
        left -= rate
        found.append((trigger, rate))
    return [(trigger, left if trigger is default else rate) for trigger, rate in found]


def long_run(funnel: Funnel) -> LongRun:
    """Return the long run of a funnel. Leads beyond a capacity wait and do not come on.

    Where leads go round nearly for ever the sums are lower bounds.
    """
    stages = stages_by_id(funnel)
    segments = tuple(segment.id for segment in funnel.segments) or (ALL,)
    ways = _ways(funnel, stages, segments)
    room = {s.id: monthly_room(s.capacity) for s in stages.values() if s.capacity}
    coming = _arriving(funnel, stages, segments)
    enough = NEGLIGIBLE * sum(coming.values())
    order = _downwards(ways, coming)
    entries: dict[str, float] = defaultdict(float)
    recycled: dict[str, float] = defaultdict(float)
    for _round in range(ROUNDS):
        for node in order:
            leads = coming.pop(node, 0.0)
            stage_id = node[1]
            passing = min(leads, max(0.0, room.get(stage_id, inf) - entries[stage_id]))
            entries[stage_id] += leads
            for target, rate, is_recycled in ways[node]:
                coming[target] += passing * rate
                if is_recycled:
                    recycled[target[1]] += passing * rate
        if sum(coming.values()) <= enough:
            break
    return LongRun(dict(entries), dict(recycled))


def _downwards(ways: Ways, starts: Iterable[Node]) -> list[Node]:
    """Return the nodes leads reach, each before those it leads to as far as there is no way back.

    Then one round takes a lead as far as it gets without being taken back.
    """
    found: list[Node] = []
    seen: set[Node] = set()
    for start in starts:
        waiting = [(start, False)]
        while waiting:
            node, is_done = waiting.pop()
            if is_done:
                found.append(node)
            elif node not in seen:
                seen.add(node)
                waiting.append((node, True))
                waiting.extend((target, False) for target, _rate, _back in ways[node])
    return found[::-1]


def _arriving(
    funnel: Funnel, stages: dict[str, Stage], segments: tuple[str, ...]
) -> dict[Node, float]:
    found: dict[Node, float] = defaultdict(float)
    for source in funnel.sources:
        if source.into in stages and source.segment in segments:
            found[source.segment, source.into] += max(0.0, source.volume.leads_per_month)
    return found


def _ways(funnel: Funnel, stages: dict[str, Stage], segments: tuple[str, ...]) -> Ways:
    """Return where each node's leads go."""
    leaving: dict[str, list[Trigger]] = defaultdict(list)
    for trigger in funnel.triggers:
        if trigger.to_stage in stages:
            leaving[trigger.from_stage].append(trigger)
    found: Ways = {}
    for segment in segments:
        for stage in stages.values():
            out = rates_out(stage, leaving[stage.id], segment)
            found[segment, stage.id] = [
                ((_after(trigger, segment, segments), trigger.to_stage), rate, _is_back(trigger))
                for trigger, rate in out
                if rate > 0
            ]
    return found


def _is_back(trigger: Trigger) -> bool:
    return trigger.kind == "recycle"


def _after(trigger: Trigger, segment: str, segments: tuple[str, ...]) -> str:
    return trigger.to_segment if trigger.to_segment in segments else segment
