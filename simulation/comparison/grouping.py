"""Changes put together that only make sense together, so that any groups of them can be made alone.

A new stage comes with its triggers and sources; rates of one stage that together would exceed 1 go
up and down together. What only words, owners or places change is put aside: it moves no lead.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from funnelcraft.funnel.changes import Change
from funnelcraft.funnel.model import Funnel, Trigger
from funnelcraft.funnel.rates import conversion_for
from funnelcraft.funnel.scenarios.parts import parts_of
from funnelcraft.simulation.comparison.shapley import Set

# The keys by which leads flow; all others are words.
FLOW = {
    "stage": ("kind", "sla", "capacity", "wait_half_life_days", "leak_time"),
    "trigger": ("from", "to", "kind", "conversion", "velocity", "by_segment", "to_segment"),
    "source": ("into", "segment", "volume"),
    "funnel": ("opening", "deal_value", "drift", "holidays"),
}
RATES = ("conversion", "by_segment")
# Rates that add up to no more than this can be had in any mixture.
ALL_OF_THEM = 1.0 + 1e-9


@dataclass(frozen=True)
class Grouped:
    """The changes between two funnels: `groups` that can each be made, and words alone."""

    groups: tuple[tuple[Change, ...], ...]
    words: tuple[Change, ...]


def grouped(a: Funnel, b: Funnel, changes: Sequence[Change]) -> Grouped:
    """Put together the changes from A to B that need each other."""
    moving = [change for change in changes if moves_leads(change)]
    joined = _Joined(len(moving))
    for at, change in enumerate(moving):
        for other in range(at):
            if _belong_together(change, moving[other]):
                joined.join(at, other)
    touched = [_touched(a, b, change) for change in moving]
    for at, change in enumerate(moving):
        if _is_structural(change):
            for other, names in enumerate(touched):
                if (change.part, change.id) in names:
                    joined.join(at, other)
    for group in _rates_of_one_stage(a, b, moving):
        for other in group[1:]:
            joined.join(group[0], other)
    groups = tuple(tuple(moving[at] for at in group) for group in joined.groups())
    return Grouped(groups, tuple(change for change in changes if not moves_leads(change)))


def moves_leads(change: Change) -> bool:
    """Say whether a change can make any lead do anything else."""
    if change.part == "role":
        return False
    if not change.path:
        return True
    return change.path[0] in FLOW.get(change.part, ())


def _is_structural(change: Change) -> bool:
    """Say whether a stage or segment comes, goes, or becomes one of another kind."""
    return change.part in ("stage", "segment") and (not change.path or change.path == ("kind",))


def _belong_together(one: Change, other: Change) -> bool:
    """Say whether two changes are one to whoever makes them: both ends of one trigger."""
    ends = ("from", "to", "to_segment")
    return (
        (one.part, one.id) == (other.part, other.id)
        and one.part == "trigger"
        and {*one.path[:1], *other.path[:1]} <= {*ends}
    )


def _touched(a: Funnel, b: Funnel, change: Change) -> set[tuple[str, str]]:
    """Return the stages and segments that a changed part has to do with, before or after."""
    found: set[tuple[str, str]] = set()
    if change.part in ("stage", "segment"):
        found.add((change.part, change.id))
    for funnel in (a, b):
        if change.part == "trigger":
            part = parts_of(funnel, "trigger").get(change.id)
            if part is not None:
                found |= {("stage", part.from_stage), ("stage", part.to_stage)}
                found |= {("segment", name) for name in (*part.by_segment, part.to_segment) if name}
        elif change.part == "source":
            part = parts_of(funnel, "source").get(change.id)
            if part is not None:
                found |= {("stage", part.into), ("segment", part.segment)}
        elif change.part == "funnel" and change.path[:1] == ("opening",):
            found |= {("stage", held.stage) for held in funnel.opening}
            found |= {("segment", held.segment) for held in funnel.opening}
    return found


def _rates_of_one_stage(a: Funnel, b: Funnel, moving: Sequence[Change]) -> list[list[int]]:
    """Return the changes of rates out of one stage that cannot be mixed at will."""
    before, after = (parts_of(funnel, "trigger") for funnel in (a, b))
    by_stage: dict[str, list[int]] = {}
    for at, change in enumerate(moving):
        if change.part == "trigger" and (not change.path or change.path[0] in RATES):
            trigger = before.get(change.id) or after[change.id]
            by_stage.setdefault(trigger.from_stage, []).append(at)
    gates = {stage.id for funnel in (a, b) for stage in funnel.stages if stage.kind == "gate"}
    return [
        places
        for stage, places in by_stage.items()
        if len(places) > 1
        and (stage in gates or _highest_sum(a, b, stage, before, after) > ALL_OF_THEM)
    ]


def _highest_sum(
    a: Funnel,
    b: Funnel,
    stage: str,
    before: dict[str, Trigger],
    after: dict[str, Trigger],
) -> float:
    """Return the highest sum of rates out of a stage when every trigger has the higher of its."""
    segments = {"", *(segment.id for funnel in (a, b) for segment in funnel.segments)}
    names = {t.id for t in (*before.values(), *after.values()) if t.from_stage == stage}
    return max(
        sum(
            max(_rate(part.get(name), stage, segment) for part in (before, after)) for name in names
        )
        for segment in segments
    )


def _rate(trigger: Trigger | None, stage: str, segment: str) -> float:
    if trigger is None or trigger.from_stage != stage:
        return 0.0
    conversion = conversion_for(trigger, segment)
    return conversion.rate if conversion is not None else 0.0


class _Joined:
    """Places joined into groups (union and find)."""

    def __init__(self, count: int) -> None:
        self._root = list(range(count))

    def join(self, one: int, other: int) -> None:
        """Put two places into one group."""
        roots = sorted((self._find(one), self._find(other)))
        self._root[roots[1]] = roots[0]

    def groups(self) -> list[list[int]]:
        """Return the groups in the order of their first places."""
        found: dict[int, list[int]] = {}
        for at in range(len(self._root)):
            found.setdefault(self._find(at), []).append(at)
        return list(found.values())

    def _find(self, at: int) -> int:
        while self._root[at] != at:
            at = self._root[at]
        return at


def joined_where_needed(
    n: int, wanted: Callable[[int], Iterable[Set]], can_be: Callable[[Set], bool]
) -> list[list[int]]:
    """Return n groups joined until each of the sets `wanted` of as many groups can be made.

    `can_be` says of a set of the n groups whether it makes a funnel that flows; all of them must.
    """
    parts = [[at] for at in range(n)]

    def flows(chosen: Iterable[int]) -> bool:
        return can_be(frozenset(at for part in chosen for at in parts[part]))

    while True:
        failing = next((one for one in wanted(len(parts)) if not flows(one)), None)
        if failing is None or len(parts) == 1:
            return parts
        together = _smallest_that_flows(_least(failing, flows), len(parts), flows)
        merged = sorted(at for part in together for at in parts[part])
        parts = [part for at, part in enumerate(parts) if at not in together]
        parts = sorted([*parts, merged])


def _least(failing: Set, flows: Callable[[Iterable[int]], bool]) -> Set:
    """Return a part of a failing set of which no member can be left out."""
    for one in sorted(failing):
        if len(failing) > 1 and not flows(failing - {one}):
            failing -= {one}
    return failing


def _smallest_that_flows(failing: Set, n: int, flows: Callable[[Iterable[int]], bool]) -> Set:
    """Return the failing set with as few others as make it flow; two at most are tried, then all.

    All of them do flow: that is the other funnel.
    """
    others = sorted({*range(n)} - failing)
    for size in (1, 2):
        for more in combinations(others, size):
            if flows(failing | set(more)):
                return failing | set(more)
    return frozenset(range(n))
