"""Lines of large drawings: routed one after the other, each the first good way that is free.

The routing of `thorough` weighs a hundred ways for each line; here a few are tried, and
places are tested on a raster, so that the time grows with the number of lines alone. Every line
keeps clear of all boxes, and of the lines and texts drawn before it where there is room.
"""

from collections.abc import Iterable, Iterator, Mapping

from funnelcraft.designer.canvas.routing.free_ways import free_way
from funnelcraft.designer.canvas.routing.labels import HEAD, SPACE, Label, LabelSize
from funnelcraft.designer.canvas.routing.lines import Course, Setting
from funnelcraft.designer.canvas.routing.raster import UNIT
from funnelcraft.designer.canvas.routing.terrain import Ground, Map
from funnelcraft.designer.canvas.routing.thorough import BEND, MANNERS, Wish, in_order
from funnelcraft.designer.canvas.routing.traffic import pieces
from funnelcraft.designer.canvas.routing.ways import (
    BOTTOM,
    RIGHT,
    SIDES,
    TOP,
    Port,
    Way,
    last_resort,
    least_bends,
    port,
    ports,
    tidied,
)
from funnelcraft.designer.canvas.shapes import Box, around, box_of_points

PAIRS = 5  # pairs of sides that are tried
FAR_OFF = 1_000.0  # from the boxes of new lines; no free way goes as far


def express_courses(
    wishes: Iterable[Wish],
    sizes: Mapping[str, LabelSize],
    setting: Setting,
    kept: Mapping[str, Course],
) -> dict[str, Course]:
    """Return the course of every wish by its id; the kept ones stay."""
    wanted = [wish for wish in wishes if wish.id not in kept]
    room = around(box for wish in wanted for box in (wish.origin, wish.target))
    if room is None:
        return dict(kept)
    reach = room.grown(FAR_OFF)
    return routed(wanted, sizes, prepared(setting, _near(reach, kept), reach), kept)


def _near(room: Box, kept: Mapping[str, Course]) -> Iterator[Course]:
    """Yield the courses that come into a room: no line that is sought runs beyond it."""
    for course in kept.values():
        extent = box_of_points(course.way)
        if course.label.box.overlaps(room) or (extent is not None and extent.overlaps(room)):
            yield course


def prepared(setting: Setting, kept: Iterable[Course], room: Box | None = None) -> Ground:
    """Return the ground with all that is there before the first line is routed within a room."""
    ground = Ground(setting.boxes, room)
    for way in setting.drawn:
        ground.draw(way)
    for text in setting.titles:
        ground.write(text)
    for course in kept:
        ground.draw(course.way)
        ground.write(course.label.box)
    return ground


def routed(
    wishes: Iterable[Wish],
    sizes: Mapping[str, LabelSize],
    ground: Ground,
    kept: Mapping[str, Course],
) -> dict[str, Course]:
    """Route what is not kept yet on a ground, which takes note of it."""
    found = dict(kept)
    for wish in in_order(wish for wish in wishes if wish.id not in found):
        way = express_way(wish, ground)
        ground.draw(way)
        label = express_label(way, sizes[wish.id], ground)
        ground.write(label.box)
        found[wish.id] = Course(way, label)
    return found


def express_way(wish: Wish, ground: Ground) -> Way:
    """Return a short way for a wish that is free; over other lines where there is no room."""
    pairs = _pairs(wish)
    for alone in (True, False):
        best: Way | None = None
        best_cost = float("inf")
        plain, turned = (ground.map(turned=turn, alone=alone) for turn in (False, True))
        for least, out, into in pairs[: PAIRS if alone else None]:
            if least >= best_cost:
                break
            way = _joined(wish, out, into, plain, turned)
            if way is not None:
                cost = least + _excess(way)
                if cost < best_cost:
                    best, best_cost = way, cost
        if best is not None:
            return tidied(best)
    return ground.detour(wish.origin, wish.target) or last_resort(wish.origin, wish.target)


