"""A block of runs: the unit of work, of reproducibility and of progress.

Block b of seed s draws everything from `SeedSequence(entropy=s, spawn_key=(b,))`, so its numbers
depend on nothing but the plan, the seed and b: neither on who computes it nor on when.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Flags, Floats, Ints
from funnelcraft.simulation.engine.deals import deals
from funnelcraft.simulation.engine.floor import run_block_with_stations
from funnelcraft.simulation.engine.kernel import run_block
from funnelcraft.simulation.engine.means import figures_of
from funnelcraft.simulation.engine.parameters import (
    Parameters,
    Streams,
    Unknowns,
    draw,
    first_runs,
    unknowns,
)
from funnelcraft.simulation.engine.settings import Settings
from funnelcraft.simulation.engine.tables import tables
from funnelcraft.simulation.engine.work import Counted, Drawn, make_ready
from funnelcraft.simulation.expectation import opening_moves
from funnelcraft.simulation.fluid import fluid_flow, own_figures
from funnelcraft.simulation.opening import Waiting
from funnelcraft.simulation.plan import Plan, refuse_crowds
from funnelcraft.simulation.ways import Way

BLOCK = 32

Counts = NDArray[Any]


@dataclass(frozen=True, eq=False)
class StationCounts:
    """What the stations of a plan did in the runs of a block. R runs, K stations, D days.

    `begun` counts leads whose work began and `waited` adds up the days they had waited; `queued`
    wait at the end of the day; `breaches` counts broken promises on the day they are broken.
    """

    begun: Counts  # [R, K, D]
    waited: Floats  # [R, K, D]
    queued: Counts  # [R, K, D]
    breaches: Counts  # [R, K, D]


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
    stations: StationCounts

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
        self.plan = plan
        self.settings = settings
        self._unknowns = unknowns(plan, settings)
        self._tables = tables(plan, self._unknowns)
        self._deals = deals(plan.deal_value)
        self._halt = np.zeros(1, dtype=np.uint8)

    def halt(self) -> None:
        """Make blocks in work end at their next day; what they return then is worthless."""
        self._halt[0] = 1

    def parameters(self, index: int) -> Parameters:
        """Return the figures of a block's runs: the file's own, or drawn where they are unsure."""
        drawn = draw(
            self.plan, self._unknowns, self.settings, Streams(self.settings.seed, index, BLOCK)
        )
        return first_runs(drawn, runs_in_block(self.settings, index))

    def block(self, index: int) -> Block:
        """Simulate a block."""
        plan, runs = self.plan, runs_in_block(self.settings, index)
        parameters = self.parameters(index)
        if not self.settings.luck:
            return _without_luck(plan, index, parameters, self._unknowns)
        root = np.random.SeedSequence(entropy=self.settings.seed, spawn_key=(index,))
        flow, arriving, mixing, opening = root.spawn(4)
        arrivals = _arrivals(plan, parameters.arrivals, arriving, mixing)
        unsure = self._unknowns.rates
        moves = _opening_moves(plan, parameters.rates, unsure, opening)[:runs]
        revenue = np.zeros((runs, plan.days))
        words = flow.generate_state(4 * BLOCK, np.uint64).astype(np.uint64, copy=False)
        states = words.reshape(BLOCK, 4)[:runs]
        counted = nothing_counted(plan, runs)
        drawn = Drawn(parameters.rates, parameters.scale, parameters.weights)
        given = (self._halt, states, arrivals, self._tables, drawn, self._deals, moves, revenue)
        work = make_ready(self._tables, plan.days)
        if plan.stations:
            run_block_with_stations(*given, work, counted)
        else:
            run_block(*given, work)
        return block_of(index, arrivals, moves, revenue, counted)


def nothing_counted(plan: Plan, runs: int) -> Counted:
    """Return the counts of a plan's stations that the loops fill."""
    room = (runs, len(plan.stations), plan.days)
    counts = (np.zeros(room, dtype=np.int64) for _count in range(3))
    return Counted(next(counts), np.zeros(room), *counts)


def block_of(index: int, arrivals: Ints, moves: Ints, revenue: Floats, counted: Counted) -> Block:
    """Return a block from what the loops counted, in the smallest types that hold it."""
    stations = StationCounts(
        _smallest(counted.begun),
        counted.waited,
        _smallest(counted.queued),
        _smallest(counted.breaches),
    )
    return Block(index, _smallest(arrivals), _smallest(moves), revenue, stations)


