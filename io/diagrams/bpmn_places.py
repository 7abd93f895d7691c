"""Where a process is drawn: nodes and flows on the places and ways of the canvas.

All that belongs to a stage stays inside its card: to the left the task, to the right the gateway
after it and, above that, the end of leads that go nowhere. Flows run along the card's border to
where the canvas's way begins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from funnelcraft.io.diagrams.bpmn_process import Flow, FlowNode, Process
from funnelcraft.io.exports.formats import Drawing, Point, Rect

_INSET = 8.0
_SIDE = 44.0  # of a card, to the right of its task
_GATEWAY, _GONE, _EVENT, _TIMER = 28.0, 20.0, 36.0, 24.0
_HEADER = 30.0  # of the pool, to the left of its lanes
_MARGIN = 24.0


@dataclass(frozen=True)
class Places:
    """The boxes of all nodes and the points of all flows, by id; the lanes in order; the pool."""

    nodes: Mapping[str, Rect]
    flows: Mapping[str, tuple[Point, ...]]
    lanes: tuple[Rect, ...]
    pool: Rect


def places_of(process: Process, drawing: Drawing) -> Places:
    """Return where everything is drawn."""
    branched = {node.owner for node in process.nodes if node.kind == "branch"}
    rects = {
        node.id: _rect(node, drawing, node.owner in branched)
        for node in process.nodes
        if node.kind != "timer"
    }
    owners = {node.id: node for node in process.nodes}
    tasks = {node.owner: rects[node.id] for node in process.nodes if node.kind == "task"}
    for flow in process.flows:
        if owners[flow.origin].kind == "timer":
            rects[flow.origin] = _timer(flow, owners[flow.origin], tasks, drawing)
    flows = {flow.id: _points(flow, owners, rects, drawing) for flow in process.flows}
    return _framed(rects, flows, drawing)


def _rect(node: FlowNode, drawing: Drawing, is_branched: bool) -> Rect:
    if node.source is not None:
        left, top, width, height = drawing.pills[node.source.id][0]
        return _around((left + width / 2, top + height / 2), height)
    left, top, width, height = box = drawing.boxes[node.owner]
    middle = top + height / 2
    match node.kind:
        case "end":
            return _around((left + width / 2, middle), _EVENT)
        case "branch":
            return _around((left + width - _SIDE / 2, middle), _GATEWAY)
        case "leak":
            return _around((left + width - _SIDE / 2, top + _INSET + _GONE / 2), _GONE)
        case "task" if is_branched:
            return left + _INSET, top + _INSET, width - _INSET - _SIDE, height - 2 * _INSET
    return box


def _around(centre: Point, size: float) -> Rect:
    return centre[0] - size / 2, centre[1] - size / 2, size, size


def _timer(flow: Flow, node: FlowNode, tasks: Mapping[str, Rect], drawing: Drawing) -> Rect:
    """Return a timer's box, on the border of its task, nearest to where its way begins."""
    way = drawing.ways.get(flow.trigger.id, ()) if flow.trigger else ()
    task = tasks[node.owner]
    start = way[0] if way else (task[0], task[1] + task[3])
    return _around(_into(start, drawing.boxes[node.owner], task)[-1], _TIMER)


def _points(
    flow: Flow, nodes: Mapping[str, FlowNode], rects: Mapping[str, Rect], drawing: Drawing
) -> tuple[Point, ...]:
    origin, target = nodes[flow.origin], nodes[flow.target]
    if flow.source is not None:
        way = drawing.pills[flow.source.id][1]
        pill = drawing.pills[flow.source.id][0]
        start = _into(way[0], pill, rects[flow.origin])[:0:-1]
    elif flow.trigger is not None:
        way = drawing.ways[flow.trigger.id]
        start = _out_of(origin, rects[flow.origin], way[0], drawing.boxes[origin.owner])
    elif target.kind == "leak":
        x, y = _centre(rects[flow.origin])
        return (x, y - _GATEWAY / 2), (x, rects[flow.target][1] + _GONE)
    else:  # from a task to its gateway
        left, top, width, height = rects[flow.origin]
        middle = top + height / 2
        return (left + width, middle), (rects[flow.target][0], middle)
    end = _into(way[-1], drawing.boxes[target.owner], rects[flow.target])
    return _simplified((*start, *way, *end[1:]))


def _centre(rect: Rect) -> Point:
    return rect[0] + rect[2] / 2, rect[1] + rect[3] / 2


