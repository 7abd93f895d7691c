"""What the sections ask: values the forecaster's thread answers. What computes comes late."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from funnelcraft.designer.forecast.events import Ground

if TYPE_CHECKING:
    from funnelcraft.funnel.aging import Aged
    from funnelcraft.simulation.forecast import (
        Figure,
        Held,
        Period,
        PipelineBands,
        Returns,
        Service,
        StagePipeline,
        Total,
        UnitWorth,
        VarianceShares,
    )
    from funnelcraft.simulation.lead_times import LeadTimes

# So many runs tell the parts of a range roughly, in a second or two. With queues a run without luck
# takes five times as long, so fewer have to do, and all of them would take minutes.
QUICK_RUNS, QUEUED_RUNS = 192, 96


@dataclass(frozen=True)
class StagesOverTime:
    """The mean pipeline by stage, every day."""

    is_early: bool = True

    def answer(self, ground: Ground) -> "StagePipeline":
        """Return the means."""
        from funnelcraft.simulation.forecast import stage_pipeline
        from funnelcraft.simulation.plan import plan

        return stage_pipeline(plan(ground.funnel, ground.options.days))


@dataclass(frozen=True)
class OpeningAges:
    """The ages of the leads that the forecast starts with."""

    is_early: bool = True

    def answer(self, ground: Ground) -> "tuple[Aged, ...]":
        """Return them by stage."""
        from funnelcraft.simulation.forecast.aging import opening_aging

        return opening_aging(ground.funnel)


@dataclass(frozen=True)
class PipelineSureness:
    """The bands of the pipeline, by period."""

    period: "Period"
    is_early: bool = False

    def answer(self, ground: Ground) -> "PipelineBands":
        """Return the bands of the runs."""
        from funnelcraft.simulation.forecast import pipeline_bands

        assert ground.runs is not None
        ends = ("won", "lost")
        stages = tuple(one.id for one in ground.funnel.stages if one.kind not in ends)
        return pipeline_bands(ground.runs, stages, self.period)


@dataclass(frozen=True)
class Closing:
    """How long leads take to be won: early as if nobody waited, then as they did in the runs."""

    is_early: bool

    def answer(self, ground: Ground) -> "LeadTimes":
        """Return the times, which say themselves whether they are exact."""
        from funnelcraft.simulation.forecast import lead_times_of
        from funnelcraft.simulation.lead_times import lead_times
        from funnelcraft.simulation.plan import plan

        if ground.runs is not None:
            return lead_times_of(ground.runs)
        return lead_times(plan(ground.funnel, ground.options.days))


@dataclass(frozen=True)
class WhatSourcesBring:
    """Costs and returns of the sources: early as if nobody waited, then as in the runs."""

    is_early: bool

    def answer(self, ground: Ground) -> "Returns":
        """Return a row a source."""
        from funnelcraft.simulation.forecast import source_returns, source_returns_of
        from funnelcraft.simulation.plan import plan

        if ground.runs is not None:
            return source_returns_of(ground.runs, ground.funnel)
        options = ground.options
        made = plan(ground.funnel, options.days)
        return source_returns(made, ground.funnel, options.ignorance, options.seed)


@dataclass(frozen=True)
class Servicing:
    """What becomes of the stages with a capacity or an SLA."""

    is_early: bool = False

    def answer(self, ground: Ground) -> "tuple[Service, ...]":
        """Return a value a stage, in the document's order."""
        from funnelcraft.simulation.forecast import services

        assert ground.runs is not None
        return services(ground.runs)


@dataclass(frozen=True)
class Limit:
    """What limits wins: the stage that holds up most, else the best point of conversion.

    `point` is (trigger id, deals won by a point more); None where nothing can be won, or no rate
    can rise.
    """

    held: "Held | None"
    point: tuple[str, float] | None


@dataclass(frozen=True)
class WhatLimits:
    """Which stage is the bottleneck; where none is, which rate a point is worth most of."""

    is_early: bool = False

    def answer(self, ground: Ground) -> Limit:
        """Return what limits wins. Raises the engine's Stopped when asked to."""
        from funnelcraft.simulation.forecast import bottleneck

        assert ground.runs is not None
        held = bottleneck(ground.runs, ground.funnel)
        if held is not None or not ground.runs.plan.node_won.any():
            return Limit(held, None)
        return Limit(None, _best_point(ground))


def _best_point(ground: Ground) -> tuple[str, float] | None:
    from funnelcraft.simulation.engine import Stopped as EngineStopped
    from funnelcraft.simulation.forecast import wins
    from funnelcraft.simulation.sensitivity import Stopped, worths

    try:
        found = worths(ground.funnel, ground.options.days, wins(), should_stop=ground.should_stop)
    except Stopped:
        raise EngineStopped(None) from None
    gains: dict[str, float] = {}
    for one in found:
        # A point more in every segment: for so small a step what they bring adds up.
        if one.a_point is not None:
            gains[one.trigger] = gains.get(one.trigger, 0.0) + one.a_point
    return max(gains.items(), key=lambda gain: gain[1], default=None)


@dataclass(frozen=True)
class WorthOfCapacity:
    """What one more lead a day of a stage is worth, on paired runs."""

    stage: str
    is_early: bool = False

    def answer(self, ground: Ground) -> "UnitWorth":
        """Return the deals it brings. Raises the engine's Stopped when asked to."""
        from funnelcraft.simulation.comparison import ComparisonStopped
        from funnelcraft.simulation.engine import Stopped as EngineStopped
        from funnelcraft.simulation.forecast.bottleneck import worth_of_one_more

        assert ground.runs is not None
        try:
            return worth_of_one_more(ground.runs, ground.funnel, self.stage, ground.should_stop)
        except ComparisonStopped:
            raise EngineStopped(None) from None


@dataclass(frozen=True)
class Whole:
    """A figure over the whole horizon."""

    figure: "Figure"
    is_early: bool = False

    def answer(self, ground: Ground) -> "Total":
        """Return its mean, spread and errors."""
        assert ground.runs is not None
        return ground.runs.total(self.figure)


@dataclass(frozen=True)
class Parts:
    """What the range of a figure comes from; `quick` looks at few runs."""

    figure: "Figure"
    quick: bool
    is_early: bool = False

    def answer(self, ground: Ground) -> "VarianceShares":
        """Return the shares. Raises the engine's Stopped when asked to."""
        from funnelcraft.simulation.forecast import variance_shares

        assert ground.runs is not None
        few = QUEUED_RUNS if ground.runs.plan.has_queues else QUICK_RUNS
        most = few if self.quick else None
        return variance_shares(ground.runs, ground.funnel, self.figure, most, ground.should_stop)
