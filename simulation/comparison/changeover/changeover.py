"""A played change of designs, and what is read from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

import numpy as np

from funnelcraft.funnel.mapping import Mapping as StageMapping
from funnelcraft.funnel.mapping import Pairs
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.comparison.comparison import Difference, difference_of, read_in_a
from funnelcraft.simulation.forecast.figures import Figure, arrivals
from funnelcraft.simulation.forecast.periods import Period, by_period, periods
from funnelcraft.simulation.forecast.runs import Bands, Runs
from funnelcraft.simulation.forecast.totals import QUANTILES, Total, total_of

# A going on, A until the change and B from then on, B from the start.
Side = Literal["stay", "switch", "fresh"]
# The calendar quarter of the change, what comes after it, all of the horizon.
Span = Literal["quarter", "later", "whole"]


@dataclass(frozen=True)
class Moved:
    """The leads of a stage of A at the change: how many, and which stage of B they come to.

    `b` None: to none, or to an end; they are out.
    """

    a: str
    b: str | None
    leads: Total


@dataclass(frozen=True)
class Cost:
    """What the change brings in a figure more than A going on, or than B from the start.

    By `quarter` of the change, `later` to the horizon, and `whole`. `lost` and `delayed` divide
    what the quarter has less in the mean: delayed is what comes in later instead.
    """

    quarter: Difference
    later: Difference
    whole: Difference

    @property
    def missing(self) -> float:
        """What the quarter of the change has less in the mean; zero where it has more."""
        return max(-self.quarter.total.mean, 0.0)

    @property
    def delayed(self) -> float:
        """The part of it that comes after the quarter, within the horizon."""
        return min(self.missing, max(self.later.total.mean, 0.0))

    @property
    def lost(self) -> float:
        """The part of it that has not come by the horizon."""
        return self.missing - self.delayed


@dataclass(frozen=True, eq=False)
class Changeover:
    """Runs of a change: run i of all three sides had the same luck, as far as they agree.

    `stay` is A going on, `fresh` B from the start (with A's opening pipeline moved at once),
    `after` what B does from the day of the change on, counted from the start. `day` counts from 0.
    `counters` are sources of `after` that bring who is moved, and their stages. `in_flight`
    [runs, stages of A] are the leads in each stage at 00:00 of the day. Of means alone there is one
    run.

    Figures name stages, triggers and sources of B, as in a `Comparison`; in A it is those that
    stand for them, added up. Whoever is moved counts in the balance of the stage they come to, and
    not as an entry. What A has nothing for raises KeyError.
    """

    stay: Runs
    fresh: Runs
    after: Runs
    day: int
    keep_ages: bool
    mapping: StageMapping
    pairs: Pairs
    counters: Mapping[str, str]
    in_flight: Floats

    @property
    def runs(self) -> int:
        """How many runs are done."""
        return self.stay.runs

    @property
    def is_mean(self) -> bool:
        """Whether the one run is the mean of all luck."""
        return not self.stay.settings.luck

    @property
    def on(self) -> date:
        """The day of the change."""
        return self.stay.start + timedelta(days=self.day)

    @cached_property
    def quarter(self) -> tuple[date, date]:
        """The first and last day of the calendar quarter of the change, within the horizon."""
        within = periods(self.stay.start, self.stay.days, "quarter")
        at = int(np.searchsorted(within.first, self.day, side="right")) - 1
        return within.starts[at], within.ends[at]

    def moved(self) -> tuple[Moved, ...]:
        """Return who is in flight at the change, by stage of A, and where they go."""
        there, ended = set(self.counters.values()), _ends(self.stay)
        found = []
        for stage, leads in zip(self.stay.stage_ids, self.in_flight.T, strict=True):
            if leads.any() and stage not in ended:
                target = self.mapping.to_b.get(stage)
                found.append(Moved(stage, target if target in there else None, total_of(leads)))
        return tuple(found)

    def values(self, side: Side, figure: Figure) -> Floats:
        """Return a figure of a side by run and day, shape [runs, days]."""
        if side == "fresh":
            return np.asarray(self.fresh.values(figure), dtype=np.float64)
        stay = np.asarray(read_in_a(self.pairs, figure, self.stay.values), dtype=np.float64)
        if side == "stay":
            return stay
        after = np.array(self.after.values(figure), dtype=np.float64)
        if figure.kind == "entries":
            for name, stage in self.counters.items():
                if stage == figure.id:
                    after -= self.after.values(arrivals(name))
        if figure.kind == "balance" and figure.id in _ends(self.after):
            after += self._ended_before(figure.id)[:, None]
        return np.concatenate([stay[:, : self.day], after[:, self.day :]], axis=1)

    def _ended_before(self, stage: str) -> Floats:
        """Return the leads that had ended in A before the change where B's stage ends them."""
        ended = _ends(self.stay)
        chosen = [
            at
            for at, one in enumerate(self.stay.stage_ids)
            if one in ended and one in self.pairs.stages[stage]
        ]
        found: Floats = self.in_flight[:, chosen].sum(axis=1)
        return found

    def leads(self, side: Side) -> Floats:
        """Return the leads that sources bring by run and day, shape [runs, days]."""

        def of(runs: Runs) -> Floats:
            found = np.zeros((runs.runs, runs.days))
            for source in runs.plan.source_ids:
                if source not in self.counters:
                    found += runs.values(arrivals(source))
            return found

        if side != "switch":
            return of(self.stay if side == "stay" else self.fresh)
        return np.concatenate([of(self.stay)[:, : self.day], of(self.after)[:, self.day :]], axis=1)

    def totals(self, side: Side, figure: Figure, span: Span = "whole") -> Floats:
        """Return a figure of a side within a span by run, shape [runs]; a level at its end."""
        return self._within(self.values(side, figure), span, figure.is_level)

    def total(self, side: Side, figure: Figure, span: Span = "whole") -> Total:
        """Return mean, spread and intervals of a figure of a side within a span."""
        return total_of(self.totals(side, figure, span))

    def cost(self, figure: Figure, than: Side = "stay") -> Cost:
        """Return what the change brings more of a figure than another side, by span."""

        def difference(span: Span) -> Difference:
            sides = (self.totals(side, figure, span) for side in (than, "switch"))
            return difference_of(*sides)

        return Cost(difference("quarter"), difference("later"), difference("whole"))

    def bands(self, side: Side, figure: Figure, period: Period, cumulative: bool = False) -> Bands:
        """Return mean and quantiles of a figure of a side for every period."""
        return self._bands(lambda f: self.values(side, f), figure, period, cumulative)

    def difference_bands(
        self, figure: Figure, than: Side, period: Period, cumulative: bool = False
    ) -> Bands:
        """Return mean and quantiles of what the change brings more than a side, by period."""
        return self._bands(
            lambda f: self.values("switch", f) - self.values(than, f), figure, period, cumulative
        )

    def _within(self, values: Floats, span: Span, is_level: bool) -> Floats:
        first, last = (0, self.stay.days - 1)
        quarter = [(day - self.stay.start).days for day in self.quarter]
        if span == "quarter":
            first, last = quarter
        elif span == "later":
            first = quarter[1] + 1
        if is_level:
            return values[:, last].copy()
        found: Floats = values[:, first : last + 1].sum(axis=1)
        return found

    def _bands(
        self, read: Callable[[Figure], Floats], figure: Figure, period: Period, cumulative: bool
    ) -> Bands:
        within = periods(self.stay.start, self.stay.days, period)
        values = by_period(read(figure), within, figure.is_level)
        if cumulative and not figure.is_level:
            values = np.cumsum(values, axis=1)
        quantiles = np.quantile(values, QUANTILES, axis=0)
        return Bands(within.starts, within.ends, values.mean(axis=0), *quantiles)


def _ends(runs: Runs) -> set[str]:
    """Return the stages that end leads."""
    plan = runs.plan
    return {plan.stage_ids[stage] for stage in plan.node_stage[plan.node_end].tolist()}
