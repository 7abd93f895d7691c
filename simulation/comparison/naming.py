"""Two designs played each by itself, on luck named after run, stage, segment and day (`luck`).

For whatever leads do to each other, queues first of all, and for times that differ from run to run.
Stages of the same id draw the same numbers in both designs, so two equal designs do the same in
every run, and what differs follows from what differs in the files.
"""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.comparison.arriving import Arrived
from funnelcraft.simulation.comparison.matching import NONE, Matching, node_names
from funnelcraft.simulation.comparison.opening import Opened
from funnelcraft.simulation.engine.blocks import BLOCK, Block, block_of, nothing_counted
from funnelcraft.simulation.engine.deals import deals
from funnelcraft.simulation.engine.floor import run_block_with_stations
from funnelcraft.simulation.engine.luck import NAMES, RUN
from funnelcraft.simulation.engine.parameters import Parameters, Unknowns, own_weights
from funnelcraft.simulation.engine.tables import MANY, RING, SLOT, Tables, Words, tables
from funnelcraft.simulation.engine.times import fill_days
from funnelcraft.simulation.engine.work import Drawn, make_ready
from funnelcraft.simulation.expectation import opening_moves
from funnelcraft.simulation.fluid import fluid_flow, own_figures
from funnelcraft.simulation.plan import Plan

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Where more than this many times what usually counts as many leads begin on a day, they are split
# whatever was expected: to draw for each would take too long.
FAR_TOO_MANY = 64


@dataclass(frozen=True, eq=False)
class BlockLuck:
    """What the runs of a block draw from: a word a run, and what both designs have in common."""

    words: Words  # [R]
    parameters: tuple[Parameters, Parameters]
    common_rates: tuple[Floats, Floats]  # [R, M, C] of each design
    common_times: Floats


class NamedLuck:
    """Two plans made ready to be played on the same named luck."""

    def __init__(
        self,
        plans: tuple[Plan, Plan],
        match: Matching,
        found: tuple[Unknowns, Unknowns],
        moved: bool = False,
    ) -> None:
        """Make them ready; `moved`: leads may leave that are no opening pipeline of a plan."""
        self._plans = plans
        self._varies = tuple(part.scaled | part.resampled for part in found)
        self._deals = tuple(deals(part.deal_value) for part in plans)
        self._twins = match.channel, _inverse(match.channel, plans[1].channels)
        own = [tables(plan, part, True) for plan, part in zip(plans, found, strict=True)]
        if moved:
            own = [part._replace(opening=1) for part in own]
        self._apart = self._channels_apart(own)
        many = _many(plans, match, own)
        self._tables = tuple(
            _with_apart(
                part._replace(node=_in_row(part.node, MANY, many[design])),
                self._apart[:, design],
                own_weights(plans[design], found[design]),
            )
            for design, part in enumerate(own)
        )
        self._names = tuple(_names(part) for part in plans)
        self._fixed: dict[tuple[int, int, bool], Floats] = {}

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
        luck = self.luck(flow, parameters, len(came.a))
        a = self.play_one(0, index, halt, luck, came.a, opened.moves[0])
        return a, self.play_one(1, index, halt, luck, came.b, opened.moves[1])

    def luck(
        self, flow: np.random.SeedSequence, parameters: tuple[Parameters, Parameters], runs: int
    ) -> "BlockLuck":
        """Return what the runs of a block draw from in either design."""
        words = flow.generate_state(BLOCK, np.uint64).astype(np.uint64, copy=False)[:runs]
        common = self._common_rates(parameters), self._common_times(parameters)
        return BlockLuck(words, parameters, *common)

    def play_one(
        self,
        design: int,
        index: int,
        halt: "NDArray[np.uint8]",
        luck: "BlockLuck",
        arrivals: Ints,
        moves: Ints,
    ) -> Block:
        """Play one design (0: A, 1: B) from arrivals [R, Q, D]; `moves` [R, C, D] are filled."""
        plan, own, runs = self._plans[design], luck.parameters[design], luck.words.size
        revenue, counted = np.zeros((runs, plan.days)), nothing_counted(plan, runs)
        # The loop writes into `left`, and blocks are played at the same time.
        own_tables = self._tables[design]
        own_tables = own_tables._replace(left=own_tables.left.copy())
        run_block_with_stations(
            halt,
            self._states(design, luck.words),
            arrivals,
            own_tables,
            Drawn(
                np.concatenate([own.rates, luck.common_rates[design]], axis=2),
                own.scale,
                np.concatenate([own.weights, luck.common_times], axis=1),
            ),
            self._deals[design],
            moves,
            revenue,
            make_ready(own_tables, plan.days),
            counted,
        )
        return block_of(index, arrivals, moves, revenue, counted)

    def _states(self, design: int, words: Words) -> Words:
        """Return what every run draws from (`luck`), shape [R, 6 + 2 · (nodes + stations)]."""
        names = self._names[design]
        found = np.zeros((words.size, NAMES + 2 * names.size), dtype=np.uint64)
        found[:, RUN] = words
        found[:, NAMES : NAMES + names.size] = names
        return found

    def _common_rates(self, parameters: tuple[Parameters, Parameters]) -> tuple[Floats, Floats]:
        """Return the part of all rates that both designs have, [R, M, C] of each."""
        rates = [part.rates for part in parameters]
        found = [np.zeros_like(part) for part in rates]
        ways = np.flatnonzero(self._twins[0] != NONE)
        twins = self._twins[0][ways]
        smaller = np.minimum(rates[0][:, :, ways], rates[1][:, :, twins])
        found[0][:, :, ways], found[1][:, :, twins] = smaller, smaller
        return found[0], found[1]

    def _channels_apart(self, own: list[Tables]) -> Ints:
        """Return the twins (channel of A, of B) whose days are not drawn from the same table."""
        pairs = []
        for at, twin in enumerate(self._twins[0].tolist()):
            if twin == NONE:
                continue
            rings = [int(part.channel[RING, c]) for part, c in zip(own, (at, twin), strict=True)]
            # Only of stages that leads reach there are tables of days.
            if rings[0] == rings[1] > 0 and not self._have_equal_tables(at, twin):
                pairs.append((at, twin))
        return np.array(pairs, dtype=np.int64).reshape(len(pairs), 2)

    def _have_equal_tables(self, at: int, twin: int) -> bool:
        """Say whether twin channels have the same table in every run, and but one."""
        one, other = self._plans[0].channel_way[at], self._plans[1].channel_way[twin]
        varies = self._varies[0][at] or self._varies[1][twin]
        if one.time != other.time or (varies and one.origin != other.origin):
            return False
        return not (_has_queue(self._plans[0], at) or _has_queue(self._plans[1], twin))

    def _common_times(self, parameters: tuple[Parameters, Parameters]) -> Floats:
        """Return P(at most k days) as far as both designs have it in common, [R, ways apart · D].

        For every way the smallest of the chances of each number of days: in both designs, and
        where leads queue in one of them, of those who begin at 00:00 as well.
        """
        runs = len(parameters[0].scale)
        found = [np.zeros((runs, 0))]
        for pair in self._apart:
            nights = [False]
            if any(_has_queue(p, c) for p, c in zip(self._plans, pair.tolist(), strict=True)):
                nights.append(True)
            grids = [
                self._days(design, channel, night, parameters[design])
                for night in nights
                for design, channel in enumerate(pair.tolist())
            ]
            smallest = np.minimum.reduce(np.broadcast_arrays(*grids))
            found.append(np.broadcast_to(np.cumsum(smallest, axis=1), (runs, smallest.shape[1])))
        return np.concatenate(found, axis=1)

    def _days(self, design: int, channel: int, night: bool, parameters: Parameters) -> Floats:
        """Return P(k days) of a channel as the loop has it: [R, days], one row if runs agree."""
        if self._varies[design][channel]:
            given = zip(parameters.scale[:, channel], parameters.weights, strict=True)
            return np.stack([self._filled(design, channel, night, *part) for part in given])
        key = (design, channel, night)
        if key not in self._fixed:
            first = self._tables[design].channel[SLOT, channel]
            beyond = first + self._tables[design].channel[RING, channel] + 1
            days = self._tables[design].chance[first:beyond]
            if night:
                days = self._filled(design, channel, True, 1.0, np.zeros(0))
            self._fixed[key] = days[None]
        return self._fixed[key]

    def _filled(
        self, design: int, channel: int, night: bool, scale: float, weights: Floats
    ) -> Floats:
        own = self._tables[design]
        found = np.zeros(int(own.channel[RING, channel]) + 1)
        days = self._plans[design].days
        fill_days(own.channel, own.knots, channel, float(scale), weights, days, int(night), found)
        return found


