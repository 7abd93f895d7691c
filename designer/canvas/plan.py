"""The plan of a drawing: where everything stands, as plain values.

Scene, pictures, thumbnails and tests read it.

A plan made on the basis of an earlier one keeps all lines where nothing that guides them differs,
and in a large funnel every line and label that nothing touches: an edit costs what it changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from funnelcraft.designer.canvas.lettering import label_size, width
from funnelcraft.designer.canvas.pills import Pill, pills
from funnelcraft.designer.canvas.regions import Region, Tenant, regions
from funnelcraft.designer.canvas.routing.express import express_courses
from funnelcraft.designer.canvas.routing.labels import Label, LabelSize
from funnelcraft.designer.canvas.routing.lines import Course, Setting, courses
from funnelcraft.designer.canvas.routing.raster import solid
from funnelcraft.designer.canvas.routing.thorough import Wish
from funnelcraft.designer.canvas.routing.ways import Way
from funnelcraft.designer.canvas.routing.wishes import wishes_of
from funnelcraft.designer.canvas.shapes import Box, around, box_of_points, stage_box
from funnelcraft.designer.canvas.words import LabelWords, Said, plain, said_of
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.lanes import lanes_of
from funnelcraft.funnel.model import Funnel, Trigger
from funnelcraft.funnel.names import department_name
from funnelcraft.funnel.text import _

FEW = 40  # up to so many triggers every plan routes all of them anew
MANY = 60  # beyond so many, lines are routed by express
NEAR = 80.0  # how near a moved box must come to a line to have it routed anew

Lane = tuple[str, bool]


@dataclass(frozen=True)
class Line:
    """A trigger as drawn: the way it takes, its label, and the side that is missing, if any."""

    way: Way
    label: Label
    words: LabelWords
    loose: str = ""  # "from" or "to" where that stage does not exist


@dataclass(frozen=True)
class Layout:
    """All that decides the courses of the lines: equal layouts have equal courses."""

    wishes: tuple[Wish, ...] = ()
    sizes: Mapping[str, LabelSize] = field(default_factory=dict)
    setting: Setting = field(default_factory=lambda: Setting(()))


@dataclass(frozen=True)
class Plan:
    """Where everything of a funnel stands on the canvas, by id."""

    boxes: Mapping[str, Box] = field(default_factory=dict)
    pills: Mapping[str, Pill] = field(default_factory=dict)
    lines: Mapping[str, Line] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()
    lanes: Mapping[str, Lane] = field(default_factory=dict)
    layout: Layout | None = None  # None while a drag goes on
    said: Said = field(default_factory=Said)
    # What was planned, to see what an edit left alone; None while a drag goes on.
    funnel: Funnel | None = field(default=None, compare=False, repr=False)

    @cached_property
    def extent(self) -> Box:
        """The box that holds the whole drawing."""
        parts = [*self.boxes.values(), *(pill.box for pill in self.pills.values())]
        parts += [line.label.box for line in self.lines.values()]
        parts += [region.box for region in self.regions]
        ways = box_of_points([point for line in self.lines.values() for point in line.way])
        return around([*parts, ways] if ways else parts) or Box(0.0, 0.0, 0.0, 0.0)


def lane_title(region: Region) -> str:
    """Return what a lane is called."""
    department = plain(region.department)
    if not department:
        return _("No owner")
    name = department_name(department)
    if not region.is_recycling:
        return name
    return _("{department} · recycling").format(department=name)


def title_box(region: Region) -> Box:
    """Return where a lane's title stands."""
    room = width(lane_title(region).upper(), 11, 600, 1.0)
    return Box(region.box.left + 16.0, region.box.top + 10.0, room, 16.0)


def plan(funnel: Funnel, basis: "Plan | None" = None) -> Plan:
    """Plan the drawing of a funnel, on the basis of the plan drawn now."""
    basis = basis or Plan()
    said = said_of(funnel, basis.said)
    boxes = _boxes(funnel, basis)
    lanes = lanes_of(funnel)
    stand_alike = boxes is basis.boxes and _fills_alike(funnel, basis.funnel)
    placed = basis.pills if stand_alike else pills(funnel, boxes)
    is_set_alike = stand_alike and lanes == basis.lanes
    bands = basis.regions if is_set_alike else _bands(funnel, boxes, placed, lanes)
    if boxes is basis.boxes and basis.layout and _leads_alike(funnel, said, basis):
        wishes = basis.layout.wishes
        loose = {one: line.loose for one, line in basis.lines.items()}
    else:
        wishes, loose = wishes_of(funnel, boxes)
    setting = basis.layout.setting if is_set_alike and basis.layout else None
    layout = Layout(wishes, _sizes(wishes, said, basis), setting or _setting(boxes, placed, bands))
    if basis.layout == layout:
        drawn: Mapping[str, Course | Line] = basis.lines
    else:
        drawn = _drawn(layout, basis, boxes, placed)
    lines = {
        wish.id: _line(
            drawn[wish.id],
            said.words[wish.id][1],
            loose.get(wish.id, ""),
            basis.lines.get(wish.id),
        )
        for wish in wishes
    }
    return Plan(boxes, placed, lines, bands, lanes, layout, said, funnel)


