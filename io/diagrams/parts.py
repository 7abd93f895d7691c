"""The parts of a funnel that a diagram draws: what hangs in the air is left out, and said."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.lanes import department_of
from funnelcraft.funnel.model import Funnel, Source, Stage, Trigger
from funnelcraft.funnel.names import source_name, stage_name
from funnelcraft.funnel.text import ngettext, number
from funnelcraft.io.clean_text import one_line

T = TypeVar("T", Trigger, Source)


@dataclass(frozen=True)
class Parts:
    """Stages by id, with each department's in the order of the document; triggers and sources.

    Of two with one id the first counts, as everywhere.
    """

    stages: dict[str, Stage]
    departments: dict[str, tuple[Stage, ...]]
    triggers: tuple[Trigger, ...]
    sources: tuple[Source, ...]
    notes: tuple[str, ...]


def parts_of(funnel: Funnel) -> Parts:
    """Return what a diagram draws of a funnel."""
    stages = stages_by_id(funnel)
    departments: dict[str, tuple[Stage, ...]] = {}
    for stage in stages.values():
        name = one_line(department_of(funnel, stage.id))
        departments[name] = (*departments.get(name, ()), stage)
    triggers = _first(t for t in funnel.triggers if {t.from_stage, t.to_stage} <= stages.keys())
    sources = _first(s for s in funnel.sources if s.into in stages)
    left_out = len(funnel.triggers) - len(triggers) + len(funnel.sources) - len(sources)
    left_out += len(funnel.stages) - len(stages)
    notes: tuple[str, ...] = ()
    if left_out:
        text = ngettext(
            "{n} part that leads nowhere, or whose id is taken, is left out.",
            "{n} parts that lead nowhere, or whose ids are taken, are left out.",
            left_out,
        )
        notes = (text.format(n=number(left_out)),)
    return Parts(stages, departments, triggers, sources, notes)


def _first(parts: Iterable[T]) -> tuple[T, ...]:
    found: dict[str, T] = {}
    for part in parts:
        found.setdefault(part.id, part)
    return tuple(found.values())


def safe_ids(prefix: str, ids: Iterable[str]) -> dict[str, str]:
    """Return an id of letters, digits and `_` for each, that begins with a prefix."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for one in ids:
        base = f"{prefix}_{re.sub(r'[^A-Za-z0-9]+', '_', one)[:64]}"
        made, count = base, 1
        while made in taken:
            count += 1
            made = f"{base}_{count}"
        taken.add(made)
        found[one] = made
    return found


def term(stage: Stage) -> str:
    """Return what a stage is called, on one line."""
    return one_line(stage_name(stage))


def said(trigger: Trigger) -> str:
    """Return what a trigger is called, on one line; empty where it has no name."""
    return one_line(trigger.name)


def called(source: Source) -> str:
    """Return what a source is called, on one line."""
    return one_line(source_name(source))
