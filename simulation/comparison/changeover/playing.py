"""Play a change of designs: A until the day, then the leads in flight and all new ones in B."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date

import numpy as np

from funnelcraft.funnel.mapping import Mapping, guessed_mapping, pairs_of
from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.comparison.changeover.blocks import ChangedBlock, ChangedSimulation
from funnelcraft.simulation.comparison.changeover.changeover import Changeover
from funnelcraft.simulation.comparison.changeover.changing import Made, made_for_change
from funnelcraft.simulation.comparison.changeover.expected import expected_changeover
from funnelcraft.simulation.comparison.comparing import refuse_currencies, refuse_too_large
from funnelcraft.simulation.engine.executors import Executor, Halted, ShouldStop
from funnelcraft.simulation.engine.prepared import computed
from funnelcraft.simulation.engine.settings import Settings, refuse_impossible
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.plan import plan

OnBlock = Callable[[Changeover], None]


class ChangeoverStopped(Exception):  # noqa: N818 (it says what happened, and nothing failed)
    """It was stopped. `changeover` holds what was done, None where nothing was."""

    def __init__(self, changeover: Changeover | None) -> None:
        super().__init__("the changeover was stopped")
        self.changeover = changeover


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