def _boxes(funnel: Funnel, basis: Plan) -> Mapping[str, Box]:
    """Return the boxes of all stages; those of the basis where they stand there, in that order."""
    known = stages_by_id(basis.funnel) if basis.funnel is not None else {}
    boxes = {
        stage_id: basis.boxes[stage_id] if known.get(stage_id) is stage else stage_box(stage)
        for stage_id, stage in stages_by_id(funnel).items()
    }
    return basis.boxes if boxes == basis.boxes and list(boxes) == list(basis.boxes) else boxes


def _fills_alike(funnel: Funnel, before: Funnel | None) -> bool:
    """Say whether sources have the places in the list and the stages that they had."""
    if before is None or funnel.sources is before.sources:
        return before is not None
    return [(s.id, s.into) for s in funnel.sources] == [(s.id, s.into) for s in before.sources]


def _leads_alike(funnel: Funnel, said: Said, basis: Plan) -> bool:
    """Say whether triggers lead, and whether they leave and enter gates, as they did."""
    before = basis.funnel
    if before is None or said.gates != basis.said.gates:
        return False
    return len(funnel.triggers) == len(before.triggers) and all(
        one is other
        or (
            (one.id, one.from_stage, one.to_stage, one.kind)
            == (other.id, other.from_stage, other.to_stage, other.kind)
        )
        for one, other in zip(funnel.triggers, before.triggers, strict=True)
    )


def _sizes(wishes: Iterable[Wish], said: Said, basis: Plan) -> dict[str, LabelSize]:
    """Return the room of each label; that of words that are said again is known."""
    known, before = basis.layout.sizes if basis.layout else {}, basis.said.words
    sizes = {}
    for wish in wishes:
        words = said.words[wish.id][1]
        is_known = wish.id in known and wish.id in before and before[wish.id][1] is words
        sizes[wish.id] = known[wish.id] if is_known else label_size(words)
    return sizes


def _setting(
    boxes: Mapping[str, Box], placed: Mapping[str, Pill], bands: Iterable[Region]
) -> Setting:
    return Setting(
        (*boxes.values(), *(pill.box for pill in placed.values())),
        tuple(pill.points for pill in placed.values()),
        tuple(title_box(band) for band in bands),
    )


def _line(course: Course | Line, words: LabelWords, loose: str, before: Line | None) -> Line:
    """Return a line; the one drawn before where it is equal, so that nobody looks at it again."""
    if before is None or (before.words is not words and before.words != words):
        return Line(course.way, course.label, words, loose)
    is_there = before.way is course.way or before.way == course.way
    is_there = is_there and (before.label is course.label or before.label == course.label)
    return (
        before
        if is_there and before.loose == loose
        else Line(course.way, course.label, words, loose)
    )


def _drawn(
    layout: Layout,
    basis: Plan,
    boxes: Mapping[str, Box],
    placed: Mapping[str, Pill],
) -> dict[str, Course]:
    """Route the lines that can't stay as they are: thoroughly where there are not many."""
    is_large = len(layout.wishes) > MANY
    kept: dict[str, Course] = {}
    if len(layout.wishes) > FEW:
        kept = _kept(basis, layout, _moved(basis, boxes, placed))
    if is_large:
        return express_courses(layout.wishes, layout.sizes, layout.setting, kept)
    return courses(layout.wishes, layout.sizes, layout.setting, kept)


def _bands(
    funnel: Funnel,
    boxes: Mapping[str, Box],
    placed: Mapping[str, Pill],
    lanes: Mapping[str, Lane],
) -> tuple[Region, ...]:
    beside: dict[str, list[Box]] = {}
    for source in funnel.sources:
        if source.id in placed:
            beside.setdefault(source.into, []).append(placed[source.id].box)
    return regions(
        [
            Tenant(lanes[stage_id], around((box, *beside.get(stage_id, ()))) or box)
            for stage_id, box in boxes.items()
        ]
    )


def _moved(basis: Plan, boxes: Mapping[str, Box], placed: Mapping[str, Pill]) -> list[Box]:
    """Return the room around all boxes that stand elsewhere than in the last plan."""
    if boxes is basis.boxes and placed is basis.pills:
        return []
    before = {*basis.boxes.items(), *((p, pill.box) for p, pill in basis.pills.items())}
    after = {*boxes.items(), *((p, pill.box) for p, pill in placed.items())}
    return [box.grown(NEAR) for _id, box in before ^ after]


def _kept(basis: Plan, layout: Layout, moved: list[Box]) -> dict[str, Course]:
    """Return the courses of the last plan that nothing has come near."""
    near = solid(tuple(moved), 0.0)
    sizes = basis.layout.sizes if basis.layout else layout.sizes
    leads_alike = basis.layout is not None and layout.wishes is basis.layout.wishes
    kept = {}
    for wish in layout.wishes:
        line = basis.lines.get(wish.id)
        if line is None or sizes.get(wish.id) != layout.sizes[wish.id]:
            continue
        is_joined = leads_alike or _joins(line.way, wish)
        if is_joined and (not moved or near.is_free_along(line.way)):
            kept[wish.id] = Course(line.way, line.label)
    return kept


def _joins(way: Way, wish: Wish) -> bool:
    """Say whether a way still begins at its origin and ends at its target."""
    return wish.origin.grown(0.5).contains(way[0]) and wish.target.grown(0.5).contains(way[-1])


def drawn_triggers(funnel: Funnel, drawing: Plan) -> dict[str, Trigger]:
    """Return the triggers a plan draws, by id; of two with one id, the first."""
    found: dict[str, Trigger] = {}
    for trigger in funnel.triggers:
        if trigger.id in drawing.lines:
            found.setdefault(trigger.id, trigger)
    return found
