"""A block of runs: the unit of work, of reproducibility and of progress.

Block b of seed s draws everything from `SeedSequence(entropy=s, spawn_key=(b,))`, so its numbers
depend on nothing but the plan, the seed and b: neither on who computes it nor on when.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.engine.settings import Settings
from funnelcraft.simulation.expectation import mean_flow
from funnelcraft.simulation.plan import Plan

BLOCK = 32

Counts = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Block:
    """What the runs of a block did. R runs, Q sources, C channels, D days.

    Counts are kept in the smallest whole-number type that holds them (100,000 runs must fit into
    memory); without luck they are means, and fractions.
    """

    index: int
    arrivals: Counts  # [R, Q, D]
    moves: Counts  # [R, C, D]
    revenue: Floats  # [R, D]

    @property
    def runs(self) -> int:
        """The number of runs in the block: 32 but for the last."""
        return len(self.revenue)


def number_of_blocks(settings: Settings) -> int:
    """Return into how many blocks the runs are cut."""
    return -(-settings.runs // BLOCK)


def runs_in_block(settings: Settings, index: int) -> int:
    """Return how many runs a block has."""
    return min(BLOCK, settings.runs - index * BLOCK)


class Engine:
    """A plan made ready to simulate block after block, in any order and from any thread."""

    def __init__(self, plan: Plan, settings: Settings) -> None:
        # Here, not at the top: Numba takes half a second to import.
        from funnelcraft.simulation.engine.deals import deals
        from funnelcraft.simulation.engine.tables import tables

        self.plan = plan
        self.settings = settings
        self._tables = tables(plan)
        self._deals = deals(plan.deal_value)
        self._halt = np.zeros(1, dtype=np.uint8)

    def halt(self) -> None:
        """Make blocks in work end at their next day; what they return then is worthless."""
        self._halt[0] = 1

    def block(self, index: int) -> Block:
        """Simulate a block."""
        plan, runs = self.plan, runs_in_block(self.settings, index)
        if not self.settings.luck:
            return _without_luck(plan, index, runs)
        from funnelcraft.simulation.engine.kernel import run_block

        root = np.random.SeedSequence(entropy=self.settings.seed, spawn_key=(index,))
        flow, arriving, mixing, opening = root.spawn(4)
        arrivals = _arrivals(plan, runs, arriving, mixing)
        moves = _opening_moves(plan, opening)[:runs]
        revenue = np.zeros((runs, plan.days))
        words = flow.generate_state(4 * BLOCK, np.uint64).astype(np.uint64, copy=False)
        states = words.reshape(BLOCK, 4)[:runs]
        run_block(self._halt, states, arrivals, self._tables, self._deals, moves, revenue)
        return Block(index, _smallest(arrivals), _smallest(moves), revenue)


def _arrivals(
    plan: Plan, runs: int, arriving: np.random.SeedSequence, mixing: np.random.SeedSequence
) -> Ints:
    """Return the leads of every run, source and day: Poisson, or wider where dispersion asks.

    A Poisson number whose mean is gamma distributed has variance φ·mean when the gamma has shape
    mean/(φ − 1) and scale φ − 1 (negative binomial).
    """
    mean = np.broadcast_to(plan.source_mean, (runs, *plan.source_mean.shape))
    wide = np.flatnonzero(plan.source_dispersion > 1)
    if wide.size:
        scale = plan.source_dispersion[wide, None] - 1
        shape = np.broadcast_to(plan.source_mean[wide] / scale, (runs, wide.size, plan.days))
        mixed = np.random.default_rng(mixing).standard_gamma(shape) * scale
        mean = mean.copy()
        mean[:, wide] = mixed
    return np.random.default_rng(arriving).poisson(mean).astype(np.int64, copy=False)


def _opening_moves(plan: Plan, seed: np.random.SeedSequence) -> Ints:
    """Return when the leads that are in the funnel already leave, by channel: [BLOCK, C, D]."""
    found = np.zeros((BLOCK, plan.channels, plan.days), dtype=np.int64)
    stream = np.random.default_rng(seed)
    for group in plan.waiting:
        if group.cells.size == 0:
            continue
        border = np.cumsum(group.cells)
        cell = np.searchsorted(border, stream.random((BLOCK, group.leads)), side="right")
        run, lead = np.nonzero(cell < border.size)
        channel, day = np.divmod(cell[run, lead], plan.days)
        first = plan.channels_of(group.node).start
        np.add.at(found, (run, first + channel, day), 1)
    return found


def _without_luck(plan: Plan, index: int, runs: int) -> Block:
    """Return runs that all do what is expected, as views of one."""
    flow = mean_flow(plan)
    revenue = plan.mean_deal * flow.entries[plan.node_won].sum(axis=0)
    return Block(
        index,
        np.broadcast_to(plan.source_mean, (runs, *plan.source_mean.shape)),
        np.broadcast_to(flow.moves, (runs, *flow.moves.shape)),
        np.broadcast_to(revenue, (runs, plan.days)),
    )


def _smallest(counts: Ints) -> Counts:
    """Return the counts in the smallest type that holds them."""
    largest = int(counts.max()) if counts.size else 0
    return counts.astype(np.min_scalar_type(largest))
