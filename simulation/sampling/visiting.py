"""Visits as arrays, and how they end: which way out, and at which moment."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Flags, Floats, Ints
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.sampling.times import draw_beyond, draw_times, share_beyond
from funnelcraft.simulation.stations import Station
from funnelcraft.simulation.ways import Way


@dataclass(frozen=True, eq=False)
class Visits:
    """V visits: whose, to which node, and since when (days from the start)."""

    lead: Ints
    node: Ints
    entered: Floats

    def of(self, chosen: Flags | Ints) -> "Visits":
        """Return some of the visits."""
        return Visits(self.lead[chosen], self.node[chosen], self.entered[chosen])

    @property
    def size(self) -> int:
        """How many they are."""
        return self.lead.size


def together(parts: list[Visits]) -> Visits:
    """Return the visits of several groups, one group after the other."""
    if not parts:
        return Visits(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    return Visits(
        np.concatenate([part.lead for part in parts]),
        np.concatenate([part.node for part in parts]),
        np.concatenate([part.entered for part in parts]),
    )


class Ending:
    """Draws how visits end, by the rates of the month in which their work begins."""

    def __init__(self, plan: Plan, rates: Floats, month: Ints, stream: np.random.Generator) -> None:
        """Take the rates by month and channel, shape [M, C], and the month of every day [D]."""
        self._plan = plan
        self._rates = rates
        self._month = month
        self._stream = stream
        self._station = {node: station for station in plan.stations for node in station.nodes}

    def following(self, visits: Visits, begun: Floats) -> Visits:
        """Return the visits that follow some, whose work begins at the moments `begun` [V].

        Leads that leave the funnel have none, nor those in a won or lost stage.
        """
        found = []
        for node, at in _by_node(visits.node):
            if self._plan.channel_way[self._plan.channels_of(node)]:
                found.append(self._of_node(node, visits.of(at), begun[at]))
        return together(found)

    def _of_node(self, node: int, visits: Visits, begun: Floats) -> Visits:
        own = self._plan.channels_of(node)
        ways = self._plan.channel_way[own]
        month = self._month[np.minimum(begun.astype(np.int64), self._month.size - 1)]
        rates = self._rates[month, own]
        station = self._station.get(node)
        if station is not None and station.half_life is not None:
            rates = _thinned(ways, station, rates, begun - visits.entered)
        place = _picked(rates, self._stream.random(visits.size))
        left = np.full(visits.size, math.inf)
        for at, way in enumerate(ways):
            taken = np.flatnonzero(place == at)
            # Who leaks is not heard of again, unless a promise takes the lead out before.
            if taken.size and (way.trigger >= 0 or way.limit is not None):
                left[taken] = begun[taken] + draw_times(way.time, taken.size, self._stream)
        return _gone(ways, visits, place, left)

    def after_waiting(self, visits: Visits) -> Visits:
        """Return the visits that follow the opening pipeline's: entered before day 0, open then.

        Each way counts by its chance of lasting longer than the age. Who is older than any visit
        can be leaves on the first day, as in the engine.
        """
        found = []
        for node, at in _by_node(visits.node):
            own = self._plan.channels_of(node)
            ways = self._plan.channel_way[own]
            entered = visits.entered[at]
            for age in np.unique(-entered).tolist() if ways else ():
                of_age = visits.of(at[entered == -age])
                found.append(self._of_age(ways, self._rates[0, own], age, of_age))
        return together(found)

    def _of_age(self, ways: tuple[Way, ...], rates: Floats, age: float, visits: Visits) -> Visits:
        lasting = rates * np.array(
            [0.0 if way.is_breach else share_beyond(way.time, age) for way in ways]
        )
        is_over = lasting.sum() <= 0
        late = next((at for at, w in enumerate(ways) if w.is_breach and age >= (w.limit or 0)), -1)
        if is_over:
            lasting = np.arange(len(ways)) == late if late >= 0 else rates
        weights = np.tile(lasting.astype(np.float64), (visits.size, 1))
        place = _picked(weights, self._stream.random(visits.size))
        left = np.zeros(visits.size)
        for at, way in enumerate(ways):
            taken = np.flatnonzero(place == at)
            if taken.size and not is_over:
                left[taken] = draw_beyond(way.time, age, taken.size, self._stream) - age
        if is_over:
            left = self._stream.random(visits.size)
            return _led(ways, visits, place, left)
        return _gone(ways, visits, place, left)


def _by_node(node: Ints) -> Iterator[tuple[int, Ints]]:
    """Yield each node with the places of its visits, in their order."""
    order = np.argsort(node, kind="stable")
    nodes, first = np.unique(node[order], return_index=True)
    borders = [*first.tolist(), order.size]
    for at, one in enumerate(nodes.tolist()):
        yield one, order[borders[at] : borders[at + 1]]


def _picked(weights: Floats, uniform: Floats) -> Ints:
    """Return the way each visit takes, shape [V], by weights [V, ways]."""
    reached = np.cumsum(weights, axis=1)
    place = (uniform[:, None] * reached[:, -1:] >= reached).sum(axis=1)
    found: Ints = np.minimum(place, weights.shape[1] - 1)
    return found


def _thinned(ways: tuple[Way, ...], station: Station, rates: Floats, wait: Floats) -> Floats:
    """Return the rates [V, ways] after waits [V]: what progress loses each half-life leaks."""
    assert station.half_life is not None
    factor = np.exp2(-np.maximum(wait, 0.0) / station.half_life)
    progress = np.array([way.is_progress for way in ways])
    found = np.where(progress, rates * factor[:, None], rates)
    leak = next((at for at, way in enumerate(ways) if way.trigger < 0), None)
    if leak is not None:
        found[:, leak] += rates.sum(axis=1) - found.sum(axis=1)
    return found


def _gone(ways: tuple[Way, ...], visits: Visits, place: Ints, left: Floats) -> Visits:
    """Return where the leads go that leave at some moments, broken promises first."""
    for at, way in enumerate(ways):
        if way.is_breach and way.limit is not None:
            limited = np.array([one.limit is not None for one in ways])
            due = np.maximum(visits.entered + way.limit, 0.0)
            # Whether the visit lasts too long is asked of the promise, not of rounded moments.
            late = limited[place] & (left - visits.entered > way.limit)
            place, left = np.where(late, at, place), np.where(late, due, left)
    return _led(ways, visits, place, left)


def _led(ways: tuple[Way, ...], visits: Visits, place: Ints, left: Floats) -> Visits:
    target = np.array([way.target for way in ways])[place]
    inside = np.flatnonzero(target >= 0)
    return Visits(visits.lead[inside], target[inside], left[inside])
