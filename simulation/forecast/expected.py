"""The exact mean of a figure by period: what a chart shows before any run is done."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.expectation import expectation_of
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.forecast.periods import Period, by_period, periods
from funnelcraft.simulation.forecast.stage_pipeline import stage_pipeline
from funnelcraft.simulation.plan import Plan


@dataclass(frozen=True, eq=False)
class Means:
    """A figure over time: a mean a period. `ends` are last days, included."""

    starts: tuple[date, ...]
    ends: tuple[date, ...]
    mean: Floats


def expected_means(plan: Plan, figure: Figure, period: Period, cumulative: bool = False) -> Means:
    """Return the means of a figure: exact without queues, else an approximation.

    Raises KeyError for a stage that does not exist, and for a kind of figure without a mean here.
    """
    within = periods(plan.start, plan.days, period)
    found = by_period(_daily(plan, figure), within, figure.is_level)
    if cumulative and not figure.is_level:
        found = np.cumsum(found)
    return Means(within.starts, within.ends, found)


def _daily(plan: Plan, figure: Figure) -> Floats:
    if figure.kind == "pipeline":
        value: Floats = stage_pipeline(plan).value.sum(axis=0)
        return value
    found = expectation_of(plan)
    match figure.kind:
        case "revenue":
            return found.revenue
        case "wins":
            rows = np.unique(plan.node_stage[plan.node_won])
            return np.asarray(found.entries[rows].sum(axis=0), dtype=np.float64)
        case "entries" | "balance" if figure.id in found.stage_ids:
            of = found.entries if figure.kind == "entries" else found.balance
            return np.asarray(of[found.stage_ids.index(figure.id)], dtype=np.float64)
        case _:
            raise KeyError(figure)
