"""A figure of two designs over time: each by itself, and run by run the one less the other."""

from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.comparison.comparison import Comparison
from funnelcraft.simulation.forecast.block_figures import Values
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.forecast.periods import Period, Periods, periods
from funnelcraft.simulation.forecast.runs import Bands
from funnelcraft.simulation.forecast.totals import QUANTILES


@dataclass(frozen=True, eq=False)
class OverTime:
    """The bands of A, of B, and of the paired difference B − A."""

    a: Bands
    b: Bands
    difference: Bands


def over_time(
    found: Comparison, figure: Figure, period: Period, cumulative: bool = False
) -> OverTime:
    """Return the bands of a figure of B; KeyError where A has no counterpart of its stage."""
    within = periods(found.a.start, found.a.days, period)
    a, b = found.by_period(figure, period, cumulative)
    b = b.astype(np.float64)
    return OverTime(*(bands_of(values, within) for values in (a, b, b - a)))


def bands_of(values: Values, within: Periods) -> Bands:
    """Return mean and quantiles of values by run and period [runs, periods]."""
    quantiles = np.quantile(values, QUANTILES, axis=0)
    return Bands(within.starts, within.ends, values.mean(axis=0), *quantiles)
