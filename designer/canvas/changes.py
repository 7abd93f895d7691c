"""Edits as the canvas asks for them: where new stages go, whose lane a stage is dropped in.

Pure functions over funnels and places; the gestures and keys put them into the document.
"""

from collections.abc import Iterable, Mapping, Sequence

from funnelcraft.designer.canvas.regions import Region, region_at
from funnelcraft.designer.canvas.shapes import Box, Point, stage_box
from funnelcraft.funnel.edits import add_stage, add_trigger, change_stage, move_stages
from funnelcraft.funnel.geometry import COLUMN, ROW, STAGE_HEIGHT, STAGE_WIDTH, snapped
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.lanes import NO_DEPARTMENT
from funnelcraft.funnel.model import Funnel, Position
from funnelcraft.funnel.text import _


def corner_for(centre: Point) -> Position:
    """Return the corner of a stage on the grid whose box lies around a point."""
    return snapped(centre[0] - STAGE_WIDTH / 2, centre[1] - STAGE_HEIGHT / 2)


def role_for(funnel: Funnel, department: str, near: Point) -> str | None:
    """Return the role of a department that owns its stage nearest to a point, or its first role."""
    roles = [role.id for role in funnel.roles if role.department == department]
    if department == NO_DEPARTMENT or not roles:
        return None
    owned = [stage for stage in funnel.stages if stage.owner in roles]

    def distance(stage_centre: Point) -> float:
        return abs(stage_centre[0] - near[0]) + abs(stage_centre[1] - near[1])

    owned.sort(key=lambda stage: distance(stage_box(stage).centre))
    return owned[0].owner if owned else roles[0]


def with_stage(funnel: Funnel, bands: Sequence[Region], centre: Point) -> tuple[Funnel, str]:
    """Add a stage around a point, owned by a role of the lane it lands in."""
    band = region_at(bands, centre)
    owner = role_for(funnel, band.department, centre) if band else None
    return add_stage(funnel, _("New stage"), corner_for(centre), owner=owner)


def with_connected_stage(
    funnel: Funnel, bands: Sequence[Region], origin: str, centre: Point
) -> tuple[Funnel, str, str]:
    """Add a stage around a point and a trigger that leads to it; return both ids after it."""
    grown, stage_id = with_stage(funnel, bands, centre)
    grown, trigger_id = add_trigger(grown, origin, stage_id, kind="progress")
    return grown, stage_id, trigger_id


def next_centre(funnel: Funnel, stage_id: str) -> Point:
    """Return where the stage after this one goes: to its right, lower where that is taken."""
    origin = stage_box(stages_by_id(funnel)[stage_id])
    taken = [stage_box(stage).grown(8.0) for stage in funnel.stages]
    place = origin.shifted(COLUMN, 0.0)
    while any(place.overlaps(box) for box in taken):
        place = place.shifted(0.0, ROW)
    return place.centre


def new_owners(
    funnel: Funnel, bands: Iterable[Region], positions: Mapping[str, Position]
) -> dict[str, str]:
    """Return the roles that become owners where stages are moved into another department's lane.

    Lanes whose stages all move along are none to be moved into.
    """
    owners = {stage.id: stage.owner for stage in reversed(funnel.stages) if stage.id in positions}
    departments = {role.id: role.department for role in reversed(funnel.roles)}
    is_open: dict[Region, bool] = {}
    found = {}
    for stage_id, (x, y) in positions.items():
        centre = Box(x, y, STAGE_WIDTH, STAGE_HEIGHT).centre
        band = region_at(bands, centre)
        if band is None:
            continue
        if band.department == departments.get(owners.get(stage_id) or "", NO_DEPARTMENT):
            continue
        if band not in is_open:
            is_open[band] = any(
                band.box.contains(stage_box(stage).centre)
                for stage in funnel.stages
                if stage.id not in positions
            )
        role = role_for(funnel, band.department, centre) if is_open[band] else None
        if role is not None:
            found[stage_id] = role
    return found


def moved(funnel: Funnel, positions: Mapping[str, Position], owners: Mapping[str, str]) -> Funnel:
    """Move stages, and hand some of them over to other roles."""
    after = move_stages(funnel, positions)
    for stage_id, role in owners.items():
        after = change_stage(after, stage_id, owner=role)
    return after


def neighbour(funnel: Funnel, stage_id: str, dx: int, dy: int) -> str | None:
    """Return the nearest stage in a direction: ahead counts once, aside three times."""
    boxes = _boxes(funnel)
    x, y = boxes[stage_id].centre
    best: tuple[float, str] | None = None
    for other, box in boxes.items():
        away = (box.centre[0] - x, box.centre[1] - y)
        ahead = away[0] * dx + away[1] * dy
        aside = abs(away[0] * dy) + abs(away[1] * dx)
        if other != stage_id and ahead > 0 and aside <= 2 * ahead:
            best = min(best or (float("inf"), other), (ahead + 3 * aside, other))
    return best[1] if best else None


def _boxes(funnel: Funnel) -> dict[str, Box]:
    return {stage_id: stage_box(stage) for stage_id, stage in stages_by_id(funnel).items()}
