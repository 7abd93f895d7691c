"""What the opening pipelines of two designs do: the same leads do the same where they can."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.comparison.matching import NONE, Matching
from funnelcraft.simulation.engine.blocks import BLOCK
from funnelcraft.simulation.plan import Plan

# Whom the leads are that land in a node: common to both designs, or of one alone.
COMMON, ONLY_A, ONLY_B = range(3)


@dataclass(frozen=True, eq=False)
class OpeningGroup:
    """Opening leads of one stage, segment and age, in both designs or in one.

    `waiting` are the places of the group in the two plans' `waiting`, NONE where it is missing.
    """

    common: int
    only: tuple[int, int]
    waiting: tuple[int, int]


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


class Opened:
    """When the opening leads of both designs leave, and whom that brings where.

    `moves` are [R, C, D] of A and of B. `entering` holds by (COMMON, ONLY_A or ONLY_B, node) who
    lands there, [R, D]; common leads land in a node of A and its twin.
    """

    def __init__(
        self,
        plans: tuple[Plan, Plan],
        match: Matching,
        groups: tuple[OpeningGroup, ...],
        runs: int,
        stream: np.random.Generator,
    ) -> None:
        a, b = plans
        self._plans, self._match = plans, match
        self.moves = (
            np.zeros((runs, a.channels, a.days), dtype=np.int64),
            np.zeros((runs, b.channels, b.days), dtype=np.int64),
        )
        self.entering: dict[tuple[int, int], Ints] = {}
        for group in groups:
            self._play(group, runs, stream)

    def _play(self, group: OpeningGroup, runs: int, stream: np.random.Generator) -> None:
        """Draw when a group leaves, and by which ways; the same for any number of runs."""
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
        self, group: OpeningGroup, cells: list[Floats], runs: int, stream: np.random.Generator
    ) -> None:
        """Let the leads of both designs leave: the same way and day with the smaller chance."""
        twins = self._twin_ways(group)
        shared = np.minimum(cells[0][twins[0]], cells[1][twins[1]])
        drawn, again = stream.random((2, BLOCK, group.common))[:, :runs]
        gone = float(shared.sum())
        stays = max(min(1.0 - float(cells[0].sum()), 1.0 - float(cells[1].sum())), 0.0)
        run, way, day = _cells(shared, drawn)
        self._leave_together(group, run, twins[0][way], twins[1][way], day)
        # Neither on a common cell nor staying in both: each goes its own way.
        weight = 1.0 - gone - stays
        apart = drawn >= gone + stays
        if weight <= 1e-12 or not apart.any():
            return
        for design in (0, 1):
            rest = cells[design].copy()
            rest[twins[design]] -= shared
            self._leave_alone(design, group, *_cells(rest / weight, np.where(apart, again, 2.0)))

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
        np.add.at(self.moves[0], (run, channel_a, day), 1)
        np.add.at(self.moves[1], (run, channel_b, day), 1)
        to_a, to_b = a.channel_target[channel_a], b.channel_target[channel_b]
        is_common = (to_a >= 0) & (to_b >= 0)
        is_common[is_common] = self._match.node[to_a[is_common]] == to_b[is_common]
        self._enter(COMMON, to_a, is_common, run, day)
        self._enter(ONLY_A, to_a, ~is_common, run, day)
        self._enter(ONLY_B, to_b, ~is_common, run, day)

    def _leave_alone(
        self, design: int, group: OpeningGroup, run: Ints, way: Ints, day: Ints
    ) -> None:
        plan = self._plans[design]
        channel = way + plan.channels_of(plan.waiting[group.waiting[design]].node).start
        np.add.at(self.moves[design], (run, channel, day), 1)
        target = plan.channel_target[channel]
        whom = ONLY_B if design else ONLY_A
        self._enter(whom, target, np.ones(target.size, dtype=bool), run, day)

    def _enter(self, whom: int, target: Ints, chosen: Ints, run: Ints, day: Ints) -> None:
        chosen = chosen & (target >= 0)
        runs, _channels, days = self.moves[0].shape
        for node in np.unique(target[chosen]).tolist():
            here = chosen & (target == node)
            leads = self.entering.setdefault((whom, node), np.zeros((runs, days), dtype=np.int64))
            np.add.at(leads, (run[here], day[here]), 1)


def _cells(chances: Floats, drawn: Floats) -> tuple[Ints, Ints, Ints]:
    """Return run, way and day of those whose number [R, L] in [0, 1) falls on a cell [ways, D]."""
    border = np.cumsum(chances)
    cell = np.searchsorted(border, drawn, side="right")
    run, lead = np.nonzero(cell < border.size)
    way, day = np.divmod(cell[run, lead], chances.shape[1])
    return run.astype(np.int64), way.astype(np.int64), day.astype(np.int64)