def _side(point: Point, box: Rect) -> str:
    """Return the side of a card on whose border a point lies."""
    left, top, width, height = box
    x, y = point
    distances = {
        "left": abs(x - left),
        "right": abs(x - left - width),
        "top": abs(y - top),
        "bottom": abs(y - top - height),
    }
    return min(distances, key=lambda side: distances[side])


def _out_of(node: FlowNode, rect: Rect, begin: Point, box: Rect) -> tuple[Point, ...]:
    """Return the way from a node inside a card to where the canvas's way begins on its border."""
    x, y = _centre(rect)
    left, top, width, height = box
    side = _side(begin, box)
    if node.kind != "branch":
        return _into(begin, box, rect)[:0:-1]
    if side == "right":
        return (x + _GATEWAY / 2, y), (left + width, y)
    if side == "top":
        return (x + _GATEWAY / 2, y), (left + width, y), (left + width, top)
    down: tuple[Point, ...] = ((x, y + _GATEWAY / 2), (x, top + height))
    return down if side == "bottom" else (*down, (left, top + height))


def _into(border: Point, box: Rect, inner: Rect) -> tuple[Point, ...]:
    """Return the way from a point of a card's border to what stands inside, itself the first."""
    x, y = border
    left, top, width, height = inner
    is_small = width == height  # a circle or gateway, met in the middle of its sides
    is_beside = inner[2] < box[2] and not is_small
    side = _side(border, box)
    if side in ("left", "right"):
        middle = top + height / 2
        met = middle if is_small else min(max(y, top), top + height)
        if side == "right" and is_beside and abs(met - middle) < _GATEWAY / 2 + 4:
            met = middle - _GATEWAY / 2 - 5  # between the gateway and the end above it
        edge = left if side == "left" else left + width
        return border, (x, met), (edge, met)
    met = left + width / 2 if is_small else min(max(x, left), left + width)
    edge = top if side == "top" else top + height
    return border, (met, y), (met, edge)


def _simplified(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Leave out points that say nothing: doubled ones, and those on a straight line."""
    kept: list[Point] = []
    for point in points:
        if kept and _is_near(kept[-1], point):
            continue
        while len(kept) > 1 and _is_straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept) if len(kept) > 1 else (points[0], points[-1])


def _is_near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < 0.5 and abs(one[1] - other[1]) < 0.5


def _is_straight(one: Point, two: Point, three: Point) -> bool:
    return any(one[axis] == two[axis] == three[axis] for axis in (0, 1)) and not any(
        (two[axis] - one[axis]) * (three[axis] - two[axis]) < 0 for axis in (0, 1)
    )


def _framed(
    rects: Mapping[str, Rect], flows: Mapping[str, tuple[Point, ...]], drawing: Drawing
) -> Places:
    """Return the places with a pool around all of them, and lanes as wide as it is."""
    xs = [x for x, _y, width, _height in rects.values() for x in (x, x + width)]
    ys = [y for _x, y, _width, height in rects.values() for y in (y, y + height)]
    for points in flows.values():
        xs += [x for x, _y in points]
        ys += [y for _x, y in points]
    for _name, (left, top, width, height) in drawing.lanes:
        xs += [left, left + width]
        ys += [top, top + height]
    if not xs:
        xs, ys = [0.0], [0.0]
    left, right = min(xs) - _MARGIN, max(xs) + _MARGIN
    top, bottom = min(ys) - _MARGIN, max(ys) + _MARGIN
    pool = (left - _HEADER, top, right - left + _HEADER, bottom - top)
    return Places(rects, flows, _lanes(drawing, left, right, top, bottom), pool)


def _lanes(
    drawing: Drawing, left: float, right: float, top: float, bottom: float
) -> tuple[Rect, ...]:
    """Return the lanes' boxes: without gaps where they lie below each other, else as drawn."""
    boxes = [rect for _name, rect in drawing.lanes]
    order = sorted(range(len(boxes)), key=lambda at: boxes[at][1])
    pairs = list(pairwise(order))
    if any(boxes[one][1] + boxes[one][3] > boxes[other][1] for one, other in pairs):
        return tuple(boxes)
    cuts = [
        top,
        *((boxes[one][1] + boxes[one][3] + boxes[other][1]) / 2 for one, other in pairs),
        bottom,
    ]
    placed = {
        at: (left, cuts[n], right - left, cuts[n + 1] - cuts[n]) for n, at in enumerate(order)
    }
    return tuple(placed[at] for at in range(len(boxes)))
