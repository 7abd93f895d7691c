"""The leads that are in the funnel already: what they do next, given how long they have waited."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.grid import remaining_days
from funnelcraft.simulation.nodes import Nodes
from funnelcraft.simulation.ways import Way


@dataclass(frozen=True, eq=False)
class Waiting:
    """Leads of the same node and age. `cells` [ways, days] says when they leave by which way.

    `lasting` [ways] is each way's chance of lasting longer than the age, `late` [ways] of lasting
    beyond the promise that a breach keeps: what other rates than the document's make of the cells.
    `age` is in days.
    """

    node: int
    leads: int
    cells: Floats
    lasting: Floats
    late: Floats
    age: float

    def weights(self, ways: Sequence[Way], rates: Floats) -> Floats:
        """Return what other rates [R, ways] multiply each way's cells by, shape [R, ways].

        A way of rate p counts p · P(longer than the age) among all; a breach takes what of each way
        lasts too long.
        """
        own = np.array([way.rate for way in ways])
        whole = rates @ self.lasting
        more = np.divide(rates, own, where=own > 0, out=np.zeros_like(rates))
        if (broken := float(own @ self.late)) > 0:
            breach = [at for at, way in enumerate(ways) if way.is_breach]
            more[:, breach] = (rates @ self.late)[:, None] / broken
        # Nobody can last longer and a promise takes all: rates change nothing.
        found = np.divide(
            more * (own @ self.lasting),
            whole[:, None],
            where=whole[:, None] > 0,
            out=np.ones_like(more),
        )
        return np.asarray(found)


def waiting_leads(
    funnel: Funnel, nodes: Nodes, ways: Sequence[Sequence[Way]], days: int
) -> tuple[Waiting, ...]:
    """Return the opening pipeline, leads of one node and age together, in the document's order."""
    counted = Counter(
        (nodes.place(held.segment, held.stage), age)
        for held in funnel.opening
        for age in held.ages_days
    )
    return tuple(
        Waiting(node, leads, *cells_at_age(ways[node], age, days), age)
        for (node, age), leads in counted.items()
    )


def cells_at_age(ways: Sequence[Way], age: float, days: int) -> tuple[Floats, Floats, Floats]:
    """Return P(way, k more days | still here at `age`), [ways, days], and `lasting` and `late`.

    Every way counts by its chance of lasting longer than the age. A lead older than any visit can
    last leaves on the first day: by the breach where one is due, else in the usual shares.
    """
    cells = np.zeros((len(ways), days))
    lasting, late = np.zeros(len(ways)), np.zeros(len(ways))
    rates = np.array([way.rate for way in ways])
    for at, way in enumerate(ways):
        if way.is_breach:
            continue
        limit = math.inf if way.limit is None else way.limit
        grid, lasting[at], late[at] = remaining_days(way.time, age, days, limit)
        cells[at] = way.rate * grid
    if rates @ lasting <= 0:
        broken = any(way.is_breach and age >= (way.limit or 0.0) for way in ways)
        cells[:, 0] = [float(way.is_breach) if broken else way.rate for way in ways]
        every = [0.0 if way.is_breach or broken else 1.0 for way in ways]
        return cells, np.array(every), np.zeros(len(ways))
    for at, way in enumerate(ways):
        moment = max(0, math.floor((way.limit or 0.0) - age))
        if way.is_breach and moment < days:
            cells[at, moment] = rates @ late
    return cells / (rates @ lasting), lasting, late
