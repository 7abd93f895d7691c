"""Which stages of two funnels mean the same, as far as ids, names, kinds and places tell."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from funnelcraft.funnel.graph import stages_by_id, successors
from funnelcraft.funnel.mapping.mapping import Mapping
from funnelcraft.funnel.model import ENDS, Funnel, Stage

Why = Literal["id", "term", "abbreviation", "kind", "path"]
ENTRY = ""  # where leads come from, in the place of a stage before
SHORTEST_INITIALS = 2


@dataclass(frozen=True)
class Guess:
    """A stage of A, the stage of B it seems to be, and what says so."""

    a: str
    b: str
    why: Why


def guessed_mapping(a: Funnel, b: Funnel) -> Mapping:
    """Return the mapping that ids, terms, abbreviations, kinds and places in the path suggest."""
    return Mapping(tuple((guess.a, guess.b) for guess in guesses(a, b)))


def guesses(a: Funnel, b: Funnel) -> tuple[Guess, ...]:
    """Return for the stages of A, in their order, what they seem to be in B; each of B once.

    Surer signs come first: the same id; the same term; an abbreviation that is the other's, its
    term, or its initials; the only stage that is won, or lost; the only stage between two that are
    found already. An end is never taken for a stage that goes on, unless both have one id.
    """
    here, there = stages_by_id(a), stages_by_id(b)
    found: dict[str, Guess] = {}
    taken: set[str] = set()

    def add(stage_a: str, stage_b: str, why: Why) -> None:
        found[stage_a] = Guess(stage_a, stage_b, why)
        taken.add(stage_b)

    for stage in here:
        if stage in there:
            add(stage, stage, "id")
    signs: tuple[tuple[Why, Callable[[Stage], Iterable[str]]], ...] = (
        ("term", lambda stage: [_plain(stage.term)]),
        ("abbreviation", _short_forms),
        ("kind", lambda stage: [stage.kind] if stage.kind in ENDS else []),
    )
    for why, sign in signs:
        left_a = [stage for name, stage in here.items() if name not in found]
        left_b = [stage for name, stage in there.items() if name not in taken]
        for one, other in _unmistakable(left_a, left_b, sign):
            add(one, other, why)
    for one, other in _between(a, b, {guess.a: guess.b for guess in found.values()}):
        add(one, other, "path")
    return tuple(found[stage] for stage in here if stage in found)


def _unmistakable(
    left_a: list[Stage], left_b: list[Stage], sign: Callable[[Stage], Iterable[str]]
) -> list[tuple[str, str]]:
    """Return the pairs that share a sign with each other and with nobody else."""
    pairs = [
        (one.id, other.id)
        for one in left_a
        for other in left_b
        if _may_be(one, other) and {s for s in sign(one) if s} & set(sign(other))
    ]
    times_a, times_b = (Counter(pair[at] for pair in pairs) for at in (0, 1))
    return [pair for pair in pairs if times_a[pair[0]] == times_b[pair[1]] == 1]


def _may_be(one: Stage, other: Stage) -> bool:
    return one.kind == other.kind or not {one.kind, other.kind} & {*ENDS}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _short_forms(stage: Stage) -> list[str]:
    """Return the abbreviation, the term without its spaces, and the term's initials."""
    words = _plain(stage.term).split()
    initials = "".join(word[0] for word in words)
    found = [_plain(stage.abbreviation).replace(" ", ""), "".join(words)]
    return [*found, initials] if len(words) >= SHORTEST_INITIALS else found


def _between(a: Funnel, b: Funnel, known: dict[str, str]) -> list[tuple[str, str]]:
    """Return pairs that stand alone between stages known on both sides, found one by one."""
    before_a, after_a = _neighbours(a)
    before_b, after_b = _neighbours(b)
    here, there = stages_by_id(a), stages_by_id(b)
    known = known | {ENTRY: ENTRY}
    found: list[tuple[str, str]] = []
    while True:
        left_b = [stage for stage in there.values() if stage.id not in known.values()]
        pairs = [
            (one.id, other.id)
            for one in here.values()
            if one.id not in known and one.kind not in ENDS
            for other in left_b
            if _may_be(one, other)
            and {known.get(s) for s in before_a[one.id]} & before_b[other.id]
            and {known.get(s) for s in after_a[one.id]} & after_b[other.id]
        ]
        times_a, times_b = (Counter(pair[at] for pair in pairs) for at in (0, 1))
        sure = [pair for pair in pairs if times_a[pair[0]] == times_b[pair[1]] == 1]
        if not sure:
            return found
        found += sure
        known = known | dict(sure)


def _neighbours(funnel: Funnel) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the stages before and after each, by triggers that lead on; ENTRY where leads come."""
    following = successors(funnel, lambda trigger: trigger.kind == "progress")
    after = {stage: set(targets) for stage, targets in following.items()}
    before: dict[str, set[str]] = {stage: set() for stage in following}
    for stage, targets in following.items():
        for target in targets:
            before[target].add(stage)
    for source in funnel.sources:
        if source.into in before:
            before[source.into].add(ENTRY)
    return before, after
