"""Make ids unique and references whole, losing nothing: a repaired copy with a warning each."""

from collections.abc import Iterable
from itertools import count
from typing import TypeVar

from funnelcraft.funnel.geometry import COLUMN, ROW
from funnelcraft.funnel.model import (
    ALL,
    Funnel,
    Opening,
    Role,
    Segment,
    Source,
    Stage,
    Trigger,
)
from funnelcraft.funnel.text import _

Named = TypeVar("Named", Segment, Role, Stage, Trigger, Source)


def repaired(funnel: Funnel) -> tuple[Funnel, tuple[str, ...]]:
    """Return the funnel with unique ids and no dangling ones, and what was done, in sentences.

    The second thing of an id gets a new id. A stage, role or segment that is referred to but not
    there is added under its id, so that a slip in one place takes nothing else with it.
    """
    warnings: list[str] = []
    funnel = funnel.replaced(
        segments=_unique(funnel.segments, "segments", warnings),
        roles=_unique(funnel.roles, "roles", warnings),
        stages=_unique(funnel.stages, "stages", warnings),
        triggers=_unique(funnel.triggers, "triggers", warnings),
        sources=_unique(funnel.sources, "sources", warnings),
    )
    funnel = _with_missing_stages(funnel, warnings)
    funnel = _with_missing_roles(funnel, warnings)
    return _with_missing_segments(funnel, warnings), tuple(warnings)


def _unique(parts: tuple[Named, ...], kind: str, warnings: list[str]) -> tuple[Named, ...]:
    taken = {part.id for part in parts}
    if len(taken) == len(parts):
        return parts
    seen: set[str] = set()
    suffix: dict[str, count[int]] = {}
    result = []
    for index, part in enumerate(parts):
        if part.id in seen:
            # One counter an id: a thousand things of one id must not take a million steps.
            numbers = suffix.setdefault(part.id, count(2))
            new = next(f"{part.id[:57]}-{n}" for n in numbers if f"{part.id[:57]}-{n}" not in taken)
            taken.add(new)
            warnings.append(
                _("{kind}[{index}] has the id “{id}” of another; it is now “{new}”.").format(
                    kind=kind, index=index, id=part.id[:64], new=new
                )
            )
            part = part.replaced(id=new)
        seen.add(part.id)
        result.append(part)
    return tuple(result)


def _missing(wanted: Iterable[tuple[str, str]], there: Iterable[str]) -> dict[str, str]:
    """Return the ids that are wanted and not there, each with the first place that wants it."""
    known = set(there)
    missing: dict[str, str] = {}
    for place, name in wanted:
        if name not in known:
            missing.setdefault(name, place)
    return missing


def _with_missing_stages(funnel: Funnel, warnings: list[str]) -> Funnel:
    wanted = [
        (f"triggers[{index}]", name)
        for index, trigger in enumerate(funnel.triggers)
        for name in (trigger.from_stage, trigger.to_stage)
    ]
    wanted += [(f"sources[{i}]", source.into) for i, source in enumerate(funnel.sources)]
    wanted += [(f"opening[{i}]", opening.stage) for i, opening in enumerate(funnel.opening)]
    missing = _missing(wanted, (stage.id for stage in funnel.stages))
    below = max((stage.position[1] for stage in funnel.stages), default=0.0) + ROW
    added = []
    for column, (name, place) in enumerate(missing.items()):
        added.append(Stage(id=name, term=name or "?", position=(column * COLUMN, below)))
        warnings.append(
            _("{place} names the stage “{id}”, which was missing and was added empty.").format(
                place=place, id=name[:64]
            )
        )
    return funnel.replaced(stages=(*funnel.stages, *added)) if added else funnel


def _with_missing_roles(funnel: Funnel, warnings: list[str]) -> Funnel:
    wanted = [(f"stages[{i}]", s.owner) for i, s in enumerate(funnel.stages) if s.owner is not None]
    missing = _missing(wanted, (role.id for role in funnel.roles))
    added = []
    for name, place in missing.items():
        added.append(Role(id=name, name=name, department=""))
        warnings.append(
            _("{place} names the owner “{id}”, a role that was missing and was added.").format(
                place=place, id=name[:64]
            )
        )
    return funnel.replaced(roles=(*funnel.roles, *added)) if added else funnel


def _with_missing_segments(funnel: Funnel, warnings: list[str]) -> Funnel:
    wanted = [(f"sources[{i}]", source.segment) for i, source in enumerate(funnel.sources)]
    wanted += [(f"opening[{i}]", opening.segment) for i, opening in enumerate(funnel.opening)]
    wanted += [
        (f"triggers[{i}]", trigger.to_segment)
        for i, trigger in enumerate(funnel.triggers)
        if trigger.to_segment is not None
    ]
    missing = _missing(wanted, (ALL, *(segment.id for segment in funnel.segments)))
    if not missing:
        return funnel
    if not funnel.segments:
        # Adding the first segment would take all other leads out of "all".
        return _without_segments(funnel, missing, warnings)
    added = []
    for name, place in missing.items():
        added.append(Segment(id=name, name=name))
        warnings.append(
            _("{place} names the segment “{id}”, which was missing and was added.").format(
                place=place, id=name[:64]
            )
        )
    return funnel.replaced(segments=(*funnel.segments, *added))


def _without_segments(funnel: Funnel, missing: dict[str, str], warnings: list[str]) -> Funnel:
    for name, place in missing.items():
        warnings.append(
            _(
                "{place} names the segment “{id}”, but the document has no segments; "
                "its leads are now among all."
            ).format(place=place, id=name[:64])
        )

    def of_all(part: Source | Opening) -> Source | Opening:
        return part if part.segment == ALL else part.replaced(segment=ALL)

    return funnel.replaced(
        sources=tuple(of_all(source) for source in funnel.sources),
        opening=tuple(of_all(opening) for opening in funnel.opening),
        triggers=tuple(
            t if t.to_segment in (None, ALL) else t.replaced(to_segment=None)
            for t in funnel.triggers
        ),
    )
