"""Stages that count or hold their leads one by one: with a capacity, or with an SLA."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from funnelcraft.funnel.model import ENDS, Funnel
from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.calendars import slots
from funnelcraft.simulation.nodes import Nodes
from funnelcraft.simulation.ways import Way

# In a queue that holds for ever nothing needs to be told apart beyond this many days.
NEVER = float(2**40)


@dataclass(frozen=True, eq=False)
class Station:
    """A stage with a capacity or an SLA. D days.

    `nodes` are its nodes, one a segment; `slots` [D] the leads it can begin each day, None for any
    number. `sla_days` None promises nothing; `first_touch` says whose clock it is. A wait of
    `half_life` days halves progress; None: it does not. `breach` holds the place of each node's
    breach channel among the node's channels, −1 where a breach moves nobody.
    """

    stage: int
    nodes: tuple[int, ...]
    slots: Ints | None
    sla_days: float | None
    first_touch: bool
    half_life: float | None
    breach: tuple[int, ...]

    def wait_factor(self, waited: Floats, low: float, high: float) -> Floats:
        """Return the mean of 2^(−w/h) over waits w = waited − U, U uniform in [low, high].

        `waited` counts the midnights a lead has waited for. With a = ln 2 / h the mean over U of
        exp(−a(k − U)) is exp(−a(k − high))·(1 − exp(−a(high − low))) / (a(high − low)).
        """
        if self.half_life is None:
            return np.ones_like(waited)
        rate = np.log(2.0) / self.half_life
        width = rate * max(high - low, 0.0)
        mean = -np.expm1(-width) / width if width > 0 else 1.0
        found: Floats = np.exp(-rate * np.maximum(waited - high, 0.0)) * mean
        return found


def stations(
    funnel: Funnel, nodes: Nodes, ways: Sequence[Sequence[Way]], start: date, days: int
) -> tuple[Station, ...]:
    """Return the stations in the document's order; gates and ends hold nobody and have none."""
    found = []
    for at, stage in enumerate(nodes.stages):
        if stage.kind in (*ENDS, "gate") or (stage.capacity is None and stage.sla is None):
            continue
        own = tuple(nodes.place(segment, stage.id) for segment in nodes.segments)
        free = slots(stage.capacity, funnel.holidays, start, days) if stage.capacity else None
        found.append(
            Station(
                stage=at,
                nodes=own,
                slots=free,
                sla_days=min(stage.sla.days, NEVER) if stage.sla else None,
                first_touch=stage.sla is not None and stage.sla.clock == "first_touch",
                half_life=stage.wait_half_life_days,
                breach=tuple(_breach(ways[node]) for node in own),
            )
        )
    return tuple(found)


def _breach(ways: Sequence[Way]) -> int:
    return next((at for at, way in enumerate(ways) if way.is_breach), -1)
