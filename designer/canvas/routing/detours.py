"""The way out when no simple way is free: the shortest path through the channels of a crowd."""

from heapq import heappop, heappush

from funnelcraft.designer.canvas.routing.traffic import CLEARANCE, Traffic
from funnelcraft.designer.canvas.routing.ways import CLEAR, SIDES, STUB, Port, Way, port, tidied
from funnelcraft.designer.canvas.shapes import Box, Point, around

REACH = 400.0  # how far around the two boxes the search looks
MOST_BOXES = 40
TURN = 60.0

_State = tuple[int, int, bool]


def detour(origin: Box, target: Box, traffic: Traffic) -> Way | None:
    """Return a way that hits no box, as short and straight as there is; None where there is none.

    A* search over the crossings of the channels beside the boxes near by; a turn costs as
    much as `TURN` units of length.
    """
    area = around((origin, target))
    if area is None:
        return None
    near = traffic.boxes_near(area.grown(REACH))
    middle = area.centre
    near.sort(key=lambda box: abs(box.centre[0] - middle[0]) + abs(box.centre[1] - middle[1]))
    near = near[:MOST_BOXES]
    crowd = [box.grown(CLEARANCE) for box in near]
    starts, ends = _open_ports(origin, crowd), _open_ports(target, crowd)
    if not starts or not ends:
        return None
    xs, ys = _lines((origin, target, *near), [*starts, *ends])
    path = _shortest(_Crowd(xs, ys, crowd, target), starts, ends)
    if path is None:
        return None
    way = tidied(path)
    return way if traffic.hits(way, origin, target) == 0 else None


def _open_ports(box: Box, crowd: list[Box]) -> list[Port]:
    """Return the middle ports of a box with room outside; boxes that overlap leave none."""
    tried = [port(box, side) for side in SIDES]
    return [p for p in tried if not any(other.contains(_outside(p)) for other in crowd)]


def _outside(p: Port) -> Point:
    return p.x + p.dx * STUB, p.y + p.dy * STUB


def _lines(boxes: tuple[Box, ...], joined: list[Port]) -> tuple[list[float], list[float]]:
    outside = [_outside(p) for p in joined]
    xs = (
        {x for x, _y in outside}
        | {b.left - CLEAR for b in boxes}
        | {b.right + CLEAR for b in boxes}
    )
    ys = (
        {y for _x, y in outside}
        | {b.top - CLEAR for b in boxes}
        | {b.bottom + CLEAR for b in boxes}
    )
    return sorted(xs), sorted(ys)


class _Crowd:
    """The crossings of channels, and which of them can be walked between."""

    def __init__(self, xs: list[float], ys: list[float], boxes: list[Box], target: Box) -> None:
        self.xs, self.ys = xs, ys
        self._boxes = [(box.left, box.top, box.right, box.bottom) for box in boxes]
        self._target = target.grown(STUB)

    def place(self, point: Point) -> tuple[int, int]:
        return self.xs.index(point[0]), self.ys.index(point[1])

    def point(self, state: _State) -> Point:
        return self.xs[state[0]], self.ys[state[1]]

    def free(self, a: Point, b: Point) -> bool:
        """Say whether the straight piece between two points touches no box."""
        left, right = min(a[0], b[0]), max(a[0], b[0])
        top, bottom = min(a[1], b[1]), max(a[1], b[1])
        for box_left, box_top, box_right, box_bottom in self._boxes:
            if left < box_right and right > box_left and top < box_bottom and bottom > box_top:
                return False
        return True

    def away(self, state: _State) -> float:
        """Return how far the target is at least."""
        (x, y), box = self.point(state), self._target
        aside = max(box.left - x, x - box.right, 0.0)
        return aside + max(box.top - y, y - box.bottom, 0.0)

    def steps(self, state: _State) -> list[tuple[float, _State]]:
        """Return the crossings next to one with the cost of going there."""
        column, row, flat = state
        here = self.point(state)
        found = []
        for dc, dr in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            there = (column + dc, row + dr, dc != 0)
            if not (0 <= there[0] < len(self.xs) and 0 <= there[1] < len(self.ys)):
                continue
            point = self.point(there)
            if self.free(here, point):
                distance = abs(point[0] - here[0]) + abs(point[1] - here[1])
                found.append((distance + (TURN if there[2] != flat else 0.0), there))
        return found


def _shortest(crowd: _Crowd, starts: list[Port], ends: list[Port]) -> list[Point] | None:
    waiting: list[tuple[float, float, _State, _State | None]] = []
    first: dict[_State, Port] = {}
    goals: dict[tuple[int, int], Port] = {crowd.place(_outside(p)): p for p in ends}
    for start in starts:
        state = (*crowd.place(_outside(start)), start.dx != 0)
        first[state] = start
        heappush(waiting, (crowd.away(state), 0.0, state, None))
    came: dict[_State, _State | None] = {}
    while waiting:
        _least, cost, state, before = heappop(waiting)
        if state in came:
            continue
        came[state] = before
        goal = goals.get(state[:2])
        if goal is not None and state[2] == (goal.dx != 0):
            return _walked(crowd, came, state, first, goal)
        for step, there in crowd.steps(state):
            if there not in came:
                reached = cost + step
                heappush(waiting, (reached + crowd.away(there), reached, there, state))
    return None


def _walked(
    crowd: _Crowd,
    came: dict[_State, _State | None],
    last: _State,
    first: dict[_State, Port],
    goal: Port,
) -> list[Point]:
    states = [last]
    while (before := came[states[-1]]) is not None:
        states.append(before)
    states.reverse()
    start = first[states[0]]
    return [(start.x, start.y), *(crowd.point(s) for s in states), (goal.x, goal.y)]
