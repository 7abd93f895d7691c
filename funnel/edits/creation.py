"""Edits that add something. Each returns the new funnel and the new part's id."""

from funnelcraft.funnel.graph import is_recycling, reached, stages_by_id, successors
from funnelcraft.funnel.ids import new_id
from funnelcraft.funnel.model import (
    ALL,
    ENDS,
    Conversion,
    Funnel,
    Position,
    Role,
    Source,
    Stage,
    Trigger,
    Volume,
)
from funnelcraft.funnel.velocity import TimeDistribution


def add_stage(
    funnel: Funnel, term: str, position: Position, *, kind: str = "open", owner: str | None = None
) -> tuple[Funnel, str]:
    """Add a stage at the end of the list."""
    stage_id = new_id(term, {stage.id for stage in funnel.stages})
    stage = Stage(id=stage_id, term=term, kind=kind, owner=owner, position=position)
    return funnel.replaced(stages=(*funnel.stages, stage)), stage_id


def likely_kind(funnel: Funnel, from_stage: str, to_stage: str) -> str:
    """Guess a trigger's kind from where it leads.

    Into a lost stage it disqualifies; back to where leads came from, or into a stage that takes
    leads back, it recycles; otherwise it is progress.
    """
    stages = stages_by_id(funnel)
    if stages[to_stage].kind == "lost":
        return "disqualify"
    goes_back = from_stage in reached(successors(funnel), [to_stage])
    if goes_back or is_recycling(funnel, to_stage) or is_recycling(funnel, from_stage):
        return "recycle"
    return "progress"


def add_trigger(
    funnel: Funnel,
    from_stage: str,
    to_stage: str,
    *,
    name: str = "",
    description: str = "",
    kind: str | None = None,
    conversion: Conversion | None = None,
    velocity: TimeDistribution | None = None,
) -> tuple[Funnel, str]:
    """Add a trigger between two stages; without a kind, the likely one.

    Raise `ValueError` where it would leave a won or lost stage: leads end there.
    """
    stages = stages_by_id(funnel)
    if stages[from_stage].kind in ENDS:
        raise ValueError(f"{from_stage} is an end")
    trigger_id = new_id(f"{from_stage}-{to_stage}", {trigger.id for trigger in funnel.triggers})
    trigger = Trigger(
        id=trigger_id,
        from_stage=from_stage,
        to_stage=to_stage,
        name=name,
        description=description,
        kind=kind or likely_kind(funnel, from_stage, to_stage),
        conversion=conversion,
        velocity=velocity,
    )
    return funnel.replaced(triggers=(*funnel.triggers, trigger)), trigger_id


def add_source(
    funnel: Funnel, name: str, into: str, leads_per_month: float, *, segment: str | None = None
) -> tuple[Funnel, str]:
    """Add a source of leads into a stage; without a segment, of the funnel's first."""
    source_id = new_id(name, {source.id for source in funnel.sources})
    first = funnel.segments[0].id if funnel.segments else ALL
    source = Source(
        id=source_id,
        name=name,
        into=into,
        segment=segment or first,
        volume=Volume(leads_per_month=leads_per_month),
    )
    return funnel.replaced(sources=(*funnel.sources, source)), source_id


def add_role(funnel: Funnel, name: str, department: str) -> tuple[Funnel, str]:
    """Add a role that can own stages."""
    role_id = new_id(name, {role.id for role in funnel.roles})
    role = Role(id=role_id, name=name, department=department)
    return funnel.replaced(roles=(*funnel.roles, role)), role_id
