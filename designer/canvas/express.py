"""Lines of large drawings: routed one after the other, each the first good way that is free.

The thorough routing of `routing` weighs a hundred ways for each line; here a few are tried, and
places are tested on a raster, so that the time grows with the number of lines alone. Every line
keeps clear of all boxes, and of the lines and texts drawn before it where there is room.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from math import ceil, floor
from typing import NamedTuple

from funnelcraft.designer.canvas.detours import detour
from funnelcraft.designer.canvas.labels import HEAD, SPACE, Label, LabelSize
from funnelcraft.designer.canvas.lines import Course, Setting
from funnelcraft.designer.canvas.raster import UNIT, Raster, solid
from funnelcraft.designer.canvas.routing import BEND, MANNERS, Wish, in_order
from funnelcraft.designer.canvas.shapes import Box, around, box_of_points
from funnelcraft.designer.canvas.traffic import CLEARANCE, Traffic, pieces
from funnelcraft.designer.canvas.ways import (
    BOTTOM,
    LANE,
    RIGHT,
    SIDES,
    STUB,
    TOP,
    Port,
    Way,
    last_resort,
    least_bends,
    port,
    ports,
    tidied,
)

PAIRS = 5  # pairs of sides that are tried
CHANNELS = 14  # parallel channels that are tried to each side
FARTHEST = 100_000  # rows
FAR_OFF = 1_000.0  # from the boxes of new lines; `_outwards` and `_step` don't go as far
BESIDE = 4  # channels tried next to a port of a winding way

# Measures in the raster's units of four.
_LANE, _STUB, _CLEAR = round(LANE / UNIT), round(STUB / UNIT), ceil(CLEARANCE / UNIT)

Bits = dict[int, int]


class Ground:
    """What is drawn already: boxes that no line runs through, and what it had better not meet."""

    def __init__(self, boxes: tuple[Box, ...], room: Box | None = None) -> None:
        """Take the boxes; if a room is given, nothing is drawn beyond it that meets others."""
        self.boxes = boxes
        near = boxes if room is None else tuple(box for box in boxes if box.overlaps(room))
        self.solid = solid(near, CLEARANCE, around(boxes))
        self.ink = Raster(self.solid.left, self.solid.top)  # lines and texts as they are
        self.busy = Raster(self.solid.left, self.solid.top)  # where no further line fits
        self._traffic: Traffic | None = None

    def copy(self) -> "Ground":
        """Return a ground that can be drawn on without changing this one."""
        made = copy(self)
        made.ink, made.busy = self.ink.copy(), self.busy.copy()
        return made

    def stand(self, boxes: Iterable[Box]) -> None:
        """Add boxes that stand in the way too."""
        added = tuple(boxes)
        self.boxes = (*self.boxes, *added)
        self.solid = self.solid.copy()
        self._traffic = None
        for box in added:
            self.solid.take(box.grown(CLEARANCE))

    def draw(self, way: Way) -> None:
        """Take note of a line."""
        for flat, at, start, end in pieces(way):
            self.ink.take_line(flat, at, start, end)
            self.busy.take_line(flat, at, start - UNIT, end + UNIT, round(LANE / UNIT) - 1)

    def write(self, text: Box) -> None:
        """Take note of a text."""
        self.ink.take(text)
        self.busy.take(text)

    def detour(self, origin: Box, target: Box) -> Way | None:
        """Return the way round a crowd, where no other is found."""
        if self._traffic is None:
            self._traffic = Traffic(self.boxes)
        return detour(origin, target, self._traffic)

    def map(self, *, turned: bool, alone: bool) -> "_Map":
        """Return the ground to find a way on; `turned` with x and y exchanged."""
        walls, busy = self.solid, self.busy
        none: Bits = {}
        across = (walls.rows, busy.rows if alone else none)
        down = (walls.columns, busy.columns if alone else none)
        if turned:
            return _Map(*down, *across, walls.top, walls.left)
        return _Map(*across, *down, walls.left, walls.top)


class _Map(NamedTuple):
    """Rows and columns with their walls and lines; columns begin at `left`, rows at `top`."""

    row_walls: Bits
    row_lines: Bits
    column_walls: Bits
    column_lines: Bits
    left: float
    top: float

    def place(self, p: Port) -> tuple[int, int]:
        """Return the column and row of a port."""
        x, y = floor((p.x - self.left) / UNIT + 0.5), floor((p.y - self.top) / UNIT + 0.5)
        return max(x, 0), max(y, 0)

    def open_row(self, y: int, x1: int, x2: int) -> bool:
        """Say whether a piece along x is free."""
        walls, lines = self.row_walls.get(y, 0), self.row_lines.get(y, 0)
        if not (walls or lines):
            return True
        low, size = (x1, x2 - x1) if x2 >= x1 else (x2, x1 - x2)
        return not (walls | lines) >> low & ((1 << (size + 1)) - 1)

    def open_column(self, x: int, y1: int, y2: int) -> bool:
        """Say whether a piece along y is free."""
        walls, lines = self.column_walls.get(x, 0), self.column_lines.get(x, 0)
        if not (walls or lines):
            return True
        low, size = (y1, y2 - y1) if y2 >= y1 else (y2, y1 - y2)
        return not (walls | lines) >> low & ((1 << (size + 1)) - 1)

    def reach(self, x: int, y: int) -> range:
        """Return the rows around one that a piece along y in a column can run to from there."""
        taken = self.column_walls.get(x, 0) | self.column_lines.get(x, 0)
        below = taken >> y
        if below & 1:
            return range(0)
        start = (taken & ((1 << y) - 1)).bit_length()
        stop = y + (below & -below).bit_length() - 1 if below else y + FARTHEST
        return range(start, stop)

    def leaves(self, p: Port) -> bool:
        """Say whether a line can leave a port along x."""
        x, y = self.place(p)
        return x >= _STUB and self.open_row(y, x + p.dx * _CLEAR, x + p.dx * _STUB)

    def x(self, column: int) -> float:
        """Return the x of a column."""
        return self.left + column * UNIT

    def y(self, row: int) -> float:
        """Return the y of a row."""
        return self.top + row * UNIT


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


def _joined(wish: Wish, out: str, into: str, plain: _Map, turned: _Map) -> Way | None:
    """Return the first free way between two sides."""
    p = _open_port(wish, wish.origin, out, plain, turned)
    q = _open_port(wish, wish.target, into, plain, turned)
    if p is None or q is None:
        return None
    if p.dx:
        return _way(p, q, plain)
    way = _way(p.turned(), q.turned(), turned)
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


def _open_port(wish: Wish, box: Box, side: str, plain: _Map, turned: _Map) -> Port | None:
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


def _way(p: Port, q: Port, ground: _Map) -> Way | None:
    """Return the first free way between two ports that leaves the first one along x."""
    if q.dy:
        return _corner(p, q, ground) or _hook(p, q, ground)
    return _step(p, q, ground) or _winding(p, q, ground)


def _corner(p: Port, q: Port, ground: _Map) -> Way | None:
    """Return the way with one turn, where it is free."""
    if (q.x - p.x) * p.dx < STUB or (p.y - q.y) * q.dy < STUB:
        return None
    (px, py), (qx, qy) = ground.place(p), ground.place(q)
    if ground.open_row(py, px + p.dx * _CLEAR, qx) and ground.open_column(
        qx, qy + q.dy * _CLEAR, py
    ):
        return (p.x, p.y), (q.x, p.y), (q.x, q.y)
    return None


def _step(p: Port, q: Port, ground: _Map) -> Way | None:
    """Return the way with no turn or two, at the first channel that is free."""
    (px, py), (qx, qy) = ground.place(p), ground.place(q)
    near_p, near_q = px + p.dx * _CLEAR, qx + q.dx * _CLEAR
    if p.dx == q.dx:
        first = max(px, qx) if p.dx > 0 else min(px, qx)
        channels: Iterable[int] = range(
            first + p.dx * _STUB, first + p.dx * (_STUB + CHANNELS * _LANE), p.dx * _LANE
        )
    else:
        room = (qx - px) * p.dx - 2 * _STUB
        if room < 0:
            return None
        if p.y == q.y:
            return ((p.x, p.y), (q.x, q.y)) if ground.open_row(py, near_p, near_q) else None
        channels = (px + p.dx * (_STUB + away) for away in _spread(room))
    for x in channels:
        if (
            x > 0
            and ground.open_column(x, py, qy)
            and ground.open_row(py, near_p, x)
            and ground.open_row(qy, x, near_q)
        ):
            at = ground.x(x)
            return (p.x, p.y), (at, p.y), (at, q.y), (q.x, q.y)
    return None


def _hook(p: Port, q: Port, ground: _Map) -> Way | None:
    """Return a way with three turns from a port along x into one along y."""
    (px, py), (qx, qy) = ground.place(p), ground.place(q)
    beside = _beside(p, px, py, ground)
    near_q = qy + q.dy * _CLEAR
    for lane in range(2 * CHANNELS):
        y = qy + q.dy * (_STUB + lane * _LANE)
        if y <= 0 or not ground.open_column(qx, near_q, y):
            return None  # what is in the way there stays in the way farther out
        for x, reach in beside:
            if y in reach and ground.open_row(y, x, qx):
                a, b = ground.x(x), ground.y(y)
                return (p.x, p.y), (a, p.y), (a, b), (q.x, b), (q.x, q.y)
    return None


def _winding(p: Port, q: Port, ground: _Map) -> Way | None:
    """Return a way with four turns, by the first flat channel that is free."""
    (px, py), (qx, qy) = ground.place(p), ground.place(q)
    from_p, from_q = _beside(p, px, py, ground), _beside(q, qx, qy, ground)
    if not from_p or not from_q:
        return None
    top = max(min(r.start for _x, r in from_p), min(r.start for _x, r in from_q), 1)
    bottom = min(max(r.stop for _x, r in from_p), max(r.stop for _x, r in from_q))
    for y in _outwards(py, qy, top, bottom):
        a = next((x for x, reach in from_p if y in reach), None)
        b = next((x for x, reach in from_q if y in reach), None)
        if a is not None and b is not None and ground.open_row(y, a, b):
            at, out, into = ground.y(y), ground.x(a), ground.x(b)
            return (p.x, p.y), (out, p.y), (out, at), (into, at), (into, q.y), (q.x, q.y)
    return None


def _beside(p: Port, x: int, y: int, ground: _Map) -> list[tuple[int, range]]:
    """Return the channels next to a port that a line can reach, each with its free rows."""
    found = []
    for lane in range(BESIDE):
        channel = x + p.dx * (_STUB + lane * _LANE)
        if channel <= 0 or not ground.open_row(y, x + p.dx * _CLEAR, channel):
            break
        reach = ground.reach(channel, y)
        if reach:
            found.append((channel, reach))
    return found


def _spread(room: int) -> Iterator[int]:
    """Yield places from 0 to `room`, its middle first, then farther and farther from it."""
    middle = room // 2
    yield middle
    for away in range(_LANE, min(middle, CHANNELS * _LANE) + 1, _LANE):
        yield middle - away
        yield middle + away


def _outwards(first: int, second: int, top: int, bottom: int) -> Iterator[int]:
    """Yield the rows of a range: between two places, their middle first, then beyond them."""
    low, high = min(first, second), max(first, second)
    middle = (low + high) // 2
    for away in range(0, (high - low) // 2, _LANE):
        if top <= middle - away < bottom:
            yield middle - away
        if away and top <= middle + away < bottom:
            yield middle + away
    for away in range(0, 3 * CHANNELS * _LANE, _LANE):
        if top <= high + away < bottom:
            yield high + away
        if top <= low - away < bottom:
            yield low - away


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