def hasty_way(wish: Wish) -> Way:
    """Return a simple way for a frame of a drag, whatever is there; it has a length in any case."""
    a, b = wish.origin, wish.target
    way = _hasty_way(a, b)
    return way if len(way) > 1 else (a.centre, (b.centre[0] + UNIT, b.centre[1]))


def _hasty_way(a: Box, b: Box) -> Way:
    (x1, y1), (x2, y2) = a.centre, b.centre
    if b.left >= a.right or b.right <= a.left:
        start, end = (a.right, b.left) if x2 > x1 else (a.left, b.right)
        middle = (start + end) / 2
        return tidied(((start, y1), (middle, y1), (middle, y2), (end, y2)))
    start, end = (a.bottom, b.top) if y2 > y1 else (a.top, b.bottom)
    middle = (start + end) / 2
    return tidied(((x1, start), (x1, middle), (x2, middle), (x2, end)))


def _joined(wish: Wish, out: str, into: str, plain: Map, turned: Map) -> Way | None:
    """Return the first free way between two sides."""
    p = _open_port(wish, wish.origin, out, plain, turned)
    q = _open_port(wish, wish.target, into, plain, turned)
    if p is None or q is None:
        return None
    if p.dx:
        return free_way(p, q, plain)
    way = free_way(p.turned(), q.turned(), turned)
    return None if way is None else tuple((x, y) for y, x in way)


def _pairs(wish: Wish) -> list[tuple[float, str, str]]:
    """Return the pairs of sides with the least a way between them costs, the cheapest first."""
    leaving, entering = MANNERS.get(wish.kind, MANNERS["recycle"])
    origin, target = wish.origin, wish.target
    if origin == target:
        return [(0.0, RIGHT, BOTTOM), (1.0, RIGHT, TOP)]
    outs = [port(origin, side) for side in SIDES]
    intos = [port(target, side) for side in SIDES]
    found = []
    for p in outs:
        for q in intos:
            length = abs(p.x - q.x) + abs(p.y - q.y) + BEND * least_bends(p, q)
            found.append((length + leaving[p.side] + entering[q.side], p.side, q.side))
    found.sort()
    return found


def _open_port(wish: Wish, box: Box, side: str, plain: Map, turned: Map) -> Port | None:
    """Return the port of a side nearest its middle from which a line can leave."""
    for p in ports(box, side)[: 1 if wish.only_middle else None]:
        if plain.leaves(p) if p.dx else turned.leaves(p.turned()):
            return p
    return None


def _excess(way: Way) -> float:
    """Return how much longer a way is than the straight one between its ends, with its bends."""
    total = 0.0
    x, y = way[0]
    for next_x, next_y in way:
        total += abs(next_x - x) + abs(next_y - y)
        x, y = next_x, next_y
    return total - abs(way[0][0] - x) - abs(way[0][1] - y)


def express_label(way: Way, size: LabelSize, ground: Ground) -> Label:
    """Return a free place for the label of a line; above or beside its first piece if none is."""
    first: Label | None = None
    last = len(way) - 2
    for place, (flat, at, start, end) in enumerate(pieces(way)):
        if place == last:  # keep off the arrow head
            tip = way[-1][0] if flat else way[-1][1]
            start, end = (start + HEAD, end) if tip == start else (start, end - HEAD)
        stacked = not flat or end - start < size.flat[0]
        width, height = size.stacked if stacked else size.flat
        for share in (0.5, 0.25, 0.75):
            middle = start + (end - start) * share
            for side in (0, 1):
                if flat:
                    top = at + SPACE if side else at - SPACE - height
                    label = Label(Box(middle - width / 2, top, width, height), stacked)
                else:
                    left = at - SPACE - width if side else at + SPACE
                    align = "right" if side else "left"
                    label = Label(Box(left, middle - height / 2, width, height), True, align)
                first = first or label
                roomy = label.box.grown(1.0)
                if ground.ink.is_free(roomy) and ground.solid.is_free(label.box.grown(-6.0)):
                    return label
    return first or Label(Box(*way[0], *size.flat), False)
