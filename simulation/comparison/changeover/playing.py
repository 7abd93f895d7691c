"""Play a change of designs: A until the day, then the leads in flight and all new ones in B."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from funnelcraft.funnel.mapping import Mapping, guessed_mapping, pairs_of
from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.comparison.changeover.changeover import Changeover
from funnelcraft.simulation.comparison.changeover.changing import (
    Change,
    Made,
    counters,
    made_for_change,
    own_counters,
    targets,
)
from funnelcraft.simulation.comparison.changeover.expected import expected_changeover
from funnelcraft.simulation.comparison.changeover.flight import (
    Flight,
    flights,
    leads_in,
    queue_up,
    queues_up,
    shut_until,
    waiting_since,
)
from funnelcraft.simulation.comparison.changeover.stitching import joined, since, until
from funnelcraft.simulation.comparison.comparing import (
    refuse_currencies,
    refuse_too_large,
)
from funnelcraft.simulation.comparison.matching import NONE
from funnelcraft.simulation.comparison.pairs import PairedPlans
from funnelcraft.simulation.engine.blocks import Block, Counts
from funnelcraft.simulation.engine.executors import Executor, Halted, ShouldStop
from funnelcraft.simulation.engine.prepared import Prepared, computed
from funnelcraft.simulation.engine.settings import Settings, refuse_impossible
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.plan import Plan, plan

OnBlock = Callable[[Changeover], None]

CHANGED = 2  # the branch of the seed that leads in flight draw from


class ChangeoverStopped(Exception):  # noqa: N818 (it says what happened, and nothing failed)
    """It was stopped. `changeover` holds what was done, None where nothing was."""

    def __init__(self, changeover: Changeover | None) -> None:
        super().__init__("the changeover was stopped")
        self.changeover = changeover


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
            stream = np.random.default_rng(seed)
            self._leave(flight, work, keep and counter != NONE, stream, moves)
        return aged

    def _leave(
        self,
        flight: Flight,
        work: Ints,
        ages_count: bool,
        stream: np.random.Generator,
        moves: tuple[Ints, Ints],
    ) -> None:
        """Let the leads of a flight leave, by the same way and day in both with the smaller chance.

        Runs are drawn one after the other: fewer of them change nothing for those there are.
        """
        run = np.repeat(np.arange(work.size), work)
        drawn, again = stream.random((run.size, 2)).T
        a, b = self._plans
        first_a = a.channels_of(flight.node).start
        if not ages_count:
            _count(moves[0], run, first_a, flight.stay, drawn)
            return
        first_b = b.channels_of(flight.target).start
        twins = self._paired.match.channel[a.channels_of(flight.node)] - first_b
        ways = np.flatnonzero((twins >= 0) & (twins < len(flight.go)))
        shared = np.minimum(flight.stay[ways], flight.go[twins[ways]])
        way, day, chosen = _cells(shared, drawn)
        np.add.at(moves[0], (run[chosen], first_a + ways[way], day), 1)
        np.add.at(moves[1], (run[chosen], first_b + twins[ways][way], day), 1)
        stays = max(min(1.0 - float(flight.stay.sum()), 1.0 - float(flight.go.sum())), 0.0)
        gone = float(shared.sum())
        weight, apart = 1.0 - gone - stays, drawn >= gone + stays
        if weight <= 1e-12 or not apart.any():
            return
        for design, cells, own, first in (
            (0, flight.stay, ways, first_a),
            (1, flight.go, twins[ways], first_b),
        ):
            rest = cells.copy()
            rest[own] -= shared
            _count(moves[design], run[apart], first, rest / weight, again[apart])

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


def _cells(chances: Floats, drawn: Floats) -> tuple[Ints, Ints, Ints]:
    """Return way and day of those of `drawn` in [0, 1) that fall on a cell [ways, D], and who."""
    border = np.cumsum(chances)
    cell = np.searchsorted(border, drawn, side="right")
    chosen = np.flatnonzero(cell < border.size)
    way, day = np.divmod(cell[chosen], max(chances.shape[1], 1))
    return way.astype(np.int64), day.astype(np.int64), chosen.astype(np.int64)


def _count(moves: Ints, run: Ints, first: int, chances: Floats, drawn: Floats) -> None:
    way, day, chosen = _cells(chances, drawn)
    np.add.at(moves, (run[chosen], first + way, day), 1)


def changeover(
    a: Funnel,
    b: Funnel,
    on: date,
    mapping: Mapping | None = None,
    settings: Settings | None = None,
    keep_ages: bool = True,
    on_block: OnBlock | None = None,
    should_stop: ShouldStop | None = None,
    executor: Executor | None = None,
) -> Changeover:
    """Play A until the day before `on`, and from then on B with the leads that are in flight.

    They go to the stages that the mapping (guessed where none is given) tells, with the age they
    have, or beginning anew; who waits for a slot waits on. Leads of stages that
    become none, or an end, are out. Beside it stand A going on and B from the start, in which A's
    opening pipeline is moved at once; B's own opening pipeline and start count for nothing. As for
    leads that are there at the start, the rates of leads in flight are the document's in all runs.
    Without luck the means are returned. Raises ChangeoverStopped and CannotSimulate.
    """
    settings = settings or Settings()
    refuse_impossible(settings)
    mapping = mapping or guessed_mapping(a, b)
    if not settings.luck:
        return expected_changeover(a, b, on, mapping, settings.days, keep_ages)
    refuse_currencies(a, b)
    made = made_for_change(a, b, on, mapping, settings.days, keep_ages)
    work = ChangedSimulation(made.a, made.other, made.change, settings)
    refuse_too_large((*work.plans, work.plans[1]), settings)
    _ready = work.engine
    view = _View(a, b, made, mapping, work)
    done: list[ChangedBlock] = []
    try:
        with closing(computed(work, executor, should_stop)) as parts:
            for ready in parts:
                done += ready
                if on_block is not None:
                    on_block(view.of(done))
    except Halted:
        raise ChangeoverStopped(view.of(done) if done else None) from None
    return view.of(done)


class _View:
    """How the blocks of a change are read: under the ids of the files."""

    def __init__(
        self, a: Funnel, b: Funnel, made: Made, mapping: Mapping, work: ChangedSimulation
    ) -> None:
        self._made, self._mapping, self._work = made, mapping, work
        self._pairs = pairs_of(a, b, mapping)
        self._plan_b = plan(made.b, work.settings.days)
        self._stages = work.plans[0].node_stage

    def of(self, done: list[ChangedBlock]) -> Changeover:
        """Return the runs of some blocks."""
        settings, plan_a = self._work.settings, self._work.plans[0]
        in_flight = np.concatenate([block.in_flight for block in done])
        by_stage = np.zeros((len(in_flight), len(plan_a.stage_ids)))
        np.add.at(by_stage.T, self._stages, in_flight.T)
        return Changeover(
            stay=Runs(plan_a, settings, tuple(block.stay for block in done)),
            fresh=Runs(self._plan_b, settings, tuple(block.fresh for block in done)),
            after=Runs(
                replace(self._plan_b, waiting=()), settings, tuple(block.after for block in done)
            ),
            day=self._made.change.day,
            keep_ages=self._made.change.keep_ages,
            mapping=self._mapping,
            pairs=self._pairs,
            counters=dict(zip(self._made.sources, self._made.stages, strict=True)),
            in_flight=by_stage,
        )
