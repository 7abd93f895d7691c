"""What two designs differ by: read from paired runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from funnelcraft.funnel.mapping import Pairs
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.comparison.seeing import (
    Level,
    Seen,
    Visibility,
    last_change,
    outside,
    shows,
)
from funnelcraft.simulation.comparison.standing import Better, Pairing, better, pairing
from funnelcraft.simulation.forecast.block_figures import Values
from funnelcraft.simulation.forecast.figures import (
    Figure,
    arrivals,
    begun,
    entries,
    moves,
    waited,
)
from funnelcraft.simulation.forecast.periods import Period, periods
from funnelcraft.simulation.forecast.promises import (
    breach_share,
    mean_wait,
    promised_stages,
    queued_stages,
)
from funnelcraft.simulation.forecast.runs import Bands, Runs
from funnelcraft.simulation.forecast.totals import QUANTILES, Total, total_of

# What is counted by stage and by trigger: of those that become one, it adds up.
OF_STAGES = ("entries", "balance", "leaks", "queue", "begun", "waited", "breaches")
# More of these is worse.
LESS_IS_BETTER = ("leaks", "queue", "waited", "breaches")


@dataclass(frozen=True)
class Difference:
    """What B has more than A over the horizon (of a level: at its end), run by run.

    `total` holds mean, spread and paired intervals. `more` is the share of runs in which B has
    more, `less` that in which it has less; the rest are equal. `pairing` says how much of their
    luck both share.
    """

    a: Total
    b: Total
    total: Total
    more: float
    less: float
    runs: int
    pairing: Pairing

    def better(self, less_is_better: bool = False) -> Better:
        """Return in which share of the runs B is better: has more, or less where that is better."""
        ahead, behind = (self.less, self.more) if less_is_better else (self.more, self.less)
        return better(ahead, behind, self.runs)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Paired runs of two designs: run i of `a` and run i of `b` had the same luck.

    `pairs` say what of A stands for what of B. A figure names a stage, trigger or source of B; on
    A's side it is that of all that stand for it, added up: entries without the moves from one of
    them to another. What has no counterpart raises KeyError.
    """

    a: Runs
    b: Runs
    pairs: Pairs

    @property
    def runs(self) -> int:
        """How many paired runs are done."""
        return self.a.runs

    def difference(self, figure: Figure) -> Difference:
        """Return what B has more than A of a figure over the whole horizon."""
        return difference_of(self._of_a(figure, self.a.totals), self.b.totals(figure))

    def better(self, figure: Figure) -> Better:
        """Return in which share of the runs B is better; of leaks, waits, breaches: has fewer."""
        return self.difference(figure).better(figure.kind in LESS_IS_BETTER)

    def difference_of(self, number: Callable[[Runs], Floats]) -> Difference:
        """Return what B has more than A of a number of every run, such as all leads there were."""
        return difference_of(number(self.a), number(self.b))

    def leads(self) -> Difference:
        """Return what B has more than A of leads from all sources: the same in any two designs."""
        return self.difference_of(
            lambda runs: sum(
                (runs.totals(arrivals(source)) for source in runs.plan.source_ids),
                np.zeros(runs.runs),
            )
        )

    def mean_wait(self, stage_id: str) -> Difference:
        """Return what B has more than A of the mean days waited for a stage of B."""
        days, leads = (self._of_a(f(stage_id), self.a.totals) for f in (waited, begun))
        found = np.divide(days, leads, out=np.zeros(self.runs), where=leads > 0)
        return difference_of(found, mean_wait(self.b, stage_id))

    def breach_share(self, stage_id: str) -> Difference:
        """Return what B has more than A of the share of visits to a stage of B that broke its SLA.

        Of several stages of A the mean, each weighing by its visits.
        """
        merged = self.pairs.stages[stage_id]
        visits = np.stack([self.a.totals(entries(one)) for one in merged])
        shares = np.stack([breach_share(self.a, one) for one in merged])
        whole = np.maximum(visits.sum(axis=0), 1.0)
        own = shares[0] if len(merged) == 1 else (shares * visits).sum(axis=0) / whole
        return difference_of(own, breach_share(self.b, stage_id))

    def by_period(
        self, figure: Figure, period: Period, cumulative: bool = False
    ) -> tuple[Values, Values]:
        """Return a figure of A and of B by run and period, [runs, periods] each."""
        a = self._of_a(figure, lambda f: self.a.by_period(f, period, cumulative))
        return np.asarray(a, dtype=np.float64), self.b.by_period(figure, period, cumulative)

    def bands(self, figure: Figure, period: Period, cumulative: bool = False) -> Bands:
        """Return mean and quantiles of the difference, B − A, for every period."""
        within = periods(self.a.start, self.a.days, period)
        a, b = self.by_period(figure, period, cumulative)
        values = np.asarray(b, dtype=np.float64) - a
        quantiles = np.quantile(values, QUANTILES, axis=0)
        return Bands(within.starts, within.ends, values.mean(axis=0), *quantiles)

    def visible_from(self, figure: Figure, level: Level = 80) -> date | None:
        """Return the first day of the week from which on the difference shows; None: it never does.

        It shows in a week when the paired interval of what has come together since the start (of a
        level: of the level) leaves out zero at the week's end, and does so to the horizon.
        """
        found = self.bands(figure, "week", cumulative=True)
        return last_change(found.starts, shows(found, level))

    def seen_alone(self, figure: Figure, level: Level = 80) -> Seen:
        """Return how often somebody could tell from one real year of B alone, week by week.

        They hold the forecast of A against what B really does: B is told apart in a week when what
        has come together by then lies outside the interval that A's forecast has for it, on the
        side of B's mean. The share of runs in which it does is the power of that test.
        """
        within = periods(self.a.start, self.a.days, "week")
        a, b = self.by_period(figure, "week", cumulative=True)
        return Seen(within.starts, within.ends, outside(a, b, level))

    def visibility(self, figure: Figure) -> Visibility:
        """Return from which weeks on the difference shows: with both years to compare, and one."""
        return Visibility(
            paired_80=self.visible_from(figure, 80),
            paired_95=self.visible_from(figure, 95),
            alone_80=self.seen_alone(figure, 80).since,
            alone_95=self.seen_alone(figure, 95).since,
        )

    def stage_ids(self) -> tuple[str, ...]:
        """Return the stages of B that A has too, in the order of A."""
        return tuple(self.pairs.stages)

    def only_in_a(self) -> tuple[str, ...]:
        """Return the stages of A that stand for none of B."""
        known = {one for merged in self.pairs.stages.values() for one in merged}
        return tuple(stage for stage in self.a.stage_ids if stage not in known)

    def only_in_b(self) -> tuple[str, ...]:
        """Return the stages of B that none of A stands for."""
        return tuple(stage for stage in self.b.stage_ids if stage not in self.pairs.stages)

    def promised_stages(self) -> tuple[str, ...]:
        """Return the stages of B that have an SLA in both designs."""
        here, there = promised_stages(self.a), promised_stages(self.b)
        return tuple(
            stage
            for stage, merged in self.pairs.stages.items()
            if stage in there and all(one in here for one in merged)
        )

    def queued_stages(self) -> tuple[str, ...]:
        """Return the stages of both designs that have a capacity in one at least."""
        here, there = queued_stages(self.a), queued_stages(self.b)
        return tuple(
            stage
            for stage, merged in self.pairs.stages.items()
            if stage in there or any(one in here for one in merged)
        )

    def trigger_ids(self) -> tuple[str, ...]:
        """Return the triggers of B that A has too, in the order of A."""
        return tuple(self.pairs.triggers)

    def _of_a(self, figure: Figure, read: Callable[[Figure], Values]) -> Values:
        return read_in_a(self.pairs, figure, read)


def read_in_a(pairs: Pairs, figure: Figure, read: Callable[[Figure], Values]) -> Values:
    """Read a figure of B in A: of everything that stands for what it names, added up."""
    if not figure.id:
        return read(figure)
    names, inside = _matched(pairs, figure)
    found = [read(Figure(figure.kind, name)) for name in names]
    if figure.kind == "entries":
        found += [-read(moves(name)).astype(np.float64) for name in inside]
    total: Values = sum(found[1:], found[0].astype(np.float64))
    return total


def difference_of(a: Floats, b: Floats) -> Difference:
    """Return what B has more than A of a number a run, shape [runs] each."""
    more, less = float(np.mean(b > a)), float(np.mean(b < a))
    totals = total_of(a), total_of(b), total_of(b - a)
    return Difference(*totals, more, less, a.size, pairing(a, b))


def _matched(pairs: Pairs, figure: Figure) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what of A stands for what a figure of B names, and the triggers between those."""
    if figure.kind in OF_STAGES:
        return pairs.stages[figure.id], pairs.within.get(figure.id, ())
    return (pairs.triggers if figure.kind == "moves" else pairs.sources)[figure.id], ()
