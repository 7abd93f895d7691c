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
    """Leads of the same node and age. `cells` [ways, days] says when they leave by which way."""

    node: int
    leads: int
    cells: Floats


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
        Waiting(node, leads, _cells_at_age(ways[node], age, days))
        for (node, age), leads in counted.items()
    )


def _cells_at_age(ways: Sequence[Way], age: float, days: int) -> Floats:
    """Return P(way, k more days | still here at `age`), shape [ways, days].

    Every way counts by its chance of lasting longer than the age. A lead older than any visit can
    last leaves on the first day: by the breach where one is due, else in the usual shares.
    """
    cells, lasting, breached = np.zeros((len(ways), days)), 0.0, 0.0
    for at, way in enumerate(ways):
        if way.is_breach:
            continue
        limit = math.inf if way.limit is None else way.limit
        grid, share, beyond = remaining_days(way.time, age, days, limit)
        cells[at] = way.rate * grid
        lasting += way.rate * share
        breached += way.rate * beyond
    if lasting <= 0:
        late = any(way.is_breach and age >= (way.limit or 0.0) for way in ways)
        cells[:, 0] = [float(way.is_breach) if late else way.rate for way in ways]
        return cells
    for at, way in enumerate(ways):
        moment = max(0, math.floor((way.limit or 0.0) - age))
        if way.is_breach and moment < days:
            cells[at, moment] = breached
    return cells / lasting
