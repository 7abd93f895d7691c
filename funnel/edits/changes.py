"""Edits of a part's fields, or of those of several parts.

Field names are those of the model; values have the model's types.
"""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from funnelcraft.funnel.model import Funnel, Source, Stage, Trigger

Part = TypeVar("Part", Stage, Trigger, Source)


def _changed(parts: tuple[Part, ...], part_id: str, changes: dict[str, Any]) -> tuple[Part, ...]:
    unknown = changes.keys() - (type(parts[0]).model_fields if parts else {}).keys()
    if unknown or all(part.id != part_id for part in parts):
        raise KeyError(part_id, *sorted(unknown))
    return tuple(part.replaced(**changes) if part.id == part_id else part for part in parts)


def _each(
    parts: tuple[Part, ...], ids: Collection[str], change: Callable[[Part], Part]
) -> tuple[Part, ...]:
    wanted = frozenset(ids)
    return tuple(change(one) if one.id in wanted else one for one in parts)


def change_stage(funnel: Funnel, stage_id: str, **changes: Any) -> Funnel:
    """Change fields of a stage."""
    return funnel.replaced(stages=_changed(funnel.stages, stage_id, changes))


def rename_stage(funnel: Funnel, stage_id: str, term: str) -> Funnel:
    """Give a stage another term; an abbreviation that was the old term follows it."""
    stage = next((one for one in funnel.stages if one.id == stage_id), None)
    if stage is not None and stage.abbreviation.strip() == stage.term.strip() != "":
        return change_stage(funnel, stage_id, term=term, abbreviation=term)
    return change_stage(funnel, stage_id, term=term)


def change_trigger(funnel: Funnel, trigger_id: str, **changes: Any) -> Funnel:
    """Change fields of a trigger."""
    return funnel.replaced(triggers=_changed(funnel.triggers, trigger_id, changes))


def change_source(funnel: Funnel, source_id: str, **changes: Any) -> Funnel:
    """Change fields of a source."""
    return funnel.replaced(sources=_changed(funnel.sources, source_id, changes))


def change_stages(
    funnel: Funnel, stage_ids: Collection[str], change: Callable[[Stage], Stage]
) -> Funnel:
    """Change several stages in the same way; ids the funnel does not hold change nothing."""
    return funnel.replaced(stages=_each(funnel.stages, stage_ids, change))


def change_triggers(
    funnel: Funnel, trigger_ids: Collection[str], change: Callable[[Trigger], Trigger]
) -> Funnel:
    """Change several triggers in the same way; ids the funnel does not hold change nothing."""
    return funnel.replaced(triggers=_each(funnel.triggers, trigger_ids, change))


def change_sources(
    funnel: Funnel, source_ids: Collection[str], change: Callable[[Source], Source]
) -> Funnel:
    """Change several sources in the same way; ids the funnel does not hold change nothing."""
    return funnel.replaced(sources=_each(funnel.sources, source_ids, change))
