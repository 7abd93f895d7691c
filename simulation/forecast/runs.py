"""Simulated runs, and the figures read from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.forecast.block_figures import Values, totals_of, values_of
from funnelcraft.simulation.forecast.counting import Counter
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.forecast.periods import Period, by_period, periods
from funnelcraft.simulation.forecast.totals import QUANTILES, Total, total_of
from funnelcraft.simulation.plan import Plan

if TYPE_CHECKING:
    from funnelcraft.simulation.engine.blocks import Block
    from funnelcraft.simulation.engine.settings import Settings


@dataclass(frozen=True, eq=False)
class Bands:
    """A figure over time: a value a period. `ends` are last days, included."""

    starts: tuple[date, ...]
    ends: tuple[date, ...]
    mean: Floats
    p2_5: Floats
    p10: Floats
    p50: Floats
    p90: Floats
    p97_5: Floats


class TooManyRuns(Exception):  # noqa: N818 (it reads as a sentence where it is raised)
    """The runs were counted as they came: what each did on each day is not kept."""


@dataclass(frozen=True, eq=False)
class Counted:
    """More runs than are kept: the totals of each, and how often each day had which value.

    `totals` and `breach_shares` (by stage) hold parts in the order of the runs. `counters` are
    there when all runs are done.
    """

    runs: int
    totals: Mapping[Figure, Sequence[Values]]
    counters: Mapping[Figure, Counter] | None
    breach_shares: Mapping[str, Sequence[Floats]]


@dataclass(frozen=True, eq=False)
class Runs:
    """The runs that are done, in the order of their blocks. Cheap to make: it holds, not copies.

    A simulation in work hands out such views of the blocks it has. Of very many runs only the
    first are kept as `blocks`, all are `counted`: totals are those of all runs then, bands too
    (while the simulation is still in work: those of the first runs), and `values` and `by_period`
    raise TooManyRuns.
    """

    plan: Plan
    settings: "Settings"
    blocks: tuple["Block", ...]
    counted: Counted | None = None

    @property
    def runs(self) -> int:
        """How many runs are done."""
        if self.counted is not None:
            return self.counted.runs
        return sum(block.runs for block in self.blocks)

    @property
    def days(self) -> int:
        """How many days each run has."""
        return self.plan.days

    @property
    def seed(self) -> int:
        """The seed of all runs."""
        return self.settings.seed

    @property
    def start(self) -> date:
        """The first day."""
        return self.plan.start

    @property
    def stage_ids(self) -> tuple[str, ...]:
        """The stages in the document's order."""
        return self.plan.stage_ids

    @property
    def trigger_ids(self) -> tuple[str, ...]:
        """The triggers in the document's order."""
        return self.plan.trigger_ids

    def values(self, figure: Figure) -> Values:
        """Return a figure by run and day, shape [runs, days]; counts are whole numbers.

        Raises KeyError where the figure names a stage, trigger or source that does not exist, and
        TooManyRuns where the runs were counted and not kept.
        """
        if self.counted is not None:
            raise TooManyRuns(f"{self.counted.runs} runs were counted, not kept")
        return self._kept(figure)

    def _kept(self, figure: Figure) -> Values:
        return np.concatenate([values_of(self.plan, block, figure) for block in self.blocks])

    def by_period(self, figure: Figure, period: Period, cumulative: bool = False) -> Values:
        """Return a figure by run and period, shape [runs, periods].

        Flows are added up over the period, levels taken at its end. `cumulative` adds flows up
        from the start; levels are what they are.
        """
        return self._gathered(self.values(figure), figure, period, cumulative)

    def _gathered(self, values: Values, figure: Figure, period: Period, cumulative: bool) -> Values:
        within = periods(self.start, self.days, period)
        found = by_period(values, within, figure.is_level)
        return np.cumsum(found, axis=1) if cumulative and not figure.is_level else found

    def bands(self, figure: Figure, period: Period, cumulative: bool = False) -> Bands:
        """Return mean and quantiles over the runs for every period."""
        within = periods(self.start, self.days, period)
        if self.counted is not None and self.counted.counters is not None:
            counter = self.counted.counters[figure]
            mean = counter.mean(period, cumulative)
            quantiles = counter.quantiles(period, cumulative, QUANTILES)
        else:
            values = self._gathered(self._kept(figure), figure, period, cumulative)
            mean = values.mean(axis=0)
            quantiles = np.quantile(values, QUANTILES, axis=0)
        return Bands(within.starts, within.ends, mean, *quantiles)

    def totals(self, figure: Figure) -> Floats:
        """Return a figure over the whole horizon by run, shape [runs]; a level at its end."""
        if self.counted is not None:
            return np.concatenate(self.counted.totals[figure]).astype(np.float64)
        parts = [totals_of(values_of(self.plan, b, figure), figure) for b in self.blocks]
        return np.concatenate(parts).astype(np.float64)

    def total(self, figure: Figure) -> Total:
        """Return mean, spread and quantiles of a figure over the whole horizon."""
        return total_of(self.totals(figure))
