"""Lanes: which department a stage stands in, as the canvas and documents draw it."""

from funnelcraft.funnel.graph import is_recycling, stages_by_id
from funnelcraft.funnel.model import Funnel

NO_DEPARTMENT = ""


def department_of(funnel: Funnel, stage_id: str) -> str:
    """Return the department of the stage's owner; an empty text where nobody owns it."""
    owner = stages_by_id(funnel)[stage_id].owner
    return next((r.department for r in funnel.roles if r.id == owner), NO_DEPARTMENT)


def lane_of(funnel: Funnel, stage_id: str) -> tuple[str, bool]:
    """Return the stage's lane: its department, and whether it is that department's recycling."""
    return department_of(funnel, stage_id), is_recycling(funnel, stage_id)
