"""Lanes: which department a stage stands in, as the canvas and documents draw it."""

from funnelcraft.funnel.graph import is_recycling, recycling_stages, stages_by_id
from funnelcraft.funnel.model import Funnel

NO_DEPARTMENT = ""


def department_of(funnel: Funnel, stage_id: str) -> str:
    """Return the department of the stage's owner; an empty text where nobody owns it."""
    owner = stages_by_id(funnel)[stage_id].owner
    return next((r.department for r in funnel.roles if r.id == owner), NO_DEPARTMENT)


def lane_of(funnel: Funnel, stage_id: str) -> tuple[str, bool]:
    """Return the stage's lane: its department, and whether it is that department's recycling."""
    return department_of(funnel, stage_id), is_recycling(funnel, stage_id)


def lanes_of(funnel: Funnel) -> dict[str, tuple[str, bool]]:
    """Return every stage's lane, as `lane_of` does for one."""
    departments = {role.id: role.department for role in reversed(funnel.roles)}
    aside = recycling_stages(funnel)
    return {
        stage_id: (departments.get(stage.owner or "", NO_DEPARTMENT), stage_id in aside)
        for stage_id, stage in stages_by_id(funnel).items()
    }
