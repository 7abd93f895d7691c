"""Edits as the canvas asks for them: where new stages go, whose lane a stage is dropped in.

Pure functions over funnels and places; the gestures and keys put them into the document.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from funnelcraft.designer.canvas.regions import Region, region_at
from funnelcraft.designer.canvas.shapes import Box, Point, box_at, drawable, stage_box
from funnelcraft.funnel.edits import (
    add_stage,
    add_trigger,
    change_stage,
    insert_stage,
    move_stages,
)
from funnelcraft.funnel.geometry import COLUMN, ROW, STAGE_HEIGHT, STAGE_WIDTH, snapped
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.lanes import NO_DEPARTMENT
from funnelcraft.funnel.model import ENDS, Funnel, Position
from funnelcraft.funnel.text import _


def corner_for(centre: Point) -> Position:
    """Return the corner of a stage on the grid whose box lies around a point."""
    return snapped(centre[0] - STAGE_WIDTH / 2, centre[1] - STAGE_HEIGHT / 2)


def role_for(funnel: Funnel, department: str, near: Point) -> str | None:
    """Return the role of a department that owns its stage nearest to a point, or its first role."""
    return _nearest_role(funnel, department, near, _owned_centres(funnel, department))


def _owned_centres(funnel: Funnel, department: str) -> list[tuple[Point, str]]:
    """Return where the stages of a department stand, each with its owner."""
    roles = {role.id for role in funnel.roles if role.department == department}
    return [
        (stage_box(stage).centre, stage.owner) for stage in funnel.stages if stage.owner in roles
    ]


def _nearest_role(
    funnel: Funnel, department: str, near: Point, owned: list[tuple[Point, str]]
) -> str | None:
    if department == NO_DEPARTMENT:
        return None
    if not owned:
        return next((role.id for role in funnel.roles if role.department == department), None)
    x, y = near
    return min(owned, key=lambda one: abs(one[0][0] - x) + abs(one[0][1] - y))[1]


def with_stage(funnel: Funnel, bands: Sequence[Region], centre: Point) -> tuple[Funnel, str]:
    """Add a stage around a point, owned by a role of the lane it lands in."""
    band = region_at(bands, centre)
    owner = role_for(funnel, band.department, centre) if band else None
    return add_stage(funnel, _("New stage"), corner_for(centre), owner=owner)


def with_connected_stage(
    funnel: Funnel, bands: Sequence[Region], origin: str, centre: Point
) -> tuple[Funnel, str, str]:
    """Add a stage around a point and a trigger that leads to it; return both ids after it.

    Outside all lanes it has the owner of the stage it comes from.
    """
    grown, stage_id = with_stage(funnel, bands, centre)
    if region_at(bands, centre) is None:
        grown = change_stage(grown, stage_id, owner=stages_by_id(funnel)[origin].owner)
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


class Owners:
    """Who owns some stages wherever they are dragged to: what stays the same is looked up once."""

    def __init__(self, funnel: Funnel, bands: Iterable[Region], moving: Collection[str]) -> None:
        self._funnel = funnel
        self._bands = tuple(bands)
        departments = {role.id: role.department for role in reversed(funnel.roles)}
        self._homes = {
            stage.id: departments.get(stage.owner or "", NO_DEPARTMENT)
            for stage in reversed(funnel.stages)
            if stage.id in moving
        }
        self._still = [stage_box(one).centre for one in funnel.stages if one.id not in moving]
        self._open: dict[Region, bool] = {}
        self._owned: dict[str, list[tuple[Point, str]]] = {}

    def at(self, positions: Mapping[str, Position]) -> dict[str, str]:
        """Return the roles that become owners of stages at these places."""
        takers = self._takers(positions)
        roles = {stage_id: self._role(band.department, at) for stage_id, band, at in takers}
        return {stage_id: role for stage_id, role in roles.items() if role is not None}

    def first_taker(self, positions: Mapping[str, Position]) -> str | None:
        """Return the first stage that would have another owner."""
        takers = self._takers(positions)
        return next((one for one, band, at in takers if self._role(band.department, at)), None)

    def _takers(self, positions: Mapping[str, Position]) -> Iterator[tuple[str, Region, Point]]:
        """Yield the stages in other departments' bands, each with the band and its middle."""
        for stage_id, position in positions.items():
            centre = box_at(position).centre
            band = region_at(self._bands, centre)
            if band is None or band.department == self._homes.get(stage_id, NO_DEPARTMENT):
                continue
            if self._is_open(band):
                yield stage_id, band, centre

    def _is_open(self, band: Region) -> bool:
        if band not in self._open:
            self._open[band] = any(band.box.contains(centre) for centre in self._still)
        return self._open[band]

    def _role(self, department: str, near: Point) -> str | None:
        if department not in self._owned:
            self._owned[department] = _owned_centres(self._funnel, department)
        return _nearest_role(self._funnel, department, near, self._owned[department])


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


def insertable(funnel: Funnel, stage_id: str) -> bool:
    """Say whether a stage dropped on a line is put into it: one nothing is connected to yet."""
    if stages_by_id(funnel)[stage_id].kind in ENDS:
        return False
    return all(stage_id not in (t.from_stage, t.to_stage) for t in funnel.triggers)


def with_inserted_stage(
    funnel: Funnel, bands: Sequence[Region], trigger_id: str
) -> tuple[Funnel, str]:
    """Put a new stage into a trigger; what lies beyond makes room where it must. Return its id."""
    trigger = next(one for one in funnel.triggers if one.id == trigger_id)
    boxes = _boxes(funnel)
    origin, target = boxes[trigger.from_stage], boxes[trigger.to_stage]
    dx, dy = (b - a for a, b in zip(origin.centre, target.centre, strict=True))
    roomy = funnel
    if dx > 0 and dx >= abs(dy):
        roomy = _with_room(funnel, 0, target.left, origin.left + 2 * COLUMN - target.left)
        centre = origin.shifted(COLUMN, 0.0).centre
    elif dy > 0 and dy >= abs(dx):
        roomy = _with_room(funnel, 1, target.top, origin.top + 2 * ROW - target.top)
        centre = origin.shifted(0.0, ROW).centre
    else:
        centre = (origin.centre[0] + dx / 2, origin.centre[1] + dy / 2)
    place = Box(*corner_for(centre), STAGE_WIDTH, STAGE_HEIGHT)
    while any(place.overlaps(box.grown(8.0)) for box in _boxes(roomy).values()):
        place = place.shifted(0.0, ROW / 2)
    grown, stage_id = with_stage(roomy, bands, place.centre)
    return insert_stage(grown, trigger_id, stage_id)[0], stage_id


def _with_room(funnel: Funnel, axis: int, beyond: float, missing: float) -> Funnel:
    """Move what lies beyond a line farther out by what is missing."""
    if missing <= 0:
        return funnel
    places = {}
    for stage in funnel.stages:
        x, y = drawable(stage.position)
        if (x, y)[axis] >= beyond:
            places[stage.id] = (x + missing, y) if axis == 0 else (x, y + missing)
    return move_stages(funnel, places)
