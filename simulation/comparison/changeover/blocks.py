"""Blocks of runs of a change: A going on, B from the start, and B from the day of the change on."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.comparison.changeover.changing import (
    Change,
    counters,
    own_counters,
    targets,
)
from funnelcraft.simulation.comparison.changeover.flight import (
    Flight,
    flights,
    leads_in,
    queue_up,
    queues_up,
    shut_until,
    waiting_since,
)
from funnelcraft.simulation.comparison.changeover.leaving import (
    TwinWays,
    leave_alone,
    leave_together,
)
from funnelcraft.simulation.comparison.changeover.stitching import joined, since, until
from funnelcraft.simulation.comparison.matching import NONE
from funnelcraft.simulation.comparison.pairs import PairedPlans
from funnelcraft.simulation.engine.blocks import Block, Counts
from funnelcraft.simulation.engine.prepared import Prepared
from funnelcraft.simulation.engine.settings import Settings
from funnelcraft.simulation.plan import Plan, plan

CHANGED = 2  # the branch of the seed that leads in flight draw from


@dataclass(frozen=True, eq=False)
class ChangedBlock:
    """The same runs of A going on, B from the start, and B from the day of the change on.

    `in_flight` [R, N of A] are the leads in A's nodes at the change, in the order of A's plan.
    """

    index: int
    stay: Block
    fresh: Block
    after: Block
    in_flight: Ints

    @property
    def runs(self) -> int:
        """The number of runs in the block."""
        return self.stay.runs


class ChangedSimulation(Prepared[ChangedBlock]):
    """Two funnels, a change and settings as a work for executors."""

    def __init__(self, a: Funnel, other: Funnel, change: Change, settings: Settings) -> None:
        super().__init__(a, other, change, settings=settings)
        self.funnels, self.change = (a, other), change

    @cached_property
    def plans(self) -> tuple[Plan, Plan]:
        """The two funnels as arrays."""
        a, b = self.funnels
        return plan(a, self.settings.days), plan(b, self.settings.days)

    def made_ready(self) -> "ChangedEngine":
        """Return all that is needed to simulate."""
        return ChangedEngine(self.funnels, self.plans, self.change, self.settings)


class ChangedEngine:
    """A change made ready to simulate block after block, in any order and from any thread.

    Everything is played on named luck (`NamedLuck`): whatever of the three goes alike does the
    same. From the change on A is played anew as well, with the leads in flight: they are drawn once
    for both ways on, as common as the two designs allow.
    """

    def __init__(
        self,
        funnels: tuple[Funnel, Funnel],
        plans: tuple[Plan, Plan],
        change: Change,
        settings: Settings,
    ) -> None:
        from funnelcraft.simulation.comparison.naming import NamedLuck

        self._settings, self._change, self._file_plan = settings, change, plans[0]
        self._paired = PairedPlans(funnels, plans, settings)
        a, b = self._plans = self._paired.plans
        match, unknowns = self._paired.match, self._paired.unknowns
        self._luck = self._later = NamedLuck(self._plans, match, unknowns, moved=True)
        if a.has_queues or b.has_queues:
            # Who waits at the change has come before, and nobody is served before.
            shut = shut_until(a, change.day), shut_until(b, change.day)
            self._later = NamedLuck(shut, match, unknowns, moved=True)
        self._flights = flights(a, b, targets(change, a, b), change.day)
        self._counters = own_counters(change, a), counters(change, a, b)
        self._halt = np.zeros(1, dtype=np.uint8)

    def halt(self) -> None:
        """Make blocks in work end at their next day; what they return then is worthless."""
        self._halt[0] = 1

    def block(self, index: int) -> ChangedBlock:
        """Simulate a block of runs of all three."""
        drawn, day = self._paired.drawn(index), self._change.day
        came, opened, (a, b) = drawn.came, drawn.opened, self._plans
        luck = self._luck.luck(*drawn.named)
        before = self._luck.play_one(
            0, index, self._halt, luck, until(came.a, day), opened.moves[0]
        )
        fresh = self._luck.play_one(1, index, self._halt, luck, came.b, opened.moves[1])
        in_flight = leads_in(a, before.arrivals, before.moves, day)
        moves = (
            np.zeros((len(came.a), a.channels, a.days), dtype=np.int64),
            np.zeros((len(came.b), b.channels, b.days), dtype=np.int64),
        )
        arrivals = since(came.a, day), since(came.b, day)
        aged = self._move(index, in_flight, before, arrivals, moves)
        later = luck if self._later is self._luck else self._later.luck(*drawn.named)
        going_on, after = (
            self._later.play_one(design, index, self._halt, later, arrivals[design], moves[design])
            for design in (0, 1)
        )
        stay = joined(before, replace(going_on, arrivals=since(came.a, day)), day)
        after = replace(after, arrivals=_with(after.arrivals, day, aged))
        at_a, at_b = self._paired.places
        return ChangedBlock(
            index, at_a.of(stay), at_b.of(fresh), at_b.of(after), self._in_file_order(in_flight)
        )

    def _move(
        self,
        index: int,
        in_flight: Ints,
        before: Block,
        arrivals: tuple[Ints, Ints],
        moves: tuple[Ints, Ints],
    ) -> Ints:
        """Let the leads in flight leave A's nodes, in A and in B.

        `moves` [R, C, D] of both then tell when those in work leave, and `arrivals` [R, Q, D] who
        queues or begins anew. Returns who comes to B with an age, by its sources [R, Q].
        """
        (a, b), day, keep = self._plans, self._change.day, self._change.keep_ages
        aged = np.zeros(arrivals[1].shape[:2], dtype=np.int64)
        root = np.random.SeedSequence(entropy=self._settings.seed, spawn_key=(index, CHANGED, day))
        queued = waiting_since(a, before.arrivals, before.moves, before.stations.queued, day)
        for flight, seed in zip(self._flights, root.spawn(len(self._flights)), strict=True):
            waiting = queued[:, flight.node]
            work = in_flight[:, flight.node] - waiting.sum(axis=1)
            own, counter = (int(part[flight.node]) for part in self._counters)
            if own != NONE:
                queue_up(arrivals[0][:, own], waiting, queues_up(a, flight.node, day), day)
            if counter != NONE:
                first = queues_up(b, flight.target, day) if keep else None
                queue_up(arrivals[1][:, counter], waiting, first, day)
                (aged if keep else arrivals[1][:, :, day])[:, counter] += work
            if keep and counter != NONE:
                leave_together(flight, self._ways(flight), work, seed, moves)
            else:
                leave_alone(flight, a.channels_of(flight.node).start, work, seed, moves[0])
        return aged

    def _ways(self, flight: Flight) -> TwinWays:
        """Return the channels of a flight in A and in B, and which are the same."""
        a, b = self._plans
        first_b = b.channels_of(flight.target).start
        own = a.channels_of(flight.node)
        twins = self._paired.match.channel[own] - first_b
        same = np.flatnonzero((twins >= 0) & (twins < len(flight.go)))
        return TwinWays(own.start, first_b, same, twins[same])

    def _in_file_order(self, in_flight: Ints) -> Ints:
        """Return leads by node of the file's plan."""
        names = {name: at for at, name in enumerate(_names(self._plans[0]))}
        return in_flight[:, [names[name] for name in _names(self._file_plan)]]


def _names(plan: Plan) -> list[tuple[str, str]]:
    return [(segment, stage) for segment in plan.segment_ids for stage in plan.stage_ids]


def _with(counts: Counts, day: int, more: Ints) -> Ints:
    found: Ints = counts.astype(np.int64)
    found[:, :, day] += more
    return found
