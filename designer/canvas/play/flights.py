"""Where the dots of a replay are at a moment: a pure function of time, so any day can be shown.

A small dot stands for one lead; where very many move, a larger one for ten or a hundred. Along a
route, the n-th dot moves when n times as many leads have; the moves of a day are spread evenly over
it. A dot is half way at the moment it stands for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints

MOST_DOTS = 400  # that move at once: more would be a carpet, not leads
LEAST_A_ROUTE, MOST_A_ROUTE = 4.0, 24.0
TRAVEL_SECONDS = 0.9
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True, eq=False)
class Routes:
    """The lines dots travel along, joined into one line. `starts` and `ends` are lengths on it."""

    length: Floats  # [P] rising
    x: Floats  # [P]
    y: Floats  # [P]
    starts: Floats  # [R]
    ends: Floats  # [R]

    def at(self, route: Ints, share: Floats) -> tuple[Floats, Floats]:
        """Return the points at a share (0–1) of the length of routes."""
        start = self.starts[route]
        along = start + share * (self.ends[route] - start)
        return np.interp(along, self.length, self.x), np.interp(along, self.length, self.y)


def joined(lines: Sequence[Floats]) -> Routes:
    """Return polylines [points, 2] as routes."""
    lengths, starts, ends = [], [], []
    reach = 0.0
    for line in lines:
        steps = np.hypot(*np.diff(line, axis=0).T)
        own = reach + np.concatenate([[0.0], np.cumsum(steps)])
        lengths.append(own)
        starts.append(own[0])
        ends.append(own[-1])
        reach = own[-1] + 1.0  # a gap, so that no length belongs to two lines
    points = np.concatenate([np.zeros((0, 2)), *lines])
    length = np.concatenate([np.zeros(0), *lengths])
    return Routes(length, points[:, 0], points[:, 1], np.array(starts), np.array(ends))


def leads_a_dot(moves: Floats, travel_days: float, most: int = MOST_DOTS) -> Ints:
    """Return how many leads a dot stands for on each route, such that no crowd hides the drawing.

    `moves` are leads by route and day, shape [R, D]; `travel_days` how long a dot is on its way.
    One of 1, 10, 100 and so on: at most `most` dots move at once, fairly shared by the routes.
    """
    routes, days = moves.shape
    reached = np.concatenate([np.zeros((routes, 1)), np.cumsum(moves, axis=1)], axis=1)
    ends = np.minimum(np.arange(days + 1) + travel_days, days)
    at_once = np.array([np.interp(ends, np.arange(days + 1), own) for own in reached])
    at_once = at_once.reshape(routes, days + 1) - reached
    share = min(max(most / max(routes, 1), LEAST_A_ROUTE), MOST_A_ROUTE)
    sizes = np.ones(routes, dtype=np.int64)
    crowded = at_once.max(axis=1, initial=0.0)
    while (crowded / sizes > share).any():
        sizes[crowded / sizes > share] *= 10
    while routes and (at_once / sizes[:, None]).sum(axis=0).max() > most:
        sizes[np.argmax(crowded / sizes)] *= 10
    return sizes


@dataclass(frozen=True, eq=False)
class Dots:
    """Dots at a moment: the route of each and how far along it is (0–1)."""

    route: Ints
    share: Floats


@dataclass(frozen=True, eq=False)
class Flights:
    """All dots of a replay in the order of time, for one speed."""

    leads: Ints  # [R] a dot stands for
    travel_days: float
    time: Floats  # in days from the start
    route: Ints

    def at(self, time: float) -> Dots:
        """Return the dots on their way at a moment, in days from the start."""
        half = self.travel_days / 2
        first, last = np.searchsorted(self.time, [time - half, time + half])
        share = (time - self.time[first:last]) / self.travel_days + 0.5
        return Dots(self.route[first:last], np.clip(share, 0.0, 1.0))


def flights(moves: Floats, days_a_second: float, most: int = MOST_DOTS) -> Flights:
    """Return the dots of leads moving by route and day, shape [R, D]."""
    travel = TRAVEL_SECONDS * days_a_second
    leads = leads_a_dot(moves, travel, most)
    times, routes = [np.zeros(0)], [np.zeros(0, dtype=np.int64)]
    days = np.arange(moves.shape[1] + 1.0)
    for route, (own, size) in enumerate(zip(moves, leads.tolist(), strict=True)):
        reached = np.concatenate([[0.0], np.cumsum(own)])
        # Routes that move alike must not beat in step.
        phase = (route + 1) * _GOLDEN % 1.0
        marks = np.arange(phase, reached[-1] / size, 1.0) * size
        times.append(_when(marks, reached, days))
        routes.append(np.full(marks.size, route))
    time = np.concatenate(times)
    order = np.argsort(time, kind="stable")
    return Flights(leads, travel, time[order], np.concatenate(routes)[order])


def _when(marks: Floats, reached: Floats, days: Floats) -> Floats:
    """Return the moments at which a total is reached that grows evenly over each day."""
    day = np.clip(np.searchsorted(reached, marks, side="left"), 1, reached.size - 1)
    before, after = reached[day - 1], reached[day]
    return np.asarray(days[day - 1] + (marks - before) / np.maximum(after - before, 1e-12))