def _inverse(twins: Ints, size: int) -> Ints:
    """Return the twins of B's channels in A."""
    found = np.full(size, NONE, dtype=np.int64)
    ways = np.flatnonzero(twins != NONE)
    found[twins[ways]] = ways
    return found


def _has_queue(plan: Plan, channel: int) -> bool:
    node = int(plan.channel_node[channel])
    return any(station.slots is not None and node in station.nodes for station in plan.stations)


def _many(plans: tuple[Plan, Plan], match: Matching, own: list[Tables]) -> tuple[Ints, Ints]:
    """Return from how many leads on each node splits them: decided by what is expected of a day.

    If it were by the leads of the very day, one more lead would change the luck of all.
    """
    busiest = [_busiest_days(plan) for plan in plans]
    twins = np.flatnonzero(match.node != NONE)
    both = np.maximum(busiest[0][twins], busiest[1][match.node[twins]])
    busiest[0][twins], busiest[1][match.node[twins]] = both, both
    found = [
        np.where(part >= tables_of.node[MANY], 0, FAR_TOO_MANY * tables_of.node[MANY])
        for part, tables_of in zip(busiest, own, strict=True)
    ]
    return found[0], found[1]


def _busiest_days(plan: Plan) -> Floats:
    """Return the most leads that are expected to enter each node on a day, shape [N]."""
    flow = fluid_flow(plan, own_figures(plan), opening_moves(plan))
    found: Floats = flow.entries[0].max(axis=1)
    return found


def _in_row(figures: Ints, row: int, values: Ints) -> Ints:
    found = figures.copy()
    found[row] = values
    return found


def _with_apart(own: Tables, apart: Ints, first: int) -> Tables:
    """Add the row APART: where a run's weights hold what both designs have of a channel's days."""
    row = np.full(own.channel.shape[1], NONE, dtype=np.int64)
    for channel in apart.tolist():
        row[channel] = first
        first += int(own.channel[RING, channel]) + 1
    return own._replace(channel=np.vstack([own.channel, row]))


def _names(plan: Plan) -> Words:
    """Return the names of the luck of all nodes and stations."""
    stations = [plan.stage_ids[station.stage] for station in plan.stations]
    names = ["\x1f".join(("node", *name)) for name in node_names(plan)]
    names += ["\x1f".join(("station", name)) for name in stations]
    digests = [hashlib.sha256(name.encode()).digest() for name in names]
    return np.array([int.from_bytes(part[:8], "little") for part in digests], dtype=np.uint64)
