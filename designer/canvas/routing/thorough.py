"""Routes of triggers: orthogonal lines that avoid boxes and each other.

Every trigger takes the cheapest of many candidate ways, given the boxes and the lines drawn before
it. The main path goes first, so that it runs straight; ways back come last and go round below.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

from funnelcraft.designer.canvas.routing.detours import detour
from funnelcraft.designer.canvas.routing.traffic import HIT, Traffic, Watch
from funnelcraft.designer.canvas.routing.ways import (
    BOTTOM,
    LEFT,
    RIGHT,
    SIDES,
    TOP,
    Port,
    Way,
    aligned_ports,
    channels,
    last_resort,
    least_bends,
    length_of,
    ports,
    simple_ways,
    tidied,
    winding_ways,
)
from funnelcraft.designer.canvas.shapes import Box, around

BEND = 60.0
OFF_MIDDLE = 0.6
NEAR = 60.0
MOST_NEAR = 12
SLACK = 15.0  # a line this close to the best there could be is good enough
MOST_LOOKS = 120  # candidates that are looked at once one is found that hits no box
MOST_LOOKS_IN_VAIN = 400
MOST_PORTS = 3

# How much each side is disliked for leaving and for entering, by the trigger's manner.
_PROGRESS = (
    {RIGHT: 0.0, BOTTOM: 25.0, TOP: 40.0, LEFT: 120.0},
    {LEFT: 0.0, TOP: 20.0, BOTTOM: 60.0, RIGHT: 120.0},
)
_BACK = (
    {BOTTOM: 0.0, RIGHT: 20.0, LEFT: 60.0, TOP: 50.0},
    {BOTTOM: 0.0, RIGHT: 10.0, LEFT: 25.0, TOP: 20.0},
)
_ASIDE = (
    {BOTTOM: 0.0, RIGHT: 15.0, LEFT: 30.0, TOP: 60.0},
    {TOP: 0.0, LEFT: 10.0, RIGHT: 10.0, BOTTOM: 50.0},
)
MANNERS = {"progress": _PROGRESS, "recycle": _BACK, "disqualify": _ASIDE}
_RANKS = {"progress": 0, "disqualify": 1}


@dataclass(frozen=True)
class Wish:
    """A line that is wanted: from one box to another, in the manner of a trigger's kind."""

    id: str
    origin: Box
    target: Box
    kind: str
    only_middle: bool = False  # a gate's corners are its only ports


def in_order(wishes: Iterable[Wish]) -> list[Wish]:
    """Return wishes in the order in which they are routed: by rank, the short ones first."""

    def key(wish: Wish) -> tuple[int, float]:
        (x1, y1), (x2, y2) = wish.origin.centre, wish.target.centre
        return _RANKS.get(wish.kind, 2), abs(x2 - x1) + abs(y2 - y1)

    return sorted(wishes, key=key)


def route(wish: Wish, traffic: Traffic) -> Way:
    """Return the best way for one wish: of the candidates, the cheapest are looked at first."""
    xs, ys = channels(wish.origin, wish.target, _near(wish, traffic))
    watch = traffic.watch(wish.origin, wish.target)
    sheaves = _sheaves(wish, watch)
    best: Way | None = None
    best_cost = float("inf")
    for looked_at, (base, way) in enumerate(_cheapest_first(sheaves, xs, ys)):
        too_many = MOST_LOOKS if best_cost < HIT else MOST_LOOKS_IN_VAIN
        if base >= best_cost - SLACK or looked_at >= too_many:
            break
        cost = base + watch.cost(way, best_cost - base)
        if cost < best_cost:
            best, best_cost = way, cost
    if best is None or best_cost >= HIT:
        around_all = detour(wish.origin, wish.target, traffic)
        best = around_all or best or last_resort(wish.origin, wish.target)
    way = tidied(best)
    # Of one box upon another a way can lead back into itself, and nothing would be left of it.
    return way if len(way) > 1 else last_resort(wish.origin, wish.target)


def _cheapest_first(
    sheaves: list["_Sheaf"], xs: list[float], ys: list[float]
) -> Iterator[tuple[float, Way]]:
    """Yield ways with what they cost before their flaws, in that order."""
    waiting: list[tuple[float, int, Way]] = []
    number = 0
    for place, sheaf in enumerate(sheaves):
        for way in sheaf.ways(sheaf.p, sheaf.q, xs, ys):
            number += 1
            base = length_of(way) + BEND * (len(way) - 2) + sheaf.dislike
            heappush(waiting, (base, number, way))
        following = sheaves[place + 1].least if place + 1 < len(sheaves) else float("inf")
        while waiting and waiting[0][0] <= following:
            base, _number, way = heappop(waiting)
            yield base, way


def _near(wish: Wish, traffic: Traffic) -> list[Box]:
    whole = around((wish.origin, wish.target))
    if whole is None:
        return []
    found = traffic.boxes_near(whole.grown(NEAR))
    x, y = whole.centre
    found.sort(key=lambda box: abs(box.centre[0] - x) + abs(box.centre[1] - y))
    return found[:MOST_NEAR]


class _Sheaf(NamedTuple):
    """The ways of one form between two ports, the least any can cost, and the ports' dislike."""

    least: float
    dislike: float
    p: Port
    q: Port
    ways: Callable[[Port, Port, Sequence[float], Sequence[float]], Iterator[Way]]


def _sheaves(wish: Wish, watch: Watch) -> list[_Sheaf]:
    """Return the sheaves of ways that may be taken, the ones that can be cheapest first."""
    leaving, entering = MANNERS.get(wish.kind, _BACK)
    found = []
    for p, q in _pairs(wish, watch):
        off_middle = (abs(p.offset) + abs(q.offset)) * OFF_MIDDLE
        dislike = leaving[p.side] + entering[q.side] + off_middle
        direct = abs(p.x - q.x) + abs(p.y - q.y) + dislike
        bends = least_bends(p, q)
        if bends <= 2:
            found.append(_Sheaf(direct + BEND * bends, dislike, p, q, simple_ways))
        most = 4 if bool(p.dx) == bool(q.dx) else 3
        found.append(_Sheaf(direct + BEND * most, dislike, p, q, winding_ways))
    found.sort(key=lambda sheaf: sheaf.least)
    return found


def _pairs(wish: Wish, watch: Watch) -> list[tuple[Port, Port]]:
    """Return the ports a line may leave and enter by."""
    a, b = wish.origin, wish.target
    outs = {side: _open_ports(a, side, wish, watch) for side in SIDES}
    intos = {side: _open_ports(b, side, wish, watch) for side in SIDES}
    tried = [
        (p, q)
        for out in SIDES
        for into in SIDES
        if a != b or {out, into} in ({RIGHT, BOTTOM}, {RIGHT, TOP})
        for p in outs[out]
        for q in intos[into]
    ]
    return tried + (aligned_ports(a, b) if a != b and not wish.only_middle else [])


def _open_ports(box: Box, side: str, wish: Wish, watch: Watch) -> list[Port]:
    """Return the ports of a side nearest its middle at which no line ends yet; else the middle."""
    if wish.only_middle:
        return ports(box, side)[:1]
    found = [p for p in ports(box, side) if watch.is_open(p)]
    return found[:MOST_PORTS] or ports(box, side)[:1]
