"""Ways a line can take from one box to another along the axes: the candidates routing picks from.

A way leaves its port straight out of the side, turns at channels between the boxes, and enters the
other port straight in.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from funnelcraft.designer.canvas.shapes import Box, Point

Way = tuple[Point, ...]

STUB = 20.0  # the least length of the first and last straight piece: an arrow head fits
LANE = 12.0  # between two lines that run side by side
MOST_NEAREST = 2  # channels tried next to a port
CLEAR = 20.0  # between a box and the first line along it

LEFT, RIGHT, TOP, BOTTOM = "left", "right", "top", "bottom"
SIDES = (RIGHT, BOTTOM, LEFT, TOP)
_OUT = {LEFT: (-1, 0), RIGHT: (1, 0), TOP: (0, -1), BOTTOM: (0, 1)}
# Where on a side lines may end, from its middle; nearest first.
_SLOTS = {
    LEFT: (0.0, -16.0, 16.0, -30.0, 30.0),
    RIGHT: (0.0, -16.0, 16.0, -30.0, 30.0),
    TOP: (0.0, -28.0, 28.0, -56.0, 56.0),
    BOTTOM: (0.0, -28.0, 28.0, -56.0, 56.0),
}


class Port(NamedTuple):
    """A point on a box's side where a line ends, and the direction out of the box."""

    x: float
    y: float
    dx: int
    dy: int
    side: str
    offset: float

    def turned(self) -> "Port":
        """Return the port with x and y exchanged."""
        return Port(self.y, self.x, self.dy, self.dx, self.side, self.offset)


def port(box: Box, side: str, offset: float = 0.0) -> Port:
    """Return the port of a box's side at an offset from the side's middle."""
    dx, dy = _OUT[side]
    x, y = box.centre
    x += dx * box.width / 2 if dx else offset
    y += dy * box.height / 2 if dy else offset
    return Port(x, y, dx, dy, side, offset)


def ports(box: Box, side: str) -> list[Port]:
    """Return the ports of a side, the middle one first. A box that is no stage has one a side."""
    slots = _SLOTS[side] if box.width > 60 else (0.0,)
    return [port(box, side, offset) for offset in slots]


def aligned_ports(a: Box, b: Box) -> list[tuple[Port, Port]]:
    """Return ports off the middle that let a straight line join two boxes nearly in line."""
    found = []
    for side, back in ((RIGHT, LEFT), (LEFT, RIGHT)):
        low, high = max(a.top, b.top) + 12, min(a.bottom, b.bottom) - 12
        if low <= high:
            y = (low + high) / 2
            found.append((port(a, side, y - a.centre[1]), port(b, back, y - b.centre[1])))
    for side, back in ((BOTTOM, TOP), (TOP, BOTTOM)):
        low, high = max(a.left, b.left) + 12, min(a.right, b.right) - 12
        if low <= high:
            x = (low + high) / 2
            found.append((port(a, side, x - a.centre[0]), port(b, back, x - b.centre[0])))
    return found


def least_bends(p: Port, q: Port) -> int:
    """Return how often a line between two ports must turn at least."""
    if bool(p.dx) != bool(q.dx):
        ahead = (q.x - p.x) * p.dx + (q.y - p.y) * p.dy
        back = (p.x - q.x) * q.dx + (p.y - q.y) * q.dy
        return 1 if ahead >= STUB and back >= STUB else 3
    if (p.dx, p.dy) == (q.dx, q.dy):
        return 2
    ahead = (q.x - p.x) * p.dx + (q.y - p.y) * p.dy
    if ahead < 2 * STUB:
        return 4
    in_line = p.y == q.y if p.dx else p.x == q.x
    return 0 if in_line else 2


def simple_ways(p: Port, q: Port, xs: Sequence[float], ys: Sequence[float]) -> Iterator[Way]:
    """Yield the ways between two ports with at most two turns, at the given channels."""
    if p.dx:
        yield from _simple(p, q, xs)
    else:
        for way in _simple(p.turned(), q.turned(), ys):
            yield tuple((x, y) for y, x in way)


