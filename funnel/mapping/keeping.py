"""Mappings that are kept in a document: found again, used as far as they hold, put back.

Nothing that stands in a file is taken on trust: what names a stage that is not there, or maps one
twice, is left out and told in a sentence.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.mapping.guessing import Guess, guesses
from funnelcraft.funnel.mapping.mapping import Mapping
from funnelcraft.funnel.matches import KeptMapping, StageMatch
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, listed, number

# Two documents of one title are taken for one as long as most of their stages are the same.
LEAST_ALIKE = 0.5
MOST_NAMED = 8

Pair = tuple[str, str]


@dataclass(frozen=True)
class Restored:
    """A mapping from design A to B as it was kept, and what is to be said of it.

    `guesses` are the pairs among it that are guessed, since one of both stages came later. `notes`
    say what of the kept one is left out.
    """

    mapping: Mapping
    guesses: tuple[Guess, ...] = ()
    notes: tuple[str, ...] = ()


def restored(a: Funnel, b: Funnel, *, own_is_b: bool = False) -> Restored | None:
    """Return the mapping from A to B that A keeps, or B where `own_is_b`; None without any."""
    own, other = (b, a) if own_is_b else (a, b)
    kept = kept_for(own, other)
    return None if kept is None else _usable(own, other, kept, own_is_b)


def kept_for(own: Funnel, other: Funnel) -> KeptMapping | None:
    """Return what a document keeps for another one; None where it keeps nothing for it.

    The other is known by its title and by most of its stages; without a title of its own, or under
    another, by having the very same stages. Of several the most alike counts, the last of equal
    ones.
    """
    alike = [(_likeness(one, other), at, one) for at, one in enumerate(own.mappings)]
    known = [found for found in alike if found[0] > 0]
    return max(known, key=lambda found: found[:2])[2] if known else None


def with_kept(
    document: Funnel, shown: Funnel, other: Funnel, mapping: Mapping, *, own_is_b: bool = False
) -> Funnel:
    """Return a document that keeps the mapping between another one and what is shown of its own.

    `shown` is the document itself or one of its scenarios; B of the mapping where `own_is_b`. What
    was kept under the same title is replaced, but for stages that are not shown.
    """
    pairs = [(there, here) for here, there in mapping.pairs] if own_is_b else list(mapping.pairs)
    here = stages_by_id(shown)
    matched = {stage for stage, _other in pairs}
    said = [StageMatch(stage=stage, other=found) for stage, found in pairs]
    said += [StageMatch(stage=stage) for stage in here if stage not in matched]
    before = kept_for(document, other)
    if before is not None:
        elsewhere = (_in_scenarios(document) | stages_by_id(document).keys()) - here.keys()
        said += [one for one in before.pairs if one.stage in elsewhere]
    kept = KeptMapping(
        title=other.title.strip(),
        stage_ids=tuple(stages_by_id(other)),
        pairs=tuple(said),
    )
    if before is None or _plain(before.title) != _plain(other.title):
        return document.replaced(mappings=(*document.mappings, kept))
    kept = before.replaced(title=kept.title, stage_ids=kept.stage_ids, pairs=kept.pairs)
    return document.replaced(
        mappings=tuple(kept if one is before else one for one in document.mappings)
    )


def without_kept(document: Funnel, other: Funnel) -> Funnel:
    """Return a document in which everything about another one is guessed.

    What was kept for it is gone. Where it would then be taken for a document of the same stages and
    another title, it is kept that nothing was said of it.
    """
    title = _plain(other.title)
    left = tuple(
        one for one in document.mappings if _plain(one.title) != title or _likeness(one, other) == 0
    )
    freed = document.replaced(mappings=left)
    if kept_for(freed, other) is None:
        return freed
    silent = KeptMapping(title=other.title.strip(), stage_ids=tuple(stages_by_id(other)))
    return freed.replaced(mappings=(*left, silent))


def without_stages(
    mappings: tuple[KeptMapping, ...], gone: frozenset[str]
) -> tuple[KeptMapping, ...]:
    """Return kept mappings without what they say of stages that are taken out of the document."""
    if not any(pair.stage in gone for kept in mappings for pair in kept.pairs):
        return mappings
    return tuple(
        kept.replaced(pairs=tuple(pair for pair in kept.pairs if pair.stage not in gone))
        for kept in mappings
    )


def _likeness(kept: KeptMapping, other: Funnel) -> float:
    """Return how much a document is like the one that was mapped: 0 for another one, up to 2."""
    then, now = set(kept.stage_ids), set(stages_by_id(other))
    if not then or not now:
        return 0.0
    shared = len(then & now) / len(then | now)
    if _plain(kept.title) and _plain(kept.title) == _plain(other.title):
        return 1.0 + shared if shared >= LEAST_ALIKE else 0.0
    return 1.0 if then == now else 0.0


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def _usable(own: Funnel, other: Funnel, kept: KeptMapping, turned: bool) -> Restored:
    """Return what of a kept mapping can be used, from the other to one's own where turned."""
    here, there = stages_by_id(own), stages_by_id(other)
    elsewhere = _in_scenarios(own)
    pairs: dict[str, str] = {}
    gone_here: list[str] = []
    gone_there: list[str] = []
    twice: list[str] = []
    for one in kept.pairs:
        if one.stage not in here:
            gone_here += [] if one.stage in elsewhere else [one.stage]
        elif one.other is not None and one.other not in there:
            gone_there.append(one.other)
        elif one.other is not None:
            key, value = (one.other, one.stage) if turned else (one.stage, one.other)
            if pairs.setdefault(key, value) != value:
                twice.append(stage_name((there if turned else here)[key]))
    guessed = _since(own, other, kept, pairs, turned)
    told = (
        (_("The kept mapping names stages that are no longer here: {stages}."), gone_here),
        (_("The kept mapping names stages that the other no longer has: {stages}."), gone_there),
        (_("The kept mapping has these more than once; the first counts: {stages}."), twice),
    )
    notes = tuple(text.format(stages=_named(stages)) for text, stages in told if stages)
    whole = (*pairs.items(), *((guess.a, guess.b) for guess in guessed))
    return Restored(Mapping(whole), guessed, notes)


def _since(
    own: Funnel, other: Funnel, kept: KeptMapping, pairs: dict[str, str], turned: bool
) -> tuple[Guess, ...]:
    """Return guesses for the stages that came after the mapping was kept, on either side."""
    said, then = {one.stage for one in kept.pairs}, set(kept.stage_ids)
    new = {s for s in stages_by_id(own) if s not in said}
    new_there = {s for s in stages_by_id(other) if s not in then}
    if not new and not new_there:
        return ()
    first, second = (new_there, new) if turned else (new, new_there)
    a, b = (other, own) if turned else (own, other)
    taken = set(pairs.values())
    return tuple(
        guess
        for guess in guesses(a, b)
        if (guess.a in first or guess.b in second) and guess.a not in pairs and guess.b not in taken
    )


def _in_scenarios(own: Funnel) -> frozenset[str]:
    """Return the stages that a document's scenarios add or take away."""
    return frozenset(
        change.id
        for scenario in own.scenarios
        for change in scenario.changes
        if change.part == "stage" and not change.path
    )


def _named(stages: Iterable[str]) -> str:
    names = [f"“{stage[:64]}”" for stage in dict.fromkeys(stages)]
    more = len(names) - MOST_NAMED
    if more > 0:
        names = [*names[:MOST_NAMED], _("{n} more").format(n=number(more))]
    return listed(names)
