"""Lanes on the canvas: the bands in which each department's stages stand.

The stages are cut apart, first by horizontal lines, then by vertical ones, until every part holds
stages of one lane. So a hand-over to another department is a line that crosses a border.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from funnelcraft.designer.canvas.shapes import Box, Point, around
from funnelcraft.funnel.lanes import NO_DEPARTMENT

TITLE_ROOM = 44.0  # above the topmost box of a lane
FOOT_ROOM = 28.0  # below its lowest box
SIDE_ROOM = 36.0
GAP = 8.0  # between two lanes
FARTHEST_REACH = 56.0  # how far up and down a lane grows into empty room beyond what it needs

Lane = tuple[str, bool]


@dataclass(frozen=True)
class Tenant:
    """A stage as lanes see it: its lane, and the room it takes with its sources."""

    lane: Lane
    box: Box


@dataclass(frozen=True)
class Region:
    """A band of one lane."""

    lane: Lane
    box: Box

    @property
    def department(self) -> str:
        """The department whose stages stand here; empty where nobody owns them."""
        return self.lane[0]

    @property
    def is_recycling(self) -> bool:
        """Whether leads come here only to be taken back."""
        return self.lane[1]


def regions(tenants: Sequence[Tenant]) -> tuple[Region, ...]:
    """Return the lanes' bands; none where no stage belongs to a department."""
    if all(tenant.lane[0] == NO_DEPARTMENT for tenant in tenants):
        return ()
    content = around(tenant.box for tenant in tenants)
    if content is None:
        return ()
    whole = Box(
        content.left - SIDE_ROOM,
        content.top - TITLE_ROOM,
        content.width + 2 * SIDE_ROOM,
        content.height + TITLE_ROOM + FOOT_ROOM,
    )
    return tuple(_cut(tuple(tenants), whole))


def region_at(all_regions: Iterable[Region], point: Point) -> Region | None:
    """Return the band a point lies in."""
    return next((region for region in all_regions if region.box.contains(point)), None)


def _cut(tenants: tuple[Tenant, ...], room: Box) -> Iterable[Region]:
    lanes = {tenant.lane for tenant in tenants}
    if len(lanes) == 1:
        yield Region(tenants[0].lane, room)
        return
    for in_rows in (True, False):
        groups = _groups(tenants, in_rows)
        if len(groups) > 1:
            for group, part in zip(groups, _parts(groups, room, in_rows), strict=True):
                yield from _cut(group, part)
            return
    # Stages that lie on each other can't be cut apart: each lane gets the room around its own.
    for lane in sorted(lanes):
        own = around(tenant.box for tenant in tenants if tenant.lane == lane)
        if own is not None:
            yield Region(lane, own.grown(12.0))


def _groups(tenants: tuple[Tenant, ...], in_rows: bool) -> list[tuple[Tenant, ...]]:
    """Cut into rows (or columns) that share no line, then join neighbours of the same one lane."""
    side = 1 if in_rows else 0
    ordered = sorted(tenants, key=lambda tenant: tenant.box[side])
    strips: list[list[Tenant]] = []
    reach = 0.0
    for tenant in ordered:
        start, end = tenant.box[side], tenant.box[side] + tenant.box[side + 2]
        if not strips or start >= reach:
            strips.append([])
            reach = end
        strips[-1].append(tenant)
        reach = max(reach, end)
    joined: list[list[Tenant]] = []
    for strip in strips:
        lanes = {tenant.lane for tenant in strip}
        if joined and len(lanes) == 1 and {tenant.lane for tenant in joined[-1]} == lanes:
            joined[-1].extend(strip)
        else:
            joined.append(strip)
    return [tuple(group) for group in joined]


def _parts(groups: list[tuple[Tenant, ...]], room: Box, in_rows: bool) -> list[Box]:
    """Share out the room among groups that lie one behind the other."""
    side = 1 if in_rows else 0
    before, behind = (FOOT_ROOM, TITLE_ROOM) if in_rows else (SIDE_ROOM, SIDE_ROOM)
    starts = [min(tenant.box[side] for tenant in group) for group in groups]
    ends = [max(t.box[side] + t.box[side + 2] for t in group) for group in groups]
    edges: list[tuple[float, float]] = [(room[side], 0.0)]  # (start of a part, end of the last)
    for end, start in zip(ends[:-1], starts[1:], strict=True):
        spare = start - end - before - behind - GAP
        if spare >= 0:
            reach = min(spare / 2, FARTHEST_REACH) if in_rows else spare / 2
            edges.append((start - behind - reach, end + before + reach))
        else:
            share = max(start - end - GAP, 0.0) * before / (before + behind)
            edges.append((min(end + share + GAP, start), end + share))
    parts = []
    last = room[side] + room[side + 2]
    for place in range(len(groups)):
        start = edges[place][0]
        end = edges[place + 1][1] if place + 1 < len(edges) else last
        size = end - start
        parts.append(
            Box(room.left, start, room.width, size)
            if in_rows
            else Box(start, room.top, size, room.height)
        )
    return parts