def winding_ways(p: Port, q: Port, xs: Sequence[float], ys: Sequence[float]) -> Iterator[Way]:
    """Yield the ways between two ports with three or four turns, at the given channels."""
    if p.dx:
        yield from _winding(p, q, xs, ys)
    else:
        for way in _winding(p.turned(), q.turned(), ys, xs):
            yield tuple((x, y) for y, x in way)


def _simple(p: Port, q: Port, xs: Sequence[float]) -> Iterator[Way]:
    """Yield simple ways whose first piece runs along x."""
    start, end = (p.x, p.y), (q.x, q.y)
    if q.dy:
        if (q.x - p.x) * p.dx >= STUB and (p.y - q.y) * q.dy >= STUB:
            yield start, (q.x, p.y), end
    elif p.y == q.y and p.dx == -q.dx and (q.x - p.x) * p.dx >= 2 * STUB:
        yield start, end
    else:
        for x in xs:
            if (x - p.x) * p.dx >= STUB and (x - q.x) * q.dx >= STUB:
                yield start, (x, p.y), (x, q.y), end


def _winding(p: Port, q: Port, xs: Sequence[float], ys: Sequence[float]) -> Iterator[Way]:
    """Yield winding ways whose first piece runs along x."""
    start, end = (p.x, p.y), (q.x, q.y)
    from_p = _nearest([x for x in xs if (x - p.x) * p.dx >= STUB], p.x)
    if q.dy:
        for y in (y for y in ys if (y - q.y) * q.dy >= STUB):
            for x in from_p:
                yield start, (x, p.y), (x, y), (q.x, y), end
        return
    from_q = _nearest([x for x in xs if (x - q.x) * q.dx >= STUB], q.x)
    for a in from_p:
        for b in from_q:
            for y in ys:
                yield start, (a, p.y), (a, y), (b, y), (b, q.y), end


def _nearest(channels: list[float], to: float) -> list[float]:
    return sorted(channels, key=lambda channel: abs(channel - to))[:MOST_NEAREST]


def channels(a: Box, b: Box, near: Iterable[Box]) -> tuple[list[float], list[float]]:
    """Return the x of vertical and the y of horizontal channels for a line from box a to box b.

    They run halfway between the two boxes, and beside every box near them, three side by side.
    """
    xs = set(_between(a.left, a.right, b.left, b.right))
    ys = set(_between(a.top, a.bottom, b.top, b.bottom))
    for box in (a, b, *near):
        for place in range(3 if box in (a, b) else 2):
            away = CLEAR + place * LANE
            xs.update((box.left - away, box.right + away))
            ys.update((box.top - away, box.bottom + away))
    return sorted(xs), sorted(ys)


def _between(a1: float, a2: float, b1: float, b2: float) -> list[float]:
    first, last = (a2, b1) if a2 <= b1 else (b2, a1)
    if last - first < 2 * STUB:
        return []
    middle = (first + last) / 2
    return [m for m in (middle, middle - LANE, middle + LANE) if first + STUB <= m <= last - STUB]


def last_resort(a: Box, b: Box) -> Way:
    """Return a way over whatever is there: straight, or a bow where one box covers the other."""
    if a.centre != b.centre:
        return a.centre, b.centre
    x, y = a.centre
    right, top = a.right + STUB, b.top - STUB
    return (a.right, y), (right, y), (right, top), (x, top), (x, b.top)


def length_of(way: Way) -> float:
    """Return the length of a way along the axes."""
    total = 0.0
    x, y = way[0]
    for next_x, next_y in way:
        total += abs(next_x - x) + abs(next_y - y)
        x, y = next_x, next_y
    return total


def tidied(way: Iterable[Point]) -> Way:
    """Return the way without repeated points and without points inside a straight piece."""
    kept: list[Point] = []
    for point in way:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and (
            kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]
        ):
            kept[-1] = point
        else:
            kept.append(point)
    return tuple(kept)
