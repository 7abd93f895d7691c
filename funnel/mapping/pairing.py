"""What a mapping of stages makes of everything else: triggers, sources and segments that match."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.mapping.mapping import Mapping
from funnelcraft.funnel.model import Funnel, Source, Trigger

Matched = dict[str, tuple[str, ...]]
SourceKey = Callable[[Source], tuple[str, ...]]


@dataclass(frozen=True)
class Pairs:
    """What of design A stands for what of design B: ids of A by the id of B.

    Several stages of A may stand for one of B, and so several triggers for one; `within` are the
    triggers of A that lead from one stage to another of those that became one.
    """

    stages: Matched
    triggers: Matched
    sources: Matched
    within: Matched


def pairs_of(a: Funnel, b: Funnel, mapping: Mapping) -> Pairs:
    """Return everything of A and B that a mapping matches, in the order of A.

    Triggers match that have one id and leave matching stages; else those that lead between matching
    stages, if no other trigger does. Sources match by id; else by name; else where only one of each
    funnel leads into matching stages.
    """
    there = stages_by_id(b)
    to_b = {one: other for one, other in mapping.pairs if other in there}
    stages: Matched = {}
    for stage in stages_by_id(a):
        if stage in to_b:
            stages[to_b[stage]] = (*stages.get(to_b[stage], ()), stage)
    within = {
        stage: tuple(
            t.id for t in a.triggers if to_b.get(t.from_stage) == stage == to_b.get(t.to_stage)
        )
        for stage, merged in stages.items()
        if len(merged) > 1
    }
    return Pairs(stages, _triggers(a, b, to_b), _sources(a, b, to_b), within)


def segment_names(a: Funnel, b: Funnel) -> dict[str, str]:
    """Return what the segments of B are called in A; those of B alone are left out."""
    there = {segment.id for segment in b.segments}
    found = {segment.id: segment.id for segment in a.segments if segment.id in there}
    by_name = {s.name.casefold().strip(): s.id for s in a.segments if s.id not in there}
    for segment in b.segments:
        twin = by_name.get(segment.name.casefold().strip())
        if segment.id not in found and twin is not None and twin not in found.values():
            found[segment.id] = twin
    if len(a.segments) == len(b.segments) == 1:
        found = {b.segments[0].id: a.segments[0].id}
    return found


def _triggers(a: Funnel, b: Funnel, to_b: dict[str, str]) -> Matched:
    named = {trigger.id: trigger for trigger in b.triggers}
    by_way: dict[tuple[str, str], list[Trigger]] = {}
    for trigger in b.triggers:
        by_way.setdefault((trigger.from_stage, trigger.to_stage), []).append(trigger)
    chosen: dict[str, str] = {}
    for trigger in a.triggers:
        same = named.get(trigger.id)
        if same is not None and to_b.get(trigger.from_stage) == same.from_stage:
            chosen[trigger.id] = same.id
    # Two triggers of A stand for one of B where stages became one, not where both lead from the
    # same stage to the same.
    taken = {(t.from_stage, t.to_stage, chosen[t.id]) for t in a.triggers if t.id in chosen}
    for trigger in a.triggers:
        ends = trigger.from_stage, trigger.to_stage
        way = to_b.get(ends[0], ""), to_b.get(ends[1], "")
        ways = [one for one in by_way.get(way, ()) if (*ends, one.id) not in taken]
        if trigger.id not in chosen and way[0] != way[1] and (like := _likest(trigger, ways)):
            chosen[trigger.id] = like.id
    return _inverse([t.id for t in a.triggers], chosen)


def _likest(trigger: Trigger, ways: list[Trigger]) -> Trigger | None:
    """Return the one way there is, or of several the one of the same name or kind, if it is one."""
    if len(ways) <= 1:
        return ways[0] if ways else None
    for key in ("name", "kind"):
        same = [one for one in ways if getattr(one, key) == getattr(trigger, key) != ""]
        if len(same) == 1:
            return same[0]
    return None


def _sources(a: Funnel, b: Funnel, to_b: dict[str, str]) -> Matched:
    chosen: dict[str, str] = {}
    segments = segment_names(a, b)

    def match(key: SourceKey, other_key: SourceKey) -> None:
        left_a = _once((key(s), s.id) for s in a.sources if s.id not in chosen)
        left_b = _once((other_key(s), s.id) for s in b.sources if s.id not in chosen.values())
        chosen.update({one: left_b[k] for k, one in left_a.items() if k in left_b})

    def of_a(segment: str) -> str:
        return segments.get(segment, segment)

    match(lambda s: (s.id,), lambda s: (s.id,))
    match(_name, _name)
    match(lambda s: (to_b.get(s.into, ""), s.segment), lambda s: (s.into, of_a(s.segment)))
    return _inverse([s.id for s in a.sources], chosen)


def _name(source: Source) -> tuple[str, ...]:
    return (source.name.casefold().strip(),)


def _once(keyed: Iterable[tuple[tuple[str, ...], str]]) -> dict[tuple[str, ...], str]:
    """Return what is keyed by a key that nothing else has; empty keys are none."""
    found: dict[tuple[str, ...], list[str]] = {}
    for key, name in keyed:
        found.setdefault(key, []).append(name)
    return {key: names[0] for key, names in found.items() if len(names) == 1 and all(key)}


def _inverse(ids: list[str], chosen: dict[str, str]) -> Matched:
    found: Matched = {}
    for one in ids:
        if one in chosen:
            found[chosen[one]] = (*found.get(chosen[one], ()), one)
    return found
