"""A block of paired runs: two designs played on the same arrivals and, where they agree, leads.

Block b of seed s draws everything from `SeedSequence(entropy=s, spawn_key=(b, 1))`: it depends on
nothing but the two plans, the seed and b.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.comparison.matching import NONE, Matching, matching
from funnelcraft.simulation.engine.blocks import (
    BLOCK,
    Block,
    Counts,
    Engine,
    StationCounts,
    runs_in_block,
)
from funnelcraft.simulation.engine.settings import Settings
from funnelcraft.simulation.plan import Plan

if TYPE_CHECKING:
    from funnelcraft.simulation.comparison.coupling import Coupling
    from funnelcraft.simulation.engine.parameters import Parameters

PAIRED = 1  # the branch of the seed that paired runs draw from


@dataclass(frozen=True, eq=False)
class PairedBlock:
    """The same runs of both designs."""

    index: int
    a: Block
    b: Block

    @property
    def runs(self) -> int:
        """The number of paired runs in the block."""
        return self.a.runs


@dataclass(frozen=True, eq=False)
class OpeningGroup:
    """Opening leads of one stage, segment and age, in both designs or in one.

    `waiting` are the places of the group in the two plans' `waiting`, NONE where it is missing.
    """

    common: int
    only: tuple[int, int]
    waiting: tuple[int, int]


class PairedEngine:
    """Two designs made ready to simulate block after block, in any order and from any thread."""

    def __init__(
        self, funnels: tuple[Funnel, Funnel], plans: tuple[Plan, Plan], settings: Settings
    ) -> None:
        # Here, not at the top: Numba takes half a second to import.
        from funnelcraft.simulation.comparison.coupling import coupling
        from funnelcraft.simulation.engine.deals import deals
        from funnelcraft.simulation.engine.parameters import unknowns

        self.plans, self.settings = plans, settings
        self._match = matching(*self.plans)
        self._coupling = coupling(*self.plans, self._match)
        self._deals = deals(self.plans[0].deal_value), deals(self.plans[1].deal_value)
        self._unknowns = unknowns(plans[0], settings), unknowns(plans[1], settings)
        self._month = np.maximum(self._unknowns[0].month, self._unknowns[1].month)
        self._opening = opening_groups(*funnels)
        self._halt = np.zeros(1, dtype=np.uint8)

    def halt(self) -> None:
        """Make blocks in work end at their next day; what they return then is worthless."""
        self._halt[0] = 1

    def _parameters(self, index: int, runs: int) -> tuple["Parameters", "Parameters"]:
        """Return the figures of a block's runs: the same draws for both designs."""
        from funnelcraft.simulation.engine.parameters import Streams, draw, first_runs

        streams = Streams(self.settings.seed, index, BLOCK)
        a, b = (
            first_runs(draw(part, found, self.settings, streams), runs)
            for part, found in zip(self.plans, self._unknowns, strict=True)
        )
        months = int(self._month[-1]) + 1
        return _over_months(a, months), _over_months(b, months)

    def block(self, index: int) -> PairedBlock:
        """Simulate a block of paired runs."""
        if not self.settings.luck:
            a_block, b_block = (Engine(part, self.settings).block(index) for part in self.plans)
            return PairedBlock(index, a_block, b_block)
        from funnelcraft.simulation.comparison.kernel import run_pair

        runs, (a, b) = runs_in_block(self.settings, index), self.plans
        root = np.random.SeedSequence(entropy=self.settings.seed, spawn_key=(index, PAIRED))
        flow, arriving, mixing, opening = root.spawn(4)
        parameters = self._parameters(index, runs)
        means = parameters[0].arrivals, parameters[1].arrivals
        arrivals, entering = _arrivals(
            self.plans, self._match, self._coupling, means, arriving, mixing
        )
        moves_a, moves_b = (np.zeros((runs, p.channels, p.days), dtype=np.int64) for p in (a, b))
        landed = _Opening(self.plans, self._match, self._coupling, (moves_a, moves_b))
        landed.play(self._opening, runs, np.random.default_rng(opening))
        into = np.array([*entering, *landed.entering], dtype=np.int64)
        streams = [*entering.values(), *landed.entering.values()]
        revenue_a, revenue_b = np.zeros((2, runs, a.days))
        words = flow.generate_state(4 * BLOCK, np.uint64).astype(np.uint64, copy=False)
        run_pair(
            self._halt,
            words.reshape(BLOCK, 4)[:runs],
            into,
            np.array(streams, dtype=np.int64).reshape(len(into), runs, a.days).swapaxes(0, 1),
            self._coupling.tables,
            self._coupling.chances.of(parameters[0].rates, parameters[1].rates),
            self._month,
            self._deals,
            (moves_a, moves_b),
            (revenue_a, revenue_b),
        )
        return PairedBlock(
            index,
            Block(index, _smallest(arrivals[0]), _smallest(moves_a), revenue_a, _unknown(a, runs)),
            Block(index, _smallest(arrivals[1]), _smallest(moves_b), revenue_b, _unknown(b, runs)),
        )


