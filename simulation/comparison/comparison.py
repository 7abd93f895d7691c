"""What two designs differ by: read from paired runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.forecast.periods import Period, periods
from funnelcraft.simulation.forecast.promises import promised_stages, queued_stages
from funnelcraft.simulation.forecast.runs import QUANTILES, Bands, Runs, Total, total_of


@dataclass(frozen=True)
class Difference:
    """What B has more than A over the horizon (of a level: at its end), run by run.

    `total` holds mean, spread and paired intervals. `more` is the share of runs in which B has
    more, `less` that in which it has less; the rest are equal.
    """

    a: Total
    b: Total
    total: Total
    more: float
    less: float


@dataclass(frozen=True, eq=False)
class Comparison:
    """Paired runs of two designs: run i of `a` and run i of `b` had the same luck.

    Figures that name a stage, trigger or source raise KeyError where one design lacks it.
    """

    a: Runs
    b: Runs

    @property
    def runs(self) -> int:
        """How many paired runs are done."""
        return self.a.runs

    def difference(self, figure: Figure) -> Difference:
        """Return what B has more than A of a figure over the whole horizon."""
        return self.difference_of(lambda runs: runs.totals(figure))

    def difference_of(self, number: Callable[[Runs], Floats]) -> Difference:
        """Return what B has more than A of a number of every run, as `mean_wait` gives one."""
        a, b = number(self.a), number(self.b)
        more, less = float(np.mean(b > a)), float(np.mean(b < a))
        return Difference(total_of(a), total_of(b), total_of(b - a), more, less)

    def bands(self, figure: Figure, period: Period, cumulative: bool = False) -> Bands:
        """Return mean and quantiles of the difference, B − A, for every period."""
        within = periods(self.a.start, self.a.days, period)
        a, b = (runs.by_period(figure, period, cumulative) for runs in (self.a, self.b))
        values = np.asarray(b, dtype=np.float64) - a
        quantiles = np.quantile(values, QUANTILES, axis=0)
        return Bands(within.starts, within.ends, values.mean(axis=0), *quantiles)

    def visible_from(self, figure: Figure) -> date | None:
        """Return the first day of the week from which on the difference shows; None: it never does.

        It shows in a week when the paired 80 % interval of what has come together since the start
        (of a level: of the level) leaves out zero at the week's end, and does so to the horizon.
        """
        found = self.bands(figure, "week", cumulative=True)
        shows = (found.p10 > 0) | (found.p90 < 0)
        hidden = np.flatnonzero(~shows)
        first = int(hidden[-1]) + 1 if hidden.size else 0
        return found.starts[first] if first < len(found.starts) else None

    def stage_ids(self) -> tuple[str, ...]:
        """Return the stages that both designs have, in the order of A."""
        return tuple(stage for stage in self.a.stage_ids if stage in self.b.stage_ids)

    def promised_stages(self) -> tuple[str, ...]:
        """Return the stages that have an SLA in both designs."""
        there = promised_stages(self.b)
        return tuple(stage for stage in promised_stages(self.a) if stage in there)

    def queued_stages(self) -> tuple[str, ...]:
        """Return the stages of both designs that have a capacity in one at least."""
        either = {*queued_stages(self.a), *queued_stages(self.b)}
        return tuple(stage for stage in self.stage_ids() if stage in either)

    def trigger_ids(self) -> tuple[str, ...]:
        """Return the triggers that both designs have, in the order of A."""
        return tuple(trigger for trigger in self.a.trigger_ids if trigger in self.b.trigger_ids)
