"""The pipeline by stage over time: leads there, and what they are worth by their chance to win."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.expectation import balances, mean_flow
from funnelcraft.simulation.forecast.figures import balance, pipeline
from funnelcraft.simulation.forecast.periods import Period, Periods, by_period, periods
from funnelcraft.simulation.forecast.runs import Bands, Runs
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.winning import pipeline_weights


@dataclass(frozen=True, eq=False)
class StagePipeline:
    """Mean leads and mean value by stage at the end of each day. S stages, D days.

    Stages are those that hold leads: won and lost ones are left out. `value` is Σ leads × P(win) ×
    mean deal value, in the document's currency; zero where deals have no value.
    """

    start: date
    stage_ids: tuple[str, ...]
    leads: Floats  # [S, D]
    value: Floats  # [S, D]

    @property
    def last_day(self) -> date:
        """The last day of the horizon."""
        return self.start + timedelta(days=self.leads.shape[1] - 1)

    def at(self, period: Period) -> tuple[Periods, Floats, Floats]:
        """Return the periods, with leads and value [S, P] at their ends."""
        within = periods(self.start, self.leads.shape[1], period)
        leads = by_period(self.leads, within, is_level=True)
        return within, leads, by_period(self.value, within, is_level=True)


def stage_pipeline(plan: Plan) -> StagePipeline:
    """Return the means of a plan: exact without queues, else of leads that flow like water."""
    flow = mean_flow(plan)
    by_node = balances(plan, flow.entries, flow.moves)
    worth = pipeline_weights(plan)[:, None] * by_node
    leads, value = np.zeros((2, len(plan.stage_ids), plan.days))
    np.add.at(leads, plan.node_stage, by_node)
    np.add.at(value, plan.node_stage, worth)
    ends = np.zeros(len(plan.stage_ids), dtype=np.bool_)
    ends[plan.node_stage[plan.node_end]] = True
    kept = np.flatnonzero(~ends)
    names = tuple(plan.stage_ids[at] for at in kept)
    return StagePipeline(
        plan.start, names, np.maximum(leads[kept], 0.0), np.maximum(value[kept], 0.0)
    )


@dataclass(frozen=True, eq=False)
class PipelineBands:
    """How sure the pipeline is: bands of its value, and of the leads of each stage, by period."""

    value: Bands
    leads: dict[str, Bands]


def pipeline_bands(runs: Runs, stage_ids: tuple[str, ...], period: Period) -> PipelineBands:
    """Return the bands of the runs at the ends of the periods."""
    leads = {stage: runs.bands(balance(stage), period) for stage in stage_ids}
    return PipelineBands(runs.bands(pipeline(), period), leads)