def _unknown(plan: Plan, runs: int) -> StationCounts:
    """Return what a paired block does not count: who broke an SLA. Not zero, but not known."""
    nothing = np.broadcast_to(np.nan, (runs, len(plan.stations), plan.days))
    return StationCounts(nothing, nothing, nothing, nothing)


def _smallest(counts: Ints) -> Counts:
    return counts.astype(np.min_scalar_type(int(counts.max(initial=0))))


def _arrivals(
    plans: tuple[Plan, Plan],
    match: Matching,
    places: "Coupling",
    means: tuple[Floats, Floats],
    arriving: np.random.SeedSequence,
    mixing: np.random.SeedSequence,
) -> tuple[tuple[Ints, Ints], dict[int, Ints]]:
    """Return the arrivals of both designs [R, Q, D], and by place who enters it [R, D].

    A source of both brings the same leads to both, as far as their means agree: a Poisson number
    of the smaller mean in common, and one of what is left over (Kingman 1993: sums of independent
    Poisson numbers are Poisson).
    """
    a, b = plans
    runs = len(means[0])
    mean_a, mean_b = (_mixed(*part, mixing) for part in zip(plans, means, strict=True))
    stream = np.random.default_rng(arriving)
    counts_a, counts_b = (np.zeros((runs, p.sources, p.days), dtype=np.int64) for p in plans)
    entering: dict[int, Ints] = {}

    def enter(place: int, leads: Ints) -> None:
        entering[place] = entering[place] + leads if place in entering else leads

    for source, twin in enumerate(match.source.tolist()):
        if twin == NONE:
            continue
        shared = stream.poisson(np.minimum(mean_a[:, source], mean_b[:, twin]))
        counts_a[:, source], counts_b[:, twin] = shared, shared
        node_a, node_b = int(a.source_node[source]), int(b.source_node[twin])
        if match.node[node_a] == node_b:
            enter(int(places.common[node_a]), shared)
        else:
            enter(int(places.only_a[node_a]), shared)
            enter(int(places.only_b[node_b]), shared)
    for plan, counts, mean, only in (
        (a, counts_a, mean_a, places.only_a),
        (b, counts_b, mean_b, places.only_b),
    ):
        mean = mean - _shared_means(plan is a, match, mean_a, mean_b)
        for source in range(plan.sources):
            more = stream.poisson(np.maximum(mean[:, source], 0.0))
            counts[:, source] += more
            if more.any():
                enter(int(only[plan.source_node[source]]), more)
    return (counts_a, counts_b), entering


def _shared_means(of_a: bool, match: Matching, mean_a: Floats, mean_b: Floats) -> Floats:
    """Return the part of a design's mean arrivals that both have, shape [R, Q, D]."""
    found = np.zeros(mean_a.shape if of_a else mean_b.shape)
    twins = np.flatnonzero(match.source >= 0)
    shared = np.minimum(mean_a[:, twins], mean_b[:, match.source[twins]])
    found[:, twins if of_a else match.source[twins]] = shared
    return found


def _mixed(plan: Plan, mean: Floats, mixing: np.random.SeedSequence) -> Floats:
    """Return the mean arrivals of every run, source and day; random where dispersion asks.

    Sources of the same id draw from the same stream in both designs.
    """
    found = mean.copy()
    for source in np.flatnonzero(plan.source_dispersion > 1):
        name = list(plan.source_ids[source].encode())
        seed = np.random.SeedSequence(mixing.entropy, spawn_key=(*mixing.spawn_key, *name))
        scale = plan.source_dispersion[source] - 1
        drawn = np.random.default_rng(seed).standard_gamma(mean[:, source] / scale)
        found[:, source] = drawn * scale
    return found


def _over_months(parameters: "Parameters", months: int) -> "Parameters":
    """Return figures whose rates are given for so many months, where they are the same in all."""
    runs, _months, channels = parameters.rates.shape
    return replace(parameters, rates=np.broadcast_to(parameters.rates, (runs, months, channels)))


def opening_groups(a: Funnel, b: Funnel) -> tuple[OpeningGroup, ...]:
    """Return the opening pipelines matched by stage, segment and age."""
    counted = tuple(
        Counter((held.stage, held.segment, age) for held in f.opening for age in held.ages_days)
        for f in (a, b)
    )
    first, second = ({key: at for at, key in enumerate(part)} for part in counted)
    found = []
    for key in dict.fromkeys([*counted[0], *counted[1]]):
        here, there = counted[0][key], counted[1][key]
        common = min(here, there)
        places = first.get(key, NONE), second.get(key, NONE)
        found.append(OpeningGroup(common, (here - common, there - common), places))
    return tuple(found)


