"""Simulated runs, and the figures read from them."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.forecast.counting import Counter
from funnelcraft.simulation.forecast.figures import Figure, Kind
from funnelcraft.simulation.forecast.periods import Period, by_period, periods
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.ways import LEAK
from funnelcraft.simulation.winning import pipeline_weights

if TYPE_CHECKING:
    from funnelcraft.simulation.engine.blocks import Block
    from funnelcraft.simulation.engine.settings import Settings

QUANTILES = (0.025, 0.10, 0.50, 0.90, 0.975)

Values = NDArray[Any]


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


@dataclass(frozen=True)
class Total:
    """A figure over the whole horizon; of a level, at its end.

    `mcse` is the Monte Carlo standard error of the mean: sd/√runs, `mcse_p10` that of the 10th
    percentile and so on (`quantile_errors`). A single run tells nothing about spread: `sd` and all
    errors are NaN then.
    """

    mean: float
    sd: float
    mcse: float
    p2_5: float
    p10: float
    p50: float
    p90: float
    p97_5: float
    mcse_p2_5: float
    mcse_p10: float
    mcse_p50: float
    mcse_p90: float
    mcse_p97_5: float


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


def total_of(values: Floats) -> Total:
    """Return mean, spread and quantiles of a number a run, with their Monte Carlo errors."""
    runs = values.size
    # fsum: the mean must not depend on how a library happens to add.
    mean = math.fsum(values.tolist()) / runs
    squares = math.fsum(((values - mean) ** 2).tolist())
    sd = math.sqrt(squares / (runs - 1)) if runs > 1 else math.nan
    ordered = np.sort(values)
    quantiles = np.quantile(ordered, QUANTILES).tolist()
    return Total(mean, sd, sd / math.sqrt(runs), *quantiles, *quantile_errors(ordered))


def quantile_errors(ordered: Floats) -> list[float]:
    """Return the Monte Carlo standard errors of QUANTILES of values in rising order.

    The rank of a quantile p among n runs has the binomial standard error √(n p (1 − p)); half the
    distance of the values one such error below and above is that of the quantile itself. It
    assumes no distribution (David and Nagaraja, "Order Statistics", 2003, section 7.1).
    """
    runs = ordered.size
    if runs < 2:
        return [math.nan] * len(QUANTILES)
    shares = np.array(QUANTILES)
    error = np.sqrt(shares * (1 - shares) / runs)
    below, above = np.clip([shares - error, shares + error], 0.0, 1.0)
    found: list[float] = ((np.quantile(ordered, above) - np.quantile(ordered, below)) / 2).tolist()
    return found


def values_of(plan: Plan, block: "Block", figure: Figure) -> Values:
    """Return a figure of a block by run and day, shape [runs, days]."""
    return _READERS[figure.kind](plan, block, figure.id)


def totals_of(values: Values, figure: Figure) -> Values:
    """Return what daily values [runs, days] are over the whole horizon, shape [runs]."""
    found: Values = values[:, -1].copy() if figure.is_level else values.sum(axis=1)
    return found


def _place(ids: tuple[str, ...], wanted: str) -> int:
    if wanted not in ids:
        raise KeyError(wanted)
    return ids.index(wanted)


def _nodes(plan: Plan, stage_id: str) -> NDArray[np.intp]:
    return np.flatnonzero(plan.node_stage == _place(plan.stage_ids, stage_id))


def _added(counts: Values, chosen: NDArray[Any]) -> Values:
    """Add up the chosen channels or sources of counts [R, X, D]: [R, D], wide enough to hold it."""
    part = counts[:, chosen]
    wide = np.float64 if part.dtype.kind == "f" else np.int64
    found: Values = part.sum(axis=1, dtype=wide)
    return found


def _into(plan: Plan, block: "Block", nodes: NDArray[Any]) -> Values:
    arriving = _added(block.arrivals, np.isin(plan.source_node, nodes))
    return arriving + _added(block.moves, np.isin(plan.channel_target, nodes))


def _level(plan: Plan, block: "Block", nodes: NDArray[Any]) -> Values:
    leaving = _added(block.moves, np.isin(plan.channel_node, nodes))
    change = np.cumsum(_into(plan, block, nodes) - leaving, axis=1)
    found: Values = plan.opening_balance()[nodes].sum() + change
    return found


def _entries(plan: Plan, block: "Block", stage_id: str) -> Values:
    return _into(plan, block, _nodes(plan, stage_id))


def _balance(plan: Plan, block: "Block", stage_id: str) -> Values:
    return _level(plan, block, _nodes(plan, stage_id))


def _moves(plan: Plan, block: "Block", trigger_id: str) -> Values:
    place = _place(plan.trigger_ids, trigger_id)
    return _added(block.moves, plan.channel_trigger == place)


def _leaks(plan: Plan, block: "Block", stage_id: str) -> Values:
    from_stage = np.isin(plan.channel_node, _nodes(plan, stage_id))
    return _added(block.moves, from_stage & (plan.channel_trigger == LEAK))


def _arrivals(plan: Plan, block: "Block", source_id: str) -> Values:
    place = _place(plan.source_ids, source_id)
    return _added(block.arrivals, np.arange(plan.sources) == place)


def _wins(plan: Plan, block: "Block", _id: str) -> Values:
    return _into(plan, block, np.flatnonzero(plan.node_won))


def _revenue(_plan: Plan, block: "Block", _id: str) -> Values:
    return block.revenue


def _pipeline(plan: Plan, block: "Block", _id: str) -> Values:
    weights = pipeline_weights(plan)
    found = np.zeros((block.runs, plan.days))
    for node in np.flatnonzero(weights):
        found += weights[node] * _level(plan, block, np.array([node]))
    return found


def _station(plan: Plan, counts: Values, stage_id: str) -> Values:
    """Return what a station did [R, D]: zeros where the stage has neither capacity nor SLA."""
    place = _place(plan.stage_ids, stage_id)
    chosen = np.array([station.stage == place for station in plan.stations], dtype=np.bool_)
    return _added(counts, chosen)


def _queue(plan: Plan, block: "Block", stage_id: str) -> Values:
    return _station(plan, block.stations.queued, stage_id)


def _begun(plan: Plan, block: "Block", stage_id: str) -> Values:
    return _station(plan, block.stations.begun, stage_id)


def _waited(plan: Plan, block: "Block", stage_id: str) -> Values:
    return _station(plan, block.stations.waited, stage_id)


def _breaches(plan: Plan, block: "Block", stage_id: str) -> Values:
    return _station(plan, block.stations.breaches, stage_id)


_READERS: dict[Kind, Callable[[Plan, "Block", str], Values]] = {
    "entries": _entries,
    "balance": _balance,
    "moves": _moves,
    "leaks": _leaks,
    "arrivals": _arrivals,
    "wins": _wins,
    "revenue": _revenue,
    "pipeline": _pipeline,
    "queue": _queue,
    "begun": _begun,
    "waited": _waited,
    "breaches": _breaches,
}
