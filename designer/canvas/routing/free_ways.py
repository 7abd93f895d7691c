"""Ways of few turns between two ports: of each shape the first one that is free."""

from collections.abc import Iterable, Iterator

from funnelcraft.designer.canvas.routing.terrain import CLEAR, LANES, STUBS, Map
from funnelcraft.designer.canvas.routing.ways import STUB, Port, Way

CHANNELS = 14  # parallel channels that are tried to each side
BESIDE = 4  # channels tried next to a port of a winding way


def free_way(p: Port, q: Port, ground: Map) -> Way | None:
    """Return the first free way between two ports that leaves the first one along x."""
    if q.dy:
        return _corner(p, q, ground) or _hook(p, q, ground)
    return _step(p, q, ground) or _winding(p, q, ground)


def _corner(p: Port, q: Port, ground: Map) -> Way | None:
    """Return the way with one turn, where it is free."""
    if (q.x - p.x) * p.dx < STUB or (p.y - q.y) * q.dy < STUB:
        return None
    (px, py), (qx, qy) = ground.place(p), ground.place(q)
    if ground.open_row(py, px + p.dx * CLEAR, qx) and ground.open_column(qx, qy + q.dy * CLEAR, py):
        return (p.x, p.y), (q.x, p.y), (q.x, q.y)
    return None


def _step(p: Port, q: Port, ground: Map) -> Way | None:
    """Return the way with no turn or two, at the first channel that is free."""
    (px, py), (qx, qy) = ground.place(p), ground.place(q)
    near_p, near_q = px + p.dx * CLEAR, qx + q.dx * CLEAR
    if p.dx == q.dx:
        first = max(px, qx) if p.dx > 0 else min(px, qx)
        channels: Iterable[int] = range(
            first + p.dx * STUBS, first + p.dx * (STUBS + CHANNELS * LANES), p.dx * LANES
        )
    else:
        room = (qx - px) * p.dx - 2 * STUBS
        if room < 0:
            return None
        if p.y == q.y:
            return ((p.x, p.y), (q.x, q.y)) if ground.open_row(py, near_p, near_q) else None
        channels = (px + p.dx * (STUBS + away) for away in _spread(room))
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


def _hook(p: Port, q: Port, ground: Map) -> Way | None:
    """Return a way with three turns from a port along x into one along y."""
    (px, py), (qx, qy) = ground.place(p), ground.place(q)
    beside = _beside(p, px, py, ground)
    near_q = qy + q.dy * CLEAR
    for lane in range(2 * CHANNELS):
        y = qy + q.dy * (STUBS + lane * LANES)
        if y <= 0 or not ground.open_column(qx, near_q, y):
            return None  # what is in the way there stays in the way farther out
        for x, reach in beside:
            if y in reach and ground.open_row(y, x, qx):
                a, b = ground.x(x), ground.y(y)
                return (p.x, p.y), (a, p.y), (a, b), (q.x, b), (q.x, q.y)
    return None


def _winding(p: Port, q: Port, ground: Map) -> Way | None:
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


def _beside(p: Port, x: int, y: int, ground: Map) -> list[tuple[int, range]]:
    """Return the channels next to a port that a line can reach, each with its free rows."""
    found = []
    for lane in range(BESIDE):
        channel = x + p.dx * (STUBS + lane * LANES)
        if channel <= 0 or not ground.open_row(y, x + p.dx * CLEAR, channel):
            break
        reach = ground.reach(channel, y)
        if reach:
            found.append((channel, reach))
    return found


def _spread(room: int) -> Iterator[int]:
    """Yield places from 0 to `room`, its middle first, then farther and farther from it."""
    middle = room // 2
    yield middle
    for away in range(LANES, min(middle, CHANNELS * LANES) + 1, LANES):
        yield middle - away
        yield middle + away


def _outwards(first: int, second: int, top: int, bottom: int) -> Iterator[int]:
    """Yield the rows of a range: between two places, their middle first, then beyond them."""
    low, high = min(first, second), max(first, second)
    middle = (low + high) // 2
    for away in range(0, (high - low) // 2, LANES):
        if top <= middle - away < bottom:
            yield middle - away
        if away and top <= middle + away < bottom:
            yield middle + away
    for away in range(0, 3 * CHANNELS * LANES, LANES):
        if top <= high + away < bottom:
            yield high + away
        if top <= low - away < bottom:
            yield low - away