class _Opening:
    """Plays what the opening pipelines do: into the ledgers of moves and who enters which place."""

    def __init__(
        self,
        plans: tuple[Plan, Plan],
        match: Matching,
        places: "Coupling",
        moves: tuple[Ints, Ints],
    ) -> None:
        self._plans, self._match, self._places, self._moves = plans, match, places, moves
        self.entering: dict[int, Ints] = {}

    def play(
        self, groups: tuple[OpeningGroup, ...], runs: int, stream: np.random.Generator
    ) -> None:
        """Draw when all opening leads leave, and by which ways; the same for any number of runs."""
        for group in groups:
            cells = [
                self._plans[d].waiting[at].cells if at != NONE else np.zeros((0, 1))
                for d, at in enumerate(group.waiting)
            ]
            if group.common:
                self._together(group, cells, runs, stream)
            for design, leads in enumerate(group.only):
                if leads:
                    drawn = _cells(cells[design], stream.random((BLOCK, leads))[:runs])
                    self._leave_alone(design, group, *drawn)

    def _together(
        self,
        group: OpeningGroup,
        cells: list[Floats],
        runs: int,
        stream: np.random.Generator,
    ) -> None:
        """Let the leads of both designs leave: the same way and day with the smaller chance."""
        twins = self._twin_ways(group)
        shared = np.minimum(cells[0][twins[0]], cells[1][twins[1]])
        drawn, again = stream.random((2, BLOCK, group.common))[:, :runs]
        gone = float(shared.sum())
        stays = min(1.0 - float(cells[0].sum()), 1.0 - float(cells[1].sum()))
        run, way, day = _cells(shared, drawn)
        self._leave_together(group, run, twins[0][way], twins[1][way], day)
        # Neither on a common cell nor staying in both: each goes its own way.
        apart = drawn >= gone + max(stays, 0.0)
        for design in (0, 1):
            rest = cells[design].copy()
            rest[twins[design]] -= shared
            weight = 1.0 - gone - max(stays, 0.0)
            if weight > 1e-12 and apart.any():
                chosen = np.where(apart, again, 2.0)
                self._leave_alone(design, group, *_cells(rest / weight, chosen))

    def _twin_ways(self, group: OpeningGroup) -> tuple[Ints, Ints]:
        """Return the places of twin ways within the two groups' cells."""
        a, b = self._plans
        node_a, node_b = a.waiting[group.waiting[0]].node, b.waiting[group.waiting[1]].node
        first_a, first_b = a.channels_of(node_a), b.channels_of(node_b)
        twins = self._match.channel[first_a]
        ways = np.flatnonzero(twins >= 0)
        return ways.astype(np.int64), (twins[ways] - first_b.start).astype(np.int64)

    def _leave_together(
        self, group: OpeningGroup, run: Ints, way_a: Ints, way_b: Ints, day: Ints
    ) -> None:
        a, b = self._plans
        channel_a = way_a + a.channels_of(a.waiting[group.waiting[0]].node).start
        channel_b = way_b + b.channels_of(b.waiting[group.waiting[1]].node).start
        np.add.at(self._moves[0], (run, channel_a, day), 1)
        np.add.at(self._moves[1], (run, channel_b, day), 1)
        to_a, to_b = a.channel_target[channel_a], b.channel_target[channel_b]
        is_common = (to_a >= 0) & (to_b >= 0)
        is_common[is_common] = self._match.node[to_a[is_common]] == to_b[is_common]
        self._enter(self._places.common, to_a, is_common, run, day)
        self._enter(self._places.only_a, to_a, ~is_common, run, day)
        self._enter(self._places.only_b, to_b, ~is_common, run, day)

    def _leave_alone(
        self, design: int, group: OpeningGroup, run: Ints, way: Ints, day: Ints
    ) -> None:
        plan = self._plans[design]
        channel = way + plan.channels_of(plan.waiting[group.waiting[design]].node).start
        np.add.at(self._moves[design], (run, channel, day), 1)
        only = self._places.only_b if design else self._places.only_a
        target = plan.channel_target[channel]
        self._enter(only, target, np.ones(target.size, dtype=bool), run, day)

    def _enter(self, places: Ints, target: Ints, chosen: Ints, run: Ints, day: Ints) -> None:
        chosen = chosen & (target >= 0)
        runs, _channels, days = self._moves[0].shape
        for node in np.unique(target[chosen]):
            here = chosen & (target == node)
            place = int(places[node])
            leads = self.entering.setdefault(place, np.zeros((runs, days), dtype=np.int64))
            np.add.at(leads, (run[here], day[here]), 1)


def _cells(chances: Floats, drawn: Floats) -> tuple[Ints, Ints, Ints]:
    """Return run, way and day of those whose number [R, L] in [0, 1) falls on a cell [ways, D]."""
    border = np.cumsum(chances)
    cell = np.searchsorted(border, drawn, side="right")
    run, lead = np.nonzero(cell < border.size)
    way, day = np.divmod(cell[run, lead], chances.shape[1])
    return run.astype(np.int64), way.astype(np.int64), day.astype(np.int64)