def _arrivals(
    plan: Plan, mean: Floats, arriving: np.random.SeedSequence, mixing: np.random.SeedSequence
) -> Ints:
    """Return the leads of every run, source and day: Poisson, or wider where dispersion asks.

    A Poisson number whose mean is gamma distributed has variance φ·mean when the gamma has shape
    mean/(φ − 1) and scale φ − 1 (negative binomial). `mean` is [R, Q, D].
    """
    wide = np.flatnonzero(plan.source_dispersion > 1)
    if wide.size:
        scale = plan.source_dispersion[wide, None] - 1
        mixed = np.random.default_rng(mixing).standard_gamma(mean[:, wide] / scale) * scale
        mean = mean.copy()
        mean[:, wide] = mixed
    # Drift and dispersion can carry a run beyond what the document itself says.
    refuse_crowds(mean.sum(axis=(1, 2)).max(initial=0.0))
    return np.random.default_rng(arriving).poisson(mean).astype(np.int64, copy=False)


def _opening_moves(plan: Plan, rates: Floats, unsure: Flags, seed: np.random.SeedSequence) -> Ints:
    """Return when the leads that are in the funnel already leave, by channel: [BLOCK, C, D].

    Their work began before: the rates [R, M, C] of the first month hold for them, where those of
    their node are `unsure` [N].
    """
    found = np.zeros((BLOCK, plan.channels, plan.days), dtype=np.int64)
    groups = [group for group in plan.waiting if group.cells.size]
    if not groups:
        return found
    leads = np.array([group.leads for group in groups])
    begins = np.append(0, np.cumsum(BLOCK * leads))
    drawn = np.random.default_rng(seed).random(begins[-1])
    cell = np.empty(drawn.size, dtype=np.int64)
    for group, part in zip(groups, map(slice, begins[:-1], begins[1:]), strict=True):
        if unsure[group.node]:
            own = plan.channels_of(group.node)
            of_runs = drawn[part].reshape(BLOCK, -1)[: len(rates)]
            of_runs[:] = _as_by_own_rates(group, plan.channel_way[own], rates[:, 0, own], of_runs)
        cell[part] = np.searchsorted(np.cumsum(group.cells), drawn[part], side="right")
    of_group = np.repeat(np.arange(leads.size), BLOCK * leads)
    run = (np.arange(drawn.size) - begins[of_group]) // leads[of_group]
    first = np.array([plan.channels_of(group.node).start for group in groups])
    within = cell < np.array([group.cells.size for group in groups])[of_group]
    channel, day = np.divmod(cell[within], plan.days)
    np.add.at(found, (run[within], first[of_group[within]] + channel, day), 1)
    return found


def _as_by_own_rates(
    group: Waiting, ways: tuple[Way, ...], rates: Floats, uniform: Floats
) -> Floats:
    """Return numbers that pick by the document's cells what `uniform` [R, leads] does by rates.

    `rates` are [R, ways]. Who leaves by no way within the horizon gets a number beyond all cells.
    """
    within = group.cells.sum(axis=1)
    parts = within * group.weights(ways, rates)
    reached = np.cumsum(parts, axis=1)
    way = (uniform[:, :, None] >= reached[:, None, :]).sum(axis=2)
    run, lead = np.nonzero(way < within.size)
    taken = way[run, lead]
    place = (uniform[run, lead] - (reached - parts)[run, taken]) / parts[run, taken]
    found = np.full(uniform.shape, np.inf)
    found[run, lead] = (np.cumsum(within) - within)[taken] + place * within[taken]
    return found


def _without_luck(plan: Plan, index: int, parameters: Parameters, found: Unknowns) -> Block:
    """Return runs that do what is expected under their own figures."""
    if not found.any:
        return means_block(plan, opening_moves(plan), index, len(parameters.arrivals))
    opening = opening_moves(plan, parameters.rates[:, 0])
    flow = fluid_flow(plan, figures_of(plan, parameters, found), opening)
    return Block(
        index,
        parameters.arrivals,
        np.maximum(flow.moves, 0.0),
        plan.mean_deal * flow.entries[:, plan.node_won].sum(axis=1),
        StationCounts(flow.begun, flow.waited, flow.queued, flow.breaches),
    )


def means_block(plan: Plan, opening: Floats, index: int = 0, runs: int = 1) -> Block:
    """Return runs that all do what is expected, as views of one.

    `opening` [C, D] are the mean moves of leads that are there already.
    """
    flow = fluid_flow(plan, own_figures(plan), opening)

    def of_all(values: Floats) -> Floats:
        return np.broadcast_to(np.maximum(values, 0.0), (runs, *values.shape[1:]))

    return Block(
        index,
        of_all(plan.source_mean[None]),
        of_all(flow.moves),
        of_all(plan.mean_deal * flow.entries[:, plan.node_won].sum(axis=1)),
        StationCounts(*map(of_all, (flow.begun, flow.waited, flow.queued, flow.breaches))),
    )


def _smallest(counts: Ints) -> Counts:
    """Return the counts in the smallest type that holds them."""
    largest = int(counts.max()) if counts.size else 0
    return counts.astype(np.min_scalar_type(largest))
