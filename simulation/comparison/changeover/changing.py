"""What a change of designs is: when, which stages become which, and both designs made for it."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from funnelcraft.funnel.ids import new_id
from funnelcraft.funnel.mapping import (
    Mapping,
    aligned,
    moved_opening,
    moved_segments,
)
from funnelcraft.funnel.model import ALL, ENDS, Funnel, Source, Volume
from funnelcraft.funnel.text import _, written_day
from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.comparison.matching import NONE
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.problems import refuse

Node = tuple[str, str]  # segment, stage


@dataclass(frozen=True)
class Move:
    """Where leads in flight go: from a node of A to one of B (aligned); `source` counts them."""

    a: Node
    b: Node
    source: str


@dataclass(frozen=True)
class Change:
    """A change on a day (from the start, 0 is the first): who goes where, and with which age."""

    day: int
    moves: tuple[Move, ...]
    keep_ages: bool
    queues: tuple[tuple[Node, str], ...]  # the nodes of A where leads queue, and their sources


@dataclass(frozen=True)
class Made:
    """Both designs made for a change: `b` as its file has it, `other` with the ids of A.

    Each has a source without leads for every node that leads in flight come to: who moves is
    counted by it. They begin with A's opening pipeline. So has `a` for the nodes where leads queue,
    who come by them once more.
    """

    a: Funnel
    b: Funnel
    other: Funnel
    change: Change
    sources: tuple[str, ...]  # the ids in `b` and `other`
    stages: tuple[str, ...]  # the stage of B that each of them counts for


def made_for_change(
    a: Funnel, b: Funnel, on: date, mapping: Mapping, days: int, keep_ages: bool
) -> Made:
    """Return both designs made for a change on a day. Raises CannotSimulate where it is no day."""
    day = _day(a, on, days)
    b = b.replaced(start=a.start, opening=moved_opening(a, b, mapping))
    plain = aligned(a, b, mapping)
    stages = {s.id: t.id for s, t in zip(b.stages, plain.stages, strict=True)}
    segments = {s.id: t.id for s, t in zip(b.segments, plain.segments, strict=True)}
    kinds = {stage.id: stage.kind for stage in b.stages}
    moves: list[Move] = []
    counting: dict[Node, str] = {}
    taken = {source.id for funnel in (a, b, plain) for source in funnel.sources}
    to_segment = moved_segments(a, b)
    for stage in (stage.id for stage in a.stages if stage.kind not in ENDS):
        target = mapping.to_b.get(stage, "")
        if kinds.get(target, ENDS[0]) in ENDS:
            continue
        for segment, there in to_segment.items():
            node = there, target
            if node not in counting:
                counting[node] = new_id(f"moved-{target}", taken)
                taken.add(counting[node])
            moved = segments.get(there, there), stages[target]
            moves.append(Move((segment, stage), moved, counting[node]))
    queues: dict[Node, str] = {}
    for stage in (stage.id for stage in a.stages if stage.capacity is not None):
        for segment in to_segment:
            queues[segment, stage] = new_id(f"waiting-{stage}", taken)
            taken.add(queues[segment, stage])
    return Made(
        _with_counters(a, queues),
        _with_counters(b, counting),
        _with_counters(
            plain, {(segments.get(s, s), stages[t]): name for (s, t), name in counting.items()}
        ),
        Change(day, tuple(moves), keep_ages, tuple(queues.items())),
        tuple(counting.values()),
        tuple(target for _segment, target in counting),
    )


def _day(a: Funnel, on: date, days: int) -> int:
    start = date.fromisoformat(a.start)
    day = (on - start).days
    if not 0 < day < days:
        message = _("The change must come after {start} and not after {end}, not on {day}.")
        last = start + timedelta(days=days - 1)
        names = {"start": written_day(a.start), "end": written_day(last.isoformat())}
        raise refuse("switch", message.format(day=written_day(on.isoformat()), **names))
    return day


def _with_counters(funnel: Funnel, counting: dict[Node, str]) -> Funnel:
    volume = Volume(leads_per_month=0.0)
    more = tuple(
        Source(id=name, name=name, into=stage, segment=segment, volume=volume)
        for (segment, stage), name in counting.items()
    )
    return funnel.replaced(sources=(*funnel.sources, *more))


def place(plan: Plan, node: Node) -> int:
    """Return the place of a node in a plan; a funnel without segments has but one."""
    segment, stage = node
    at = plan.segment_ids.index(segment) if segment != ALL or ALL in plan.segment_ids else 0
    return at * len(plan.stage_ids) + plan.stage_ids.index(stage)


def targets(change: Change, a: Plan, b: Plan) -> Ints:
    """Return the node of B that each node of A becomes, NONE where it becomes none."""
    found = np.full(a.nodes, NONE, dtype=np.int64)
    for move in change.moves:
        found[place(a, move.a)] = place(b, move.b)
    return found


def counters(change: Change, a: Plan, b: Plan) -> Ints:
    """Return the source of B that counts who comes from each node of A."""
    found = np.full(a.nodes, NONE, dtype=np.int64)
    for move in change.moves:
        found[place(a, move.a)] = b.source_ids.index(move.source)
    return found


def own_counters(change: Change, a: Plan) -> Ints:
    """Return the source of A by which who queues in each of its nodes comes again, or NONE."""
    found = np.full(a.nodes, NONE, dtype=np.int64)
    for node, name in change.queues:
        found[place(a, node)] = a.source_ids.index(name)
    return found
