"""Ways that next to no leads take, counted as parts of wider ones: the drawing stays legible.

Nothing is left out: a visit that leaves by a rare way counts as leaving by its host, at its time.
Wins are never bundled.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from funnelcraft.simulation.baseline.calibration import Baseline
from funnelcraft.simulation.baseline.history import Visits, visits
from funnelcraft.simulation.baseline.measures import measured

# Below this share of the visits it leaves, and of those it leads to, a way is rare: it neither
# matters to where leads go nor to where they come from.
RARE_SHARE = 0.01

Pair = tuple[int, int]


@dataclass(frozen=True)
class Rare:
    """A way too rare to be drawn, how many took it, and the target it counts as leading to."""

    start: int
    to: int
    moves: int
    host: int


def without_rare_ways(found: Baseline) -> tuple[Baseline, tuple[Rare, ...]]:
    """Return a baseline with rare ways counted as part of others, and which these are.

    The host of a way is the one most taken that leads into the same direction: on, back, or to a
    lost stage. Where all of a direction are rare, the most taken of them hosts the others.
    """
    hosts = _hosts(found)
    if not hosts:
        return found, ()
    rare = tuple(
        Rare(start, to, found.measured.moves[start, to].moved, host)
        for (start, to), host in sorted(hosts.items())
    )
    seen = visits(found.history, found.window.seen, found.ends)
    bundled = measured(_led_to_hosts(seen, hosts), bool(found.measured.by_segment))
    return replace(found, measured=bundled), rare


def _hosts(found: Baseline) -> dict[Pair, int]:
    moves = {pair: move.moved for pair, move in found.measured.moves.items()}
    came = np.bincount(found.history.stage, minlength=len(found.history.stages))
    place = {stage: index for index, stage in enumerate(found.order)}
    groups: dict[tuple[int, str], list[Pair]] = {}
    for start, to in moves:
        if to in found.won:
            continue
        way = "lost" if to in found.lost else "on" if place[to] > place[start] else "back"
        groups.setdefault((start, way), []).append((start, to))

    def is_rare(pair: Pair) -> bool:
        entered = found.measured.visits[pair[0]]
        return moves[pair] < RARE_SHARE * min(entered, int(came[pair[1]]))

    hosts = {}
    for group in groups.values():
        host = max(group, key=lambda pair: (moves[pair], pair))
        hosts.update({pair: host[1] for pair in group if pair != host and is_rare(pair)})
    return hosts


def _led_to_hosts(seen: Visits, hosts: dict[Pair, int]) -> Visits:
    to = seen.to.copy()
    for start, its in _by_start(hosts.items()).items():
        here = np.flatnonzero(seen.stage == start)
        for target, host in its:
            to[here[seen.to[here] == target]] = host
    return replace(seen, to=to)


def _by_start(hosts: Iterable[tuple[Pair, int]]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for (start, target), host in hosts:
        found.setdefault(start, []).append((target, host))
    return found
