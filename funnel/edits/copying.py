"""Copying parts of a funnel and pasting them into the same or another one.

What is copied is a small funnel of its own, so that it can be written and read as a document is.
Stages that only say where a copied trigger or source is attached are its *context*: they are not
pasted, but found again by their ids. Leads of the opening pipeline are never copied.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.ids import new_id
from funnelcraft.funnel.model import ALL, Funnel, Role, Segment, Source, Stage, Trigger
from funnelcraft.funnel.text import _
from funnelcraft.funnel.values import LONGEST_TEXT

CONTEXT = "context"  # the key of the fragment that lists the ids of its context


@dataclass(frozen=True)
class Paste:
    """A funnel after a paste, and the ids of what is new in it."""

    funnel: Funnel
    stages: tuple[str, ...]
    triggers: tuple[str, ...]
    sources: tuple[str, ...]


def copied(
    funnel: Funnel,
    stages: Iterable[str] = (),
    triggers: Iterable[str] = (),
    sources: Iterable[str] = (),
) -> Funnel:
    """Return the given parts as a funnel.

    Triggers between the stages and sources into them come along, as do the roles and segments that
    all of them name.
    """
    chosen, lines, fills = set(stages), set(triggers), set(sources)
    known = stages_by_id(funnel)
    held_triggers = tuple(
        t
        for t in funnel.triggers
        if t.from_stage in known
        and t.to_stage in known
        and (t.id in lines or {t.from_stage, t.to_stage} <= chosen)
    )
    held_sources = tuple(
        s for s in funnel.sources if s.into in known and (s.id in fills or s.into in chosen)
    )
    ends = {end for t in held_triggers for end in (t.from_stage, t.to_stage)}
    context = (ends | {s.into for s in held_sources}) - chosen
    held_stages = tuple(s for s in known.values() if s.id in chosen | context)
    owners = {s.owner for s in held_stages}
    segments = _segments_named(held_triggers, held_sources)
    fragment = Funnel(
        title=funnel.title,
        language=funnel.language,
        currency=funnel.currency,
        start=funnel.start,
        segments=tuple(s for s in funnel.segments if s.id in segments),
        roles=tuple(role for role in funnel.roles if role.id in owners),
        stages=held_stages,
        triggers=held_triggers,
        sources=held_sources,
    )
    return fragment.replaced(**{CONTEXT: [s.id for s in held_stages if s.id in context]})


def pasted_stages(fragment: Funnel) -> tuple[Stage, ...]:
    """Return the stages of a fragment that a paste adds: all but its context."""
    context = _context_of(fragment)
    return tuple(stage for stage in fragment.stages if stage.id not in context)


def pasted(funnel: Funnel, fragment: Funnel, dx: float = 0.0, dy: float = 0.0) -> Paste:
    """Add a fragment's parts under new ids, its stages moved by dx and dy canvas units.

    Terms and sources' names stay unless the funnel has them already. Roles and segments are found
    again by id or name, and added where they are missing. Triggers and sources whose context this
    funnel does not hold are left out.
    """
    grown, roles = _with_roles(funnel, fragment)
    grown, segments = _with_segments(grown, fragment)
    attached = {s: s for s in _context_of(fragment) & stages_by_id(funnel).keys()}
    grown, new_stages = _with_stages(grown, fragment, roles, (dx, dy))
    ends = attached | new_stages
    grown, new_triggers = _with_triggers(grown, fragment, ends, segments)
    grown, new_sources = _with_sources(grown, fragment, ends, segments)
    return Paste(grown, tuple(new_stages.values()), new_triggers, new_sources)


def _context_of(fragment: Funnel) -> set[str]:
    """Return the ids of the context; a fragment may come from anywhere, so it may be anything."""
    named = (fragment.model_extra or {}).get(CONTEXT)
    return {one for one in named if isinstance(one, str)} if isinstance(named, list) else set()


def _segments_named(triggers: Iterable[Trigger], sources: Iterable[Source]) -> set[str]:
    named = {source.segment for source in sources}
    for trigger in triggers:
        named |= trigger.by_segment.keys()
        named |= {trigger.to_segment} if trigger.to_segment is not None else set()
    return named


def _with_roles(funnel: Funnel, fragment: Funnel) -> tuple[Funnel, dict[str, str]]:
    """Return the funnel with the roles it lacks, and what each role of the fragment is here."""
    owners = {stage.owner for stage in pasted_stages(fragment)}
    found: dict[str, str] = {}
    roles = list(funnel.roles)
    for role in fragment.roles:
        if role.id not in owners:
            continue
        same = next((one for one in roles if _is_same_role(one, role)), None)
        if same is None:
            same = role.replaced(id=new_id(role.id, {one.id for one in roles}))
            roles.append(same)
        found[role.id] = same.id
    return funnel.replaced(roles=tuple(roles)), found


def _is_same_role(one: Role, other: Role) -> bool:
    if _bare(one.department) != _bare(other.department):
        return False
    return one.id == other.id or _bare(one.name) == _bare(other.name)


def _with_segments(funnel: Funnel, fragment: Funnel) -> tuple[Funnel, dict[str, str]]:
    """Return the funnel with the segments it lacks, and what each one of the fragment is here.

    A funnel without segments whose leads are all one group stays so: the first segment would take
    its other leads out of it.
    """
    here = list(funnel.segments)
    first = here[0].id if here else ALL
    if not here and (funnel.sources or funnel.opening):
        return funnel, dict.fromkeys((ALL, *(s.id for s in fragment.segments)), ALL)
    found = {ALL: first}
    for segment in fragment.segments:
        same = next((one for one in here if _is_same_segment(one, segment)), None)
        if same is None:
            same = segment.replaced(id=new_id(segment.id, {ALL, *(one.id for one in here)}))
            here.append(same)
        found[segment.id] = same.id
    if not funnel.segments and here:
        found[ALL] = here[0].id
    return funnel.replaced(segments=tuple(here)), found


def _is_same_segment(one: Segment, other: Segment) -> bool:
    return one.id == other.id or _bare(one.name) == _bare(other.name)


def _with_stages(
    funnel: Funnel, fragment: Funnel, roles: Mapping[str, str], by: tuple[float, float]
) -> tuple[Funnel, dict[str, str]]:
    stages = list(funnel.stages)
    ids = {stage.id for stage in stages}
    terms = {_bare(stage.term) for stage in stages}
    shorts = {_bare(stage.abbreviation) for stage in stages if stage.abbreviation.strip()}
    found: dict[str, str] = {}
    for stage in pasted_stages(fragment):
        term = unlike(stage.term, terms)
        short = stage.abbreviation
        if _bare(short) in shorts:
            short = _numbered(short.strip(), _("{name} {n}"), shorts)
        x, y = stage.position
        copy = stage.replaced(
            id=new_id(stage.id, ids),
            term=term,
            abbreviation=short,
            owner=None if stage.owner is None else roles.get(stage.owner),
            position=(x + by[0], y + by[1]),
        )
        stages.append(copy)
        ids.add(copy.id)
        terms.add(_bare(term))
        shorts |= {_bare(short)} if short.strip() else set()
        found[stage.id] = copy.id
    return funnel.replaced(stages=tuple(stages)), found


def _with_triggers(
    funnel: Funnel, fragment: Funnel, ends: Mapping[str, str], segments: Mapping[str, str]
) -> tuple[Funnel, tuple[str, ...]]:
    triggers = list(funnel.triggers)
    ids = {trigger.id for trigger in triggers}
    added = []
    for trigger in fragment.triggers:
        if trigger.from_stage not in ends or trigger.to_stage not in ends:
            continue
        origin, target = ends[trigger.from_stage], ends[trigger.to_stage]
        to_segment = None if trigger.to_segment is None else segments.get(trigger.to_segment)
        copy = trigger.replaced(
            id=new_id(f"{origin}-{target}", ids),
            from_stage=origin,
            to_stage=target,
            by_segment={
                here: override
                for named, override in trigger.by_segment.items()
                if (here := segments.get(named, ALL)) != ALL
            },
            to_segment=None if to_segment == ALL else to_segment,
        )
        triggers.append(copy)
        ids.add(copy.id)
        added.append(copy.id)
    return funnel.replaced(triggers=tuple(triggers)), tuple(added)


def _with_sources(
    funnel: Funnel, fragment: Funnel, ends: Mapping[str, str], segments: Mapping[str, str]
) -> tuple[Funnel, tuple[str, ...]]:
    sources = list(funnel.sources)
    ids = {source.id for source in sources}
    names = {_bare(source.name) for source in sources}
    added = []
    for source in fragment.sources:
        if source.into not in ends:
            continue
        copy = source.replaced(
            id=new_id(source.id, ids),
            name=unlike(source.name, names),
            into=ends[source.into],
            segment=segments.get(source.segment, segments[ALL]),
        )
        sources.append(copy)
        ids.add(copy.id)
        names.add(_bare(copy.name))
        added.append(copy.id)
    return funnel.replaced(sources=tuple(sources)), tuple(added)


def unlike(name: str, taken: Collection[str]) -> str:
    """Return a name that is none of the taken ones (bare, in small letters): `MQL (copy)`."""
    if not name.strip() or _bare(name) not in taken:
        return name
    once = _("{name} (copy)").format(name=name[: LONGEST_TEXT - 40].strip())
    return once if _bare(once) not in taken else _numbered(name, _("{name} (copy {n})"), taken)


def _numbered(name: str, words: str, taken: Collection[str]) -> str:
    number, short = 2, name[: LONGEST_TEXT - 40].strip()
    while _bare(found := words.format(name=short, n=number)) in taken:
        number += 1
    return found


def _bare(name: str) -> str:
    return name.strip().casefold()
