"""Two designs whose leads never meet: carried as leads common to both, and of one alone.

Exact, and as cheap for many leads as for few (`coupling`). It needs that every run has the same
times, and that whoever breaks a promise leaves by it.
"""

from typing import TYPE_CHECKING

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.comparison.arriving import Arrived
from funnelcraft.simulation.comparison.coupling import Coupling, coupling
from funnelcraft.simulation.comparison.kernel import make_room, run_pair
from funnelcraft.simulation.comparison.matching import NONE, Matching
from funnelcraft.simulation.comparison.opening import COMMON, ONLY_A, ONLY_B, Opened
from funnelcraft.simulation.engine.blocks import BLOCK, Block, block_of, nothing_counted
from funnelcraft.simulation.engine.deals import deals
from funnelcraft.simulation.engine.parameters import Parameters, Unknowns
from funnelcraft.simulation.plan import Plan

if TYPE_CHECKING:
    from numpy.typing import NDArray


def are_enough(plan: Plan, found: Unknowns) -> bool:
    """Say whether a design can be played as populations."""
    if found.scaled.any() or found.resampled.any():
        return False
    return all(
        station.slots is None and (station.first_touch or min(station.breach) >= 0)
        for station in plan.stations
    )


class Populations:
    """Two plans made ready to be played as populations."""

    def __init__(self, plans: tuple[Plan, Plan], match: Matching, found: Unknowns) -> None:
        self._plans, self._match = plans, match
        self._coupling = coupling(*plans, match)
        self._deals = deals(plans[0].deal_value), deals(plans[1].deal_value)
        self._month = found.month

    def play(
        self,
        index: int,
        halt: "NDArray[np.uint8]",
        flow: np.random.SeedSequence,
        parameters: tuple[Parameters, Parameters],
        came: Arrived,
        opened: Opened,
    ) -> tuple[Block, Block]:
        """Play the runs of a block in both designs."""
        (runs, _sources, days), plans = came.a.shape, self._plans
        before = [moves[:, _breaches(p)] for p, moves in zip(plans, opened.moves, strict=True)]
        entering = _Entering(self._coupling)
        self._arrive(came, entering)
        for (whom, node), leads in opened.entering.items():
            entering.add(whom, node, leads)
        earned = np.zeros((2, runs, days))
        words = flow.generate_state(4 * BLOCK, np.uint64).astype(np.uint64, copy=False)
        streams = np.array([*entering.leads.values()], dtype=np.int64)
        run_pair(
            halt,
            words.reshape(BLOCK, 4)[:runs],
            np.array([*entering.leads], dtype=np.int64),
            np.ascontiguousarray(streams.reshape(len(entering.leads), runs, days).swapaxes(0, 1)),
            self._coupling.tables,
            self._coupling.chances.of(parameters[0].rates, parameters[1].rates),
            self._month,
            self._deals,
            opened.moves,
            (earned[0], earned[1]),
            make_room(self._coupling.tables),
        )
        a, b = (
            _block(plan, index, arrivals, moves, revenue, opening)
            for plan, arrivals, moves, revenue, opening in zip(
                plans, (came.a, came.b), opened.moves, earned, before, strict=True
            )
        )
        return a, b

    def _arrive(self, came: Arrived, entering: "_Entering") -> None:
        """Let leads that sources bring enter: in common where they enter the same stage."""
        a, b = self._plans
        left_a, left_b = came.a.copy(), came.b.copy()
        for source, twin in enumerate(self._match.source.tolist()):
            if twin == NONE:
                continue
            node_a, node_b = int(a.source_node[source]), int(b.source_node[twin])
            if self._match.node[node_a] == node_b:
                entering.add(COMMON, node_a, came.common[:, source])
                left_a[:, source] -= came.common[:, source]
                left_b[:, twin] -= came.common[:, source]
        for plan, whom, left in ((a, ONLY_A, left_a), (b, ONLY_B, left_b)):
            for source, node in enumerate(plan.source_node.tolist()):
                if left[:, source].any():
                    entering.add(whom, node, left[:, source])


class _Entering:
    """Who enters which place from outside, by run and day: `leads` [R, D] by place."""

    def __init__(self, places: Coupling) -> None:
        self._places = {COMMON: places.common, ONLY_A: places.only_a, ONLY_B: places.only_b}
        self.leads: dict[int, Ints] = {}

    def add(self, whom: int, node: int, leads: Ints) -> None:
        """Let leads of a population enter a node."""
        place = int(self._places[whom][node])
        self.leads[place] = self.leads[place] + leads if place in self.leads else leads


def _breaches(plan: Plan) -> Ints:
    """Return the channels by which breaches leave."""
    found = [at for at, way in enumerate(plan.channel_way) if way.is_breach]
    return np.array(found, dtype=np.int64)


def _block(
    plan: Plan, index: int, arrivals: Ints, moves: Ints, revenue: Floats, opening: Ints
) -> Block:
    """Return the block of a design. `opening` [R, breaches, D] are breaches of opening leads.

    Nobody waits. Whoever breaks a promise leaves by it: what left so and came after the start is
    counted, as the engine does.
    """
    counted = nothing_counted(plan, len(revenue))
    breaches = _breaches(plan)
    of_node = plan.channel_node[breaches]
    for at, station in enumerate(plan.stations):
        if station.first_touch or station.sla_days is None:
            continue
        own = np.isin(of_node, station.nodes)
        broken = moves[:, breaches[own]] - opening[:, own]
        counted.breaches[:, at] = broken.sum(axis=1)
        into = moves[:, np.isin(plan.channel_target, station.nodes)].sum(axis=1)
        arrived = arrivals[:, np.isin(plan.source_node, station.nodes)].sum(axis=1)
        counted.begun[:, at] = into + arrived
    return block_of(index, arrivals, moves, revenue, counted)
