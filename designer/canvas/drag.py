"""The plan of a large drawing while stages of it are dragged: only what moves is planned anew.

Lines that are tied to moved stages follow them; all others stay as they are until the drop, even
where a moved stage lies on them.
"""

from collections.abc import Iterable, Mapping

from funnelcraft.designer.canvas.pills import Pill
from funnelcraft.designer.canvas.plan import Line, Plan
from funnelcraft.designer.canvas.regions import Region
from funnelcraft.designer.canvas.routing.express import express_label, express_way, hasty_way
from funnelcraft.designer.canvas.routing.labels import Label, LabelSize
from funnelcraft.designer.canvas.routing.terrain import Ground
from funnelcraft.designer.canvas.routing.thorough import Wish
from funnelcraft.designer.canvas.shapes import Box, box_at
from funnelcraft.funnel.model import Funnel, Position

CAREFUL = 12  # up to so many lines and stages, lines that change their form avoid boxes
Shift = tuple[float, float]


class Drag:
    """A drag of some stages of a drawing, from the plan it began with."""

    def __init__(self, funnel: Funnel, start: Plan, moved: Iterable[str]) -> None:
        self.start = start
        self.moved = frozenset(moved)
        self.sources = {s.id: s.into for s in funnel.sources if s.into in self.moved}
        self.triggers = {
            t.id: t
            for t in reversed(funnel.triggers)
            if t.id in start.lines and (t.from_stage in self.moved or t.to_stage in self.moved)
        }
        wishes = start.layout.wishes if start.layout else ()
        self._wishes = {wish.id: wish for wish in wishes if wish.id in self.triggers}
        self._sizes: Mapping[str, LabelSize] = start.layout.sizes if start.layout else {}
        self._still = self._ground() if len(self.triggers) <= CAREFUL else None

    def _ground(self) -> Ground:
        """Return the ground without what moves."""
        start = self.start
        boxes = [box for stage_id, box in start.boxes.items() if stage_id not in self.moved]
        boxes += [pill.box for pill_id, pill in start.pills.items() if pill_id not in self.sources]
        ground = Ground(tuple(boxes))
        for line_id, line in start.lines.items():
            if line_id not in self.triggers:
                ground.draw(line.way)
                ground.write(line.label.box)
        return ground

    def plan(self, places: Mapping[str, Position], bands: tuple[Region, ...]) -> Plan:
        """Return the plan with the moved stages at their places of now, and the bands as given."""
        start = self.start
        boxes = dict(start.boxes)
        shifts: dict[str, Shift] = {}
        for stage_id in self.moved:
            before, after = start.boxes[stage_id], box_at(places[stage_id])
            boxes[stage_id] = after
            shifts[stage_id] = after.left - before.left, after.top - before.top
        pills = dict(start.pills) | {
            source_id: _shifted_pill(start.pills[source_id], shifts[into])
            for source_id, into in self.sources.items()
        }
        lines = dict(start.lines) | self._lines(boxes, shifts)
        return Plan(boxes, pills, lines, bands, start.lanes, said=start.said)

    def _lines(self, boxes: Mapping[str, Box], shifts: Mapping[str, Shift]) -> dict[str, Line]:
        found: dict[str, Line] = {}
        bent: list[Wish] = []
        for trigger_id, trigger in self.triggers.items():
            line, wish = self.start.lines[trigger_id], self._wishes[trigger_id]
            out, into = shifts.get(trigger.from_stage), shifts.get(trigger.to_stage)
            if out == into or line.loose:
                found[trigger_id] = _shifted_line(line, out or into or (0.0, 0.0))
                continue
            origin = boxes[trigger.from_stage]
            target = boxes[trigger.to_stage]
            bent.append(Wish(trigger_id, origin, target, wish.kind, wish.only_middle))
        ground = self._still.copy() if self._still and len(self.moved) <= CAREFUL else None
        if ground is not None:
            ground.stand([boxes[stage_id] for stage_id in self.moved])
        for wish in bent:
            before = self.start.lines[wish.id]
            found[wish.id] = _routed(wish, before, self._sizes[wish.id], ground)
        return found


def _routed(wish: Wish, before: Line, size: LabelSize, ground: Ground | None) -> Line:
    if ground is None:
        way = hasty_way(wish)
        label = _label_along(way, before.label)
    else:
        way = express_way(wish, ground)
        ground.draw(way)
        label = express_label(way, size, ground)
        ground.write(label.box)
    return Line(way, label, before.words, before.loose)


def _label_along(way: tuple[tuple[float, float], ...], label: Label) -> Label:
    """Return a label beside the middle of a way."""
    place = (len(way) - 1) // 2
    (x1, y1), (x2, y2) = way[place], way[place + 1]
    _left, _top, width, height = label.box
    box = Box((x1 + x2 - width) / 2, (y1 + y2) / 2 - 7.0 - height, width, height)
    if x1 == x2:
        box = Box(x1 + 7.0, (y1 + y2 - height) / 2, width, height)
    return Label(box, label.stacked)


def _shifted_line(line: Line, shift: Shift) -> Line:
    dx, dy = shift
    way = tuple((x + dx, y + dy) for x, y in line.way)
    label = Label(line.label.box.shifted(dx, dy), line.label.stacked, line.label.align)
    return Line(way, label, line.words, line.loose)


def _shifted_pill(pill: Pill, shift: Shift) -> Pill:
    dx, dy = shift
    return Pill(pill.box.shifted(dx, dy), tuple((x + dx, y + dy) for x, y in pill.points))
